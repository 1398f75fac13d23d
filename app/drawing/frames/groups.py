"""Boxes of one level that are drawn as one: twins as a stack, and consecutive ones as a range.

Twins are stacked where they have the same name, heading and rank; ranges follow the topological order. So
whatever is drawn as one, nothing goes in a circle.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.drawing.frames.frame import Ids
from app.drawing.frames.index import Index
from app.drawing.frames.level import Level

FEW = 3
"""Neighbours of one name that are worth a range of their own."""


class Group(NamedTuple):
    """boxes: the places that are drawn as one. copies: the places of all twins, also of those that
    are drawn elsewhere; empty where there are none. name, low, high: of a range what it is a range of."""

    boxes: Sequence[int]
    copies: Sequence[int] = ()
    name: str | None = None
    low: int = 0
    high: int = 0


def group(index: Index, level: Level, subset: Ids, touched: NDArray[np.bool_], most: int) -> list[Group]:
    """What is drawn of some boxes of a level, at most about so many, in topological order."""
    plain = subset[~(level.scopes & (level.parts == 0))[subset]]
    if len(plain) == len(subset) > most:
        return _chunks([Group((place,)) for place in subset.tolist()], _step(len(subset), most))
    stacks = sorted(
        [*(Group((place,)) for place in plain.tolist()), *_stacks(index, level, subset, touched)],
        key=lambda each: each.boxes[0],
    )
    return stacks if len(stacks) <= most else _ranges(index, level, stacks, most)


def _stacks(index: Index, level: Level, subset: Ids, touched: NDArray[np.bool_]) -> Iterator[Group]:
    places = subset[(level.scopes & (level.parts == 0))[subset]]
    entries = level.refs[places]
    code = np.zeros(len(places), np.int64)
    for each in (index.name[entries], index.twin[entries], level.rank[places], level.heading[places] + 1):
        code = np.unique(code * (int(each.max(initial=0)) + 1) + each, return_inverse=True)[1]
    alike: dict[int, list[int]] = {}
    for number, place in zip(code.tolist(), places.tolist(), strict=True):
        alike.setdefault(number, []).append(place)
    for twins in alike.values():
        if len(twins) == 1:
            yield Group(twins)
            continue
        twins.sort(key=lambda place: int(level.refs[place]))
        for place in twins:
            if touched[place]:
                yield Group((place,), twins)
        rest = [place for place in twins if not touched[place]]
        if rest:
            yield Group(rest, twins)


def _ranges(index: Index, level: Level, stacks: list[Group], most: int) -> list[Group]:
    """Runs of neighbours of one name as ranges; else of whatever comes next to each other."""
    firsts = np.array([each.boxes[0] for each in stacks], np.int32)
    names = np.where(level.scopes & (level.parts == 0), index.name[level.refs * level.scopes], -1)[firsts]
    bounds = [0, *(np.flatnonzero(np.diff(names)) + 1).tolist(), len(stacks)]
    runs = [stacks[low:high] for low, high in pairwise(bounds)]
    long = [len(run) for run in runs if len(run) >= FEW]
    free = most - (len(stacks) - sum(long)) - len(long)
    if free <= most // 4:
        return _chunks(stacks, _step(len(stacks), most))
    step = _step(sum(long), free)
    return [each for run in runs for each in (run if len(run) < FEW else _run(index, level, run, step))]


def _run(index: Index, level: Level, run: list[Group], step: int) -> list[Group]:
    """Ranges of neighbours of one name; by their numbers where these follow on each other."""
    if not level.scopes[run[0].boxes[0]] or any(len(each.boxes) > 1 for each in run):
        return _chunks(run, step)
    entries = [int(level.refs[each.boxes[0]]) for each in run]
    low = number(index, entries[0])
    if any(number(index, entry) != low + k for k, entry in enumerate(entries)):
        return _chunks(run, step)
    return _chunks(run, step, index.outline.entries[entries[0]].name, low)


def _chunks(boxes: list[Group], step: int, name: str = "#", low: int | None = None) -> list[Group]:
    found = []
    for at in range(0, len(boxes), step):
        some = boxes[at : at + step]
        if len(some) == 1:
            found.append(some[0])
            continue
        places = [place for each in some for place in each.boxes]
        first, last = (
            (some[0].boxes[0], some[-1].boxes[0]) if low is None else (low + at, low + at + len(some) - 1)
        )
        found.append(Group(places, (), name, first, last))
    return found


def _step(count: int, most: int) -> int:
    """A round number of boxes that makes at most so many ranges."""
    least = -(-count // max(most, 2))
    power = 1
    while True:
        for factor in (1, 2, 5):
            if factor * power >= least:
                return max(factor * power, 2)
        power *= 10


def number(index: Index, entry: int) -> int:
    """Which of the scopes of its name within its parent an entry is, from 0."""
    path = index.outline.entries[entry].path
    digits = path[path.rfind("[") + 1 : -1]
    return int(digits) if digits.isdecimal() else 0
