"""Boxes of a level while they are made: scopes first, then lists, named nodes, lines, and plain numbers."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.drawing.frames.frame import Flags, Ids
from app.drawing.frames.index import Index, Places
from app.drawing.frames.split import round_step

Made = Literal["scope", "list", "line", "value", "nodes", "call", "element"]
NAMED = 3
"""Named nodes of one line that are each a card."""
LOOSE = 60
"""Nodes of which nothing is known that are each a card; more are drawn as ranges."""


class Making:
    """Boxes while they are made; each method takes what no box has yet."""

    def __init__(self, index: Index, entry: int, members: Ids, home: Ids) -> None:
        self._index = index
        self._entry = entry
        self._members = members
        self._home = home
        self._lines = index.lines[members]
        self._places = Places(members)
        self._inline = index.inline[members]
        self.box = np.full(len(members), -1, np.int32)
        self.kinds: list[Made] = []
        self.refs: list[int] = []

    def scopes(self) -> None:
        """A box for each scope in the entry."""
        children = np.array(self._index.outline.entries[self._entry].children, np.int32)
        inner = np.flatnonzero(self._home != self._entry)
        if not len(inner):
            return
        which = np.searchsorted(children, self._home[inner], "right") - 1
        present, box = np.unique(which, return_inverse=True)
        self.box[inner] = box
        self._add("scope", children[present].tolist())

    def lists(self) -> None:
        """A box for each list, with the steps on its line that have no name."""
        on_line: dict[int, int] = {}
        for number, held in enumerate(self._index.outline.entries[self._entry].lists):
            at = self._places.of(np.array(held.nodes, np.int32))
            at = at[at >= 0]
            at = at[self.box[at] < 0]
            if not len(at) or self._is_order(at):
                continue
            self.box[at] = len(self.kinds)
            lines = self._lines[at]
            if lines[0] and (lines == lines[0]).all():
                on_line.setdefault(int(lines[0]), len(self.kinds))
            self._add("list", [number])
        if on_line:
            self._steps(np.array(sorted(on_line)), on_line)

    def _steps(self, lines: NDArray[np.int64], on_line: dict[int, int]) -> None:
        steps = np.flatnonzero(self._free() & ~self._index.labelled[self._members])
        found = np.minimum(np.searchsorted(lines, self._lines[steps]), len(lines) - 1)
        same = lines[found] == self._lines[steps]
        boxes = np.array([on_line[line] for line in lines.tolist()], np.int32)
        self.box[steps[same]] = boxes[found[same]]

    def _is_order(self, at: Ids) -> bool:
        """Whether a list holds named nodes and their inputs, as a topological order does: not a vector."""
        nodes = self._members[at].tolist()
        if not self._index.labelled[nodes].any():
            return False
        held = set(nodes)
        return any(not held.isdisjoint(self._index.graph.inputs[node]) for node in nodes)

    def named(self) -> None:
        """A card for each named node, unless its line has many; and for the output."""
        at = np.flatnonzero(self._free() & self._index.labelled[self._members])
        lines, inverse, counts = np.unique(self._lines[at], return_inverse=True, return_counts=True)
        few = (counts <= NAMED) | ((lines == 0) & (counts <= LOOSE))
        at = at[few[inverse]]
        last = len(self._members) - 1
        if last >= 0 and self._members[last] == self._index.count - 1 and self.box[last] < 0:
            at = np.union1d(at, [last])
        self._cards(at)

    def by_line(self) -> None:
        """A box for each line; a line with one node is a card. Nodes without a line are cards, or ranges."""
        at = np.flatnonzero(self._free())
        lines, inverse, counts = np.unique(self._lines[at], return_inverse=True, return_counts=True)
        single = counts[inverse] == 1
        loose = self._lines[at] == 0
        if int(loose.sum()) <= LOOSE:
            single |= loose
        else:
            self._ranges(at[loose])
        self._cards(at[single])
        rest = at[~single & ~loose]
        number = np.cumsum((counts > 1) & (lines > 0)) - 1 + len(self.kinds)
        self.box[rest] = number[inverse[~single & ~loose]]
        self._add("line", lines[(counts > 1) & (lines > 0)].tolist())

    def elements(self, owner: Ids) -> None:
        """A box for each element; a card for one without steps, and for what leads to several elements."""
        found, inverse, counts = np.unique(owner, return_inverse=True, return_counts=True)
        alone = counts[inverse] == 1
        self._cards(np.flatnonzero(alone | (owner < 0)))
        large = (counts > 1) & (found >= 0)
        number = np.cumsum(large) - 1 + len(self.kinds)
        rest = np.flatnonzero(self.box < 0)
        self.box[rest] = number[inverse[rest]]
        self._add("element", self._members[found[large]].tolist())

    def numbers(self, source: Ids, target: Ids) -> None:
        """Plain numbers are in the box that reads them; those that several boxes read are one box."""
        if self.box.min(initial=0) >= 0:
            return
        read = self.box[source] < 0
        at, by = source[read], self.box[target[read]]
        first = np.full(len(self.box), len(self.kinds), np.int32)
        last = np.full(len(self.box), -1, np.int32)
        np.minimum.at(first, at, by)
        np.maximum.at(last, at, by)
        one = (self.box < 0) & (first == last)
        self.box[one] = first[one]
        rest = np.flatnonzero(self.box < 0)
        if len(rest) > 1:
            self.box[rest] = len(self.kinds)
            self._add("line", [0])
        else:
            self._cards(rest)

    def _free(self) -> Flags:
        free: Flags = (self.box < 0) & ~self._inline
        return free

    def _cards(self, at: NDArray[np.int64]) -> None:
        self.box[at] = np.arange(len(at)) + len(self.kinds)
        self._add("value", self._members[at].tolist())

    def _ranges(self, at: NDArray[np.int64]) -> None:
        step = round_step(len(at), LOOSE)
        self.box[at] = np.arange(len(at)) // step + len(self.kinds)
        self._add("nodes", self._members[at[::step]].tolist())

    def _add(self, kind: Made, refs: list[int]) -> None:
        self.kinds += [kind] * len(refs)
        self.refs += refs
