"""Paths: their products add up to the grad, and their number is right without walking them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings

from engine import Graph, Value, backward
from engine.errors import ConstantError
from engine.explain.paths import UNCOUNTED, count_paths, paths
from tests.engine.graphs import dags
from tests.engine.test_graph import lecture

MANY = 10**6


def doubled(times: int) -> Graph:
    value = Value(1.0, "x")
    for _ in range(times):
        value = value + value
    return Graph(value)


def test_the_lecture_has_one_path_a_leaf() -> None:
    graph = Graph(lecture())
    (path,) = paths(graph, graph.frame().data, graph.resolve("a"), 10, MANY)
    assert [graph.labels[i] for i in path.nodes] == ["a", "e", "d", "L"]
    assert path.slots == (0, 0, 0)
    assert path.partials == (-3.0, 1.0, -2.0)
    assert path.product == 6.0
    assert count_paths(graph, graph.resolve("a")) == 1


def test_the_output_is_the_empty_product() -> None:
    graph = Graph(lecture())
    (path,) = paths(graph, graph.frame().data, graph.output, 10, MANY)
    assert (path.nodes, path.slots, path.product) == ((graph.output,), (), 1.0)
    assert count_paths(graph, graph.output) == 1


def test_each_slot_is_a_path_of_its_own() -> None:
    a = Value(3.0, "a")
    graph = Graph(a * a)
    found = paths(graph, graph.frame().data, 0, 10, MANY)
    assert [path.slots for path in found] == [(0,), (1,)]
    assert [path.product for path in found] == [3.0, 3.0]


def test_paths_come_as_backward_comes_to_them() -> None:
    x = Value(2.0, "x")
    early = x * 3.0
    graph = Graph(early + x.tanh())
    found = paths(graph, graph.frame().data, graph.resolve("x"), 10, MANY)
    assert [path.nodes[1] for path in found] == sorted((path.nodes[1] for path in found), reverse=True)


@settings(max_examples=300)
@given(dags())
def test_products_along_all_paths_add_up_to_the_grad(dag: tuple[list[Value], Value]) -> None:
    graph = Graph(dag[1])
    data = graph.frame().data
    grads = backward(graph, data)
    for node in range(len(graph)):
        if graph.is_constant(node):
            continue
        count = count_paths(graph, node)
        if count > 2_000:
            assert len(paths(graph, data, node, 5, MANY)) == 5
            continue
        found = paths(graph, data, node, count + 1, MANY)
        assert len(found) == count == len({(path.nodes, path.slots) for path in found})
        # Terms of opposite sign may cancel, so the error is measured against their size.
        size = math.fsum(abs(path.product) for path in found)
        total = math.fsum(path.product for path in found)
        assert total == pytest.approx(grads[node], rel=1e-9, abs=1e-9 * max(size, 1e-300))


def test_a_count_is_exact_however_large() -> None:
    assert count_paths(doubled(100), 0) == 2**100
    assert count_paths(doubled(1023), 0) == 2**1023
    assert count_paths(doubled(1024), 0) == UNCOUNTED
    assert count_paths(doubled(20_000), 0) == UNCOUNTED
    (first, second) = paths(doubled(100), [1.0] * 101, 0, 2, MANY)
    assert first.product == second.product == 1.0
    assert first.slots != second.slots


def test_long_paths_are_walked_without_recursion_and_bounded_together() -> None:
    graph = doubled(20_000)
    found = paths(graph, [0.0] * len(graph), 0, 1_000, 100_000)
    assert len(found) == 5
    assert len(paths(graph, [0.0] * len(graph), 0, 1_000, 10)) == 1
    assert paths(graph, [0.0] * len(graph), 0, 0, 10) == []


def test_a_constant_has_no_paths() -> None:
    graph = Graph(Value(1.0, "x") * 2.0)
    constant = next(i for i in range(len(graph)) if graph.is_constant(i))
    with pytest.raises(ConstantError):
        count_paths(graph, constant)
    with pytest.raises(ConstantError):
        paths(graph, graph.frame().data, constant, 1, 1)
