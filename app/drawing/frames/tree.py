"""Frames within frames: every level that is open, with the units that are drawn of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from app.drawing.frames.frame import Flags, Frame, Ids, Join, Unit
from app.drawing.frames.groups import Group, group
from app.drawing.frames.index import Index
from app.drawing.frames.inside import Inside
from app.drawing.frames.kept import levels_of
from app.drawing.frames.level import Level
from app.drawing.frames.opening import Opening
from app.drawing.frames.order import Joins
from app.drawing.frames.units import Units

Rule = Callable[[Level, int], bool]
"""Whether a scope of a level opens without being asked."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A scope that is drawn closed, with what it takes to open it."""

    inside: Inside
    group: Group
    unit: Unit


class Tree:
    """Makes the frames of one view. closed: the scopes that were drawn closed since it was last emptied.

    bound: boxes beyond which nothing more is opened, because no picture could hold them. deep: calls that
    follow on each other, at most; None for any number.
    """

    def __init__(
        self,
        index: Index,
        opening: Opening,
        rule: Rule,
        most: int,
        bound: int | None = None,
        deep: int | None = None,
    ) -> None:
        self._index = index
        self._opening = opening
        self._rule = rule
        self._most = most
        self._bound = bound
        self._deep = deep
        self._drawn = 0
        self.closed: list[Closed] = []
        self._levels = levels_of(index)
        self._worth: dict[str, bool] = {}

    def root(self) -> Frame:
        """The outermost frame."""
        self._drawn = 0
        level = self._levels.level(self._index, "", 0, self._index.members(0))
        inside = Inside(level, self._index.outline.entries[level.entry].path)
        return replace(self._frame(inside, _all(level)), count=self._index.count)

    def every_value(self) -> Frame:
        """One frame with a card for each node."""
        everything = np.arange(self._index.count, dtype=np.int32)
        level = self._levels.level(self._index, "/", 0, everything, singly=True)
        return self._frame(Inside(level, ""), _all(level))

    def opened(self, closed: Closed) -> Frame:
        """The frame of a scope that is drawn closed; of a stack that of its first copy."""
        self._drawn = 0
        return self._inner(closed.inside, Group(closed.group.boxes[:1]), closed.unit, unasked=True)

    def _frame(self, inside: Inside, subset: Ids, path: str = "", title: str = "", note: str = "") -> Frame:
        level = inside.level
        touched = self._opening.touched(level)
        groups = self._groups(inside, subset, touched)
        self._drawn += len(groups)
        drawn = np.full(len(level), -1, np.int32)
        for k, each in enumerate(groups):
            drawn[each.boxes] = k
        units = Units(self._index, inside, drawn, len(groups))
        sources, targets = drawn[level.joins.source], drawn[level.joins.target]
        reads, leaves = np.zeros(len(groups), bool), np.zeros(len(groups), bool)
        reads[drawn[level.reads & (drawn >= 0)]] = True
        leaves[drawn[level.leaves & (drawn >= 0)]] = True
        reads[targets[(sources < 0) & (targets >= 0)]] = True
        leaves[sources[(targets < 0) & (sources >= 0)]] = True
        found = tuple([self._unit(inside, units, k, each, touched) for k, each in enumerate(groups)])
        return Frame(
            path=path,
            title=title,
            note=note,
            count=sum(len(unit.members) for unit in found),
            units=found,
            joins=self._joins(level, sources, targets, len(groups)),
            reads=tuple(np.flatnonzero(reads).tolist()),
            leaves=tuple(np.flatnonzero(leaves).tolist()),
        )

    def _groups(self, inside: Inside, subset: Ids, touched: Flags) -> list[Group]:
        """What is drawn of a level: the first of a stack apart where it opens unasked."""
        found: list[Group] = []
        for each in group(self._index, inside.level, subset, touched, self._most, self._deep):
            if len(each.boxes) == len(each.copies) and self._unasked(inside, each):
                found += [Group(each.boxes[:1], each.copies), Group(each.boxes[1:], each.copies)]
            else:
                found.append(each)
        return found

    def _unit(self, inside: Inside, units: Units, k: int, each: Group, touched: Flags) -> Unit:
        """A unit, with what is in it if it is open."""
        unit = units.unit(k, each)
        single = len(each.boxes) == 1
        has_room = self._bound is None or self._drawn <= self._bound
        if has_room and unit.opens and (single or each.name is not None):
            asked = bool(touched[each.boxes].any()) or (
                each.name is not None and self._opening.spanned(inside.base, each.name, each.low, each.high)
            )
            first = not each.copies or (each.boxes[0] == each.copies[0] and not touched[each.copies].any())
            if asked or (single and first and self._unasked(inside, each)):
                self._drawn -= 1  # in its place come those inside it, one at least
                inner = self._inner(inside, each, unit, unasked=not asked)
                return replace(unit, inner=inner, copies=units.paths(each.copies))
        if unit.kind == "scope" and unit.opens:
            self.closed.append(Closed(inside, each, unit))
        return unit

    def _unasked(self, inside: Inside, each: Group) -> bool:
        """Whether a scope, or the first of its twins, opens by the rule. It does not where that would show a
        single box, which says no more than it does closed."""
        level, place = inside.level, each.boxes[0]
        if not level.scopes[place] or not self._rule(level, place):
            return False
        path = inside.path(self._index, place)
        if path not in self._worth:
            inner = self._levels.level(self._index, path, int(level.refs[place]), level.nodes(place))
            shown = group(self._index, inner, _all(inner), np.zeros(len(inner), bool), self._most)
            self._worth[path] = sum(1 for k in shown if not is_numbers(inner, k.boxes[0])) > 1
        return self._worth[path]

    def _inner(self, inside: Inside, each: Group, unit: Unit, *, unasked: bool) -> Frame:
        if each.name is not None:
            return self._frame(
                inside, np.sort(np.array(each.boxes, np.int32)), unit.path, unit.name, unit.note
            )
        level, place = inside.level, each.boxes[0]
        members, ref = level.nodes(place), int(level.refs[place])
        entry, base = level.entry, unit.path
        singly = level.kinds[place] not in {"scope", "call"}
        if not singly:
            inner = self._levels.level(self._index, unit.path, ref, members)
            if level.parts[place]:
                inside = Inside(level, "", self._index.outline.entries[ref].path, unit.path)
            entry = inner.entry
            base = inside.moved(self._index.outline.entries[entry].path)
            singly = not unasked and len(inner) == 1 and not inner.scopes[0]
        if singly:
            inner = self._levels.level(self._index, f"{unit.path}/", entry, members, singly=True)
            base = unit.path
        inside = replace(inside, level=inner, base=base)
        return self._frame(inside, _all(inner), unit.path, unit.name, unit.note)

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


def _all(level: Level) -> Ids:
    return np.arange(len(level), dtype=np.int32)
