"""One scope of a graph, and all of them as a tree."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.run import NamedList


@dataclass(frozen=True, slots=True)
class Entry:
    """One scope of the program, or one call of a network, a layer or a neuron, or one level of a group.

    path: `name[k]/name[k]…` from the outermost, whose own is "". parent: index in the outline, -1 for the
    outermost. children: indices, in the order in which they were opened. count: nodes inside, those of nested
    entries included. twin: equal for entries whose sub-graphs have the same shape.
    """

    path: str
    name: str
    line: int | None
    file: str | None
    parent: int
    children: tuple[int, ...]
    count: int
    twin: int
    lists: tuple[NamedList, ...] = ()


class Outline:
    """The entries of one graph, each after the one that it is in, and everything inside right after it.

    scope_of: for each node the index of the innermost entry. lines: for each node the line that made it.
    order: every node, by entry and then as it was made, so that an entry's nodes lie between `start` and
    `end`, and those made in it and in no nested one before `own_end`. shapes: for each entry a hash
    that is equal for entries of the same shape in any graph. structure: kept by `structure_of`.
    """

    def __init__(
        self,
        entries: tuple[Entry, ...],
        scope_of: NDArray[np.int32],
        lines: tuple[int | None, ...],
        order: NDArray[np.int32],
        segments: Segments,
        shapes: NDArray[np.uint64],
    ) -> None:
        self.entries = entries
        self.scope_of = scope_of
        self.lines = lines
        self.order = order
        self.segments = segments
        self.shapes = shapes
        self.structure: str | None = None

    def inside(self, k: int) -> NDArray[np.int32]:
        """The nodes in an entry, nested ones included, ascending."""
        return np.sort(self.order[self.segments.start[k] : self.segments.end[k]])

    def own(self, k: int) -> NDArray[np.int32]:
        """The nodes made directly in an entry, ascending."""
        return np.sort(self.order[self.segments.start[k] : self.segments.own_end[k]])

    def find(self, path: str) -> int | None:
        """The entry of a path."""
        return self._indices.get(path)

    def nearest(self, path: str) -> int:
        """The entry of a path that may come from before an edit: the one of that name with the nearest
        number where it is gone, then the entry around it.
        """
        rest: list[str] = []
        while (found := self.find(path)) is None:
            path, _, last = path.rpartition("/")
            rest.append(last)
        for segment in reversed(rest):
            name, _, number = segment.rstrip("]").rpartition("[")
            alike = [child for child in self.entries[found].children if self.entries[child].name == name]
            if not alike or not number.isdecimal():
                break
            wanted = int(number[:9])
            found = min(alike, key=lambda child: abs(self._number(child) - wanted))
        return found

    def _number(self, k: int) -> int:
        return int(self.entries[k].path.rstrip("]").rpartition("[")[2])

    @cached_property
    def _indices(self) -> dict[str, int]:
        return {entry.path: k for k, entry in enumerate(self.entries)}


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """Where in the order of an outline each entry's nodes lie, and how deep the entry is."""

    start: NDArray[np.int64]
    own_end: NDArray[np.int64]
    end: NDArray[np.int64]
    parent: NDArray[np.int64]
    depth: NDArray[np.int16]
