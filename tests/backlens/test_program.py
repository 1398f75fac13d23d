"""A graph as a program: run by the explorer's language it is the same graph again, with the same numbers."""

import math

import pytest
from hypothesis import given, settings

from backlens.program import program
from engine import Graph, Value, autodiff
from engine.foreign.node_list import read_nodes
from engine.program import run
from engine.run import Run
from tests.engine.graphs import dags


def again(graph: Graph) -> Run:
    made = run(program(graph), state="program")
    assert made.graph is not None
    assert made.graph.ops == graph.ops
    assert made.graph.inputs == graph.inputs
    assert repr(made.frame.data) == repr(graph.frame().data)
    return made


@settings(max_examples=60)
@given(dags())
def test_any_graph_comes_back(dag: tuple[list[Value], Value]) -> None:
    graph = Graph(dag[1])
    made = again(graph)
    assert set(made.states) == {"none"}
    dag[1].backward()
    made = again(graph)
    right = autodiff.backward(graph, list(graph.frame().data))
    assert made.frame.grad == pytest.approx(right, nan_ok=True)


def test_labels_come_back_and_values_without_one_are_called_by_their_ids() -> None:
    a, b = Value(2.0, label="a"), Value(-3.0, label="größe 'x'")
    c, d = a * b, Value(1.0, label="sum")
    c.label = "a"
    out = (c + d) * -2.0
    made = again(Graph(out))
    assert made.graph is not None
    assert made.graph.labels == ("a", "größe 'x'", "a", "sum", "n4", "", "n6")


def test_grads_of_one_pass_are_computed_and_any_others_kept_as_they_are() -> None:
    a = Value(2.0, label="a")
    out = a * a
    out.backward()
    assert program(Graph(out)) == "a = Value(2.0)\nn1 = a * a\nn1.backward()\n"
    a.grad = 2.0  # as a class that overwrites has it
    assert program(Graph(out)) == "a = Value(2.0)\nn1 = a * a\na.grad = 2.0\nn1.grad = 1.0\n"
    assert again(Graph(out)).frame.grad == (2.0, 1.0)


def test_numbers_that_are_not_finite() -> None:
    a = Value(math.inf, label="a")
    assert again(Graph(a * math.nan - math.inf)).graph is not None


def test_a_plain_number_alone_stays_a_number() -> None:
    nodes = [{"id": "x", "op": "constant", "data": 2.0}, {"id": "y", "op": "exp", "inputs": [{"node": "x"}]}]
    made = run(program(read_nodes(nodes).graph), state="program")
    assert made.frame.data[-1] == math.exp(2.0)
