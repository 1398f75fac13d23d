"""How many passes the loops make that a program is in, where that can be told: from the text and the numbers
that it names, without running any of it.

Null rather than wrong: a loop that may end early, a pass that is not made in every turn, or a length that
only the program's code could give, is not told.
"""

from __future__ import annotations

import ast
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import CodeType, FrameType
from typing import Any, Final

from app.sandbox.child.following.frames import around, local_names

_PASSES: Final = frozenset(("backward", "backprop", "backpropagate"))
_SIZED: Final = frozenset((list, tuple, dict, str, range, set, frozenset, bytes))
_MOST: Final = 2**31 - 1
_OPERATIONS: Final[Mapping[type[ast.operator], Callable[[int, int], int]]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.FloorDiv: lambda a, b: a // b,
}


@dataclass(frozen=True, slots=True)
class Loop:
    """A loop of a program. lines: of its body. length: what tells how many turns it has, None where nothing
    does. conditional: lines that not every turn comes to.
    """

    lines: tuple[int, int]
    length: ast.expr | None
    conditional: tuple[tuple[int, int], ...]


class Loops:
    """The loops of a run's texts, by the file name of their code."""

    def __init__(self) -> None:
        self._loops: dict[str, list[Loop]] = {}
        self._conditional: dict[str, list[tuple[int, int]]] = {}
        self._seen: tuple[Any, ...] = ()
        self._before = 0
        self._total: int | None = None
        self._lines: list[int] = []

    def know(self, name: str, body: Sequence[ast.stmt]) -> None:
        """Reads the loops of a program, before anything in it is changed."""
        self._loops[name] = [
            _loop(node)
            for statement in body
            for node in ast.walk(statement)
            if isinstance(node, ast.For | ast.AsyncFor | ast.While)
        ]
        self._conditional[name] = [
            lines
            for statement in body
            for node in ast.walk(statement)
            if isinstance(node, ast.FunctionDef)
            for lines in _conditional(node.body)
        ]

    def passes(self, frame: FrameType | None, number: int) -> int | None:
        """How many passes there will be when the loops around this frame end; this is pass `number`."""
        place: list[tuple[int, int]] = []
        lines: list[int] = []
        total: int | None = 1
        sure = True
        for each in around(frame):
            line, code = each.f_lineno, each.f_code
            loops = [
                loop
                for loop in self._loops.get(code.co_filename, ())
                if loop.lines[0] <= line <= loop.lines[1] and _is_in(code, loop)
            ]
            if loops and not sure:
                total = None
            sure = sure and not _is_among(line, self._conditional.get(code.co_filename, ()))
            known = _names(each) if loops and total is not None else {}
            lines += [line] if loops else []
            for loop in loops:
                length = _length(loop, line, known)
                place.append((id(code), loop.lines[0]))
                total = None if length is None or total is None else total * length
        if not place:
            return None
        if self._seen != tuple(place):
            self._seen, self._before = tuple(place), number - 1
            self._total, self._lines = total, lines
        elif total != self._total or lines != self._lines:
            self._total = None  # it changes while the loop runs, or there are several passes in each turn
        if self._total is None or number > self._before + self._total:
            return None
        return min(self._before + self._total, _MOST)


def _is_in(code: CodeType, loop: Loop) -> bool:
    """Whether a loop is in this code rather than around the function that it belongs to."""
    return code.co_name == "<module>" or code.co_firstlineno <= loop.lines[0]


def _loop(node: ast.For | ast.AsyncFor | ast.While) -> Loop:
    lines = (node.body[0].lineno, max(each.end_lineno or each.lineno for each in node.body))
    length = node.iter if isinstance(node, ast.For) and _is_steady(node.body) else None
    return Loop(lines, length, tuple(_conditional(node.body)))


def _is_steady(body: Sequence[ast.stmt]) -> bool:
    """Whether nothing leaves the loop or a turn of it, and one pass at most is seen in it."""
    passes = 0
    for node in _within(body):
        match node:
            case ast.Break() | ast.Continue() | ast.Return():
                return False
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if name in _PASSES:
                passes += 1
    return passes < 2


def _within(body: Sequence[ast.stmt]) -> Iterator[ast.AST]:
    """The nodes of a body, without functions; of a loop in it, not what leaves that loop alone."""
    waiting: list[tuple[ast.AST, bool]] = [(each, False) for each in body]
    while waiting:
        node, inner = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            continue
        if not (inner and isinstance(node, ast.Break | ast.Continue)):
            yield node
        inner = inner or isinstance(node, ast.For | ast.While)
        waiting += [(each, inner) for each in ast.iter_child_nodes(node)]


def _conditional(body: Sequence[ast.stmt]) -> Iterator[tuple[int, int]]:
    """The lines of a body that not every turn comes to, or that it may come to more than once."""
    for node in _within(body):
        if isinstance(node, ast.If | ast.Try | ast.While | ast.AsyncFor | ast.Match):
            yield node.lineno, node.end_lineno or node.lineno


def _length(loop: Loop, line: int, known: Mapping[str, Any]) -> int | None:
    """How many turns it has; None where that is not known, or where this line is not in each of them."""
    if loop.length is None or _is_among(line, loop.conditional):
        return None
    try:
        return _count(loop.length, known)
    except (ArithmeticError, TypeError, ValueError):
        return None


def _is_among(line: int, pieces: Sequence[tuple[int, int]]) -> bool:
    return any(first <= line <= last for first, last in pieces)


def _count(node: ast.expr, known: Mapping[str, Any]) -> int | None:
    """How many elements what an expression gives has."""
    match node:
        case ast.Call(func=ast.Name(id="range"), args=given, keywords=[]) if _is_builtin("range", known):
            bounds = [_number(each, known) for each in given]
            if None in bounds or not 1 <= len(bounds) <= 3:
                return None
            return len(range(*[each for each in bounds if each is not None]))
        case ast.Call(func=ast.Name(id="enumerate" | "list" | "tuple" | "reversed" | "sorted" as name),
                      args=[first, *_]) if _is_builtin(name, known):  # fmt: skip
            return _count(first, known)
        case ast.Call(func=ast.Name(id="zip"), args=[_, *_] as given) if _is_builtin("zip", known):
            counts = [_count(each, known) for each in given]
            return None if None in counts else min(each for each in counts if each is not None)
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return None if any(isinstance(each, ast.Starred) for each in parts) else len(parts)
        case ast.Constant(value=str(text)):
            return len(text)
        case ast.Name() | ast.Attribute():
            return _size(_thing(node, known))
    return None


def _number(node: ast.expr, known: Mapping[str, Any]) -> int | None:
    """The int that an expression gives."""
    match node:
        case ast.Constant(value=number) if type(number) is int:
            return number
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            number = _number(inner, known)
            return None if number is None else -number
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATIONS:
            a, b = _number(left, known), _number(right, known)
            return None if a is None or b is None else min(_OPERATIONS[type(op)](a, b), _MOST)
        case ast.Call(func=ast.Name(id="len"), args=[thing], keywords=[]) if _is_builtin("len", known):
            return _count(thing, known)
        case ast.Name() | ast.Attribute():
            found = _thing(node, known)
            return found if type(found) is int else None
    return None


def _thing(node: ast.expr, known: Mapping[str, Any]) -> Any:
    """What a name or an attribute holds, past any code; None where that is not known."""
    match node:
        case ast.Name(id=name):
            return known.get(name)
        case ast.Attribute(value=value, attr=name):
            owner = _thing(value, known)
            try:
                return object.__getattribute__(owner, "__dict__").get(name)
            except AttributeError:
                return None
    return None


def _size(thing: Any) -> int | None:
    if type(thing) in _SIZED:
        return len(thing)
    is_array = type(thing).__module__ == "numpy" and type(thing).__name__ == "ndarray"
    return int(thing.shape[0]) if is_array and thing.shape else None


def _is_builtin(name: str, known: Mapping[str, Any]) -> bool:
    return name not in known


def _names(frame: FrameType) -> Mapping[str, Any]:
    """The names that a frame sees: the program's own, under those of its function."""
    if frame.f_code.co_name == "<module>":
        return frame.f_globals
    return ChainMap(local_names(frame), frame.f_globals)
