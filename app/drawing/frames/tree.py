"""Frames within frames: every level that is open, with the units that are drawn of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.drawing.frames.frame import Frame, Ids, Join, Unit
from app.drawing.frames.groups import Group, group
from app.drawing.frames.index import Index
from app.drawing.frames.kept import levels_of
from app.drawing.frames.level import Level
from app.drawing.frames.opening import Opening
from app.drawing.frames.order import Joins
from app.drawing.frames.units import Describer, Stem, box_path

Rule = Callable[[Level, int], bool]
"""Whether a scope of a level opens without being asked."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A scope that is drawn closed, with what it takes to open it."""

    level: Level
    group: Group
    unit: Unit
    stem: Stem


class Tree:
    """Makes the frames of one view."""

    def __init__(self, index: Index, opening: Opening, rule: Rule, most: int) -> None:
        self._index = index
        self._opening = opening
        self._rule = rule
        self._most = most
        self.closed: list[Closed] = []
        self._levels = levels_of(index)
        self._worth: dict[str, bool] = {}

    def root(self) -> Frame:
        """The outermost frame."""
        level = self.level("", 0, self._index.members(0))
        frame = self._frame(level, np.arange(len(level), dtype=np.int32), "", Stem("", ""))
        return replace(frame, count=self._index.count)

    def every_value(self) -> Frame:
        """One frame with a card for each node."""
        everything = np.arange(self._index.count, dtype=np.int32)
        level = self.level("/", 0, everything, singly=True)
        return self._frame(level, everything, "", Stem("", ""))

    def level(self, path: str, entry: int, members: Ids, *, singly: bool = False) -> Level:
        """The level of a box, kept with the index."""
        return self._levels.level(self._index, path, entry, members, singly=singly)

    def _frame(
        self, level: Level, subset: Ids, path: str, stem: Stem, title: str = "", note: str = ""
    ) -> Frame:
        touched = self._opening.touched(level)
        groups = self._groups(level, subset, touched, stem)
        of = np.full(len(level), -1, np.int32)
        for k, each in enumerate(groups):
            of[each.boxes] = k
        describer = Describer(self._index, level, of, stem, path)
        units = [
            self._unit(level, each, describer.unit(k, each), stem, touched, path)
            for k, each in enumerate(groups)
        ]
        inside = of >= 0
        sources, targets = of[level.joins.source], of[level.joins.target]
        reads, leaves = np.zeros(len(groups), bool), np.zeros(len(groups), bool)
        reads[of[level.reads & inside]] = True
        leaves[of[level.leaves & inside]] = True
        reads[targets[(sources < 0) & (targets >= 0)]] = True
        leaves[sources[(targets < 0) & (sources >= 0)]] = True
        return Frame(
            path=path,
            title=title,
            note=note,
            count=int(np.isin(level.box, np.flatnonzero(inside)).sum())
            if not inside.all()
            else len(level.members),
            units=tuple(units),
            joins=self._joins(level, sources, targets, len(groups)),
            reads=tuple(np.flatnonzero(reads).tolist()),
            leaves=tuple(np.flatnonzero(leaves).tolist()),
        )

    def opened(self, closed: Closed) -> Frame:
        """The frame of a scope that is drawn closed; of a stack that of its first copy."""
        return self._inner(
            closed.level, Group(closed.group.boxes[:1]), closed.unit, closed.stem, unasked=True
        )

    def _groups(self, level: Level, subset: Ids, touched: NDArray[np.bool_], stem: Stem) -> list[Group]:
        """What is drawn of a level: the first of a stack by itself where it opens unasked."""
        found: list[Group] = []
        for each in group(self._index, level, subset, touched, self._most):
            if len(each.boxes) == len(each.copies) and self._unasked(level, each, stem):
                found += [Group(each.boxes[:1], each.copies), Group(each.boxes[1:], each.copies)]
            else:
                found.append(each)
        return found

    def _unit(
        self, level: Level, each: Group, unit: Unit, stem: Stem, touched: NDArray[np.bool_], path: str
    ) -> Unit:
        single = len(each.boxes) == 1
        if unit.opens and (single or each.name is not None):
            asked = bool(touched[each.boxes].any()) or (
                each.name is not None and self._opening.spanned(path, each.name, each.low, each.high)
            )
            first = not each.copies or (each.boxes[0] == each.copies[0] and not touched[each.copies].any())
            if asked or (single and first and self._unasked(level, each, stem)):
                return replace(unit, inner=self._inner(level, each, unit, stem, unasked=not asked))
        if unit.kind == "scope" and unit.opens:
            self.closed.append(Closed(level, each, unit, stem))
        return unit

    def _unasked(self, level: Level, each: Group, stem: Stem) -> bool:
        """Whether a scope, or the first of its twins, opens by the rule. It does not where that would show a
        single box, which says no more than it does closed."""
        place = each.boxes[0]
        if not level.scopes[place] or not self._rule(level, place):
            return False
        path = box_path(self._index, level, place, stem)
        if path not in self._worth:
            inner = self.level(path, int(level.refs[place]), level.nodes(place))
            shown = group(
                self._index,
                inner,
                np.arange(len(inner), dtype=np.int32),
                np.zeros(len(inner), bool),
                self._most,
            )
            self._worth[path] = sum(1 for k in shown if not is_numbers(inner, k.boxes[0])) > 1
        return self._worth[path]

    def _inner(self, level: Level, each: Group, unit: Unit, stem: Stem, *, unasked: bool) -> Frame:
        if each.name is not None:
            return self._frame(
                level, np.array(sorted(each.boxes), np.int32), unit.path, stem, unit.name, unit.note
            )
        place = each.boxes[0]
        members = level.nodes(place)
        kind, ref = level.kinds[place], int(level.refs[place])
        if kind in {"scope", "turn"}:
            inner = self.level(unit.path, ref, members)
            if not unasked and len(inner) == 1 and not inner.scopes[0]:
                inner = self.level(f"{unit.path}/", inner.entry, members, singly=True)
            stem = stem.part(self._index.outline.entries[ref].path, unit.path) if level.parts[place] else stem
        else:
            inner = self.level(unit.path, level.entry, members, singly=True)
        everything = np.arange(len(inner), dtype=np.int32)
        return self._frame(inner, everything, unit.path, stem, unit.name, unit.note)

    def _joins(self, level: Level, sources: Ids, targets: Ids, count: int) -> tuple[Join, ...]:
        edges = self._index.edges
        kept = np.flatnonzero((sources >= 0) & (targets >= 0))
        kept = kept[np.argsort(level.edges[kept], kind="stable")]
        found = Joins.of(sources[kept], targets[kept], count, level.joins.count[kept])
        first = level.edges[kept[found.first]]
        return tuple(
            Join(source, target, number, (node, slot))
            for source, target, number, node, slot in zip(
                found.source.tolist(),
                found.target.tolist(),
                found.count.tolist(),
                edges.target[first].tolist(),
                edges.slot[first].tolist(),
                strict=True,
            )
        )


def is_numbers(level: Level, place: int) -> bool:
    """Whether a box holds plain numbers that several others read."""
    return level.kinds[place] == "line" and not level.refs[place]
