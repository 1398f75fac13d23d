"""Expressions that reach into something: subscripts, slices and attributes."""

from __future__ import annotations

import ast
from typing import Any

from engine.errors import EngineError
from engine.program import attributes, containers
from engine.program.builder import Builder, BuildExpression
from engine.program.comparison import key
from engine.program.frame import Evaluate, Frame
from engine.program.iteration import length
from engine.program.kinds import kind, whole, wrong_type, wrong_value
from engine.program.machine import Machine
from engine.program.places import placed
from engine.program.reprs import repr_of
from engine.program.unavailable import Unavailable


def slice_(builder: Builder, node: ast.Slice) -> Evaluate:
    parts = [
        None if part is None else builder.expression(part) for part in (node.lower, node.upper, node.step)
    ]

    def evaluate(frame: Frame) -> slice:
        bounds = [None if part is None else part(frame) for part in parts]
        checked = [None if b is None else containers.clamped(whole(b, "a bound of a slice")) for b in bounds]
        if checked[2] == 0:
            raise wrong_value("ValueError: slice step cannot be zero.")
        return slice(*checked)

    return evaluate


def subscript(builder: Builder, node: ast.Subscript) -> Evaluate:
    container, index, place = (
        builder.expression(node.value),
        builder.expression(node.slice),
        builder.place(node),
    )

    def evaluate(frame: Frame) -> Any:
        thing = container(frame)
        try:
            return load_item(frame.machine, thing, index(frame))
        except EngineError as error:
            raise placed(error, place) from None

    return evaluate


def load_item(machine: Machine, thing: Any, index: Any) -> Any:
    """``thing[index]``."""
    which = type(thing)
    if which is Unavailable:
        return thing
    if which is dict:
        if key(machine, index) in thing:
            return thing[index]
        raise wrong_value(f"KeyError: the dict has no key {repr_of(machine, index)[:60]}.")
    if which not in (list, tuple, str, range):
        raise wrong_type(f"{kind(thing)} cannot be indexed.", thing)
    if type(index) is slice:
        count = len(range(*index.indices(length(thing))))
        if which is not range:
            machine.budget.memory(count)
            machine.budget.step(1 + count // (64 if which is str else 1))
        return thing[index]
    at, count = whole(index, "an index"), length(thing)
    if not -count <= at < count:
        raise wrong_value(
            f"IndexError: index {str(at)[:40]} is out of range: {kind(thing)} of length {count}."
        )
    return thing[at]


def attribute(builder: Builder, node: ast.Attribute) -> Evaluate:
    owner, word, place = builder.expression(node.value), node.attr, builder.place(node)

    def evaluate(frame: Frame) -> Any:
        thing = owner(frame)
        try:
            return attributes.load(frame.machine, thing, word)
        except EngineError as error:
            raise placed(error, place) from None

    return evaluate


SUBSCRIPTS: dict[type, BuildExpression] = {
    ast.Slice: slice_,
    ast.Subscript: subscript,
    ast.Attribute: attribute,
}
