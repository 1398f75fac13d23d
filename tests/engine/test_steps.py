"""Any part of a backward pass is the same part of the whole one, to the last bit."""

from itertools import islice

import pytest

from engine.autodiff import backward, backward_steps
from engine.graph import Graph
from engine.nn import MLP
from engine.steps import count_steps, steps_from
from engine.value import Value


def network() -> Graph:
    net = MLP(3, [4, 4, 1])
    loss = sum((net([0.1 * k, -0.4, 2.0 - k]) - 0.5) ** 2 for k in range(4))
    a = Value(3.0)
    return Graph(loss * a * a + a * 2.0 + sum([a, a, loss]))


@pytest.mark.parametrize("left", [0.0, 0.1])
def test_every_part_is_the_same_part_of_the_whole(left: float) -> None:
    graph = network()
    data = graph.frame().data
    start = [left if i in graph.leaves else 0.0 for i in range(len(graph))]
    whole = list(backward_steps(graph, data, list(start)))
    grad = backward(graph, data)
    assert count_steps(graph) == len(whole)
    for first in range(1, len(whole) + 2):
        assert list(islice(steps_from(graph, data, grad, start, first), 5)) == whole[first : first + 5]


def test_a_value_alone_has_only_its_seed() -> None:
    graph = Graph(Value(1.0))
    assert count_steps(graph) == 1
    assert list(steps_from(graph, [1.0], [1.0], [0.0], 1)) == []
