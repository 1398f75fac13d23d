"""Boxes of one level that are drawn as one: twins as a stack, and consecutive ones as a range.

Twins are stacked where they have the same name, heading and rank; ranges follow the topological order. So
whatever is drawn as one, there is no cycle. A level may have very many boxes, so that they are kept in
arrays until it is known which few are drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.drawing.frames.frame import Flags, Ids
from app.drawing.frames.index import Index
from app.drawing.frames.level import Level
from app.drawing.frames.split import Split, round_step

FEW = 3
"""Neighbours of one name that are worth a range of their own."""


class Group(NamedTuple):
    """boxes: the places that are drawn as one. copies: the places of all twins, also of those that are drawn
    elsewhere; empty where there are none. name, low, high: of a range what it is a range of."""

    boxes: Sequence[int]
    copies: Sequence[int] = ()
    name: str | None = None
    low: int = 0
    high: int = 0


def group(
    index: Index, level: Level, subset: Ids, touched: Flags, most: int, deep: int | None = None
) -> list[Group]:
    """What is drawn of some boxes of a level, at most about so many, in topological order.

    deep: of calls that follow on each other so many at most, if that matters; longer chains are drawn as
    ranges.
    """
    stacks = _Stacks(index, level, subset, touched)
    if deep is not None and len(stacks) > deep:
        chains = _chains(index, level, stacks, deep)
        if len(stacks) - sum(high - low - deep for low, high in chains) <= most:
            return _with_ranges(index, level, stacks, chains, deep)
    if len(stacks) <= most:
        return [stacks.group(k) for k in range(len(stacks))]
    return _ranges(index, level, stacks, most)


class _Stacks:
    """Boxes with their twins, in topological order. firsts: the place of the first box of each stack."""

    def __init__(self, index: Index, level: Level, subset: Ids, touched: Flags) -> None:
        self._level = level
        self._subset = subset
        self._alike = _alike(index, level, subset)
        # What is open is drawn apart from its stack.
        apart = np.where(touched[subset], np.arange(len(subset)) + len(subset), self._alike)
        _, first, number = np.unique(apart, return_index=True, return_inverse=True)
        place = np.empty(len(first), np.int64)
        place[np.argsort(first)] = np.arange(len(first))
        self._boxes = Split(place[number], len(first))
        self.firsts = subset[np.sort(first)]
        self.single: Flags = np.bincount(place[number]) == 1
        self._twins = np.bincount(self._alike, minlength=1)

    def __len__(self) -> int:
        return len(self.firsts)

    def boxes(self, low: int, high: int) -> Ids:
        """The places in consecutive stacks."""
        return self._subset[self._boxes.between(low, high)]

    def group(self, k: int) -> Group:
        """One stack; twins in the order of their calls."""
        at = self._boxes.between(k, k + 1)
        alike = int(self._alike[at[0]])
        if self._twins[alike] == 1:
            return Group(self._subset[at].tolist())
        return Group(self._called(at), self._called(np.flatnonzero(self._alike == alike)))

    def _called(self, at: NDArray[np.int64]) -> list[int]:
        places = self._subset[at]
        called: list[int] = places[np.argsort(self._level.refs[places], kind="stable")].tolist()
        return called


def _alike(index: Index, level: Level, subset: Ids) -> NDArray[np.int64]:
    """A number for each box, the same for those that are stacked."""
    plain = ~_whole_scopes(level)[subset]
    places = np.where(plain, 0, subset)
    entries = np.where(plain, 0, level.refs[places])
    code = np.where(plain, np.arange(1, len(subset) + 1), 0)
    for each in (index.name[entries], index.twin[entries], level.rank[places], level.heading[places] + 1):
        value = np.where(plain, 0, each)
        code = np.unique(code * (int(value.max(initial=0)) + 1) + value, return_inverse=True)[1]
    return code


def _whole_scopes(level: Level) -> Flags:
    whole: Flags = level.scopes & (level.parts == 0)
    return whole


def _ranges(index: Index, level: Level, stacks: _Stacks, most: int) -> list[Group]:
    """Runs of neighbours of one name as ranges; else of whatever comes next to each other."""
    firsts = stacks.firsts
    scopes = _whole_scopes(level)[firsts]
    names = np.where(scopes, index.name[np.where(scopes, level.refs[firsts], 0)], -1)
    bounds = [0, *(np.flatnonzero(np.diff(names)) + 1).tolist(), len(stacks)]
    runs = list(pairwise(bounds))
    long = [high - low for low, high in runs if high - low >= FEW]
    free = most - (len(stacks) - sum(long)) - len(long)
    if free <= most // 4:
        return _chunks(stacks, 0, len(stacks), round_step(len(stacks), most))
    step = round_step(sum(long), min(free, sum(long) - 1))
    found: list[Group] = []
    for low, high in runs:
        if high - low < FEW:
            found += [stacks.group(k) for k in range(low, high)]
        else:
            found += _run(index, level, stacks, low, high, step)
    return found


def _chains(index: Index, level: Level, stacks: _Stacks, deep: int) -> list[tuple[int, int]]:
    """Runs of more than `deep` calls of one name, each of which comes after the one before."""
    firsts = stacks.firsts
    called = _whole_scopes(level) | np.array([kind == "call" for kind in level.kinds], bool)
    names = np.where(called[firsts], index.name[np.where(called[firsts], level.refs[firsts], 0)], -1)
    is_next = (np.diff(names) == 0) & (names[1:] >= 0) & (np.diff(level.rank[firsts]) > 0)
    bounds = [0, *(np.flatnonzero(~is_next) + 1).tolist(), len(stacks)]
    return [(low, high) for low, high in pairwise(bounds) if high - low > deep]


def _with_ranges(
    index: Index, level: Level, stacks: _Stacks, chains: Sequence[tuple[int, int]], deep: int
) -> list[Group]:
    found: list[Group] = []
    at = 0
    for low, high in [*chains, (len(stacks), len(stacks))]:
        found += [stacks.group(k) for k in range(at, low)]
        if low < high:
            found += _run(index, level, stacks, low, high, round_step(high - low, deep))
        at = high
    return found


def _run(index: Index, level: Level, stacks: _Stacks, low: int, high: int, step: int) -> list[Group]:
    """Ranges of neighbours; by their numbers where they have one name and these follow on each other."""
    firsts = stacks.firsts[low:high]
    if _whole_scopes(level)[firsts].all() and stacks.single[low:high].all():
        entries = level.refs[firsts]
        numbers = index.number[entries]
        names = index.exact_name[entries]
        if (np.diff(numbers) == 1).all() and (names == names[0]).all():
            name = index.outline.entries[int(entries[0])].name
            return _chunks(stacks, low, high, step, name, int(numbers[0]))
    return _chunks(stacks, low, high, step)


def _chunks(
    stacks: _Stacks, low: int, high: int, step: int, name: str = "#", number: int | None = None
) -> list[Group]:
    found = []
    for at in range(low, high, step):
        end = min(at + step, high)
        if end - at == 1:
            found.append(stacks.group(at))
            continue
        first, last = (
            (int(stacks.firsts[at]), int(stacks.firsts[end - 1]))
            if number is None
            else (number + at - low, number + end - 1 - low)
        )
        found.append(Group(stacks.boxes(at, end).tolist(), (), name, first, last))
    return found
