"""Backward broken on purpose: the four mistakes that people make with micrograd, each one changed line away.

These loops are kept apart from ``autodiff`` and are reached from nowhere in the engine: a contract in
``pyproject.toml`` lets the bug lab alone import them. ``backward_steps`` here is the loop of
``autodiff.backward_steps`` with the lines that a bug changes; with no bug it gives the same steps.

    assign            ``=`` where ``+=`` belongs: the last use of a value overwrites the others
    depth_first       a node passes its grad on when first met, before all its uses have added their share
    no_zero_grad      leaves keep the grads of the last pass: the lecture's training loop without zero_grad,
                      whose graph is built again each time, so that only leaves remember
    zero_leaves_only  leaves are zeroed and nothing else, as micrograd's ``Module.zero_grad`` does: interior
                      grads of a graph that is gone through twice still hold the first pass

The last two together zero nothing, which is micrograd's ``backward()`` called twice on one graph.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Literal, NamedTuple

from engine.autodiff import BackwardStep
from engine.graph import Graph
from engine.ops import CONSTANT, LEAF

Bug = Literal["assign", "depth_first", "no_zero_grad", "zero_leaves_only"]


class BrokenStep(NamedTuple):
    """A step and the pass that took it, both counted from 0 and steps through all passes."""

    pass_: int
    step: BackwardStep


def passes(graph: Graph, data: Sequence[float], bugs: Collection[Bug], count: int) -> Iterator[BrokenStep]:
    """``count`` backward passes over one graph with these bugs, step by step.

    ``data`` is a forward pass's result. Grads begin at 0; what the last pass leaves is each node's last
    ``after``.
    """
    grad = [0.0] * len(graph)
    taken = 0
    for pass_ in range(count):
        if pass_ > 0:
            zero_grads(graph, grad, bugs)
        for step in backward_steps(graph, data, grad, bugs):
            yield BrokenStep(pass_, step._replace(step=taken))
            taken += 1


def zero_grads(graph: Graph, grad: list[float], bugs: Collection[Bug]) -> None:
    """What happens to the grads between two passes: all of them are set to 0, unless a bug forgets some."""
    for i, op in enumerate(graph.ops):
        forgotten = "no_zero_grad" in bugs if op is LEAF else "zero_leaves_only" in bugs
        if not forgotten:
            grad[i] = 0.0


def backward_steps(
    graph: Graph, data: Sequence[float], grad: list[float], bugs: Collection[Bug]
) -> Iterator[BackwardStep]:
    """One pass. ``grad`` (the graph's length) is written as the steps are taken."""
    output = graph.output
    # micrograd sets the seed and does not add it, so a grad that was kept is not seen here.
    yield BackwardStep(0, output, None, None, None, None, 1.0, grad[output], 1.0)
    grad[output] = 1.0
    step = 1
    for i in depth_first(graph) if "depth_first" in bugs else range(output, -1, -1):
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
            grad[j] = contribution if "assign" in bugs else before + contribution
            yield BackwardStep(step, j, i, slot, upstream, partial, contribution, before, grad[j])
            step += 1


def depth_first(graph: Graph) -> Iterator[int]:
    """Every node once, as soon as it is met on the way from the output, inputs in slot order."""
    seen: set[int] = set()
    waiting = [graph.output]
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            yield node
            waiting.extend(reversed(graph.inputs[node]))
