"""The inputs of many nodes as one array, so that those of any group of nodes are looked up at once."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import chain
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

_Kind = TypeVar("_Kind", bound=Hashable)
Ids = NDArray[np.int64]
Numbers = NDArray[np.float64]


class Edges:
    """The inputs of all nodes, one after another."""

    def __init__(self, inputs: Sequence[Sequence[int]]) -> None:
        counts = np.fromiter(map(len, inputs), np.int64, len(inputs))
        self._begins = np.cumsum(counts) - counts
        self._flat = np.fromiter(chain.from_iterable(inputs), np.int64, int(counts.sum()))

    def of(self, nodes: Ids, count: int) -> Ids:
        """A column of nodes for each of their `count` inputs."""
        found: Ids = self._flat[self._begins[nodes] + np.arange(count)[:, None]]
        return found


def grouped(kinds: Sequence[_Kind], inputs: Sequence[Sequence[int]]) -> dict[tuple[_Kind, int], list[int]]:
    """The nodes that have inputs, by kind and number of inputs."""
    groups: dict[tuple[_Kind, int], list[int]] = {}
    for node, (kind, sources) in enumerate(zip(kinds, inputs, strict=True)):
        if sources:
            groups.setdefault((kind, len(sources)), []).append(node)
    return groups
