"""Which nodes are on screen, and which of them share a box."""

from collections.abc import Iterable, Sequence

from app.drawing.errors import InvalidView
from app.drawing.quotient.groups import outermost
from app.drawing.quotient.topology import order
from engine.graph import Graph
from engine.ops import LEAF

Home = dict[int, int | str]
"""For every visible node its box: the node itself, or the path of the collapsed group that it is in."""


def visible_nodes(graph: Graph, around: tuple[str, int] | None) -> Sequence[int]:
    """Every node, or those within so many edges of a centre, edges walked either way. Raises
    UnknownNodeError."""
    if around is None:
        return range(len(graph))
    text, hops = around
    found = {graph.resolve(text)}
    rim = found
    for _ in range(hops):
        rim = {near for i in rim for near in (*graph.inputs[i], *(t for t, _ in graph.uses[i]))} - found
        if not rim:
            break
        found |= rim
    return sorted(found)


def homes(graph: Graph, visible: Sequence[int], collapsed: Iterable[str]) -> Home:
    """The box of every visible node. Raises InvalidView for a group that the graph does not have.

    Of nested groups the outermost counts. A parameter that only one collapsed group uses goes into its box. A
    group that a path leaves and enters again cannot be one box, because the picture would have a cycle: it
    stays open.
    """
    closed = set(collapsed)
    unknown = tuple(sorted(closed.difference(graph.prefixes)))
    if unknown:
        raise InvalidView(
            f"The graph has no group `{unknown[0]}`.",
            names=unknown,
            hint="`groups` of the graph document lists every group.",
        )
    while True:
        home = _homes(graph, visible, closed)
        tangled = _tangled(graph, home)
        if not tangled:
            return home
        closed -= tangled


def _homes(graph: Graph, visible: Sequence[int], closed: set[str]) -> Home:
    paths = {group: outermost(group, closed) for group in set(graph.groups)}
    home: Home = {i: paths[graph.groups[i]] or i for i in visible}
    if not closed:
        return home
    for i in visible:
        if graph.ops[i] is LEAF and graph.groups[i]:
            users = {home[target] for target, _ in graph.uses[i] if target in home}
            if len(users) == 1 and isinstance(user := users.pop(), str):
                home[i] = user
    return home


def _tangled(graph: Graph, home: Home) -> set[str]:
    """The collapsed groups on a cycle, or behind one; empty in the usual case."""
    if not any(isinstance(box, str) for box in home.values()):
        return set()
    number = {box: k for k, box in enumerate(dict.fromkeys(home.values()))}
    pairs = {
        (number[home[source]], number[home[target]])
        for target in home
        for source in graph.inputs[target]
        if source in home and home[source] != home[target]
    }
    free = set(order(len(number), sorted(pairs)))
    return {box for box, k in number.items() if k not in free and isinstance(box, str)}
