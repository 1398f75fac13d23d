"""What fits into one picture, and what to draw instead of what does not."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from app.drawing.choice import ViewChoice
from app.drawing.limits import FallbackView, Limits, PictureTooLarge
from app.drawing.quotient.groups import levels, title
from app.drawing.quotient.view import View, drawn_nodes, make_view
from engine.graph import Graph
from engine.names import node_id

ByDetail = Callable[[], Iterable[FallbackView]]

HOPS = (3, 2, 1)
MOST_GROUPS = 2_000
"""With more groups than this on a level, its boxes alone would not fit any picture."""


def fitting_view(graph: Graph, choice: ViewChoice, limits: Limits, by_detail: ByDetail = tuple) -> View:
    """The view, if one picture can hold it. by_detail: the views by structure that would fit.

    Raises PictureTooLarge with the views that would fit; InvalidView and UnknownNodeError as `make_view`
    does.
    """

    def too_large(limit: str, value: int, found: int) -> PictureTooLarge:
        return PictureTooLarge(limit, value, found, tuple(_fallback_views(graph, choice, limits, by_detail)))

    if (drawn := drawn_nodes(graph, choice)) > limits.nodes:
        raise too_large("drawn_nodes", limits.nodes, drawn)
    view = make_view(graph, choice)
    if view.cost > limits.cost:
        raise too_large("edge_span", limits.cost, view.cost)
    return view


def _fallback_views(
    graph: Graph, choice: ViewChoice, limits: Limits, by_detail: ByDetail
) -> Iterator[FallbackView]:
    """Those by structure, coarsest first; every level of groups drawn as boxes, finest first; then the widest
    neighbourhood that fits, of the centre that was asked for or of the output."""
    yield from by_detail()
    for level in levels(graph.groups):
        if len(level) <= MOST_GROUPS:
            wanted = replace(choice, collapsed=level, folded=False, around=None)
            yield from _fitting(graph, title(level).capitalize(), wanted, limits)
    centre, where = (choice.around[0], "value") if choice.around else (node_id(graph.output), "output")
    for hops in HOPS:
        words = f"Around the {where}, {hops} {'hop' if hops == 1 else 'hops'}"
        wanted = replace(choice, collapsed=(), folded=False, around=(centre, hops))
        if found := list(_fitting(graph, words, wanted, limits)):
            yield from found
            return


def _fitting(graph: Graph, words: str, choice: ViewChoice, limits: Limits) -> Iterator[FallbackView]:
    drawn = drawn_nodes(graph, choice)
    if drawn <= limits.nodes and make_view(graph, choice).cost <= limits.cost:
        yield FallbackView(words, choice, drawn)
