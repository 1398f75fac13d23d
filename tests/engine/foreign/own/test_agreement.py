"""Whether all grads of a graph are what their uses give, found in one go."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from engine import Graph, Value, autodiff
from engine.foreign.own.agreement import uses_that_agree
from engine.ops import CONSTANT


def graph_of_a_sum() -> Graph:
    a, b = Value(2.0), Value(-3.0)
    c = a * b
    return Graph(c * c + c.tanh() + 1.0)


def agreeing(graph: Graph, grad: Sequence[float]) -> int | None:
    takes = [op is not CONSTANT for op in graph.ops]
    return uses_that_agree(graph, graph.frame().data, grad, takes, lambda i: (None,) * len(graph.inputs[i]))


def test_a_right_pass_agrees_with_every_use() -> None:
    graph = graph_of_a_sum()
    grad = autodiff.backward(graph, graph.frame().data)
    uses = sum(graph.ops[j] is not CONSTANT for inputs in graph.inputs for j in inputs)
    assert agreeing(graph, grad) == uses == 8


@pytest.mark.parametrize("node", [2, 3, 4, 5])
def test_one_interior_grad_that_is_off_is_enough(node: int) -> None:
    graph = graph_of_a_sum()
    grad = autodiff.backward(graph, graph.frame().data)
    assert graph.inputs[node]
    grad[node] += 0.1
    assert agreeing(graph, grad) is None


def test_a_seed_that_is_not_one_is_none_of_it() -> None:
    graph = graph_of_a_sum()
    grad = [2.0 * each for each in autodiff.backward(graph, graph.frame().data)]
    assert agreeing(graph, grad) is None
