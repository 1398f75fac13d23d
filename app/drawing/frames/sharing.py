"""Which box of a level each node is in, before anything is cut or put in order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.drawing.frames.frame import Ids
from app.drawing.frames.index import Index, Places, is_loop

Made = Literal["scope", "list", "line", "value", "nodes", "turn"]
NAMED = 3
"""Named nodes of one line that are each a card."""
LOOSE = 60
"""Nodes of which nothing is known that are each a card; more are drawn as ranges."""
DEEP = 12
"""Entries inside one another above which the longest chain of them is laid out side by side."""


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """box: for each member the number of its box. The rest is as in `Level`."""

    entry: int
    chain: tuple[int, ...]
    box: Ids
    kinds: list[Made]
    refs: Ids
    parts: Ids

    def __len__(self) -> int:
        return len(self.kinds)

    @property
    def scopes(self) -> NDArray[np.bool_]:
        """Which boxes are scopes."""
        return np.array([kind == "scope" for kind in self.kinds], bool)

    def cut(self, part: Ids) -> Shares:
        """With a box for each part. part: for each member the number of the part of its box."""
        width = int(part.max(initial=0)) + 1
        codes, box = np.unique(self.box.astype(np.int64) * width + part, return_inverse=True)
        owner = (codes // width).astype(np.int32)
        return replace(
            self,
            box=box.astype(np.int32),
            kinds=[self.kinds[k] for k in owner.tolist()],
            refs=self.refs[owner],
            parts=np.where(np.bincount(owner)[owner] > 1, codes % width + 1, 0).astype(np.int32),
        )

    def ordered(self, order: NDArray[np.int64], place: Ids) -> Shares:
        """In another order. place: where each box goes."""
        return replace(
            self,
            box=place[self.box],
            kinds=[self.kinds[k] for k in order.tolist()],
            refs=self.refs[order],
            parts=self.parts[order],
        )


def share(index: Index, entry: int, members: Ids, source: Ids, target: Ids, singly: bool) -> Shares:
    """The boxes of an entry's nodes, or of some of them. source, target: places of the edges among these."""
    if singly:
        return _finished(
            entry, (), np.arange(len(members), dtype=np.int32), ["value"] * len(members), members
        )
    home = index.home[members]
    # A number that only this part of its scope reads comes from outside.
    home = np.where((home < entry) | (home > index.last[entry]), np.int32(entry), home)
    chain: list[int] = []
    while (inner := only_child(index, entry, home)) is not None:
        chain.append(inner)
        entry = inner
    if len(home) and int(index.depth[home].max()) - int(index.depth[entry]) > DEEP:
        return _turns(index, entry, tuple(chain), home)
    made = _Making(index, entry, members, home)
    made.scopes()
    made.lists()
    made.named()
    made.by_line()
    made.numbers(source, target)
    return _finished(entry, tuple(chain), made.box, made.kinds, np.array(made.refs, np.int32))


def _finished(entry: int, chain: tuple[int, ...], box: Ids, kinds: list[Made], refs: Ids) -> Shares:
    return Shares(entry, chain, box, kinds, refs, np.zeros(len(kinds), np.int32))


def only_child(index: Index, entry: int, home: Ids) -> int | None:
    """The scope that everything is in, if nothing is made beside it."""
    if not len(home) or (low := int(home.min())) <= entry:
        return None
    child = low
    while (above := index.outline.entries[child].parent) != entry:
        child = above
    return child if int(home.max()) <= index.last[child] else None


def _turns(index: Index, entry: int, chain: tuple[int, ...], home: Ids) -> Shares:
    """A deep chain of entries, each with what is not in the next: as many boxes side by side."""
    deepest = int(home[int(index.depth[home].argmax())])
    path = [deepest]
    while path[-1] != entry:
        path.append(index.outline.entries[path[-1]].parent)
    path.reverse()
    turn = np.zeros(index.last[entry] - entry + 1, np.int32)
    for k, each in enumerate(path):
        turn[each - entry : index.last[each] - entry + 1] = k
    present, box = np.unique(turn[home - entry], return_inverse=True)
    refs = np.array(path, np.int32)[present]
    return _finished(entry, chain, box.astype(np.int32), ["turn"] * len(present), refs)


class _Making:
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
        for number, held in enumerate(self._index.outline.entries[self._entry].lists):
            at = self._places.of(np.array(held.nodes, np.int32))
            at = at[at >= 0]
            at = at[self.box[at] < 0]
            if not len(at) or self._is_order(at):
                continue
            self.box[at] = len(self.kinds)
            lines = np.unique(self._lines[at])
            if len(lines) == 1 and lines[0]:
                steps = (self._lines == lines[0]) & self._free()
                steps &= ~self._index.labelled[self._members]
                self.box[steps] = len(self.kinds)
            self._add("list", [number])

    def _is_order(self, at: Ids) -> bool:
        """Whether a list holds named nodes and their inputs, as a topological order does: it is no vector."""
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

    def _free(self) -> NDArray[np.bool_]:
        free: NDArray[np.bool_] = (self.box < 0) & ~self._inline
        return free

    def _cards(self, at: NDArray[np.int64]) -> None:
        self.box[at] = np.arange(len(at)) + len(self.kinds)
        self._add("value", self._members[at].tolist())

    def _ranges(self, at: NDArray[np.int64]) -> None:
        number = np.arange(len(at)) * LOOSE // len(at)
        self.box[at] = number + len(self.kinds)
        self._add("nodes", self._members[at[np.searchsorted(number, np.arange(LOOSE))]].tolist())

    def _add(self, kind: Made, refs: list[int]) -> None:
        self.kinds += [kind] * len(refs)
        self.refs += refs


def headings(index: Index, shares: Shares, members: Ids) -> Ids:
    """For each box the list that it is headed by: whose nodes all come from scopes of one name, this one
    among them; of several the first."""
    heading = np.full(len(shares), -1, np.int32)
    scopes = shares.scopes
    if not scopes.any():
        return heading
    places = Places(members)
    for number, held in enumerate(index.outline.entries[shares.entry].lists):
        at = places.of(np.array(held.nodes, np.int32))
        boxes = np.unique(shares.box[at[at >= 0]])
        if not len(boxes) or not scopes[boxes].all():
            continue
        entries = shares.refs[boxes]
        names = np.unique(index.name[entries])
        if len(names) == 1 and (len(boxes) == 1 or _alike(index, entries)):
            heading[boxes[heading[boxes] < 0]] = number
    return heading


def _alike(index: Index, entries: Ids) -> bool:
    """Turns of a loop are headed by a list of what they make only if they are alike."""
    loop = is_loop(index.outline.entries[entries[0]].name)
    return not loop or len(np.unique(index.twin[entries])) == 1
