"""Expressions: constants, names and operators."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from typing import Any

from engine.errors import EngineError
from engine.program.arithmetic import OPERATORS, Operate, inverted, negative, positive, truth
from engine.program.builder import Builder, BuildExpression
from engine.program.builtins import BUILTINS
from engine.program.comparison import COMPARISONS
from engine.program.frame import Evaluate, Frame
from engine.program.literals import literal
from engine.program.machine import Machine
from engine.program.places import Place, placed
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
        names = {complex: "A complex number", bytes: "A bytes string"}
        raise builder.unsupported(node, names.get(type(value), "`...`"))
    if type(value) is str and not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
        raise builder.refuse(node, "ValueError: half of a surrogate pair is not a character.", "wrong-value")
    too_large = type(value) is float and not math.isfinite(value)
    if too_large or (type(value) is int and value.bit_length() > 1024):
        raise builder.refuse(
            node, "This number is too large: the largest double is about 1.8e308.", "number-out-of-range"
        )
    if type(value) is str:
        place = builder.place(node)
        builder.literals.append(literal(value, place, builder.places.text(place)))
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
    """``left op right``, whose errors are at ``place``."""

    def evaluate(frame: Frame) -> Any:
        a = left(frame)
        b = right(frame)
        try:
            return operate(frame.machine, a, b)
        except EngineError as error:
            raise placed(error, place) from None

    return evaluate


def binary(builder: Builder, node: ast.BinOp) -> Evaluate:
    """``a + b``; a long sum, which the tree nests to the left, is built and evaluated without recursion."""
    nested = [node]
    while isinstance(nested[-1].left, ast.BinOp):
        nested.append(nested[-1].left)
    first = builder.expression(nested[-1].left)
    links = [
        (OPERATORS[SYMBOLS[type(link.op)]], builder.expression(link.right), builder.place(link))
        for link in reversed(nested)
    ]
    if len(links) == 1:
        return joined(first, *links[0])

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


EXPRESSIONS: dict[type, BuildExpression] = {
    ast.Constant: constant,
    ast.Name: name,
    ast.BinOp: binary,
    ast.UnaryOp: unary,
    ast.BoolOp: boolean,
    ast.Compare: compare,
    ast.IfExp: conditional,
}
