"""Graph -> what is drawn: the boxes and the edges between them.

A box is a value, a group or a cluster drawn as one, a small copy of a leaf beside a distant use or, in the
classic look, an op. Numbers play no part: the same structure and choice give the same view, box for box.
"""

from dataclasses import dataclass, replace

from app.drawing.choice import Direction, Look, ViewChoice
from app.drawing.quotient.boxes import Box, Draft, Link
from app.drawing.quotient.collapse import collapse, homes
from app.drawing.quotient.copies import with_copies
from app.drawing.quotient.neighbourhood import visible_nodes
from app.drawing.quotient.topology import rank
from app.drawing.text import CHARACTER, cells, clean, heading_width
from engine.graph import Graph
from engine.names import node_id


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


def drawn_nodes(graph: Graph, choice: ViewChoice) -> int:
    """How many nodes a view that folds nothing would draw, copies not counted; cheaper than the view.

    Raises InvalidView and UnknownNodeError as `make_view` does.
    """
    return len(set(homes(graph, visible_nodes(graph, choice.around), choice.collapsed).values()))


def make_view(graph: Graph, choice: ViewChoice) -> View:
    """The view of a graph.

    Raises InvalidView for a group that the graph does not have, UnknownNodeError for a centre that it does
    not have.
    """
    return finish(graph, choice, draft(graph, choice))


def draft(graph: Graph, choice: ViewChoice) -> Draft:
    """What the view draws. Raises InvalidView and UnknownNodeError as `make_view` does."""
    return collapse(graph, visible_nodes(graph, choice.around), choice.collapsed)


def finish(graph: Graph, choice: ViewChoice, draft: Draft) -> View:
    """The view of what is drawn: with copies, with ops of their own in the classic look, measured."""
    drawn = len(draft.boxes)
    boxes, links = with_copies(graph, draft.boxes, draft.links)
    if choice.look == "classic":
        boxes, links = _with_ops(graph, boxes, links)
    ranks = rank(len(boxes), [(link.source, link.target) for link in links])
    return View(
        direction=choice.direction or "LR",
        look=choice.look,
        boxes=tuple(boxes),
        links=tuple(links),
        heading=max(heading_of(graph, box, choice.look) for box in boxes if box.kind != "copy"),
        copy_heading=max(
            (heading_of(graph, box, choice.look) for box in boxes if box.kind == "copy"), default=0.0
        ),
        drawn=drawn,
        span=sum(ranks[link.target] - ranks[link.source] for link in links),
    )


def _with_ops(graph: Graph, boxes: list[Box], links: list[Link]) -> tuple[list[Box], list[Link]]:
    """The classic look: a box for each op, before the value that it computed."""
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


def heading_of(graph: Graph, box: Box, look: Look) -> float:
    """Px that the box's name needs, with the badge beside it. A constant's number is cut to fit."""
    if box.kind == "op" or graph.is_constant(box.members[0]):
        return 0.0
    name = clean(box.group or graph.titles[box.members[0]]) or node_id(box.members[0])
    if look == "classic" and box.kind != "copy":
        return cells(name) * CHARACTER
    return heading_width("" if box.group else graph.ops[box.members[0]].symbol, name)
