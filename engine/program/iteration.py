"""Iteration: what is iterable, and the elements of it as a list that was paid for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.program.kinds import kind, wrong_type, wrong_value
from engine.program.lazy import Lazy
from engine.program.machine import Machine
from engine.program.sets import Set
from engine.program.unavailable import Unavailable

_SIZED = (list, tuple, str, dict, Set)


def iterate(thing: Any, purpose: str = "a loop") -> Iterator[Any]:
    """Its elements one by one; the caller counts the steps. Raises ProgramError if it has none."""
    if type(thing) in (list, tuple, str, range, Lazy):
        return iter(thing)
    if type(thing) is dict:
        return _watched(thing)
    if type(thing) is Set:
        return _watched(thing.items)
    if isinstance(thing, Unavailable):
        raise thing.needed(purpose)
    raise wrong_type(f"{kind(thing)} is not iterable.")


def _watched(items: dict[Any, Any]) -> Iterator[Any]:
    try:
        yield from items
    except RuntimeError:
        raise wrong_value("RuntimeError: it changed size during iteration.") from None


def drain(machine: Machine, thing: Any) -> list[Any]:
    """All its elements in a new list, each paid for before it is taken."""
    budget = machine.budget
    if type(thing) in _SIZED:
        budget.step(len(thing))
        budget.memory(len(thing))
        return list(thing)
    if type(thing) is range:
        count = length(thing)
        budget.memory(count)
        budget.step(count)
        return list(thing)
    found: list[Any] = []
    for item in iterate(thing):
        budget.step()
        budget.memory(1)
        found.append(item)
    return found


def length(thing: Any) -> int:
    """How many elements a sized thing has."""
    if type(thing) is range:
        # len() refuses what does not fit a machine word.
        return max(0, -((thing.start - thing.stop) // thing.step))
    if type(thing) in _SIZED:
        return len(thing)
    if isinstance(thing, Unavailable):
        raise thing.needed("`len`")
    raise wrong_type(f"{kind(thing)} has no `len`.")
