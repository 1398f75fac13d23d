"""Sizes in px, which are Graphviz's points: the card of each kind of box and the room around it.

Boxes are fixed in size, so that a layout depends on no font and a number can be replaced without moving
anything.
"""

from collections.abc import Callable
from dataclasses import dataclass

from app.drawing.quotient.boxes import Box
from app.drawing.quotient.view import View
from app.drawing.text import cells

POINTS = 72.0
"""Points to the inch, Graphviz's unit of length."""
NARROW, WIDEST, STEP = 136, 264, 16
"""Least and greatest width of a card, and by what it grows with the longest name."""
SMALL = 48
"""Least width of a copy."""
ROUND = 30
"""Height of an op of its own, and its width where a sign names it."""
FLAT, FLAT_NAME, FLAT_WIDEST = 232, 16, 408
"""The flat card of the classic look: least width, room for a name in that, greatest width."""
MANY_BOXES = 40
"""More boxes than this are set closer together: there is no room for a label on each edge."""
CROWD = 150
"""More boxes than this need wider gaps between ranks, so that many edges side by side can be told apart."""
MESH = 4
"""With more links to a box than this, as between two full layers, curves would run together into one band.
Lines are straight instead, gaps wide, and the given order is kept because no other has fewer crossings."""
LONG = 1_000
"""A picture that costs more than this gets a bound on the search for short edges, which else takes 100 times
as long where one value is used everywhere and looks no better."""
TRUNK = "4"
"""Weight of edges between computed values where there is much beside them: what leads to the output runs
straight, with leaves and copies beside it."""


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in px."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a box: its top left corner and its size in px, y downwards."""

    x: float
    y: float
    width: float
    height: float

    @classmethod
    def around(cls, centre: tuple[float, float], size: Size) -> "Place":
        """The place of a box of this size about a centre."""
        return cls(centre[0] - size.width / 2, centre[1] - size.height / 2, size.width, size.height)


def sizer(view: View) -> Callable[[Box], Size]:
    """The size of each box of this view: all cards are equal, all copies are, an op is as wide as its
    name."""
    if view.look == "classic":
        card = Size(min(FLAT + _steps(view.heading - FLAT_NAME), FLAT_WIDEST), 32)
    else:
        card = card_size(view.heading)
    copy = Size(min(SMALL + _steps(view.copy_heading - SMALL), WIDEST), 26)

    def size(box: Box) -> Size:
        if box.kind == "op":
            return Size(max(ROUND, 14 + 8 * cells(box.symbol)), ROUND)
        return copy if box.kind == "copy" else card

    return size


def card_size(heading: float) -> Size:
    """The size of a card whose longest name needs so many px."""
    return Size(min(NARROW + _steps(heading - NARROW), WIDEST), 70)


def _steps(missing: float) -> float:
    return STEP * max(0, -int(-missing // STEP))


def attributes(view: View) -> dict[str, dict[str, str]]:
    """Graphviz's attributes for graph, node and edge: all ours, none from a client."""
    boxes = len(view.boxes)
    across = view.direction == "LR"
    if view.look == "classic":
        nodesep, ranksep = "0.34", "0.28"
    else:
        nodesep = "0.5" if across and boxes <= MANY_BOXES else "0.3"
        ranksep = "1.08" if across else "0.84"
    mesh = len(view.links) > MESH * boxes
    if mesh:
        ranksep = "2.5"
    elif boxes > CROWD:
        ranksep = "1"
    elif boxes > MANY_BOXES and view.look == "merged":
        ranksep = "0.5"
    card = sizer(view)(next(box for box in view.boxes if box.kind in {"value", "group"}))
    bounded = {"nslimit": "1", "nslimit1": "1"} if view.cost > LONG else {}
    graph = {
        "rankdir": view.direction,
        "nodesep": nodesep,
        "ranksep": ranksep,
        "pad": "0",
        "margin": "0",
        "bgcolor": "transparent",
        "splines": "line" if mesh else "spline",
        "outputorder": "edgesfirst",
        **bounded,
        **({"mclimit": "0.1"} if mesh else {}),
    }
    return {
        "graph": graph,
        "node": {
            "shape": "box",
            "fixedsize": "true",
            "width": inches(card.width),
            "height": inches(card.height),
            "margin": "0",
            "fontname": "monospace",
            "fontsize": "9" if view.look == "classic" else "11",
        },
        "edge": {
            "arrowsize": "0.6",
            "penwidth": "1.2",
            "tailport": "e" if across else "s",
            "headport": "w" if across else "n",
        },
    }


def has_trunk(view: View) -> bool:
    """Whether edges between computed values weigh more; in a small plain picture all weigh the same."""
    return len(view.boxes) > MANY_BOXES or any(box.kind == "copy" for box in view.boxes)


def inches(px: float) -> str:
    """A length as DOT has it."""
    return f"{px / POINTS:.4f}"
