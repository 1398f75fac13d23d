"""Ops of a program's own: recorded numbers, which nothing recomputes unasked."""

import pytest

from engine import Graph, Value, autodiff
from engine.custom import CustomOpError, custom_op, refuse_custom
from engine.ops import CONSTANT, LEAF


def leaky(name: str = "leaky") -> Graph:
    ops = (LEAF, custom_op(name, -0.02, (0.01,)))
    return Graph.of(ops, ((), (0,)), ("a", "b"), ("", ""))


def test_its_numbers_are_the_recorded_ones() -> None:
    graph = leaky()
    assert autodiff.forward(graph, [5.0, 0.0]) == [5.0, -0.02]
    assert autodiff.backward(graph, [-2.0, -0.02]) == [0.01, 1.0]


def test_the_graph_names_the_first() -> None:
    assert leaky().custom == 1
    assert Graph(Value(1.0) + Value(2.0)).custom is None


def test_its_name_is_part_of_the_structure() -> None:
    assert leaky().structure == leaky().structure != leaky("other").structure


def test_what_must_recompute_is_refused() -> None:
    with pytest.raises(
        CustomOpError, match=r"^`leaky` \(n1\) is an .* so nothing can be nudged\.$"
    ) as caught:
        refuse_custom(leaky(), "nothing can be nudged")
    assert (caught.value.code, caught.value.names) == ("custom-op", ("n1",))
    refuse_custom(Graph(Value(1.0)), "nothing can be nudged")


def test_a_graph_of_arrays_is_the_graph_of_its_nodes() -> None:
    read = Graph((Value(2.0, "a") * 3.0).relu())
    made = Graph.of(read.ops, read.inputs, read.labels, read.groups)
    assert made.structure == read.structure
    assert made.names == read.names
    assert read.ops[1] is CONSTANT
    assert made.is_constant(1)
