"""What a box of a level is called, and what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.drawing.frames.docks import within
from app.drawing.frames.frame import Dock, Ids, Kind, Unit
from app.drawing.frames.groups import Group
from app.drawing.frames.index import Index, is_loop, stem
from app.drawing.frames.level import Level
from app.drawing.frames.opening import level_tail
from app.drawing.frames.sharing import only_child
from app.drawing.frames.split import Split
from app.drawing.text import ELLIPSIS
from engine.names import node_id

NUMBERS = "numbers"
"""The heading of plain numbers that several boxes read."""
SYMBOLS = 4
"""Ops of a line whose symbols are shown."""

SINGLE = 4
"""Docked leaves that a single node reads which are named one by one."""


@dataclass(frozen=True, slots=True)
class Stem:
    """How paths begin inside a part of a scope: as its own does, and not as the outline says."""

    path: str
    becomes: str

    def part(self, path: str, becomes: str) -> Stem:
        """The stem inside one more part."""
        return Stem(path, becomes)

    def of(self, path: str) -> str:
        """A path of the outline as it is here."""
        return self.becomes + path[len(self.path) :] if self.becomes else path


def spoken(name: str) -> str:
    """A scope's name as it is written in a call: `Layer` for `Layer.__call__`."""
    return name.removesuffix(".__call__")


def box_path(index: Index, level: Level, place: int, stem: Stem) -> str:
    """The path of one box of a level."""
    ref, part = int(level.refs[place]), int(level.parts[place])
    ending = f"~{part}" if part > 1 else ""
    if level.kinds[place] == "scope":
        return stem.of(index.outline.entries[ref].path) + ending
    if level.kinds[place] == "value":
        return node_id(ref)
    tail = level_tail(index, level, place) or f"{node_id(ref)}-{node_id(int(level.nodes(place)[-1]))}"
    return within(stem.of(index.outline.entries[level.entry].path), tail + ending)


class Describer:
    """Units for the groups of one level. of: for each box of the level the place of its group, or -1."""

    def __init__(self, index: Index, level: Level, of: Ids, stem: Stem, path: str) -> None:
        self._index = index
        self._level = level
        self._of = of
        self._count = int(of.max(initial=-1)) + 1
        self._split = Split(of[level.box], self._count)
        self._stem = stem
        self._path = path
        self._entry = index.outline.entries[level.entry]

    def unit(self, k: int, group: Group) -> Unit:
        """The unit of a group, closed."""
        level, place = self._level, group.boxes[0]
        members = level.members[self._split.of(k)]
        cells, shape = self._cells(k, group, members)
        name, note = self._heading(group)
        kind = level.kinds[place]
        stacked = group.name is None and len(group.boxes) > 1
        shown: Kind = "range" if group.name is not None or kind == "nodes" or kind == "turn" else kind
        is_scope = shown == "scope" or kind == "turn"
        mark = (
            self._index.marks.get(stem(self._index.outline.entries[level.refs[place]].name))
            if is_scope
            else None
        )
        return Unit(
            path=self._unit_path(group),
            kind=shown,
            name=name,
            note=note,
            mark=mark,
            members=members,
            cells=cells,
            shape=shape,
            copies=tuple(self._box_path(copy) for copy in (group.boxes if stacked else group.copies)),
            docks=self._docks(k, int(level.refs[place]) if shown == "value" else None),
            opens=len(members) > 1 and shown != "value",
        )

    def _unit_path(self, group: Group) -> str:
        if group.name is None:
            return self._box_path(group.boxes[0])
        return within(self._path, f"{group.name}[{group.low}-{group.high}]")

    def _box_path(self, place: int) -> str:
        return box_path(self._index, self._level, place, self._stem)

    def _heading(self, group: Group) -> tuple[str, str]:
        """Name and note."""
        level, place = self._level, group.boxes[0]
        ref, kind = int(level.refs[place]), level.kinds[place]
        if group.name is not None:
            return self._range(group)
        if kind in {"scope", "turn"}:
            return self._scope(group, ref)
        if kind == "list":
            return self._entry.lists[ref].name, self._part(place)
        if kind == "line" and not ref:
            return NUMBERS, self._part(place)
        if kind == "line":
            return f"line {ref}", self._symbols(level.nodes(place)) + self._part(place)
        if kind == "nodes":
            nodes = level.nodes(place)
            return f"{len(nodes):,} values", f"{node_id(int(nodes[0]))}–{node_id(int(nodes[-1]))}"
        return self._index.graph.labels[ref] or node_id(ref), ""

    def _scope(self, group: Group, ref: int) -> tuple[str, str]:
        level, place = self._level, group.boxes[0]
        entry = self._index.outline.entries[ref]
        if level.kinds[place] == "turn":
            depth = self._index.depth[level.refs] - self._index.depth[level.entry]
            return (
                spoken(entry.name),
                f"{int(depth[place]) + 1:,} of {int(depth.max()) + 1:,} deep{self._part(place)}",
            )
        heading = int(level.heading[place])
        names = {self._index.outline.entries[level.refs[each]].name for each in group.boxes}
        name = spoken(entry.name if len(names) == 1 else stem(entry.name))
        which = "" if len(group.boxes) > 1 else self._which(ref) + self._part(place)
        if heading >= 0:
            return self._entry.lists[heading].name, f"{name} {which}".rstrip()
        call = self._only_call(place, ref)
        return (call, f"{name} {which}".rstrip()) if call else (name, which)

    def _only_call(self, place: int, ref: int) -> str:
        """The call that is all that a turn of a loop does."""
        entries = self._index.outline.entries
        if not is_loop(entries[ref].name) or len(entries[ref].children) != 1:
            return ""
        inner = only_child(self._index, ref, self._index.home[self._level.nodes(place)])
        return "" if inner is None or is_loop(entries[inner].name) else spoken(entries[inner].name)

    def _which(self, ref: int) -> str:
        counts, highest = self._index.siblings
        k = int(self._index.number[ref])
        if counts[ref] > 1:
            return f"{k + 1:,} of {int(highest[ref]) + 1:,}"
        return f"iteration {k + 1:,}" if k and is_loop(self._index.outline.entries[ref].name) else ""

    def _part(self, place: int) -> str:
        return f" part {self._level.parts[place]}" if self._level.parts[place] else ""

    def _range(self, group: Group) -> tuple[str, str]:
        if group.name != "#":
            highest = int(self._index.siblings[1][self._level.refs[group.boxes[0]]])
            return spoken(str(group.name)), f"{group.low + 1:,}–{group.high + 1:,} of {highest + 1:,}"
        names = dict.fromkeys(
            self._heading(Group((place,)))[0] for place in (group.boxes[0], group.boxes[-1])
        )
        return " … ".join(names), f"{len(group.boxes):,} of {len(self._level):,}"

    def _symbols(self, nodes: Ids) -> str:
        graph = self._index.graph
        found = list(dict.fromkeys(graph.ops[node].symbol for node in nodes.tolist() if graph.inputs[node]))
        symbols = [symbol for symbol in found if symbol]
        return " ".join(symbols if len(symbols) <= SYMBOLS else [ELLIPSIS, *symbols[1 - SYMBOLS :]])

    def _cells(self, k: int, group: Group, members: Ids) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """What a strip shows: the list that heads the box, else what is used outside it. Copies are rows."""
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
            if inside.all():
                return found.nodes, found.shape
            cells = listed[inside] if inside.any() else cells
        if len(group.boxes) > 1 and group.name is None and len(cells) % len(group.boxes) == 0:
            rows = len(group.boxes)
            if held < 0:
                cells = self._by_copy(cells, group.boxes)
            each = len(cells) // rows
            return tuple(cells.tolist()), (rows, each) if each > 1 else (rows,)
        return tuple(cells.tolist()), (len(cells),)

    def _by_copy(self, cells: Ids, boxes: Sequence[int]) -> Ids:
        return np.concatenate([cells[np.isin(cells, self._level.nodes(place))] for place in boxes])

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

    def _docks(self, k: int, node: int | None) -> tuple[Dock, ...]:
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
