"""Expressions that write a container or a string out: lists, tuples, sets, dicts and f-strings."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from engine.errors import EngineError
from engine.program import containers
from engine.program.builder import Builder, BuildExpression
from engine.program.comparison import key
from engine.program.formatting import formatted
from engine.program.frame import Evaluate, Frame
from engine.program.iteration import drain
from engine.program.kinds import kind, wrong_type
from engine.program.places import placed
from engine.program.reprs import repr_of, text_of
from engine.program.sets import Set
from engine.program.unavailable import Unavailable, first_unavailable


def items(builder: Builder, nodes: list[ast.expr]) -> Callable[[Frame], list[Any]]:
    """A row of expressions, some of them starred, as a new list that was paid for."""
    if not any(isinstance(node, ast.Starred) for node in nodes):
        parts = [builder.expression(node) for node in nodes]

        def plain(frame: Frame) -> list[Any]:
            frame.machine.budget.memory(len(parts))
            return [part(frame) for part in parts]

        return plain
    mixed = [
        (
            builder.expression(node.value if isinstance(node, ast.Starred) else node),
            isinstance(node, ast.Starred),
            builder.place(node),
        )
        for node in nodes
    ]

    def starred(frame: Frame) -> list[Any]:
        made: list[Any] = []
        for part, star, place in mixed:
            thing = part(frame)
            try:
                made.extend(drain(frame.machine, thing) if star else [thing])
            except EngineError as error:
                raise placed(error, place) from None
        return made

    return starred


def list_(builder: Builder, node: ast.List) -> Evaluate:
    return items(builder, node.elts)


def tuple_(builder: Builder, node: ast.Tuple) -> Evaluate:
    made = items(builder, node.elts)
    return lambda frame: tuple(made(frame))


def set_(builder: Builder, node: ast.Set) -> Evaluate:
    made, place = items(builder, node.elts), builder.place(node)

    def evaluate(frame: Frame) -> Set:
        try:
            return containers.set_of(frame.machine, made(frame))
        except EngineError as error:
            raise placed(error, place) from None

    return evaluate


def dict_(builder: Builder, node: ast.Dict) -> Evaluate:
    pairs = [
        (
            None if left is None else builder.expression(left),
            builder.expression(right),
            builder.place(left or right),
        )
        for left, right in zip(node.keys, node.values, strict=True)
    ]

    def evaluate(frame: Frame) -> dict[Any, Any]:
        machine = frame.machine
        machine.budget.memory(len(pairs))
        made: dict[Any, Any] = {}
        for left, right, place in pairs:
            name = None if left is None else left(frame)
            thing = right(frame)
            try:
                if left is not None:
                    made[key(machine, name)] = thing
                elif type(thing) is dict:
                    made.update(containers.pairs(machine, thing))
                else:
                    raise wrong_type(f"`**` needs a dict, not {kind(thing)}.")
            except EngineError as error:
                raise placed(error, place) from None
        return made

    return evaluate


def f_string(builder: Builder, node: ast.JoinedStr) -> Evaluate:
    parts = [builder.expression(part) for part in node.values]
    place = builder.place(node)

    def evaluate(frame: Frame) -> Any:
        made = [part(frame) for part in parts]
        unavailable = first_unavailable(made)
        if unavailable is not None:
            return unavailable
        try:
            frame.machine.budget.memory(sum(map(len, made)))
        except EngineError as error:
            raise placed(error, place) from None
        return "".join(made)

    return evaluate


def f_field(builder: Builder, node: ast.FormattedValue) -> Evaluate:
    value, place, conversion = builder.expression(node.value), builder.place(node), node.conversion
    spec = None if node.format_spec is None else builder.expression(node.format_spec)

    def evaluate(frame: Frame) -> Any:
        thing = value(frame)
        wanted = "" if spec is None else spec(frame)
        if type(thing) is Unavailable or type(wanted) is Unavailable:
            return first_unavailable([thing, wanted])
        try:
            if conversion != -1:
                thing = (text_of if conversion == ord("s") else repr_of)(frame.machine, thing)
                if conversion == ord("a"):
                    thing = thing.encode("ascii", "backslashreplace").decode()
            return formatted(frame.machine, thing, wanted)
        except EngineError as error:
            raise placed(error, place) from None

    return evaluate


DISPLAYS: dict[type, BuildExpression] = {
    ast.List: list_,
    ast.Tuple: tuple_,
    ast.Set: set_,
    ast.Dict: dict_,
    ast.JoinedStr: f_string,
    ast.FormattedValue: f_field,
}
