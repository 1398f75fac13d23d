"""Expressions of a class over plain numbers, as instructions of the core in C (``own.c`` has their names).

What is not known is refused with its reason: nothing here may come to another bit than Python.
"""

from __future__ import annotations

import ast
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final, TypeAlias

NAMES: Final = (
    "SELF OTHER CONST LOAD STORE ADD SUB MUL DIV POW NEG EXP LOG TANH SQRT SIN COS MAX MIN "
    "GT GE LT LE SELECT FLOAT"
).split()
CODE: Final = {name: code for code, name in enumerate(NAMES)}
LONGEST: Final = 48
LOCALS: Final = 4
_EXACT: Final = 2**53
_BINARY: Final[dict[type[ast.operator], str]] = {
    ast.Add: "ADD", ast.Sub: "SUB", ast.Mult: "MUL", ast.Div: "DIV", ast.Pow: "POW",
}  # fmt: skip
_COMPARED: Final[dict[type[ast.cmpop], str]] = {ast.Gt: "GT", ast.GtE: "GE", ast.Lt: "LT", ast.LtE: "LE"}
_OF_MATH: Final = {"exp": "EXP", "log": "LOG", "tanh": "TANH", "sqrt": "SQRT", "sin": "SIN", "cos": "COS"}

Instruction: TypeAlias = tuple[int, float, bool]


class NotReplaceableError(Exception):
    """The class does something that cannot be done in its place; the message is a sentence about it."""


@dataclass(slots=True)
class Names:
    """What names mean inside a method.

    this, other: its arguments, other None where there is none. is_value: whether `other` is an instance.
    data: the attribute that holds the number. shadowed: names that the program binds itself.
    """

    this: str
    other: str | None
    is_value: bool
    data: str
    shadowed: Collection[str] = ()
    locals: dict[str, int] = field(default_factory=dict)


def instructions(node: ast.expr, names: Names) -> list[Instruction]:
    """The expression; raises NotReplaceableError."""
    made = list(_of(node, names))
    if len(made) > LONGEST:
        raise NotReplaceableError("An expression of it is too long.")
    return made


def stored(name: str, value: ast.expr, names: Names) -> list[Instruction]:
    """An assignment to a local name."""
    made = _of(value, names)
    if name in (names.this, names.other) or (name not in names.locals and len(names.locals) == LOCALS):
        raise NotReplaceableError(f"`{name}` is assigned inside a method of it.")
    at = names.locals.setdefault(name, len(names.locals))
    return [*made, (CODE["STORE"], float(at), False)]


def _of(node: ast.expr, names: Names, is_condition: bool = False) -> list[Instruction]:
    match node:
        case ast.Constant(value=int() | float() as number) if type(number) is not bool:
            if abs(number) >= _EXACT and (type(number) is int or number - number != 0):
                raise NotReplaceableError("A number in it is too large.")
            return [(CODE["CONST"], float(number), type(number) is int)]
        case ast.Attribute(value=ast.Name(id=name), attr=attribute) if attribute == names.data:
            if name == names.this:
                return [_plain("SELF")]
            if name == names.other and names.is_value:
                return [_plain("OTHER")]
        case ast.Name(id=name) if name in names.locals:
            return [(CODE["LOAD"], float(names.locals[name]), False)]
        case ast.Name(id=name) if name == names.other and not names.is_value:
            return [_plain("OTHER")]
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            # A bool that is multiplied is a number.
            inner = isinstance(op, ast.Mult)
            return [*_of(left, names, inner), *_of(right, names, inner), _plain(_BINARY[type(op)])]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return [*_of(operand, names), _plain("NEG")]
        case ast.Compare(left=left, ops=[op], comparators=[right]) if is_condition and type(op) in _COMPARED:
            return [*_of(left, names), *_of(right, names), _plain(_COMPARED[type(op)])]
        case ast.IfExp(test=ast.Compare() as test, body=body, orelse=orelse):
            return [*_of(body, names), *_of(test, names, True), *_of(orelse, names), _plain("SELECT")]
        case ast.Call(func=ast.Attribute(value=ast.Name(id="math"), attr=name), args=[argument], keywords=[]):
            if name in _OF_MATH and "math" not in names.shadowed:
                return [*_of(argument, names), _plain(_OF_MATH[name])]
        case ast.Call(func=ast.Name(id="float"), args=[argument], keywords=[]):
            if "float" not in names.shadowed:
                return [*_of(argument, names, True), _plain("FLOAT")]
        case ast.Call(func=ast.Name(id="max" | "min" as name), args=[first, second], keywords=[]):
            if name not in names.shadowed:
                return [*_of(first, names), *_of(second, names), _plain(name.upper())]
    raise NotReplaceableError(f"`{ast.unparse(node)[:60]}` is not known to be the same elsewhere.")


def _plain(name: str) -> Instruction:
    return CODE[name], 0.0, False
