"""Running a program's code after the program has ended, so that nobody can tell that it ran.

What it prints is dropped, random sequences go on where they were, and what classes and modules count or
collect is as it was.
"""

from __future__ import annotations

import io
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from typing import Any

from engine.foreign.own.objects import real, stored


class _Sink(io.TextIOBase):
    """Standard output that goes nowhere."""

    def write(self, text: str) -> int:
        return len(text)


@contextmanager
def quiet(kind: type, *, empty: bool = False) -> Iterator[None]:
    """A block in which code of this class and of its module leaves no trace outside instances.

    empty: lists in which instances are collected begin empty, so that a pass goes over the block's own alone.
    """
    state = random.getstate()
    numpy = sys.modules.get("numpy.random")
    numbers = None if numpy is None else numpy.get_state()
    places = list(_places(kind))
    kept = [(place, {name: _copy(found) for name, found in _plain(place)}) for place in places]
    lists = [(found, _copy(found)) for found in collected(kind)]
    if empty:
        for found, _ in lists:
            if type(found) is list and found and any(map(_is_collected, (found[0], found[-1]))):
                found.clear()
    try:
        with redirect_stdout(_Sink()), redirect_stderr(_Sink()):
            yield
    finally:
        random.setstate(state)
        if numpy is not None:
            numpy.set_state(numbers)
        for place, attributes in kept:
            for name, found in attributes.items():
                if type(found) in (int, float) and vars(place).get(name) != found:
                    with suppress(Exception):
                        setattr(place, name, found)
        for place, copy in lists:
            _restore(place, copy)


def _places(kind: type) -> Iterator[type]:
    for base in kind.__mro__[:-1]:
        if base.__module__ != "builtins":
            yield base


def _plain(place: type) -> Iterator[tuple[str, Any]]:
    for name, found in list(vars(place).items()):
        if type(found) is int or type(found) is float:
            yield name, found


def collected(kind: type) -> Iterator[Any]:
    """Lists, sets and dictionaries that the class, its module and the module's objects keep."""
    seen: set[int] = set()
    for base in _places(kind):
        found = list(vars(base).values())
        for function in found:
            known = getattr(function, "__globals__", None)
            if known is not None:
                found = found + list(known.values())
                break
        for each in found:
            for inside in (each, *_inside(each)):
                if type(inside) in (list, set, dict) and id(inside) not in seen:
                    seen.add(id(inside))
                    yield inside


def _inside(thing: Any) -> list[Any]:
    kind = type(thing)
    if (
        kind.__module__ in ("builtins", "functools", "typing")
        or isinstance(thing, type)
        or real(thing) is not None
    ):
        return []
    try:
        return [found for _, found in stored(thing)]
    except Exception:
        return []


def _is_collected(thing: Any) -> bool:
    """Whether it may be an instance, or an entry of a tape: not a number, a string or the like."""
    return real(thing) is None and not isinstance(thing, str | bytes | type | None)


def _copy(found: Any) -> Any:
    return found.copy() if type(found) in (list, set, dict) else found


def _restore(place: Any, copy: Any) -> None:
    if len(place) == len(copy) and (type(place) is not list or all(map(_same, place, copy))):
        return
    place.clear()
    if type(place) is list:
        place.extend(copy)
    else:
        place.update(copy)


def _same(a: Any, b: Any) -> bool:
    return a is b
