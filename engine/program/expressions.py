"""Expressions: constants, names, operators, containers, subscripts, attributes, f-strings."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from typing import Any

from engine.errors import EngineError, ProgramError
from engine.program import attributes, containers
from engine.program.absent import Absent, first_absent
from engine.program.arithmetic import OPERATORS, Operate, inverted, negative, positive, truth
from engine.program.builder import Builder, BuildExpression
from engine.program.builtins import BUILTINS
from engine.program.chains import Chain
from engine.program.comparison import COMPARISONS, key
from engine.program.formatting import formatted
from engine.program.frame import Evaluate, Frame
from engine.program.iteration import drain, length
from engine.program.kinds import a_kind, kind, whole, wrong_type
from engine.program.machine import Machine
from engine.program.places import Place, placed
from engine.program.reprs import repr_of, text_of
from engine.program.sets import Set
from engine.program.unknown import unknown_name

SYMBOLS: dict[type, str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.MatMult: "@", ast.LShift: "<<", ast.RShift: ">>", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^",
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Is: "is",
    ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip


def constant(builder: Builder, node: ast.Constant) -> Evaluate:
    value = node.value
    if type(value) not in (int, float, str, bool, type(None)):
        names = {complex: "A complex number", bytes: "A text of bytes"}
        raise builder.unsupported(node, names.get(type(value), "`...`"))
    if type(value) is str and not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
        raise builder.refuse(node, "Half of a surrogate pair is no letter.", "wrong-value")
    too_large = type(value) is float and not math.isfinite(value)
    if too_large or (type(value) is int and value.bit_length() > 1024):
        raise builder.refuse(
            node, "This number is too large: the largest double is about 1.8e308.", "number-out-of-range"
        )
    return lambda frame: value


def name(builder: Builder, node: ast.Name) -> Evaluate:
    word, place, hops = node.id, builder.place(node), builder.scope.hops(node.id)
    if hops is None:
        built_in = BUILTINS.get(word)

        def load_global(frame: Frame) -> Any:
            names = frame.machine.names
            if word in names:
                return names[word]
            return built_in if built_in is not None else unknown_name(frame.machine, word, place)

        return load_global
    if hops == 0:

        def load_own(frame: Frame) -> Any:
            names = frame.names
            return names[word] if word in names else unknown_name(frame.machine, word, place)

        return load_own

    def load_outer(frame: Frame) -> Any:
        names = frame.outward(hops).names
        return names[word] if word in names else unknown_name(frame.machine, word, place)

    return load_outer


def joined(left: Evaluate, operate: Operate, right: Evaluate, place: Place) -> Evaluate:
    """``left op right``, whose errors stand at ``place``."""

    def evaluate(frame: Frame) -> Any:
        a = left(frame)
        b = right(frame)
        try:
            return operate(frame.machine, a, b)
        except EngineError as error:
            raise placed(error, place) from None

    return evaluate


def binary(builder: Builder, node: ast.BinOp) -> Evaluate:
    operate = OPERATORS[SYMBOLS[type(node.op)]]
    return joined(builder.expression(node.left), operate, builder.expression(node.right), builder.place(node))


def chain(builder: Builder, node: Chain) -> Evaluate:
    """A flat chain, folded from the left without nesting."""
    first = builder.expression(node.first)
    links = [
        (OPERATORS[SYMBOLS[type(link.op)]], builder.expression(link.right), builder.place(link))
        for link in node.links
    ]

    def evaluate(frame: Frame) -> Any:
        made = first(frame)
        for operate, right, place in links:
            b = right(frame)
            try:
                made = operate(frame.machine, made, b)
            except EngineError as error:
                raise placed(error, place) from None
        return made

    return evaluate


_UNARY: dict[type, Callable[[Machine, Any], Any]] = {
    ast.USub: negative,
    ast.UAdd: positive,
    ast.Invert: inverted,
    ast.Not: lambda machine, thing: not truth(thing),
}


def unary(builder: Builder, node: ast.UnaryOp) -> Evaluate:
    operate, operand, place = _UNARY[type(node.op)], builder.expression(node.operand), builder.place(node)

    def evaluate(frame: Frame) -> Any:
        thing = operand(frame)
        try:
            return operate(frame.machine, thing)
        except EngineError as error:
            raise placed(error, place) from None

    return evaluate


def condition(builder: Builder, node: ast.expr) -> Callable[[Frame], bool]:
    """An expression as something true or false."""
    evaluate, place = builder.expression(node), builder.place(node)

    def decide(frame: Frame) -> bool:
        thing = evaluate(frame)
        if thing is True or thing is False:
            return bool(thing)
        try:
            return truth(thing)
        except EngineError as error:
            raise placed(error, place) from None

    return decide


def boolean(builder: Builder, node: ast.BoolOp) -> Evaluate:
    parts = [(builder.expression(part), builder.place(part)) for part in node.values]
    last = parts.pop()[0]
    stop = isinstance(node.op, ast.Or)

    def evaluate(frame: Frame) -> Any:
        for part, place in parts:
            thing = part(frame)
            try:
                decided = truth(thing)
            except EngineError as error:
                raise placed(error, place) from None
            if decided is stop:
                return thing
        return last(frame)

    return evaluate


def compare(builder: Builder, node: ast.Compare) -> Evaluate:
    first = builder.expression(node.left)
    place = builder.place(node)
    links = [
        (COMPARISONS[SYMBOLS[type(op)]], builder.expression(right))
        for op, right in zip(node.ops, node.comparators, strict=True)
    ]

    last, last_right = links.pop()

    def evaluate(frame: Frame) -> Any:
        a = first(frame)
        machine = frame.machine
        for decide, right in links:
            b = right(frame)
            try:
                answer = decide(machine, a, b)
                if not truth(answer):
                    return answer
            except EngineError as error:
                raise placed(error, place) from None
            a = b
        b = last_right(frame)
        try:
            return last(machine, a, b)
        except EngineError as error:
            raise placed(error, place) from None

    return evaluate


def conditional(builder: Builder, node: ast.IfExp) -> Evaluate:
    test, body, other = (
        condition(builder, node.test),
        builder.expression(node.body),
        builder.expression(node.orelse),
    )
    return lambda frame: body(frame) if test(frame) else other(frame)


# -- containers --------------------------------------------------------------------------------------------


def items(builder: Builder, nodes: list[ast.expr]) -> Callable[[Frame], list[Any]]:
    """A row of expressions, some of them starred, as a new list that was paid for."""
    if not any(isinstance(node, ast.Starred) for node in nodes):
        parts = [builder.expression(node) for node in nodes]

        def plain(frame: Frame) -> list[Any]:
            frame.machine.meter.hold(len(parts))
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
        machine.meter.hold(len(pairs))
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
                    raise wrong_type(f"`**` takes a dict, not {kind(thing)}.")
            except EngineError as error:
                raise placed(error, place) from None
        return made

    return evaluate


# -- subscripts and attributes -----------------------------------------------------------------------------


def slice_(builder: Builder, node: ast.Slice) -> Evaluate:
    parts = [
        None if part is None else builder.expression(part) for part in (node.lower, node.upper, node.step)
    ]

    def evaluate(frame: Frame) -> slice:
        bounds = [None if part is None else part(frame) for part in parts]
        checked = [None if b is None else containers.clamped(whole(b, "A bound of a slice")) for b in bounds]
        if checked[2] == 0:
            raise ProgramError("The step of a slice cannot be 0.", code="wrong-value")
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
    if which is Absent:
        return thing
    if which is dict:
        if key(machine, index) in thing:
            return thing[index]
        raise ProgramError(f"The dict has no key {repr_of(machine, index)[:60]}.", code="wrong-value")
    if which not in (list, tuple, str, range):
        raise wrong_type(f"{a_kind(thing)} has no elements by number.", thing)
    if type(index) is slice:
        count = len(range(*index.indices(length(thing))))
        if which is not range:
            machine.meter.hold(count)
            machine.meter.turn(1 + count // (64 if which is str else 1))
        return thing[index]
    at, count = whole(index, "An index"), length(thing)
    if not -count <= at < count:
        raise ProgramError(
            f"There is no element {at}: {kind(thing)} here has {count}, counted from 0."[:200],
            code="wrong-value",
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


# -- texts -------------------------------------------------------------------------------------------------


def f_string(builder: Builder, node: ast.JoinedStr) -> Evaluate:
    parts = [builder.expression(part) for part in node.values]
    place = builder.place(node)

    def evaluate(frame: Frame) -> Any:
        made = [part(frame) for part in parts]
        absent = first_absent(made)
        if absent is not None:
            return absent
        try:
            frame.machine.meter.hold(sum(map(len, made)))
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
        if type(thing) is Absent or type(wanted) is Absent:
            return first_absent([thing, wanted])
        try:
            if conversion != -1:
                thing = (text_of if conversion == ord("s") else repr_of)(frame.machine, thing)
                if conversion == ord("a"):
                    thing = thing.encode("ascii", "backslashreplace").decode()
            return formatted(frame.machine, thing, wanted)
        except EngineError as error:
            raise placed(error, place) from None

    return evaluate


EXPRESSIONS: dict[type, BuildExpression] = {
    ast.Constant: constant, ast.Name: name, ast.BinOp: binary, Chain: chain, ast.UnaryOp: unary,
    ast.BoolOp: boolean, ast.Compare: compare, ast.IfExp: conditional, ast.List: list_, ast.Tuple: tuple_,
    ast.Set: set_, ast.Dict: dict_, ast.Slice: slice_, ast.Subscript: subscript, ast.Attribute: attribute,
    ast.JoinedStr: f_string, ast.FormattedValue: f_field,
}  # fmt: skip
