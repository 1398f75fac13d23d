"""Which entries have sub-graphs of the same shape: by a hash of each relative to its inputs.

An entry's hash is made of its own nodes' ops, the hashes of the entries in it, the edges inside, all by their
places from the entry's first node on, and of what it reads from outside: not which nodes these are, but
which of its slots read the same one. Places are those of an outline's order, so that two calls of one
function, which make the same nodes one after another, have the same places whatever their outputs are used
for. Entries are gone through from the innermost out, and what several edges of one entry read from one node
outside is one thing for the entry around it: the work is linear in nodes and edges.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from engine.graph import Graph
from engine.outline.edges import edges_of
from engine.outline.entry import Segments

Hashes = NDArray[np.uint64]
# What a hash is of, so that a place of one kind is never taken for one of another.
_PLACE, _NESTED, _READ, _OUTSIDE, _SLOT = (np.uint64(0x9E3779B97F4A7C15 * k % 2**64) for k in range(1, 6))


def shapes(graph: Graph, scope_of: NDArray[np.int32], order: NDArray[np.int32], segments: Segments) -> Hashes:
    """For each entry a hash of its sub-graph's shape, equal for equal shapes of any graph."""
    inner, outer = _hashed(graph, scope_of, order, segments)
    return _mixed(inner + _mixed(outer + _OUTSIDE))


def twins(hashes: Hashes) -> list[int]:
    """For each entry the first one whose sub-graph has the same shape."""
    _, first, number = np.unique(hashes, return_index=True, return_inverse=True)
    return first[number].tolist()  # type: ignore[no-any-return]  # of ints


def _hashed(
    graph: Graph, scope_of: NDArray[np.int32], order: NDArray[np.int32], segments: Segments
) -> tuple[Hashes, Hashes]:
    """For each entry a hash of what is inside, and one of what it reads from outside."""
    start, end, parent = segments.start, segments.end, segments.parent
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    inner, outer = np.zeros(len(start), np.uint64), np.zeros(len(start), np.uint64)
    own = _mixed((place - start[scope_of]).astype(np.uint64) + _PLACE)
    np.add.at(inner, scope_of, _mixed(own + _ops(graph)))
    reads = _Reads(graph, scope_of, place, own, segments)
    within = _mixed((start - start[parent]).astype(np.uint64) + _NESTED)
    for depth in range(int(segments.depth.max()), -1, -1):
        here = np.flatnonzero(reads.depth == depth)
        at, seen = reads.at[here], reads.source[here]
        inside = (seen >= start[at]) & (seen < end[at])
        found, seen, at = here[inside], seen[inside], at[inside]
        offset = (seen - start[at]).astype(np.uint64)
        np.add.at(inner, at, _mixed(reads.hash[found] + _mixed(offset + _READ)))
        if depth:
            at, used = reads.rise(here, here[~inside], depth, within, parent)
            np.add.at(outer, at, _mixed(used))
            level = np.flatnonzero((segments.depth == depth) & (end > start))
            np.add.at(inner, parent[level], _mixed(inner[level] + within[level]))
    return inner, outer


class _Reads:
    """What is read of what, by the node that is read and then by the entry that reads it.

    at: the entry that reads, which is that of the node at first, and then the one around it while what is
    read lies outside; depth: how deep it is, -1 for what is done with. source: the place of what is read.
    """

    def __init__(
        self,
        graph: Graph,
        scope_of: NDArray[np.int32],
        place: NDArray[np.int64],
        own: Hashes,
        segments: Segments,
    ) -> None:
        edges = edges_of(graph)
        source, at = place[edges.source], scope_of[edges.target]
        order = _by_both(source, at)
        self.source, self.at = source[order], at[order]
        target = edges.target[order]
        self.hash = _mixed(own[target] + edges.slot[order].astype(np.uint64) * _SLOT)
        self.depth = segments.depth[self.at]

    def rise(
        self,
        here: NDArray[np.int64],
        outside: NDArray[np.int64],
        depth: int,
        within: Hashes,
        parent: NDArray[np.int64],
    ) -> tuple[NDArray[np.int32], Hashes]:
        """Takes what was read from outside to the entries around: one thing for all reads of one node by one
        entry, which lie side by side. Gives each such entry and hash.
        """
        self.depth[here] = -1
        if not len(outside):
            return self.at[:0], self.hash[:0]
        at, source = self.at[outside], self.source[outside]
        first = np.flatnonzero(np.concatenate([[True], (at[1:] != at[:-1]) | (source[1:] != source[:-1])]))
        used = np.add.reduceat(self.hash[outside], first)
        kept, at = outside[first], at[first]
        self.hash[kept] = _mixed(used + within[at])
        self.at[kept] = parent[at]
        self.depth[kept] = depth - 1
        return at, used


def _by_both(first: NDArray[np.integer], second: NDArray[np.integer]) -> NDArray[np.int64]:
    """The order by first and then by second, in linear time: digit by digit, the last one first."""
    order = np.arange(len(first))
    for keys in (second, first):
        for digit in range(0, int(keys.max(initial=0)).bit_length(), 16):
            digits = (keys >> digit).astype(np.uint16)
            order = order[np.argsort(digits[order], kind="stable")]
    return order


def _ops(graph: Graph) -> Hashes:
    """A hash of each node's op; an op of the program's own counts by its name there."""
    known = dict(zip(map(id, graph.ops), graph.ops, strict=True))
    keys = np.fromiter(map(id, graph.ops), np.uint64, len(graph.ops))
    each = np.fromiter(known, np.uint64, len(known))
    each.sort()
    hashes = [
        int.from_bytes(blake2b(repr((op.name, op.symbol)).encode(), digest_size=8).digest())
        for op in map(known.__getitem__, each.tolist())
    ]
    return np.array(hashes, np.uint64)[np.searchsorted(each, keys)]


def _mixed(hashes: Hashes) -> Hashes:
    """Each hash with its bits spread over all of it (the finaliser of splitmix64)."""
    mixed = hashes ^ (hashes >> np.uint64(30))
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed
