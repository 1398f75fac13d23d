"""One level: the nodes of one open box, shared out among the boxes in it, and the edges between these.

The boxes of a level are the scopes in an entry, the lists that it makes, its other nodes by line, and single
nodes. They are in topological order, and there is no cycle among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.drawing.frames.frame import Flags, Ids
from app.drawing.frames.index import Index, Places
from app.drawing.frames.making import Made
from app.drawing.frames.order import Joins, cut, levels
from app.drawing.frames.sharing import Shares, headings, share


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """The boxes of one level, in arrays by their places.

    entry: what is open, past entries that hold one scope and nothing else. members: every node, ascending;
    box: the place of the box of each. kinds, refs: of each box what it is, and which: an entry, a list of the
    entry, a line, a node, the first of some nodes, an entry of a chain, or the value of an element. scopes:
    which are scopes. parts: which part of it a box is, from 1 on, 0 for a whole one. heading: the list of the
    entry that names it, -1 if none does. rank: the longest path to it. starts: where the nodes of each box
    begin in `by_box`, which holds places in `members`. outside: which members are used outside the level, or
    are the output. edge_source: places of the members that another box uses, once for each edge; edge_from,
    edge_to: the boxes of these edges. reads, leaves: which boxes read from outside and are used there.
    dock_box, dock: which box reads which dock, once each. edges: the place in the graph's edges of the first
    of each join. tailed: the places of boxes that are neither scopes nor single nodes.
    """

    entry: int
    members: Ids
    box: Ids
    kinds: list[Made]
    scopes: Flags
    refs: Ids
    parts: Ids
    heading: Ids
    rank: Ids
    by_box: Ids
    starts: Ids
    joins: Joins
    outside: Flags
    edge_source: Ids
    edge_from: Ids
    edge_to: Ids
    reads: Flags
    leaves: Flags
    dock_box: Ids
    dock: Ids
    edges: NDArray[np.int64]
    tailed: Sequence[int]

    def __len__(self) -> int:
        return len(self.kinds)

    def nodes(self, place: int) -> Ids:
        """The nodes of one box, ascending."""
        return self.members[self.by_box[self.starts[place] : self.starts[place + 1]]]


def make_level(index: Index, entry: int, members: Ids, *, singly: bool = False) -> Level:
    """The level of an entry's nodes, or of some of them. singly: each node is a box of its own."""
    places = Places(members)
    at = index.edges_into(members)
    source = places.of(index.edges.source[at])
    target = places.of(index.edges.target[at])
    inner = source >= 0
    inner_at, inner_source, inner_target = at[inner], source[inner], target[inner]
    shares = share(index, entry, members, inner_source, inner_target, singly)
    shares, rank, joins = _acyclic(index, shares, inner_source, inner_target, singly)
    box = shares.box
    across = box[inner_source] != box[inner_target]
    dock = index.docks.of[index.edges.source[at]]
    docked = (dock >= 0) & ~inner
    size = len(shares)
    dock_codes = np.unique(box[target[docked]].astype(np.int64) * (len(index.docks.found) + 1) + dock[docked])
    far = ~inner & ~docked
    outside = index.uses[members] > np.bincount(inner_source, minlength=len(members))
    leaves = np.zeros(size, bool)
    leaves[box[outside]] = True
    if len(members) and members[-1] == index.count - 1:
        outside[-1] = True
    reads = np.zeros(size, bool)
    reads[box[target[far]]] = True
    by_box = np.argsort(box, kind="stable").astype(np.int32)
    return Level(
        entry=shares.entry,
        members=members,
        box=box,
        kinds=shares.kinds,
        scopes=shares.scopes,
        refs=shares.refs,
        parts=shares.parts,
        heading=headings(index, shares, members),
        rank=rank,
        by_box=by_box,
        starts=np.concatenate([[0], np.cumsum(np.bincount(box, minlength=size))]).astype(np.int32),
        joins=joins,
        outside=outside,
        edge_source=inner_source[across],
        edge_from=box[inner_source[across]],
        edge_to=box[inner_target[across]],
        reads=reads,
        leaves=leaves,
        dock_box=(dock_codes // (len(index.docks.found) + 1)).astype(np.int32),
        dock=(dock_codes % (len(index.docks.found) + 1)).astype(np.int32),
        edges=inner_at[joins.first],
        tailed=()
        if size == len(members)
        else [k for k, kind in enumerate(shares.kinds) if kind not in {"scope", "value"}],
    )


def _acyclic(
    index: Index, shares: Shares, source: Ids, target: Ids, singly: bool
) -> tuple[Shares, Ids, Joins]:
    """The same boxes in topological order, those on a cycle cut into parts."""
    size, count = len(shares), len(shares.box)
    joins = Joins.of(shares.box[source], shares.box[target], size)
    if singly and size == count:
        return shares, np.arange(size, dtype=np.int32), joins  # nodes are in topological order
    rank, complete = levels(size, joins)
    if not complete:
        shares = shares.cut(cut(shares.box, source, target, joins, size))
        size = len(shares)
        joins = Joins.of(shares.box[source], shares.box[target], size)
        rank, complete = levels(size, joins)
        assert complete
    first = np.full(size, count, np.int32)
    first[shares.box[::-1]] = np.arange(count - 1, -1, -1, dtype=np.int32)
    name = np.full(size, -1, np.int64)
    name[shares.scopes] = index.name[shares.refs[shares.scopes]]
    order = np.lexsort((first, name, rank))
    place = np.empty(size, np.int32)
    place[order] = np.arange(size, dtype=np.int32)
    shares = shares.ordered(order, place)
    return shares, rank[order], Joins.of(shares.box[source], shares.box[target], size)
