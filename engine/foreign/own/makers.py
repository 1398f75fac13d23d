"""Which method of a class a piece of running code belongs to, and which one made a node.

A nested function counts as the method around it. Where a class keeps local partials, or functions that give
them, the method that made the node is to blame for them and not the loop that multiplies by them.
"""

from __future__ import annotations

import dis
from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import Any, Final, NamedTuple

from engine.foreign.own.attributes import CLOSURES
from engine.foreign.own.inputs import CONTEXTS
from engine.foreign.own.objects import MISSING, get, stored
from engine.foreign.own.words import operation
from engine.ops import Op

_RULES: Final = (
    "backward", "_backward", "vjp", "bwd", "grad", "gradient", "derivative", "derivatives", "local_grads",
    "local_gradients", "local_derivatives", "partials", "diff", "df", "deriv", "chain", "pullback",
)  # fmt: skip
_INITIAL: Final = ("__init__", "__new__", "__post_init__", "zero_grad")


class Maker(NamedTuple):
    """A method and a line inside it."""

    method: str
    line: int | None
    file: str | None = None


def method_of(code: CodeType, kind: type) -> str:
    """The method, or the function outside any class, that this code is a part of."""
    parts = code.co_qualname.split(".<locals>.")
    for part in reversed(parts):
        owner, _, name = part.rpartition(".")
        if owner:
            known = {base.__name__ for base in kind.__mro__}
            return name if owner.rpartition(".")[2] in known else f"{owner.rpartition('.')[2]}.{name}"
    named = [part for part in parts if part != "<lambda>"]
    return named[0] if named else "lambda"


def op_of(method: str) -> Op | None:
    """The op that a method is for: `__mul__`, `tanh`, or `Mul.backward` of a class of its own."""
    owner, _, name = method.rpartition(".")
    return operation(name) or (operation(owner) if owner else None)


def functions(thing: Any) -> Iterator[FunctionType]:
    """The functions that a node keeps for its way back, alone or in lists and pairs."""
    for name in CLOSURES:
        found = get(thing, name)
        if isinstance(found, FunctionType):
            yield found
    for _, found in stored(thing):
        yield from _functions(found, 3)


def _functions(found: Any, depth: int) -> Iterator[FunctionType]:
    if isinstance(found, FunctionType):
        yield found
    elif depth and isinstance(found, list | tuple):
        for each in found:
            yield from _functions(each, depth - 1)


def method_behind(thing: Any, kind: type) -> str:
    """The method in which the functions that a node keeps were defined; "" where there is none."""
    for function in functions(thing):
        if "<locals>" in function.__code__.co_qualname:
            method = method_of(function.__code__, kind)
            if method not in _INITIAL:
                return method
    return ""


def has_rule(thing: Any, kind: type) -> bool:
    """Whether a function that the node keeps, or an object of its op, says what is passed on."""
    return bool(method_behind(thing, kind)) or _context(thing) is not None


def maker(
    thing: Any, kind: type, made: str, op: Op | None, slot: int = 0, *, has_partials: bool = False
) -> Maker | None:
    """Who decided by what this node multiplies; None where nothing tells."""
    kept = [each for each in functions(thing) if "<locals>" in each.__code__.co_qualname]
    kept = [each for each in kept if method_of(each.__code__, kind) not in _INITIAL]
    if kept:
        code = kept[min(slot, len(kept) - 1)].__code__
        return Maker(method_of(code, kind), _line(code), code.co_filename)
    context = _context(thing)
    if context is not None:
        return context
    for rule in _RULES:
        if rule not in ("backward", "_backward") and callable(getattr(kind, rule, None)):
            rule_code = getattr(getattr(kind, rule), "__code__", None)
            if rule_code is not None and not has_partials:
                return Maker(rule, rule_code.co_firstlineno, rule_code.co_filename)
    named = (made, *_names(op)) if op_of(made) is not None else (*_names(op), made)
    for name in named:
        function = getattr(kind, name, None) if name else None
        made_by = getattr(function, "__code__", None)
        if made_by is not None:
            return Maker(name, _line(made_by), made_by.co_filename)
    return None


def _context(thing: Any) -> Maker | None:
    for name in CONTEXTS:
        context = get(thing, name)
        if context is MISSING or context is None or isinstance(context, str):
            continue
        kind = context if isinstance(context, type) else type(context)
        for rule in _RULES:
            code = getattr(getattr(kind, rule, None), "__code__", None)
            if code is not None:
                return Maker(f"{kind.__name__}.{rule}", _line(code), code.co_filename)
    return None


def _names(op: Op | None) -> tuple[str, ...]:
    if op is None:
        return ()
    dunder = {"div": "__truediv__"}.get(op.name, f"__{op.name}__")
    return (op.name, dunder, *op.aliases)


def _line(code: CodeType) -> int | None:
    """The line of the last call in a function, where it makes its node; else of its last statement."""
    lines = [
        each.positions.lineno
        for each in dis.get_instructions(code)
        if each.positions is not None and each.opname.startswith("CALL") and each.positions.lineno
    ]
    every = [line for _, _, line in code.co_lines() if line is not None]
    return lines[-1] if lines else every[-1] if every else None
