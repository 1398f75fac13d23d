"""What fits into one picture, and what to draw instead of what does not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.drawing.choice import ViewChoice
from app.drawing.errors import PictureTooLarge
from app.drawing.view import View, drawn_nodes, make_view
from engine.graph import Graph

NODES, COST = 500, 8_000
"""The limits to begin with; a host may set others."""
HOPS = (3, 2, 1)
MOST_GROUPS = 2_000
"""With more groups than this on a level, its boxes alone would not fit any picture."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one picture may have: drawn nodes, and boxes plus the total rank span of its edges."""

    nodes: int = NODES
    cost: int = COST


@dataclass(frozen=True, slots=True)
class Offer:
    """A view that fits: what a button says, the choice, and how many nodes it draws."""

    title: str
    choice: ViewChoice
    nodes: int


def fitting_view(graph: Graph, choice: ViewChoice, limits: Limits) -> View:
    """The view, if one picture can hold it.

    Raises PictureTooLarge with the views that would fit; InvalidView and UnknownNodeError as `make_view`
    does.
    """
    drawn = drawn_nodes(graph, choice)
    if drawn > limits.nodes:
        raise PictureTooLarge("drawn_nodes", limits.nodes, drawn, tuple(_offers(graph, choice, limits)))
    view = make_view(graph, choice)
    if view.cost > limits.cost:
        raise PictureTooLarge("edge_span", limits.cost, view.cost, tuple(_offers(graph, choice, limits)))
    return view


def _offers(graph: Graph, choice: ViewChoice, limits: Limits) -> Iterator[Offer]:
    """Every level of groups drawn as boxes, finest first; then the widest neighbourhood that fits, of the
    centre that was asked for or of the output."""
    for title, groups in _levels(graph):
        offer = _fitting(graph, title, replace(choice, collapsed=groups, around=None), limits)
        if offer is not None:
            yield offer
    centre = choice.around[0] if choice.around else f"n{graph.output}"
    for hops in HOPS:
        title = (
            f"Around the {'value' if choice.around else 'output'}, {hops} {'hop' if hops == 1 else 'hops'}"
        )
        offer = _fitting(graph, title, replace(choice, collapsed=(), around=(centre, hops)), limits)
        if offer is not None:
            yield offer
            return


def _fitting(graph: Graph, title: str, choice: ViewChoice, limits: Limits) -> Offer | None:
    drawn = drawn_nodes(graph, choice)
    fits = drawn <= limits.nodes and make_view(graph, choice).cost <= limits.cost
    return Offer(title, choice, drawn) if fits else None


def _levels(graph: Graph) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Group paths by level: those that hold nodes, then their parents, up to the outermost."""
    paths = sorted(set(graph.groups) - {""})
    while paths:
        if len(paths) <= MOST_GROUPS:
            yield _title(paths), tuple(paths)
        parents = sorted({path.rpartition("/")[0] or path for path in paths})
        if parents == paths:
            return
        paths = parents


def _title(paths: list[str]) -> str:
    """`By neuron` where the last parts of the paths are neuron0, neuron1 and so on."""
    kinds = {re.sub(r"\d+$", "", path.rpartition("/")[2]) for path in paths}
    if not any("/" in path for path in paths):
        return "By network"
    return f"By {kinds.pop()}" if len(kinds) == 1 else "By group"
