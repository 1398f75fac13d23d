"""Any part of a backward pass is the same part of the whole one, to the last bit."""

from itertools import islice

import pytest

from engine.autodiff import backward, backward_steps
from engine.graph import Graph
from engine.nn import MLP
from engine.steps import count_steps, step_of, steps_from
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


def test_the_step_of_every_use() -> None:
    graph = network()
    steps = list(backward_steps(graph, graph.frame().data))
    for step in steps[1:]:
        assert step.from_ is not None
        assert step.slot is not None
        assert step_of(graph, step.from_, step.slot) == step.step
    counted = sum(graph.is_constant(source) for sources in graph.inputs for source in sources)
    assert counted > 0
    assert [
        step_of(graph, node, slot)
        for node, sources in enumerate(graph.inputs)
        for slot, source in enumerate(sources)
        if graph.is_constant(source)
    ] == [None] * counted


def test_a_value_alone_has_only_its_seed() -> None:
    graph = Graph(Value(1.0))
    assert count_steps(graph) == 1
    assert list(steps_from(graph, [1.0], [1.0], [0.0], 1)) == []
