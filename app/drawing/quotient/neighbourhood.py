"""Which nodes of a graph are on screen."""

from collections.abc import Container, Iterable, Sequence

from engine.graph import Graph


def visible_nodes(graph: Graph, around: tuple[str, int] | None) -> Sequence[int]:
    """Every node, or those within so many edges of a centre, edges walked either way. Raises
    UnknownNodeError."""
    if around is None:
        return range(len(graph))
    text, hops = around
    found = {graph.resolve(text)}
    rim = found
    for _ in range(hops):
        rim = {near for node in rim for near in _neighbours(graph, node)} - found
        if not rim:
            break
        found |= rim
    return sorted(found)


def is_cut(graph: Graph, nodes: Iterable[int], visible: Container[int]) -> bool:
    """Whether a neighbour of one of these nodes is not on screen."""
    return any(near not in visible for node in nodes for near in _neighbours(graph, node))


def _neighbours(graph: Graph, node: int) -> tuple[int, ...]:
    return (*graph.inputs[node], *(target for target, _ in graph.uses[node]))
