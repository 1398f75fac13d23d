"""Graph -> what is drawn: which boxes there are and which edges join them.

A box is a value, a group drawn as one, a small copy of a leaf beside a far use or, in the classic look, an op
of its own. Numbers play no part: equal structure and equal choice give the equal view, box for box.
"""

from dataclasses import dataclass, replace

from app.drawing.choice import Direction, Look, ViewChoice
from app.drawing.quotient.boxes import Box, Link, op_symbols
from app.drawing.quotient.collapse import Home, homes, visible_nodes
from app.drawing.quotient.copies import with_copies
from app.drawing.quotient.origins import UNKNOWN, Origins
from app.drawing.quotient.topology import rank
from app.drawing.text import CHARACTER, cells, clean, heading_width, times_width
from engine.graph import Graph


@dataclass(frozen=True, slots=True)
class View:
    """Boxes in reading order, links by target and slot; the px that the widest name of a card and of a copy
    needs; and the two numbers that are limited: drawn nodes (copies and ops not counted) and the total rank
    span of the links."""

    direction: Direction
    look: Look
    boxes: tuple[Box, ...]
    links: tuple[Link, ...]
    heading: float
    copy_heading: float
    drawn: int
    span: int

    @property
    def cost(self) -> int:
        """An estimate of the layout's work: Graphviz puts a hidden node on every rank that an edge
        crosses."""
        return len(self.boxes) + self.span


@dataclass(frozen=True, slots=True)
class Draft:
    """The boxes and links of a view before leaves are copied and anything is ranked."""

    boxes: list[Box]
    links: list[Link]


def drawn_nodes(graph: Graph, choice: ViewChoice) -> int:
    """How many nodes a view that folds nothing would draw, copies not counted; cheaper than the view.

    Raises InvalidView and UnknownNodeError as `make_view` does.
    """
    return len(set(homes(graph, visible_nodes(graph, choice.around), choice.collapsed).values()))


def make_view(graph: Graph, choice: ViewChoice, origins: Origins = UNKNOWN) -> View:
    """The view of a graph.

    Raises InvalidView for a group that the graph does not have, UnknownNodeError for a centre that it does
    not have.
    """
    return finish(graph, choice, draft(graph, choice, origins))


def draft(graph: Graph, choice: ViewChoice, origins: Origins) -> Draft:
    """What the view draws. Raises InvalidView and UnknownNodeError as `make_view` does."""
    visible = visible_nodes(graph, choice.around)
    if choice.folded:
        from app.drawing.quotient.folded import folded, pieces  # loads numpy

        return Draft(*pieces(graph, folded(graph, visible, choice.collapsed, origins), visible))
    home = homes(graph, visible, choice.collapsed)
    boxes = _boxes(graph, home)
    return Draft(boxes, _links(graph, home, boxes))


def finish(graph: Graph, choice: ViewChoice, draft: Draft) -> View:
    """The view of what is drawn: with copies, with ops where they stand apart, measured."""
    drawn = len(draft.boxes)
    boxes, links = with_copies(graph, draft.boxes, draft.links)
    if choice.look == "classic":
        boxes, links = _with_ops(graph, boxes, links)
    ranks = rank(len(boxes), [(link.source, link.target) for link in links])
    return View(
        direction=choice.direction,
        look=choice.look,
        boxes=tuple(boxes),
        links=tuple(links),
        heading=max(_heading(graph, box, choice.look) for box in boxes if box.kind != "copy"),
        copy_heading=max(
            (_heading(graph, box, choice.look) for box in boxes if box.kind == "copy"), default=0.0
        ),
        drawn=drawn,
        span=sum(ranks[link.target] - ranks[link.source] for link in links),
    )


def _boxes(graph: Graph, home: Home) -> list[Box]:
    """One box a value and one a collapsed group, by their last member."""
    members: dict[int | str, list[int]] = {}
    for node, box in home.items():
        members.setdefault(box, []).append(node)
    return [
        _group(graph, home, box, nodes) if isinstance(box, str) else _value(graph, home, box)
        for box, nodes in sorted(members.items(), key=lambda item: item[1][-1])
    ]


def _value(graph: Graph, home: Home, node: int) -> Box:
    return Box(f"n{node}", "value", node, (node,), cut=_is_cut(graph, home, node))


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
        cut=any(_is_cut(graph, home, node) for node in nodes),
    )


def _is_cut(graph: Graph, home: Home, node: int) -> bool:
    near = (*graph.inputs[node], *(target for target, _ in graph.uses[node]))
    return any(other not in home for other in near)


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


def _with_ops(graph: Graph, boxes: list[Box], links: list[Link]) -> tuple[list[Box], list[Link]]:
    """The classic look: what an op computed stands behind a box of the op's own."""
    apart = list(boxes)
    op_place: dict[int, int] = {}
    outlets: list[Link] = []
    for k, box in enumerate(boxes):
        if box.kind == "value" and box.node is not None and graph.inputs[box.node]:
            op_place[k] = len(apart)
            outlets.append(Link(f"e{box.node}-out", len(apart), k, None))
            symbol = graph.ops[box.node].symbol
            apart.append(Box(f"{box.id}op", "op", box.node, box.members, symbol=symbol))
    moved = [replace(link, target=op_place.get(link.target, link.target)) for link in links]
    return apart, outlets + moved


def _heading(graph: Graph, box: Box, look: Look) -> float:
    """Px that the box's name needs, with the badge beside it. A constant's number is cut to fit."""
    if box.kind == "fold":
        symbol = op_symbols(graph, box) or " "
        return times_width(symbol, box.name, box.times, look == "classic")
    if box.kind == "op" or graph.is_constant(box.members[0]):
        return 0.0
    name = clean(box.group or graph.labels[box.members[0]]) or f"n{box.members[0]}"
    if look == "classic" and box.kind != "copy":
        return cells(name) * CHARACTER
    return heading_width("" if box.group else graph.ops[box.members[0]].symbol, name)
