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

_Hashes = NDArray[np.uint64]
# What a hash is of, so that a place of one kind is never taken for one of another.
_OP, _EDGE, _NESTED, _READ, _OUTSIDE, _THROUGH, _SLOT = (
    np.uint64(0x9E3779B97F4A7C15 * k % 2**64) for k in range(1, 8)
)


def twins(
    graph: Graph, scope_of: NDArray[np.int32], order: NDArray[np.int32], segments: Segments
) -> list[int]:
    """For each entry the first one whose sub-graph has the same shape."""
    inner, outer = _hashed(graph, scope_of, order, segments)
    _, first, number = np.unique(
        _mixed(inner + _mixed(outer + _OUTSIDE)), return_index=True, return_inverse=True
    )
    return first[number].tolist()  # type: ignore[no-any-return]  # of ints


def _hashed(
    graph: Graph, scope_of: NDArray[np.int32], order: NDArray[np.int32], segments: Segments
) -> tuple[_Hashes, _Hashes]:
    """For each entry a hash of what is inside, and one of what it reads from outside."""
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    inner = np.zeros(len(segments.start), np.uint64)
    outer = np.zeros(len(segments.start), np.uint64)
    own = place - segments.start[scope_of]
    np.add.at(inner, scope_of, _mixed(_ops(graph) + _mixed(own.astype(np.uint64) + _OP)))

    edges = edges_of(graph)
    entry = scope_of[edges.target].astype(np.int64)
    source = place[edges.source]
    value = _mixed(edges.slot.astype(np.uint64) * _SLOT + _mixed(own[edges.target].astype(np.uint64) + _EDGE))
    by_depth = np.argsort(segments.depth[entry], kind="stable")
    ends = np.cumsum(np.bincount(segments.depth[entry], minlength=int(segments.depth.max()) + 1))
    rising: tuple[NDArray[np.int64], NDArray[np.int64], _Hashes] = (entry[:0], source[:0], value[:0])
    entries = np.argsort(segments.depth, kind="stable")
    entry_ends = np.cumsum(np.bincount(segments.depth))
    for depth in range(len(ends) - 1, -1, -1):
        here = by_depth[(ends[depth - 1] if depth else 0) : ends[depth]]
        at = np.concatenate([entry[here], rising[0]])
        read = np.concatenate([source[here], rising[1]])
        used = np.concatenate([value[here], rising[2]])
        inside = (read >= segments.start[at]) & (read < segments.end[at])
        seen = (read - segments.start[at])[inside].astype(np.uint64)
        np.add.at(inner, at[inside], _mixed(used[inside] + _mixed(seen + _READ)))
        if not depth:
            break
        at, read, used = _together(at[~inside], read[~inside], used[~inside], len(order))
        np.add.at(outer, at, _mixed(used))
        above = segments.parent[at]
        shift = (segments.start[at] - segments.start[above]).astype(np.uint64)
        rising = above, read, _mixed(used + _mixed(shift + _THROUGH))
        level = entries[entry_ends[depth - 1] : entry_ends[depth]]
        level = level[segments.end[level] > segments.start[level]]
        above = segments.parent[level]
        shift = (segments.start[level] - segments.start[above]).astype(np.uint64)
        np.add.at(inner, above, _mixed(inner[level] + _mixed(shift + _NESTED)))
    return inner, outer


def _together(
    at: NDArray[np.int64], read: NDArray[np.int64], used: _Hashes, count: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], _Hashes]:
    """One item for all of an entry's that read the same node; their hashes added up."""
    if not len(at):
        return at, read, used
    keys = at * count + read
    order = np.argsort(keys)
    keys = keys[order]
    first = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    chosen = order[first]
    return at[chosen], read[chosen], np.add.reduceat(used[order], first)


def _ops(graph: Graph) -> _Hashes:
    """A hash of each node's op; an op of the program's own counts by its name there."""
    known = {id(op): op for op in graph.ops}
    hashes = {
        key: int.from_bytes(blake2b(repr((op.name, op.symbol)).encode(), digest_size=8).digest())
        for key, op in known.items()
    }
    return np.fromiter((hashes[id(op)] for op in graph.ops), np.uint64, len(graph.ops))


def _mixed(hashes: _Hashes) -> _Hashes:
    """Each hash with its bits spread over all of it (the finaliser of splitmix64)."""
    mixed = hashes ^ (hashes >> np.uint64(30))
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed
