"""A graph with its outline as arrays: what every level of frames is made from, prepared once for a graph.

Leaves that a box docks, and plain numbers, are taken out here: a docked leaf is in no box, and a number that
one node reads is where that node is.
"""

from __future__ import annotations

from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.drawing.frames.docks import FREE, Docks
from app.drawing.frames.frame import Ids
from engine.graph import Graph
from engine.kept import KeptWith
from engine.outline import Edges, Outline, edges_of

_known: Final = KeptWith[Graph, "Index"]("frames_index")


def index_of(graph: Graph, outline: Outline) -> Index:
    """The index of a graph, made once for each outline that is kept."""
    found = _known.get(graph)
    if found is None or found.outline is not outline:
        found = _known.keep(graph, Index(graph, outline))
    return found


class Index:
    """A graph with its outline as arrays.

    home: for each node the entry that it is drawn in, -1 for what is docked. inline: plain
    numbers, and leaves that have no name, which are where they are read.
    """

    def __init__(self, graph: Graph, outline: Outline) -> None:
        self.graph = graph
        self.outline = outline
        self.edges: Edges = edges_of(graph)
        self.count = len(graph)
        self.first = np.concatenate([[0], np.cumsum(self.edges.counts, dtype=np.int64)])
        self.uses: Ids = np.bincount(self.edges.source, minlength=self.count).astype(np.int32)
        self.labelled = np.fromiter(map(bool, graph.labels), bool, self.count)
        self.lines = _lines(outline, self.count)
        self.docks = Docks(
            graph,
            outline,
            self.edges.counts == 0,
            self.uses,
            self.labelled,
            self.lines,
            self._reader(),
            self.last,
        )
        self.inline = (self.edges.counts == 0) & ~self.labelled & (self.docks.of == FREE)
        self.inline[-1:] = False
        self.home: Ids = np.array(outline.scope_of, np.int32)
        self._move_numbers()
        self.home[self.docks.of >= 0] = -1
        self._order = np.argsort(self.home, kind="stable").astype(np.int32)
        self._ends = np.cumsum(np.bincount(self.home + 1, minlength=len(outline.entries) + 1))

    def _reader(self) -> Ids:
        """The one node that reads each node, -1 where there is none or there are several."""
        low = np.full(self.count, self.count, np.int32)
        high = np.full(self.count, -1, np.int32)
        np.minimum.at(low, self.edges.source, self.edges.target)
        np.maximum.at(high, self.edges.source, self.edges.target)
        return np.where(low == high, low, np.int32(-1)).astype(np.int32)

    def _move_numbers(self) -> None:
        """Puts plain numbers, and nameless leaves that are not docked, into the innermost entry around all
        that read them."""
        at = np.flatnonzero(self.inline[self.edges.source])
        read, by = self.edges.source[at], self.home[self.edges.target[at]]
        low = np.full(self.count, np.iinfo(np.int32).max, np.int32)
        high = np.full(self.count, -1, np.int32)
        np.minimum.at(low, read, by)
        np.maximum.at(high, read, by)
        self.home[read] = low[read]
        for node in np.flatnonzero(self.inline & (low < high)).tolist():
            entry = int(low[node])
            while self.last[entry] < high[node]:
                entry = self.outline.entries[entry].parent
            self.home[node] = entry

    def members(self, entry: int) -> Ids:
        """What is drawn in an entry or in one inside it, ascending."""
        nodes = self._order[self._ends[entry] : self._ends[self.last[entry] + 1]]
        return np.sort(nodes)

    @cached_property
    def last(self) -> list[int]:
        """For each entry the last one inside it: entries are in pre-order."""
        entries = self.outline.entries
        last = list(range(len(entries)))
        for k in range(len(entries) - 1, 0, -1):
            parent = entries[k].parent
            if last[k] > last[parent]:
                last[parent] = last[k]
        return last

    @cached_property
    def twin(self) -> NDArray[np.int64]:
        """The twin of each entry."""
        return np.array([entry.twin for entry in self.outline.entries], np.int64)

    @cached_property
    def name(self) -> NDArray[np.int64]:
        """The number of each entry's name without the digits at its end, in order of first appearance."""
        stems: dict[str, int] = {}
        numbers = [stems.setdefault(stem(name), len(stems)) for name in self._names]
        return np.array(numbers, np.int64)[self.exact_name]

    @cached_property
    def exact_name(self) -> NDArray[np.int64]:
        """The number of each entry's name, in order of first appearance."""
        return np.array([self._names[entry.name] for entry in self.outline.entries], np.int64)

    @cached_property
    def _names(self) -> dict[str, int]:
        return {name: k for k, name in enumerate(dict.fromkeys(e.name for e in self.outline.entries))}

    @cached_property
    def number(self) -> Ids:
        """Which of the scopes of its name within its parent each entry is, from 0."""
        return np.array([_number(entry.path) for entry in self.outline.entries], np.int32)

    @cached_property
    def siblings(self) -> tuple[Ids, Ids]:
        """For each entry how many of its name its parent has, and the highest number of these."""
        parents = np.array([entry.parent for entry in self.outline.entries], np.int64) + 1
        family = np.unique(parents * len(self._names) + self.exact_name, return_inverse=True)[1]
        counts = np.bincount(family).astype(np.int32)
        highest = np.zeros(len(counts), np.int32)
        np.maximum.at(highest, family, self.number)
        return counts[family], highest[family]

    @cached_property
    def marks(self) -> dict[str, int]:
        """The number of each function; loops have none."""
        names = dict.fromkeys(map(stem, self._names))
        return {name: k for k, name in enumerate(name for name in names if name and not is_loop(name))}

    @cached_property
    def depth(self) -> Ids:
        """How deep each entry is."""
        depth = [0] * len(self.outline.entries)
        for k, entry in enumerate(self.outline.entries):
            if k:
                depth[k] = depth[entry.parent] + 1
        return np.array(depth, np.int32)

    def edges_into(self, members: Ids) -> NDArray[np.int64]:
        """Places in `edges` of what these nodes read, by target."""
        if len(members) == self.count:
            return np.arange(len(self.edges.source))
        counts = self.edges.counts[members].astype(np.int64)
        ends = np.cumsum(counts)
        return np.repeat(self.first[members] - (ends - counts), counts) + np.arange(
            ends[-1] if len(ends) else 0
        )


class Places:
    """Where nodes are in an ascending array of some of them."""

    def __init__(self, members: Ids) -> None:
        self._low = int(members[0]) if len(members) else 0
        self._high = int(members[-1]) if len(members) else -1
        self._table = np.full(self._high - self._low + 1, -1, np.int32)
        self._table[members - self._low] = np.arange(len(members), dtype=np.int32)

    def of(self, nodes: Ids) -> Ids:
        """The place of each node, -1 for one that is not there."""
        known = (nodes >= self._low) & (nodes <= self._high)
        found = np.full(len(nodes), -1, np.int32)
        found[known] = self._table[nodes[known] - self._low]
        return found


def is_loop(name: str) -> bool:
    """Whether a scope of this name is a turn of a loop."""
    return name.startswith(("for ", "while"))


def stem(name: str) -> str:
    """The name without the digits at its end: `neuron` for `neuron3`."""
    return name.rstrip("0123456789") or name


def _number(path: str) -> int:
    digits = path[path.rfind("[") + 1 : -1]
    return int(digits) if digits.isdecimal() else 0


def _lines(outline: Outline, count: int) -> Ids:
    if len(outline.lines) != count:
        return np.zeros(count, np.int32)
    return np.nan_to_num(np.array(outline.lines, np.float64)).astype(np.int32)  # None is nan
