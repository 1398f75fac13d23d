"""Boxes and links of a folded view. Loads numpy, which a service that has folded nothing does not need."""

from collections.abc import Iterable

from app.drawing.quotient.boxes import Box, Draft, Link
from app.drawing.quotient.clusters import Cluster, Quotient, group_levels, quotient
from app.drawing.quotient.neighbourhood import is_cut
from app.drawing.quotient.origins import Origins
from app.drawing.quotient.roles import Roles
from engine.graph import Graph
from engine.names import node_id

__all__ = ["Roles", "fold", "group_levels", "pieces", "quotient"]


def fold(graph: Graph, visible: Iterable[int], collapsed: Iterable[str], origins: Origins) -> Draft:
    """What is visible with every cluster as one box. Raises InvalidView for a group that the graph does not
    have."""
    return pieces(graph, quotient(Roles(graph, visible, origins), collapsed), visible)


def pieces(graph: Graph, made: Quotient, visible: Iterable[int]) -> Draft:
    """Every cluster as a box, every edge as a link. A cluster of one value is that value's own box."""
    seen = set(visible)
    whole = len(seen) == len(graph)
    into: dict[int, set[str]] = {}
    for edge in made.edges:
        into.setdefault(edge.source, set()).add(made.clusters[edge.target].path)
    boxes = [
        _box(graph, cluster, into.get(k, set()), not whole and is_cut(graph, cluster.members, seen))
        for k, cluster in enumerate(made.clusters)
    ]
    links: list[Link] = []
    for edge in made.edges:
        target, slot = edge.first
        source = made.clusters[edge.source].members
        if len(source) == 1 and len(made.clusters[edge.target].members) == 1:
            slots = [k for k, found in enumerate(graph.inputs[target]) if found == source[0]]
            links += [Link(f"e{target}-{k}", edge.source, edge.target, k) for k in slots]
        else:
            links.append(Link(f"e{target}-{slot}", edge.source, edge.target, slot, edge.count))
    return Draft(boxes, links)


def _box(graph: Graph, cluster: Cluster, into: set[str], cut: bool) -> Box:
    members, outlets = cluster.members, cluster.outlets
    if len(members) == 1 and not cluster.path:
        # What it was made of is drawn by name only where the program gave a name.
        named = all(graph.labels[source] or graph.is_constant(source) for source in graph.inputs[members[0]])
        return Box(node_id(members[0]), "value", members[0], members, cut=cut, has_origin=named)
    return Box(
        id=f"f{members[-1]}",
        kind="fold",
        node=outlets[0] if len(outlets) == 1 else None,
        members=members,
        group=cluster.path,
        exits=len(outlets),
        cut=cut,
        outlets=outlets,
        name=cluster.name or cluster.path or _fallback_name(graph, cluster, into),
        is_named=bool(cluster.name),
        times=cluster.times,
        ops=cluster.ops,
        cycle=cluster.cycle,
    )


def _fallback_name(graph: Graph, cluster: Cluster, into: set[str]) -> str:
    """What a cluster without a name is called: what only networks read is their inputs; else its line, or its
    op. Other plain numbers speak for themselves."""
    first = cluster.ops[-1] if cluster.ops else cluster.members[0]
    if not graph.inputs[first] and into and all(into):
        return "inputs"
    if graph.is_constant(first):
        return ""
    return graph.ops[first].name if cluster.line is None else f"line {cluster.line}"
