"""Forward and backward over a graph: arrays of numbers in, arrays out.

The graph is never changed and nothing is kept, so one graph serves many threads and many sets of numbers.
``backward_steps`` is the truth that people watch: every use of the chain rule, one after another.
``backward`` is what is left when all of them are done.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from engine.graph import Graph
from engine.ops import CONSTANT


class BackwardStep(NamedTuple):
    """One use of the chain rule: upstream × partial = contribution, which takes a grad from before to after.

    ``node`` is the node that receives, ``from_`` the node whose turn it is, of which it is argument ``slot``.
    The seed, step 0, has neither: the output's grad is 1 because ∂L/∂L = 1.
    """

    step: int
    node: int
    from_: int | None
    slot: int | None
    upstream: float | None
    partial: float | None
    contribution: float
    before: float
    after: float


def forward(graph: Graph, data: Sequence[float]) -> list[float]:
    """Every node's data, computed again from the leaves and constants in ``data`` (length: the graph's)."""
    values = list(data)
    for i, inputs in enumerate(graph.inputs):
        if inputs:
            values[i] = graph.ops[i].value(*[values[j] for j in inputs])
    return values


def partials(graph: Graph, data: Sequence[float], node: int) -> tuple[float | None, ...]:
    """∂node/∂input for each slot of one node; None in a constant's slot."""
    op, inputs = graph.ops[node], graph.inputs[node]
    arguments = [data[j] for j in inputs]
    return tuple(
        None if graph.ops[j] is CONSTANT else op.partial(slot, data[node], arguments)
        for slot, j in enumerate(inputs)
    )


def partial(graph: Graph, data: Sequence[float], node: int, slot: int) -> float | None:
    """∂node/∂input for one slot; None in a constant's slot."""
    inputs = graph.inputs[node]
    if graph.ops[inputs[slot]] is CONSTANT:
        return None
    return graph.ops[node].partial(slot, data[node], [data[j] for j in inputs])


def backward_steps(
    graph: Graph, data: Sequence[float], grad: list[float] | None = None
) -> Iterator[BackwardStep]:
    """Reverse accumulation, one chain-rule use at a time.

    Nodes take their turn in reverse id order, slots ascending; constants receive nothing. ``data`` is a
    forward pass's result. ``grad`` (all zeros, the graph's length) is written as the steps are taken; a
    fresh one if None.
    """
    if grad is None:
        grad = [0.0] * len(graph)
    output = graph.output
    yield BackwardStep(0, output, None, None, None, None, 1.0, grad[output], grad[output] + 1.0)
    grad[output] += 1.0
    step = 1
    for i in range(output, -1, -1):
        inputs = graph.inputs[i]
        if not inputs:
            continue
        op, upstream = graph.ops[i], grad[i]
        arguments = [data[j] for j in inputs]
        for slot, j in enumerate(inputs):
            if graph.ops[j] is CONSTANT:
                continue
            partial = op.partial(slot, data[i], arguments)
            contribution = upstream * partial
            before = grad[j]
            grad[j] = before + contribution
            yield BackwardStep(step, j, i, slot, upstream, partial, contribution, before, grad[j])
            step += 1


def backward(graph: Graph, data: Sequence[float]) -> list[float]:
    """∂output/∂node for every node: a fresh pass, bit-identical each time. ``data`` as in
    ``backward_steps``.
    """
    grad = [0.0] * len(graph)
    for _ in backward_steps(graph, data, grad):
        pass
    return grad
