"""Which box of a level each node is in, before anything is cut or put in order."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.drawing.frames.elements import SHARED, elements
from app.drawing.frames.frame import Ids
from app.drawing.frames.index import Index, Places, is_loop
from app.drawing.frames.making import LOOSE, Made, Making

DEEP = 12
"""Entries inside one another above which the longest chain of them is laid out side by side."""


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """box: for each member the number of its box. The rest is as in `Level`."""

    entry: int
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
        return _singly(index, entry, members, source, target)
    home = index.home[members]
    # A number that only this part of its scope reads comes from outside.
    home = np.where((home < entry) | (home > index.last[entry]), np.int32(entry), home)
    while (inner := only_child(index, entry, home)) is not None:
        entry = inner
    if len(home) and int(index.depth[home].max()) - int(index.depth[entry]) > DEEP:
        return _calls(index, entry, home)
    made = Making(index, entry, members, home)
    made.scopes()
    made.lists()
    made.named()
    made.by_line()
    made.numbers(source, target)
    return _finished(entry, made.box, made.kinds, np.array(made.refs, np.int32))


def _finished(entry: int, box: Ids, kinds: list[Made], refs: Ids) -> Shares:
    return Shares(entry, box, kinds, refs, np.zeros(len(kinds), np.int32))


def _singly(index: Index, entry: int, members: Ids, source: Ids, target: Ids) -> Shares:
    """A card for each node; where these are many, a box for each element of what they make."""
    count = len(members)
    if count > LOOSE:
        used = index.uses[members] > np.bincount(source, minlength=count)
        used[-1] |= members[-1] == index.count - 1
        owner = elements(used, source, target)
        if 1 < int(used.sum()) <= count // 2 and int((owner == SHARED).sum()) <= count // 4:
            made = Making(index, entry, members, members)
            made.elements(owner)
            return _finished(entry, made.box, made.kinds, np.array(made.refs, np.int32))
    return _finished(entry, np.arange(count, dtype=np.int32), ["value"] * count, members)


def only_child(index: Index, entry: int, home: Ids) -> int | None:
    """The scope that everything is in, if nothing is made beside it."""
    if not len(home) or (low := int(home.min())) <= entry:
        return None
    child = low
    while (above := index.outline.entries[child].parent) != entry:
        child = above
    return child if int(home.max()) <= index.last[child] else None


def _calls(index: Index, entry: int, home: Ids) -> Shares:
    """A deep chain of entries, each with what is not in the next: as many boxes side by side."""
    deepest = int(home[int(index.depth[home].argmax())])
    path = [deepest]
    while path[-1] != entry:
        path.append(index.outline.entries[path[-1]].parent)
    path.reverse()
    call = np.zeros(index.last[entry] - entry + 1, np.int32)
    for k, each in enumerate(path):
        call[each - entry : index.last[each] - entry + 1] = k
    present, box = np.unique(call[home - entry], return_inverse=True)
    refs = np.array(path, np.int32)[present]
    return _finished(entry, box.astype(np.int32), ["call"] * len(present), refs)


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
