"""Boxes and links of a folded view. Loads numpy, which a service that has folded nothing does not need."""

from collections.abc import Iterable

from app.drawing.quotient.boxes import Box, Link
from app.drawing.quotient.clusters import Fold, Part, fold, group_levels
from app.drawing.quotient.groups import Level
from app.drawing.quotient.origins import Origins
from app.drawing.quotient.roles import Roles
from engine.graph import Graph

__all__ = ["Fold", "Roles", "fold", "folded", "group_levels", "pieces"]


def folded(graph: Graph, visible: Iterable[int], collapsed: Level, origins: Origins) -> Fold:
    """The fold of what is visible. Raises InvalidView for a group that the graph does not have."""
    return fold(Roles(graph, visible, origins), collapsed)


def pieces(graph: Graph, made: Fold, visible: Iterable[int]) -> tuple[list[Box], list[Link]]:
    """Every part as a box, every join as a link. A part of one value is that value's own box."""
    seen = set(visible)
    whole = len(seen) == len(graph)
    into: dict[int, set[str]] = {}
    for join in made.joins:
        into.setdefault(join.source, set()).add(made.parts[join.target].path)
    boxes = [
        _box(graph, part, into.get(k, set()), not whole and _is_cut(graph, part, seen))
        for k, part in enumerate(made.parts)
    ]
    links: list[Link] = []
    for join in made.joins:
        target, slot = join.first
        source = made.parts[join.source].members
        if len(source) == 1 and len(made.parts[join.target].members) == 1:
            slots = [k for k, found in enumerate(graph.inputs[target]) if found == source[0]]
            links += [Link(f"e{target}-{k}", join.source, join.target, k) for k in slots]
        else:
            links.append(Link(f"e{target}-{slot}", join.source, join.target, slot, join.count))
    return boxes, links


def _box(graph: Graph, part: Part, into: set[str], cut: bool) -> Box:
    members, outlets = part.members, part.outlets
    if len(members) == 1 and not part.path:
        # What it was made of is drawn by name only where the program gave a name.
        told = all(graph.labels[source] or graph.is_constant(source) for source in graph.inputs[members[0]])
        return Box(f"n{members[0]}", "value", members[0], members, cut=cut, has_origin=told)
    return Box(
        id=f"f{members[-1]}",
        kind="fold",
        node=outlets[0] if len(outlets) == 1 else None,
        members=members,
        group=part.path,
        exits=len(outlets),
        cut=cut,
        outlets=outlets,
        name=part.name or part.path or _called(graph, part, into),
        is_named=bool(part.name),
        times=part.times,
        ops=part.ops,
        circle=part.circle,
    )


def _called(graph: Graph, part: Part, into: set[str]) -> str:
    """What a part without a name is called: what only networks read is their inputs; else its line, or its
    op. Other plain numbers speak for themselves."""
    first = part.ops[-1] if part.ops else part.members[0]
    if not graph.inputs[first] and into and all(into):
        return "inputs"
    if graph.is_constant(first):
        return ""
    return graph.ops[first].name if part.line is None else f"line {part.line}"


def _is_cut(graph: Graph, part: Part, seen: set[int]) -> bool:
    return any(
        other not in seen
        for node in part.members
        for other in (*graph.inputs[node], *(target for target, _ in graph.uses[node]))
    )
