"""A graph's edges as flat arrays, made once for each graph that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from engine.graph import Graph


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Every use of every node, by target and slot. counts: how many slots each node has."""

    source: NDArray[np.int32]
    target: NDArray[np.int32]
    slot: NDArray[np.int32]
    counts: NDArray[np.int32]


_known: WeakKeyDictionary[Graph, Edges] = WeakKeyDictionary()


def edges_of(graph: Graph) -> Edges:
    """The graph's edges."""
    found = _known.get(graph)
    if found is None:
        found = _known[graph] = _edges(graph)
    return found


def _edges(graph: Graph) -> Edges:
    counts = np.fromiter(map(len, graph.inputs), np.int32, len(graph))
    source = np.fromiter(chain.from_iterable(graph.inputs), np.int32, int(counts.sum()))
    target = np.repeat(np.arange(len(graph), dtype=np.int32), counts)
    first = np.cumsum(counts, dtype=np.int32) - counts
    slot = np.arange(len(source), dtype=np.int32) - np.repeat(first, counts)
    return Edges(source, target, slot, counts)
