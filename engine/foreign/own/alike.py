"""Reading many instances at once, where all are of one class that keeps its inputs in a tuple or a list.

The same reading as one instance after another gives, made of whole columns: most engines are written so, and
a large graph is read several times as fast. Whatever is unusual makes it give up, and the other way is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from operator import attrgetter
from types import MemberDescriptorType
from typing import Any, Final

import numpy as np

from engine.foreign.journal import Journal
from engine.foreign.own.attributes import LABELS, TAKES, Layout
from engine.foreign.own.inputs import PARTIALS, Collected
from engine.foreign.own.objects import has, present, real
from engine.foreign.own.reading import Reading
from engine.labels import LABEL

_NUMBERS: Final = frozenset((float, int))
_GRADS: Final = _NUMBERS | {type(None)}
_HOLDERS: Final = frozenset((tuple, list))


class _UnlikeError(Exception):
    """There is something in the graph that is not read in this way."""


def read_alike(root: Any, layout: Layout, journal: Journal) -> Reading | None:
    """The graph under an instance; None where its nodes are to be read one by one."""
    kind, way = type(root), layout.inputs
    kept = [each for each in (*PARTIALS, *TAKES, *LABELS) if has(root, each)]
    if not isinstance(way, Collected) or not _is_read_plainly(
        kind, (way.name, layout.data, layout.grad or layout.data, *kept)
    ):
        return None
    try:
        return _read(root, layout, way.name, journal)
    except (_UnlikeError, AttributeError, TypeError, OverflowError):
        return None


def _is_read_plainly(kind: type, names: Iterable[str]) -> bool:
    """Whether these attributes are stored, and nothing of the program runs where one is asked for."""
    ordinary: Any = object
    if (
        kind.__getattribute__ is not ordinary.__getattribute__
        or kind.__hash__ is not ordinary.__hash__
        or kind.__eq__ is not ordinary.__eq__
        or hasattr(kind, "__getattr__")
    ):
        return False
    for name in names:
        held = [vars(base)[name] for base in kind.__mro__ if name in vars(base)]
        if any(type(each) is not MemberDescriptorType and hasattr(type(each), "__get__") for each in held):
            return False
    return True


def _read(root: Any, layout: Layout, name: str, journal: Journal) -> Reading:
    inputs_of = attrgetter(name)
    things = _inputs_first(root, inputs_of)
    at = dict(zip(map(id, things), range(len(things)), strict=True))
    held = [each or () for each in map(inputs_of, things)]
    counts = list(map(len, held))
    flat = list(map(at.__getitem__, map(id, chain.from_iterable(held))))
    if np.any(np.array(flat) >= np.repeat(np.arange(len(things)), counts)):
        raise _UnlikeError  # a cycle, which the other way has the words for
    inputs = _pieces(flat, counts)
    now = _numbers(things, layout.data)
    reading = Reading(
        layout,
        things,
        inputs,
        [True] * len(things),
        _partials(root, things, counts),
        _before(now, at, journal),
        now,
        [0.0] * len(things) if layout.grad is None else _grads(things, layout.grad),
        journal.made_of(at),
        _takes(things, layout),
        at=at,
        alike=True,
    )
    reading.labels = _labels(reading)
    return reading


def _inputs_first(root: Any, inputs_of: Callable[[Any], Any]) -> list[Any]:
    """Depth-first post-order. The instances are hashed by what they are."""
    kind = type(root)
    order: list[Any] = []
    seen = {root}
    path, rests = [root], [iter(inputs_of(root))]
    while rests:
        for source in rests[-1]:
            if source in seen:
                continue
            seen.add(source)
            inputs = inputs_of(source)
            if type(source) is not kind or (type(inputs) not in _HOLDERS and inputs is not None):
                raise _UnlikeError
            if inputs:
                path.append(source)
                rests.append(iter(inputs))
                break
            order.append(source)
        else:
            rests.pop()
            order.append(path.pop())
    return order


def _pieces(flat: Sequence[Any], counts: Iterable[int]) -> list[tuple[Any, ...]]:
    """One after another so many of them."""
    pieces: list[tuple[Any, ...]] = []
    end = 0
    for count in counts:
        begin, end = end, end + count
        # Nearly all have one or two inputs, or none.
        if count == 2:
            pieces.append((flat[begin], flat[begin + 1]))
        elif count:
            pieces.append(tuple(flat[begin:end]))
        else:
            pieces.append(())
    return pieces


def _numbers(things: Sequence[Any], name: str) -> list[float]:
    found = list(map(attrgetter(name), things))
    if not _NUMBERS.issuperset(map(type, found)):
        raise _UnlikeError
    return list(map(float, found))


def _grads(things: Sequence[Any], name: str) -> list[float]:
    found = list(map(attrgetter(name), things))
    if not _GRADS.issuperset(map(type, found)):
        raise _UnlikeError
    return [float(each or 0.0) for each in found]


def _before(now: list[float], at: dict[int, int], journal: Journal) -> list[float]:
    """The numbers that the last pass saw."""
    data = list(now)
    for each, (_, number) in journal.data_before.items():
        earlier = real(number)
        if each in at and earlier is not None:
            data[at[each]] = earlier
    return data


def _partials(root: Any, things: Sequence[Any], counts: list[int]) -> list[tuple[float, ...] | None]:
    names = present(root, PARTIALS)
    if not names:
        return [None] * len(things)
    found = list(map(attrgetter(names[0]), things))
    held = [each if count else () for each, count in zip(found, counts, strict=True)]
    if len(names) > 1 or not _HOLDERS.issuperset(map(type, found)) or list(map(len, held)) != counts:
        raise _UnlikeError
    numbers = list(chain.from_iterable(held))
    if not _NUMBERS.issuperset(map(type, numbers)):
        raise _UnlikeError
    return [each or None for each in _pieces(list(map(float, numbers)), counts)]


def _takes(things: Sequence[Any], layout: Layout) -> list[bool]:
    if not present(things[0], TAKES):
        return [True] * len(things)
    return list(map(layout.takes_grad, things))


def _labels(reading: Reading) -> list[str]:
    things, kind = reading.objects, type(reading.objects[0])
    names = [name for name in LABELS if kind.__dictoffset__ or has(things[0], name)]
    if not names:
        return [each.label[:LABEL] for each in reading.made]
    columns = [[getattr(thing, name, "") for thing in things] for name in names]
    own = [
        next((each for each in row if isinstance(each, str) and each), "")
        for row in zip(*columns, strict=True)
    ]
    return [(label or made.label)[:LABEL] for label, made in zip(own, reading.made, strict=True)]
