"""Graph: order, ids, edges, names, groups, structure."""

from __future__ import annotations

import pytest
from hypothesis import given

from engine import Graph, Value, backward
from engine.errors import UnknownNodeError
from engine.graph import Edge
from engine.ops import CATALOGUE
from engine.value import apply, total
from tests.engine.graphs import dags


def lecture() -> Value:
    a, b, c, f = Value(2.0, "a"), Value(-3.0, "b"), Value(10.0, "c"), Value(-2.0, "f")
    e = a * b
    e.label = "e"
    d = e + c
    d.label = "d"
    L = d * f
    L.label = "L"
    return L


def test_ids_are_positions_in_post_order() -> None:
    graph = Graph(lecture())
    assert graph.labels == ("a", "b", "e", "c", "d", "f", "L")
    assert graph.output == 6
    assert graph.inputs == ((), (), (0, 1), (), (2, 3), (), (4, 5))
    assert graph.leaves == (0, 1, 3, 5)
    assert graph.frame().data == (2.0, -3.0, -6.0, 10.0, 4.0, -2.0, -8.0)


def test_a_node_used_twice_has_two_edges() -> None:
    x = Value(3.0)
    graph = Graph(x + x)
    assert list(graph.edges()) == [Edge(0, 1, 0), Edge(0, 1, 1)]
    assert graph.uses == (((1, 0), (1, 1)), ())


def recursive_order(output: Value) -> list[Value]:
    """The lecture's build_topo, with ordered inputs."""
    topo: list[Value] = []
    visited: set[int] = set()

    def build_topo(v: Value) -> None:
        if id(v) not in visited:
            visited.add(id(v))
            for child in v._prev:
                build_topo(child)
            topo.append(v)

    build_topo(output)
    return topo


@given(dags())
def test_the_order_is_the_lectures(dag: tuple[list[Value], Value]) -> None:
    graph = Graph(dag[1])
    assert list(map(id, graph.nodes)) == list(map(id, recursive_order(dag[1])))
    assert all(source < target for target, inputs in enumerate(graph.inputs) for source in inputs)


def test_a_wide_sum_is_ordered_in_linear_time() -> None:
    leaves = [Value(1.0) for _ in range(50_000)]
    graph = Graph(sum_of(leaves))
    assert len(graph) == 50_001
    assert backward(graph, graph.frame().data) == [1.0] * 50_001


def sum_of(values: list[Value]) -> Value:
    made = total(values)
    assert isinstance(made, Value)
    return made


def test_leaf_names_are_unique() -> None:
    grouped = Value(1.0, "w0", "n/layer0/neuron0")
    values = [Value(1.0, "a"), Value(2.0, "a"), Value(3.0), Value(4.0, "a"), Value(5.0, "a#2"), grouped]
    graph = Graph(sum_of([*values, values[0] * 2.0]))
    assert list(graph.names.values()) == ["a", "a#2", "n2", "a#3", "a#2#2", "n/layer0/neuron0/w0"]
    assert all(graph.ids[name] == i for i, name in graph.names.items())
    assert graph.is_constant(6)
    assert 6 not in graph.names


def test_a_label_that_looks_like_an_id_does_not_take_its_name() -> None:
    graph = Graph(Value(1.0, "n1") + Value(2.0))
    assert list(graph.names.values()) == ["n1", "n1#2"]


def test_resolve_takes_names_ids_and_labels() -> None:
    graph = Graph(lecture())
    assert [graph.resolve(text) for text in ("a", "n0", "L", "n6", "e")] == [0, 0, 6, 6, 2]


def test_a_name_goes_before_an_id_and_the_last_of_several_labels_is_meant() -> None:
    graph = Graph(Value(1.0, "n1") + Value(2.0, "b"))
    assert graph.resolve("n1") == 0
    x = Value(1.0, "x")
    twice = [x + 1.0, x * 2.0]
    for node in twice:
        node.label = "y"
    graph = Graph(twice[0] - twice[1])
    assert graph.resolve("y") == graph.labels.index("y", graph.labels.index("y") + 1)


def test_only_what_an_op_wrapped_is_a_constant() -> None:
    graph = Graph(Value(2.0) * 3.0)
    assert [graph.is_constant(node) for node in range(3)] == [False, True, False]


def test_labels_and_groups_are_kept_as_they_are() -> None:
    graph = Graph(Value(1.0, " a ", "g/ h "))
    assert (graph.labels, graph.groups) == ((" a ",), ("g/ h ",))


@pytest.mark.parametrize("text", ["n7", "n00", "n-1", "n", "", "x", "n²", "n99999999999999"])
def test_resolve_refuses_what_is_not_there(text: str) -> None:
    with pytest.raises(UnknownNodeError):
        Graph(lecture()).resolve(text)


def test_prefixes_hold_everything_under_them() -> None:
    a, b = Value(1.0, "w", "n/layer0/neuron0"), Value(1.0, "w", "n/layer0/neuron1")
    assert Graph(a + b).prefixes == {
        "n": (0, 1),
        "n/layer0": (0, 1),
        "n/layer0/neuron0": (0,),
        "n/layer0/neuron1": (1,),
    }


def test_structure_ignores_numbers_and_nothing_else() -> None:
    def made(x: float, label: str = "x", group: str = "", swap: bool = False) -> str:
        v, w = Value(x, label, group), Value(x + 1.0, "y")
        return Graph(w - v if swap else v - w).structure

    assert made(1.0) == made(2.0)
    assert len({made(1.0), made(1.0, "z"), made(1.0, "x", "g"), made(1.0, swap=True)}) == 4
    x = Value(1.0)
    assert Graph(x + x).structure != Graph(x + 1.0).structure
    assert Graph(Value(1.0, "a'b")).structure != Graph(Value(1.0, 'a"b')).structure
    assert Graph(Value(1.0, "\ud800")).structure


def test_graphs_that_differ_in_one_edge_alone_have_structures_of_their_own() -> None:
    a, b = Value(2.0, "a"), Value(3.0, "b")
    product = a * b
    graphs = [Graph(product - a), Graph(product - b), Graph(product - product)]
    assert graphs[0].ops == graphs[1].ops
    assert graphs[0].labels == graphs[1].labels
    assert len({graph.structure for graph in graphs}) == 3
    sums = [Graph(sum_of([a, b, source])) for source in (a, b)]
    assert sums[0].structure != sums[1].structure


def test_graphs_that_differ_in_one_op_alone_have_structures_of_their_own() -> None:
    a = Value(2.0, "a")
    made = {Graph(apply(entry, a)).structure for entry in CATALOGUE.values() if entry.arity in (1, None)}
    made |= {Graph(apply(entry, a, a)).structure for entry in CATALOGUE.values() if entry.arity == 2}
    assert len(made) == len(CATALOGUE)


def test_no_label_can_look_like_the_end_of_another() -> None:
    assert Graph(Value(1.0, "a''b")).structure != Graph(Value(1.0, "a", "b''")).structure


def test_a_graph_keeps_the_labels_it_was_read_with() -> None:
    L = lecture()
    graph = Graph(L)
    before = graph.structure
    L.label = "loss"
    assert graph.labels[-1] == "L"
    assert graph.structure == before


def test_what_a_loop_calls_by_one_name_is_numbered() -> None:
    s = Value(0.0, label="s")
    for x in (1.0, 2.0, 3.0):
        s = s + x
        s.label = "s"
    out = s * 2
    out.label = "out"
    titles = [title for title in Graph(out).titles if title]
    assert titles == ["s", "s₁", "s₂", "s₃", "out"]


def test_labels_that_differ_are_titles_themselves() -> None:
    a = Value(2.0, label="a")
    b = a * a
    b.label = "b"
    graph = Graph(b)
    assert graph.titles is graph.labels
