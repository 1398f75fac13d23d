"""Boxes and links of a view in which chosen groups are one box each, and every other node has its own."""

from collections.abc import Iterable, Sequence

from app.drawing.quotient.boxes import Box, Draft, Link
from app.drawing.quotient.groups import check_groups, outermost
from app.drawing.quotient.neighbourhood import is_cut
from app.drawing.quotient.topology import order
from engine.graph import Graph
from engine.names import node_id
from engine.ops import LEAF

Home = dict[int, int | str]
"""For every visible node its box: the node itself, or the path of the collapsed group that it is in."""


def collapse(graph: Graph, visible: Sequence[int], groups: Iterable[str]) -> Draft:
    """One box a value and one a collapsed group, by their last member; every edge between two of them. Raises
    InvalidView for a group that the graph does not have."""
    home = homes(graph, visible, groups)
    members: dict[int | str, list[int]] = {}
    for node, box in home.items():
        members.setdefault(box, []).append(node)
    boxes = [
        _group(graph, home, box, nodes) if isinstance(box, str) else _value(graph, home, box)
        for box, nodes in sorted(members.items(), key=lambda item: item[1][-1])
    ]
    return Draft(boxes, _links(graph, home, boxes))


def homes(graph: Graph, visible: Sequence[int], groups: Iterable[str]) -> Home:
    """The box of every visible node. Raises InvalidView for a group that the graph does not have.

    Of nested groups the outermost counts. A parameter that only one collapsed group uses goes into its box. A
    group that a path leaves and enters again cannot be one box, because the picture would have a cycle: it
    stays open.
    """
    closed = set(groups)
    check_groups(closed, graph.prefixes)
    while True:
        home = _homes(graph, visible, closed)
        cyclic = _cyclic(graph, home)
        if not cyclic:
            return home
        closed -= cyclic


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


def _cyclic(graph: Graph, home: Home) -> set[str]:
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
    free = set(order(len(number), pairs))
    return {box for box, k in number.items() if k not in free and isinstance(box, str)}


def _value(graph: Graph, home: Home, node: int) -> Box:
    return Box(node_id(node), "value", node, (node,), cut=is_cut(graph, (node,), home))


def _group(graph: Graph, home: Home, path: str, nodes: list[int]) -> Box:
    """A group's id is its last member's position, which no other box of the view can have."""
    exits = [
        node
        for node in nodes
        if node == graph.output or any(home.get(target) != path for target, _ in graph.uses[node])
    ]
    return Box(
        id=f"g{nodes[-1]}",
        kind="group",
        node=exits[0] if len(exits) == 1 else None,
        members=tuple(nodes),
        group=path,
        exits=len(exits),
        cut=is_cut(graph, nodes, home),
    )


def _links(graph: Graph, home: Home, boxes: list[Box]) -> list[Link]:
    """Every edge between two boxes by target and slot; of those from one box into one group, only the
    first."""
    place = {node: k for k, box in enumerate(boxes) for node in box.members}
    links: list[Link] = []
    joined: set[tuple[int, int]] = set()
    for target in sorted(home):
        for slot, source in enumerate(graph.inputs[target]):
            ends = (place.get(source, -1), place[target])
            if ends[0] < 0 or ends[0] == ends[1]:
                continue
            if boxes[ends[1]].kind == "group":
                if ends in joined:
                    continue
                joined.add(ends)
            links.append(Link(f"e{target}-{slot}", *ends, slot))
    return links
