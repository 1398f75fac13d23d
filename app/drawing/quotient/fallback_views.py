"""What fits into one picture, and what to draw instead of what does not."""

from collections.abc import Iterator
from dataclasses import replace

from app.drawing.choice import ViewChoice
from app.drawing.limits import FallbackView, Limits, PictureTooLarge
from app.drawing.quotient.groups import levels, title
from app.drawing.quotient.origins import UNKNOWN, Origins
from app.drawing.quotient.view import View, draft, drawn_nodes, finish, make_view
from engine.graph import Graph
from engine.names import node_id

HOPS = (3, 2, 1)
MOST_GROUPS = 2_000
"""With more groups than this on a level, its boxes alone would not fit any picture."""


def fitting_view(graph: Graph, choice: ViewChoice, limits: Limits, origins: Origins = UNKNOWN) -> View:
    """The view, if one picture can hold it.

    Raises PictureTooLarge with the views that would fit; InvalidView and UnknownNodeError as `make_view`
    does.
    """

    def too_large(limit: str, value: int, found: int) -> PictureTooLarge:
        return PictureTooLarge(limit, value, found, tuple(_fallback_views(graph, choice, limits, origins)))

    if not choice.folded and (drawn := drawn_nodes(graph, choice)) > limits.nodes:
        raise too_large("drawn_nodes", limits.nodes, drawn)
    plan = draft(graph, choice, origins)
    if len(plan.boxes) > limits.nodes:
        raise too_large("drawn_nodes", limits.nodes, len(plan.boxes))
    view = finish(graph, choice, plan)
    if view.cost > limits.cost:
        raise too_large("edge_span", limits.cost, view.cost)
    return view


def _fallback_views(
    graph: Graph, choice: ViewChoice, limits: Limits, origins: Origins
) -> Iterator[FallbackView]:
    """Every level of groups drawn as boxes, finest first; the same folded, where that takes fewer boxes; then
    the widest neighbourhood that fits, of the centre that was asked for or of the output."""
    drawn: dict[str, int] = {}
    for level in levels(graph.groups):
        if len(level) <= MOST_GROUPS:
            wanted = replace(choice, collapsed=level, folded=False, around=None)
            for view in _fitting(graph, title(level).capitalize(), wanted, limits):
                drawn[title(level)] = view.nodes
                yield view
    for view in _folded(graph, choice, limits, origins):
        if view.nodes < drawn.get(view.title.removeprefix("Folded "), limits.nodes + 1):
            yield view
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


def _folded(graph: Graph, choice: ViewChoice, limits: Limits, origins: Origins) -> Iterator[FallbackView]:
    """What is repeated as one box, at every level of groups."""
    from app.drawing.quotient.folded import Roles, group_levels, pieces, quotient  # loads numpy

    nodes = range(len(graph))
    roles = Roles(graph, nodes, origins)
    for level in group_levels(roles) or ((),):
        made = quotient(roles, level)
        wanted = replace(choice, collapsed=level, folded=True, around=None)
        if (
            1 < len(made.clusters) <= limits.nodes
            and finish(graph, wanted, pieces(graph, made, nodes)).cost <= limits.cost
        ):
            yield FallbackView(f"Folded {title(level)}" if level else "Folded", wanted, len(made.clusters))
