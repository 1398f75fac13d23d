"""Any part of a backward pass, without taking the steps before it.

``autodiff.backward_steps`` is the truth; this gives the same steps, to the last bit, from the grads of the
whole pass: a node's upstream grad is known when its turn comes, and what an input holds by then is the sum of
what the uses before this one have added.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np

from engine.autodiff import BackwardStep
from engine.graph import Graph
from engine.ops import CONSTANT
from engine.outline import edges_of

_begins: Final[WeakKeyDictionary[Graph, list[int]]] = WeakKeyDictionary()


def count_steps(graph: Graph) -> int:
    """How many steps a backward pass has: the seed, and one for each slot that is not a constant's."""
    return _first_steps(graph)[-1]


def step_of(graph: Graph, node: int, slot: int) -> int | None:
    """The step in which a node passes its grad to this argument; None for a constant, which takes none."""
    sources = graph.inputs[node]
    if graph.ops[sources[slot]] is CONSTANT:
        return None
    before = sum(graph.ops[source] is not CONSTANT for source in sources[:slot])
    return _first_steps(graph)[graph.output - node] + before


def _first_steps(graph: Graph) -> list[int]:
    """For each turn, from the output down, its first step; last how many steps there are."""
    found = _begins.get(graph)
    if found is None:
        constants = {i for i, op in enumerate(graph.ops) if op is CONSTANT}
        counts = [
            len(sources) if constants.isdisjoint(sources) else sum(j not in constants for j in sources)
            for sources in reversed(graph.inputs)
        ]
        found = _begins[graph] = list(accumulate(counts, initial=1))
    return found


def steps_from(
    graph: Graph, data: Sequence[float], grad: Sequence[float], start: Sequence[float], first: int
) -> Iterator[BackwardStep]:
    """The steps of a pass from ``first`` on, which is not the seed's.

    Arguments:
        data: a forward pass's result.
        grad: what a fresh backward pass gives.
        start: what the leaves held before the pass.
    """
    part = _Part(graph, data, grad, start)
    begins = _first_steps(graph)
    for turn in range(max(0, bisect_right(begins, first) - 1), len(graph)):
        step = begins[turn]
        for taken in part.turn(graph.output - turn):
            if step >= first:
                yield taken._replace(step=step)
            step += 1


@dataclass(slots=True)
class _Part:
    """Part of a pass: what the nodes that have been met hold, and the arguments of their uses."""

    graph: Graph
    data: Sequence[float]
    grad: Sequence[float]
    start: Sequence[float]
    held: dict[int, float] = field(default_factory=dict)
    arguments: dict[int, list[float]] = field(default_factory=dict)

    def turn(self, node: int) -> Iterator[BackwardStep]:
        """The steps in which a node passes its grad to its inputs."""
        for slot, source in enumerate(self.graph.inputs[node]):
            if self.graph.ops[source] is CONSTANT:
                continue
            partial = self._partial(node, slot)
            contribution = self.grad[node] * partial
            before = self._before(source, node, slot)
            self.held[source] = after = before + contribution
            yield BackwardStep(0, source, node, slot, self.grad[node], partial, contribution, before, after)

    def _before(self, source: int, node: int, slot: int) -> float:
        """What a node holds when this use of it adds its share."""
        held = self.held.get(source)
        if held is None:
            held = self.start[source]
            for use in self._uses(source):
                if use == (node, slot):
                    break
                held += self.grad[use[0]] * self._partial(*use)
        return held

    def _uses(self, source: int) -> list[tuple[int, int]]:
        """The uses of a node in the order in which backward comes to them."""
        edges = edges_of(self.graph)
        at = np.flatnonzero(edges.source == source)
        found = zip(edges.target[at].tolist(), edges.slot[at].tolist(), strict=True)
        return sorted(found, key=lambda use: (-use[0], use[1]))

    def _partial(self, node: int, slot: int) -> float:
        arguments = self.arguments.get(node)
        if arguments is None:
            arguments = self.arguments[node] = [self.data[j] for j in self.graph.inputs[node]]
        return self.graph.ops[node].partial(slot, self.data[node], arguments)
