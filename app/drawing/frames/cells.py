"""What a box of a level shows: its strip of cells, and what it docks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.drawing.frames.frame import Dock, Ids
from app.drawing.frames.groups import Group
from app.drawing.frames.index import Index
from app.drawing.frames.level import Level
from app.drawing.frames.split import Split
from engine.names import node_id

SINGLE = 4
"""Docked leaves that a single node reads which are named one by one."""


class Cells:
    """Cells and docks for the groups of one level. drawn: for each box the place of its group, or -1."""

    def __init__(self, index: Index, level: Level, drawn: Ids, count: int) -> None:
        self._index = index
        self._level = level
        self._of = drawn
        self._count = count
        self._entry = index.outline.entries[level.entry]

    def of(self, k: int, group: Group, members: Ids) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """What a strip shows: the list that heads the box, else what is used outside it; copies are rows."""
        level, place = self._level, group.boxes[0]
        kind, ref = level.kinds[place], int(level.refs[place])
        if kind == "value" and len(group.boxes) == 1:
            return (ref,), ()
        held = ref if kind == "list" else int(level.heading[place])
        cells = level.members[self._used[self._used_split.of(k)]]
        if group.name is None and held >= 0:
            found = self._entry.lists[held]
            listed = np.array(found.nodes, np.int32)
            inside = np.isin(listed, members)
            if inside.all() and len(group.boxes) == 1:
                return found.nodes, found.shape
            cells = listed[inside] if inside.any() else cells
        if group.name is None and len(group.boxes) > 1:
            return self._rows(cells, group.boxes)
        return tuple(cells.tolist()), (len(cells),)

    def _rows(self, cells: Ids, boxes: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The cells of a stack, copy by copy."""
        level = self._level
        rank = np.zeros(len(level), np.int32)
        rank[boxes] = np.arange(len(boxes))
        row = rank[level.box[np.searchsorted(level.members, cells)]]
        found = tuple(cells[np.argsort(row, kind="stable")].tolist())
        each = len(found) // len(boxes)
        if not each or (np.bincount(row, minlength=len(boxes)) != each).any():
            return found, (len(found),)
        return found, (len(boxes), each) if each > 1 else (len(boxes),)

    @cached_property
    def _used(self) -> NDArray[np.intp]:
        """Places of the members that are used outside their group."""
        level = self._level
        used = level.outside.copy()
        used[level.edge_source[self._of[level.edge_from] != self._of[level.edge_to]]] = True
        return np.flatnonzero(used)

    @cached_property
    def _used_split(self) -> Split:
        return Split(self._of[self._level.box[self._used]], self._count)

    @cached_property
    def _dock_split(self) -> Split:
        return Split(self._of[self._level.dock_box], self._count)

    def docks(self, k: int, node: int | None) -> tuple[Dock, ...]:
        """The docks that a group reads; of those that a single node reads, the leaves that it does."""
        if node is not None:
            graph, of = self._index.graph, self._index.docks.of
            leaves = [leaf for leaf in dict.fromkeys(graph.inputs[node]) if of[leaf] >= 0]
            if len(leaves) <= SINGLE:
                return tuple(self._leaf(leaf) for leaf in leaves)
        found = self._level.dock[self._dock_split.of(k)]
        return tuple(self._index.docks.found[dock] for dock in np.unique(found).tolist())

    def _leaf(self, leaf: int) -> Dock:
        dock = self._index.docks.found[self._index.docks.of[leaf]]
        label = self._index.graph.labels[leaf] or f"{dock.name}[{dock.nodes.index(leaf)}]"
        return Dock(node_id(leaf), label, (leaf,), ())
