"""Views: which boxes there are, under which ids, joined by which edges."""

import pytest

from app.drawing.choice import ViewChoice
from app.drawing.errors import InvalidView
from app.drawing.quotient.view import View, drawn_nodes, make_view
from engine.errors import UnknownNodeError
from engine.graph import Graph
from engine.value import Value
from tests.app.drawing.graphs import labelled, ladder, lecture, network, repeated


def ids(view: View) -> list[str]:
    return [box.id for box in view.boxes]


def edges(view: View) -> dict[str, tuple[str, str]]:
    return {link.id: (view.boxes[link.source].id, view.boxes[link.target].id) for link in view.links}


def groups_at(graph: Graph, depth: int) -> tuple[str, ...]:
    return tuple(path for path in graph.prefixes if path.count("/") == depth)


def test_the_lecture_is_drawn_box_for_node_and_edge_for_use() -> None:
    view = make_view(lecture(), ViewChoice())
    assert ids(view) == [f"n{i}" for i in range(7)]
    assert edges(view) == {
        "e2-0": ("n0", "n2"),
        "e2-1": ("n1", "n2"),
        "e4-0": ("n2", "n4"),
        "e4-1": ("n3", "n4"),
        "e6-0": ("n4", "n6"),
        "e6-1": ("n5", "n6"),
    }
    assert (view.drawn, view.span, view.cost) == (7, 6, 13)


def test_a_value_used_twice_by_one_op_keeps_two_edges() -> None:
    a = Value(3.0, "a")
    assert edges(make_view(Graph(a * a), ViewChoice())) == {"e1-0": ("n0", "n1"), "e1-1": ("n0", "n1")}


def test_the_classic_look_puts_an_op_before_each_value_that_has_one() -> None:
    view = make_view(lecture(), ViewChoice(look="classic"))
    assert ids(view) == [*(f"n{i}" for i in range(7)), "n2op", "n4op", "n6op"]
    assert edges(view)["e2-0"] == ("n0", "n2op")
    assert edges(view)["e2-out"] == ("n2op", "n2")
    assert [box.symbol for box in view.boxes if box.kind == "op"] == ["×", "+", "×"]


def test_a_leaf_used_far_away_gets_a_copy_beside_each_far_use() -> None:
    graph = repeated(12)
    view = make_view(graph, ViewChoice())
    copies = [box for box in view.boxes if box.kind == "copy"]
    assert "n0-at-n11" in ids(view)
    assert "n0-at-n1" not in ids(view)
    assert edges(view)["e11-1"] == ("n0-at-n11", "n11")
    assert all(box.node == 0 for box in copies)
    assert view.drawn == len(graph) == len(view.boxes) - len(copies)


def test_three_hundred_terms_cost_little_more_than_three_hundred_boxes() -> None:
    view = make_view(repeated(300), ViewChoice())
    assert view.drawn == 300
    assert view.cost < 1500


def test_a_leaf_with_very_many_uses_is_copied_even_where_they_are_near() -> None:
    x = Value(2.0, "x")
    parts = [x * Value(float(i)) for i in range(30)]
    view = make_view(Graph(Value.__add__(parts[0], sum(parts[1:], Value(0.0)))), ViewChoice())
    assert sum(box.kind == "copy" for box in view.boxes) >= 29


def test_a_networks_parameter_is_drawn_beside_each_call_that_uses_it() -> None:
    graph = network()
    view = make_view(graph, ViewChoice())
    weight = graph.ids["n/layer0/neuron0/w0"]
    assert sum(box.members == (weight,) for box in view.boxes) == 4
    assert view.drawn == len(graph) < 500


def test_every_id_is_unique_and_the_order_is_always_the_same() -> None:
    graph = network()
    for look in ("merged", "classic"):
        view = make_view(graph, ViewChoice(look=look))
        everything = ids(view) + [link.id for link in view.links]
        assert len(set(everything)) == len(everything)
        assert view == make_view(network(), ViewChoice(look=look))


def test_a_collapsed_group_is_one_box_that_shows_its_only_exit() -> None:
    graph = network(rows=1)
    view = make_view(graph, ViewChoice(collapsed=groups_at(graph, 2)))
    neurons = [box for box in view.boxes if box.kind == "group"]
    assert [box.group for box in neurons] == [
        f"n[0]/layer{layer}/neuron{k}" for layer, count in enumerate((4, 4, 1)) for k in range(count)
    ]
    # Weights, products, sum and tanh of the first neuron.
    assert len(neurons[0].members) == 3 + 1 + 3 + 1 + 1
    assert [graph.ops[box.node].name for box in neurons if box.node is not None] == ["tanh"] * 9


def test_edges_between_two_boxes_are_drawn_once_where_a_group_is_entered() -> None:
    graph = network(rows=1)
    view = make_view(graph, ViewChoice(collapsed=groups_at(graph, 1)))
    pairs = [(link.source, link.target) for link in view.links if view.boxes[link.target].kind == "group"]
    assert len(pairs) == len(set(pairs))
    assert len([box for box in view.boxes if box.kind == "group"]) == 3


def test_a_group_with_several_exits_shows_no_numbers_of_one_of_them() -> None:
    graph = network(rows=1)
    layer = next(
        box for box in make_view(graph, ViewChoice(collapsed=("n[0]/layer0",))).boxes if box.kind == "group"
    )
    assert (layer.node, layer.exits) == (None, 4)


def test_parameters_that_several_calls_share_keep_a_box_of_their_own() -> None:
    graph = network(rows=2)
    view = make_view(graph, ViewChoice(collapsed=groups_at(graph, 1)))
    assert "n/layer0" in [box.group for box in view.boxes]


def test_of_nested_groups_the_outermost_counts() -> None:
    graph = network(rows=1)
    choice = ViewChoice(collapsed=("n[0]/layer0/neuron0", "n[0]/layer0", "n[0]"))
    assert [box.group for box in make_view(graph, choice).boxes if box.kind == "group"] == ["n[0]"]


def test_a_path_is_no_group_of_a_longer_name() -> None:
    graph = network(rows=1)
    view = make_view(graph, ViewChoice(collapsed=("n",)))
    assert {box.group for box in view.boxes if box.kind == "group"} == {"n"}


def test_a_group_that_a_path_leaves_and_enters_again_stays_open() -> None:
    inside = Value(1.0, "a", "g") * Value(2.0, "b", "g")
    inside.group = "g"
    outside = inside + Value(1.0, "c")
    back = outside * inside
    back.group = "g"
    view = make_view(Graph(back), ViewChoice(collapsed=("g",)))
    assert [box.kind for box in view.boxes] == ["value"] * len(view.boxes)


def test_around_draws_what_is_within_so_many_edges_and_marks_what_goes_on() -> None:
    view = make_view(lecture(), ViewChoice(around=("d", 1)))
    assert ids(view) == ["n2", "n3", "n4", "n6"]
    assert [box.id for box in view.boxes if box.cut] == ["n2", "n6"]
    assert list(edges(view)) == ["e4-0", "e4-1", "e6-0"]


@pytest.mark.parametrize("hops", [0, 1, 2, 3, 50])
def test_more_hops_never_show_less(hops: int) -> None:
    graph = network()
    near, far = (drawn_nodes(graph, ViewChoice(around=("n9", k))) for k in (hops, hops + 1))
    assert 1 <= near <= far <= len(graph)


def test_an_unknown_group_and_an_unknown_centre_are_named() -> None:
    with pytest.raises(InvalidView) as group:
        make_view(lecture(), ViewChoice(collapsed=("mlp/layer7",)))
    assert group.value.names == ("mlp/layer7",)
    with pytest.raises(UnknownNodeError):
        make_view(lecture(), ViewChoice(around=("n99", 1)))


def test_the_estimate_grows_with_the_length_of_edges_not_only_with_boxes() -> None:
    assert (
        make_view(ladder(100), ViewChoice()).cost > 5_000 > 10 * make_view(repeated(100), ViewChoice()).drawn
    )


def test_names_widen_the_cards_and_constants_do_not() -> None:
    short, long = (make_view(labelled(label), ViewChoice()) for label in ("a", "learning_rate_of_it"))
    assert short.heading < long.heading
    number, longer = (make_view(Graph(Value(1.0, "a") * x), ViewChoice()) for x in (2.0, 1.23456e-107))
    assert number.heading == longer.heading


@pytest.mark.parametrize("prefix", ["1a", "a b", "-x", "x" * 33, "é", "<", 'a"'])
def test_a_prefix_that_cannot_begin_an_id_is_refused(prefix: str) -> None:
    with pytest.raises(InvalidView):
        ViewChoice(prefix=prefix)


def test_negative_hops_are_refused() -> None:
    with pytest.raises(InvalidView):
        ViewChoice(around=("n0", -1))
