"""Lists of nodes: read back bit for bit, in any order, and refused by the node that is at fault."""

from __future__ import annotations

import json
import math
import random
import struct
from typing import Any

import pytest
from hypothesis import given, settings

from engine import Graph, Value, autodiff
from engine.errors import EngineError, LimitError, NodeListError, UnknownNodeError
from engine.export import export
from engine.foreign.node_list import read_nodes
from engine.graph import Frame
from engine.ops import CATALOGUE, CONSTANT, LEAF
from tests.engine.graphs import dags


def fresh(graph: Graph) -> Frame:
    data = autodiff.forward(graph, graph.frame().data)
    return Frame(tuple(data), tuple(autodiff.backward(graph, data)))


def bits(frame: Frame) -> bytes:
    return struct.pack(f"{2 * len(frame.data)}d", *frame.data, *frame.grad)


def nodes_of(graph: Graph) -> list[dict[str, Any]]:
    """As a file of the graph says them."""
    nodes: list[dict[str, Any]] = json.loads(export("json", graph, fresh(graph)))["nodes"]
    return nodes


@settings(max_examples=150)
@given(dags())
def test_what_is_written_is_read_back_bit_for_bit(dag: tuple[list[Value], Value]) -> None:
    graph = Graph(dag[1])
    nodes = nodes_of(graph)
    read = read_nodes(nodes)
    assert read.graph.structure == graph.structure
    assert bits(read.frame) == bits(fresh(graph))
    assert bits(fresh(read.graph)) == bits(fresh(graph))
    random.Random(7).shuffle(nodes)
    again = read_nodes(nodes, output=f"n{graph.output}")
    assert again.graph.structure == graph.structure
    assert bits(again.frame) == bits(read.frame)


def test_numbers_that_are_not_finite_and_the_sign_of_zero_are_kept() -> None:
    a = Value(-0.0, "a")
    graph = Graph((a / 0.0 + math.inf) * -math.inf + math.nan)
    assert bits(read_nodes(nodes_of(graph)).frame) == bits(fresh(graph))


def test_what_an_op_computes_may_be_left_out() -> None:
    read = read_nodes(
        [
            {"id": "L", "op": "mul", "inputs": [{"node": "s"}, {"node": "x"}], "label": "L"},
            {"id": "s", "op": "sum", "inputs": [{"node": "x"}, {"node": "x"}, {"node": "two"}]},
            {"id": "x", "op": "leaf", "data": 3},
            {"id": "two", "op": "constant", "data": 2},
        ]
    )
    assert read.graph.ops == (LEAF, CONSTANT, CATALOGUE["sum"], CATALOGUE["mul"])
    assert read.graph.inputs == ((), (), (0, 0, 1), (2, 0))
    assert read.frame.data == (3.0, 2.0, 8.0, 24.0)
    assert read.states == ("none",) * 4


def test_the_output_is_the_last_that_nothing_uses_or_is_named() -> None:
    nodes: list[dict[str, Any]] = [
        {"id": "a", "op": "leaf", "data": 1.0, "label": "first"},
        {"id": "b", "op": "exp", "inputs": [{"node": "a"}]},
        {"id": "c", "op": "neg", "inputs": [{"node": "a"}], "label": "L"},
        {"id": "d", "op": "leaf", "data": 1.0, "group": "g", "label": "w"},
        {"id": "e", "op": "tanh", "inputs": [{"node": "d"}], "label": "L"},
        {"id": "k", "op": "constant", "data": 1.0},
    ]
    assert read_nodes(nodes).graph.ops[-1].name == "tanh"
    assert read_nodes(nodes).outside == ("first",)
    assert read_nodes(nodes).left_out == 3
    for output, op in (("b", "exp"), ("L", "tanh"), ("c", "neg"), ("a", "leaf"), ("first", "leaf")):
        assert read_nodes(nodes, output).graph.ops[-1].name == op
    assert read_nodes(nodes, "c").outside == ("g/w",)
    for nobody in ("", "z", "n0"):
        with pytest.raises(UnknownNodeError):
            read_nodes(nodes, nobody)
    with pytest.raises(NodeListError, match="constant"):
        read_nodes(nodes, "k")


X60 = "x" * 60 + "…"
X = {"id": "x", "op": "leaf", "data": 1.0}
HOSTILE = "{0} {x.y} {} %s \x00 `` 🙂" + "z" * 150


def ring(size: int) -> list[dict[str, Any]]:
    return [{"id": f"r{i}", "op": "neg", "inputs": [{"node": f"r{(i + 1) % size}"}]} for i in range(size)]


@pytest.mark.parametrize(
    ("nodes", "message", "names"),
    [
        ([], "no nodes", ()),
        ([1], "Item 1 of the list is not an object", ()),
        ([X, {"op": "leaf"}], "Item 2 of the list has no `id`", ()),
        ([{"id": "", "op": "leaf"}], "has no `id`", ()),
        ([{"id": "y" * 201, "op": "leaf"}], "has no `id`", ()),
        ([X, X], "two nodes `x`", ("x",)),
        ([{"id": "a", "op": "neg", "inputs": [{"node": "a"}]}], "`a` is its own input", ("a",)),
        (ring(2), "cycle: `r0` ← `r1` ← `r0`", ("r0", "r1")),
        ([X, *ring(3), {"id": "t", "op": "exp", "inputs": [{"node": "r1"}]}], "cycle", ("r0", "r1", "r2")),
        (ring(50_000), "cycle", tuple(f"r{i}" for i in range(8))),
        ([{"id": "a", "op": "neg", "inputs": [{"node": "b"}]}], "`a` has an input `b`", ("a", "b")),
        ([{"id": "a", "op": "cube", "inputs": []}], "op of node `a` is `cube`", ("a",)),
        ([{"id": "a"}], "op of node `a` is none", ("a",)),
        ([{"id": "a", "op": ["mul"]}], "op of node `a` is none", ("a",)),
        ([X, {"id": "a", "op": "mul", "inputs": [{"node": "x"}]}], "takes 2 inputs, and has 1", ("a",)),
        ([X, {"id": "a", "op": "exp", "inputs": []}], "takes 1 input, and has 0", ("a",)),
        ([{"id": "a", "op": "sum", "inputs": []}], "takes at least one input", ("a",)),
        ([X, {"id": "a", "op": "leaf", "data": 1.0, "inputs": [{"node": "x"}]}], "takes no inputs", ("a",)),
        ([{"id": "a", "op": "leaf"}], "`a` is a leaf and has no `data`", ("a",)),
        ([{"id": "a", "op": "constant", "data": None}], "`a` is a constant and has no `data`", ("a",)),
        ([{"id": "a", "op": "leaf", "data": "1"}], "`data` of node `a` is not a double", ("a",)),
        ([{"id": "a", "op": "leaf", "data": "nan"}], "`data` of node `a` is not a double", ("a",)),
        ([{"id": "a", "op": "leaf", "data": True}], "`data` of node `a` is not a double", ("a",)),
        ([{"id": "a", "op": "leaf", "data": 10**400}], "`data` of node `a` is not a double", ("a",)),
        ([X | {"grad": []}], "`grad` of node `x` is not a double", ("x",)),
        ([X | {"grad_state": "old"}], "`grad_state` of node `x`", ("x",)),
        ([X | {"passes": -1}], "`passes` of node `x`", ("x",)),
        ([X | {"line": 0}], "`line` of node `x`", ("x",)),
        ([X | {"label": 5}], "`label` of node `x`", ("x",)),
        ([X | {"label": "l" * 201}], "`label` of node `x`", ("x",)),
        ([X | {"group": "a//b"}], "`group` of node `x`", ("x",)),
        ([X | {"group": "/"}], "`group` of node `x`", ("x",)),
        ([X | {"group": "a/" * 50 + "a"}], "more than 50 levels", ("x",)),
        ([X | {"colour": "red"}], "`x` has a field `colour`", ("x",)),
        ([{"id": "a", "op": "neg", "inputs": "x"}], "`inputs` of node `a` are not a list", ("a",)),
        ([{"id": "a", "op": "neg", "inputs": ["x"]}], "input of node `a` is not written", ("a",)),
        ([{"id": "a", "op": "neg", "inputs": [{"node": 1}]}], "input of node `a` is not written", ("a",)),
        ([{"id": "a", "op": "neg", "inputs": [{"node": "x", "to": 1}]}], "input of node `a`", ("a",)),
        ([X, {"id": "a", "op": "neg", "inputs": [{"node": "x", "partial": "?"}]}], "`partial` of", ("a",)),
        ([{"id": "a", "op": "neg", "inputs": [{"node": "x" * 99}]}], "not in the list", ("a", X60)),
        ([{"id": "k", "op": "constant", "data": 1.0}], "nothing but constants", ("k",)),
    ],
)  # fmt: skip
def test_what_is_no_graph_is_refused_by_the_node(
    nodes: list[Any], message: str, names: tuple[str, ...]
) -> None:
    with pytest.raises(NodeListError, match=message.replace("[", r"\[")) as caught:
        read_nodes(nodes)
    assert caught.value.names == names
    assert caught.value.code == "invalid-nodes"


@pytest.mark.parametrize(
    "node",
    [
        {"id": HOSTILE, "op": HOSTILE}, {"id": HOSTILE, "op": "leaf"},
        {"id": HOSTILE, "op": "leaf", HOSTILE: 1},
        {"id": HOSTILE, "op": "neg", "inputs": [{"node": HOSTILE}]},
        {"id": HOSTILE, "op": "neg", "inputs": [{"node": HOSTILE + "2"}]},
    ],
)  # fmt: skip
def test_any_text_may_stand_in_a_message(node: dict[str, Any]) -> None:
    with pytest.raises(NodeListError) as caught:
        read_nodes([node])
    assert len(caught.value.message) < 400
    assert HOSTILE in caught.value.names


def test_a_million_nodes_are_refused_before_one_is_read() -> None:
    with pytest.raises(LimitError) as caught:
        read_nodes([None] * 1_000_000, most=100_000)
    assert (caught.value.limit, caught.value.value) == ("nodes", 100_000)


def test_a_deep_chain_is_read() -> None:
    nodes: list[dict[str, Any]] = [{"id": "0", "op": "leaf", "data": 0.5}]
    nodes += [{"id": str(i), "op": "tanh", "inputs": [{"node": str(i - 1)}]} for i in range(1, 50_001)]
    assert len(read_nodes(nodes[::-1]).graph) == 50_001


def test_every_fault_is_an_engine_error() -> None:
    assert issubclass(NodeListError, EngineError)
