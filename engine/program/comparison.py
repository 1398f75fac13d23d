"""Comparing: equality, order, membership and what may be a key, paid for by the element.

Values are compared by identity alone: ``==``, ``in`` and sets never look at their numbers.
"""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Callable
from typing import Any

from engine.errors import ProgramError
from engine.program.iteration import iterate
from engine.program.kinds import is_number, kind, wrong_type, wrong_value
from engine.program.machine import Machine
from engine.program.sets import Set
from engine.program.unavailable import Unavailable
from engine.program.values import TracedValue

# As deep as brackets can be nested in a program, and far from the end of the stack.
DEEPEST = 200


def equal(machine: Machine, a: Any, b: Any, depth: int = 0) -> bool:
    """``a == b``."""
    if is_number(a) and is_number(b):
        return bool(a == b)
    which = type(a)
    if which is not type(b):
        return False
    if which is str or which is range:
        return bool(a == b)
    if which in (list, tuple):
        return len(a) == len(b) and _pairwise(machine, a, b, depth + 1)
    if which is Set:
        machine.budget.step(len(a))
        return len(a) == len(b) and all(x in b for x in a)
    if which is dict:
        machine.budget.step(len(a))
        if len(a) != len(b) or any(name not in b for name in a):
            return False
        return _pairwise(machine, a.values(), [b[name] for name in a], depth + 1)
    return a is b


def _pairwise(machine: Machine, a: Any, b: Any, depth: int) -> bool:
    # A loop and not all() of a generator, which would take room on the C stack.
    for x, y in zip(a, b, strict=False):  # noqa: SIM110
        if not same(machine, x, y, depth):
            return False
    return True


def same(machine: Machine, a: Any, b: Any, depth: int = 0) -> bool:
    """Whether two elements are one for a container: identical or equal."""
    machine.budget.step()
    if depth > DEEPEST:
        raise _too_nested()
    return a is b or equal(machine, a, b, depth)


def _too_nested() -> ProgramError:
    return wrong_value(f"RecursionError: this is nested more than {DEEPEST} levels deep.")


def contains(machine: Machine, container: Any, item: Any) -> bool:
    """``item in container``."""
    which = type(container)
    if which is dict or which is Set:
        return key(machine, item) in container
    if which is str:
        if type(item) is not str:
            raise wrong_type(f"`in` on a str needs a str, not {kind(item)}.", item)
        machine.budget.step(1 + len(container) // 64)
        return item in container
    if which is range and is_number(item):
        # Python would try every number for a float.
        return item == item // 1 and int(item) in container if math.isfinite(item) else False
    return any(same(machine, item, element) for element in iterate(container, "`in`"))


def key(machine: Machine, thing: Any) -> Any:
    """The thing itself, if it may be a key or an element of a set. Raises ProgramError for lists and the
    like.
    """
    if is_number(thing) or type(thing) in (str, TracedValue):
        return thing
    stack = [(thing, 0)]
    while stack:
        item, depth = stack.pop()
        machine.budget.step()
        if type(item) in (list, dict, Set, Unavailable, slice):
            raise wrong_type(f"{kind(item)} is not hashable: it cannot be a key or an element of a set.")
        if type(item) is tuple:
            # Python hashes nested tuples by recursion on the C stack, without a limit.
            if depth > DEEPEST:
                raise _too_nested()
            stack.extend((inner, depth + 1) for inner in item)
    return thing


def before(machine: Machine, symbol: str, a: Any, b: Any, depth: int = 0) -> bool:
    """``a < b`` and its three siblings."""
    compare = _ORDERS[symbol]
    if is_number(a) and is_number(b):
        return bool(compare(a, b))
    which = type(a)
    if which is type(b):
        if which is str:
            return bool(compare(a, b))
        if which in (list, tuple):
            if depth > DEEPEST:
                raise _too_nested()
            for x, y in zip(a, b, strict=False):
                if not same(machine, x, y):
                    return before(machine, symbol, x, y, depth + 1)
            return bool(compare(len(a), len(b)))
        if which is Set:
            machine.budget.step(len(a) + len(b))
            small, large = (a, b) if symbol[0] == "<" else (b, a)
            return all(x in large for x in small) and ("=" in symbol or len(small) < len(large))
    raise wrong_type(f"cannot compare {kind(a)} and {kind(b)} with `{symbol}`.", a, b)


_ORDERS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def in_order(machine: Machine, items: list[Any], keys: list[Any], reverse: bool) -> list[Any]:
    """The items in the order of their keys, equal keys in the order they had."""
    ranks = list(range(len(items)))
    machine.budget.step(len(items) * max(len(items).bit_length(), 1) // 4)
    if all(type(k) in (int, float) for k in keys) or all(type(k) is str for k in keys):
        ranks.sort(key=keys.__getitem__, reverse=reverse)
    else:
        if len(keys) == 1 and isinstance(keys[0], TracedValue):
            # One element needs no order, but the program would fail as soon as there are two.
            before(machine, "<", keys[0], keys[0])

        def compare(i: int, j: int) -> int:
            if before(machine, "<", keys[i], keys[j]):
                return -1
            return 1 if before(machine, "<", keys[j], keys[i]) else 0

        ranks.sort(key=functools.cmp_to_key(compare), reverse=reverse)
    return [items[i] for i in ranks]


def _knows(compare: Callable[[Machine, Any, Any], bool]) -> Callable[[Machine, Any, Any], Any]:
    """The comparison, unknown where one side comes from something that is not run."""

    def decide(machine: Machine, a: Any, b: Any) -> Any:
        if type(a) is Unavailable or type(b) is Unavailable:
            return a if type(a) is Unavailable else b
        return compare(machine, a, b)

    return decide


def _ordered(symbol: str) -> Callable[[Machine, Any, Any], bool]:
    return lambda machine, a, b: before(machine, symbol, a, b)


COMPARISONS: dict[str, Callable[[Machine, Any, Any], Any]] = {
    "==": _knows(equal),
    "!=": _knows(lambda machine, a, b: not equal(machine, a, b)),
    "is": lambda machine, a, b: a is b,
    "is not": lambda machine, a, b: a is not b,
    "in": lambda machine, a, b: contains(machine, b, a),
    "not in": lambda machine, a, b: not contains(machine, b, a),
} | {symbol: _knows(_ordered(symbol)) for symbol in _ORDERS}
