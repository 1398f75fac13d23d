"""A leaf that is used far away is drawn again, as a small copy beside that use.

One long edge costs a layout more than a hundred boxes: `x + x + … + x` with one drawn x takes Graphviz
minutes, with copies a fraction of a second. It is also easier to read.
"""

from app.drawing.quotient.boxes import Box, Link
from app.drawing.quotient.topology import rank
from engine.graph import Graph
from engine.ops import LEAF

FAR = 2
"""Ranks between the first use of a leaf and a use that gets a copy of its own."""
MANY = 16
"""Boxes that may use one drawn leaf; with more, every use but the first gets a copy."""


def with_copies(graph: Graph, boxes: list[Box], links: list[Link]) -> tuple[list[Box], list[Link]]:
    """Boxes and links with a copy for every far use; its links keep their ids and start at the copy."""
    ranks = rank(len(boxes), [(link.source, link.target) for link in links])
    targets: dict[int, set[int]] = {}
    for link in links:
        if _is_leaf(graph, boxes[link.source]):
            targets.setdefault(link.source, set()).add(link.target)
    far: dict[tuple[int, int], int] = {}
    made: list[Box] = []
    for source in sorted(targets):
        uses = sorted(targets[source], key=lambda target: (ranks[target], target))
        for target in uses[1:]:
            if (
                len(uses) > MANY
                or ranks[target] - ranks[uses[0]] > FAR
                or _other_call(graph, boxes, source, uses[0], target)
            ):
                far[source, target] = len(boxes) + len(made)
                made.append(_copy(boxes[source], boxes[target]))
    moved = [
        Link(link.id, far.get((link.source, link.target), link.source), link.target, link.slot)
        for link in links
    ]
    return boxes + made, moved


def _is_leaf(graph: Graph, box: Box) -> bool:
    return box.kind == "value" and box.node is not None and graph.ops[box.node] is LEAF


def _other_call(graph: Graph, boxes: list[Box], source: int, first: int, target: int) -> bool:
    """Whether a network's parameter is used in another call, which is drawn elsewhere on the same rank."""
    group = graph.groups[boxes[source].members[0]]
    return bool(group) and graph.groups[boxes[first].members[0]] != graph.groups[boxes[target].members[0]]


def _copy(leaf: Box, user: Box) -> Box:
    return Box(f"{leaf.id}-at-{user.id}", "copy", leaf.node, leaf.members)
