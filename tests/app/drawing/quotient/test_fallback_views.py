"""What is too large is refused before any layout, with views that would fit."""

import pytest

from app.drawing.choice import ViewChoice
from app.drawing.limits import Limits, PictureTooLarge
from app.drawing.quotient.fallback_views import fitting_view
from engine.graph import Graph
from engine.value import Value, total
from tests.app.drawing.graphs import ladder, lecture, network


def refused(graph: Graph, choice: ViewChoice | None = None, limits: Limits | None = None) -> PictureTooLarge:
    with pytest.raises(PictureTooLarge) as caught:
        fitting_view(graph, choice or ViewChoice(), limits or Limits())
    return caught.value


def test_the_lectures_network_with_its_loss_fits_in_full() -> None:
    graph = network()
    assert fitting_view(graph, ViewChoice(), Limits()).drawn == len(graph)
    assert fitting_view(graph, ViewChoice(look="classic"), Limits()).drawn == len(graph)


def test_too_many_nodes_are_refused_with_views_by_neuron_by_layer_and_around() -> None:
    graph = network((16, 16, 1), rows=1, inputs=2)
    error = refused(graph)
    assert (error.limit, error.value, error.found) == ("drawn_nodes", 500, len(graph))
    assert str(error) == f"{len(graph)} values are too many for one picture. The limit is 500."
    titles = [offer.title for offer in error.views]
    assert titles == ["By neuron", "By layer", "By network", "Around the output, 3 hops"]
    # 33 neurons or 3 layers, and two inputs, a target, a difference, an exponent, a square and a sum.
    assert [offer.nodes for offer in error.views[:2]] == [33 + 7, 3 + 7]


def test_every_view_that_is_offered_fits() -> None:
    for limits in (Limits(500), Limits(60), Limits(20), Limits(10)):
        error = refused(network((8, 8, 1), rows=3), limits=Limits(limits.nodes, 8_000))
        assert error.views
        for offer in error.views:
            view = fitting_view(network((8, 8, 1), rows=3), offer.choice, limits)
            assert view.drawn == offer.nodes <= limits.nodes


def test_the_offered_views_keep_direction_look_and_theme() -> None:
    choice = ViewChoice(direction="TB", look="classic", theme="dark", inline=True, prefix="p")
    for offer in refused(lecture(), choice, Limits(6)).views:
        given = offer.choice
        assert (given.direction, given.look, given.theme, given.inline, given.prefix) == (
            "TB", "classic", "dark", True, "p",
        )  # fmt: skip


def test_long_edges_are_refused_even_with_few_boxes() -> None:
    error = refused(ladder(200))
    assert (error.limit, error.value) == ("edge_span", 8_000)
    assert error.found > 8_000
    assert "The limit is 8,000." in str(error)


def test_the_neighbourhood_that_was_too_large_is_offered_smaller_around_the_same_value() -> None:
    graph = network()
    error = refused(graph, ViewChoice(around=("n99", 40)), Limits(40))
    assert error.views[-1].choice.around is not None
    assert error.views[-1].choice.around[0] == "n99"


def test_where_nothing_fits_nothing_is_offered() -> None:
    graph = Graph(total([Value(float(i), "x" * (1 + i)) for i in range(700)]))
    error = refused(graph)
    assert error.views == ()
    assert error.hint is not None
    assert "views" not in error.hint
