"""Built-ins that compute: ``sum``, ``max``, ``min``, ``round``, ``divmod`` and ``pow``."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from engine.errors import ProgramError
from engine.ops import op
from engine.program.arithmetic import OPERATORS
from engine.program.calls import call
from engine.program.comparison import before
from engine.program.iteration import drain
from engine.program.kinds import is_number, kind, real, whole, wrong_type, wrong_value
from engine.program.machine import Machine
from engine.program.unavailable import Unavailable
from engine.program.values import is_value
from engine.value import apply, total


def sum_(machine: Machine, iterable: Any, /, start: Any = 0) -> Any:
    """One n-ary op over Values; plain additions from the left over anything else."""
    terms = drain(machine, iterable)
    machine.budget.held -= len(terms)
    if is_value(start) or any(is_value(term) for term in terms):
        for term in (start, *terms):
            if type(term) is Unavailable:
                raise term.needed("a Value")
            if not is_value(term) and not is_number(term):
                raise wrong_type(f"`sum` cannot add {kind(term)} to Values.")
        return total(terms, start)
    add = OPERATORS["+"]
    if type(start) is str:
        raise ProgramError(
            "TypeError: `sum` cannot join strings.", code="wrong-type", hint='Use `"".join(…)`.'
        )
    made = start
    for term in terms:
        made = add(machine, made, term)
    return made


_MISSING = object()


def extreme(name: str, symbol: str) -> Callable[..., Any]:
    """``max`` or ``min``: the op of this name if a Value is among the items, else what Python's does."""

    def choose(
        machine: Machine, first: Any, /, *others: Any, key: Any = None, default: Any = _MISSING
    ) -> Any:
        items = [first, *others] if others else drain(machine, first)
        if not items:
            if default is _MISSING:
                raise wrong_value(f"ValueError: `{name}` of an empty sequence.")
            return default
        machine.budget.step(len(items))
        if key is None and any(is_value(item) for item in items):
            return _folded(name, items)
        best = items[0]
        best_key = best if key is None else call(machine, key, [best])
        for item in items[1:]:
            item_key = item if key is None else call(machine, key, [item])
            if before(machine, symbol, item_key, best_key):
                best, best_key = item, item_key
        return best

    return choose


def _folded(name: str, items: list[Any]) -> Any:
    for item in items:
        if not is_value(item) and not is_number(item):
            raise wrong_type(f"`{name}` cannot compare {kind(item)} with a Value.")
    entry, best = op(name), items[0]
    for item in items[1:]:
        # Two plain numbers before the first Value are compared as the op compares them.
        plain = is_number(best) and is_number(item)
        best = entry.value(best, item) if plain else apply(entry, best, item)
    return best


def round_(machine: Machine, number: Any, ndigits: Any = None) -> Any:
    if is_value(number):
        raise wrong_type("a Value cannot be rounded.", number)
    real(number, "the argument of `round`")
    digits = None if ndigits is None else whole(ndigits, "the number of digits")
    if digits is None and not math.isfinite(number):
        raise wrong_value(f"ValueError: cannot convert {number} to an int.")
    if digits is None:
        return round(number)
    try:
        return round(number, max(-400, min(digits, 400)))
    except OverflowError:
        return math.copysign(math.inf, number)


def divmod_(machine: Machine, a: Any, b: Any, /) -> tuple[Any, Any]:
    return OPERATORS["//"](machine, a, b), OPERATORS["%"](machine, a, b)


def pow_(machine: Machine, base: Any, exp: Any, mod: Any = None) -> Any:
    if mod is None:
        return OPERATORS["**"](machine, base, exp)
    machine.budget.step(64)
    a, b, m = (whole(x, "the argument of `pow`") for x in (base, exp, mod))
    if m == 0:
        raise wrong_value("ValueError: the modulus of `pow` cannot be 0.")
    try:
        return pow(a, b, m)
    except ValueError:
        raise wrong_value("ValueError: the base is not invertible for the given modulus.") from None
