"""Sizes in px, which are Graphviz's points: the card of each kind of box and the room around it.

Boxes are fixed in size, so that a layout depends on no font and a number can be replaced without moving anything.
"""

from dataclasses import dataclass

from app.drawing.boxes import Kind
from app.drawing.view import View

POINTS = 72.0
"""Points to the inch, Graphviz's unit of length."""
CHARACTER = 8.15
"""Width of a character of a name: 13.5 px bold monospaced."""
NARROW, WIDEST, STEP = 136, 264, 16
"""Least and greatest width of a card, and by what it grows with the longest name."""
NAME_AT = 33
RIGHT = 10
MANY_BOXES = 40
"""More boxes than this are set closer together: there is no room for a pill on each edge."""
CROWD = 150
"""More boxes than this get straight edges and a layout that stops improving early."""


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in px."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a box stands: its top left corner and its size in px, y downwards."""

    x: float
    y: float
    width: float
    height: float

    @classmethod
    def around(cls, centre: tuple[float, float], size: Size) -> "Place":
        """The place of a box of this size about a centre."""
        return cls(centre[0] - size.width / 2, centre[1] - size.height / 2, size.width, size.height)


def sizes(view: View) -> dict[Kind, Size]:
    """The size of each kind of box in this view; all boxes of a kind are equal."""
    need = view.name_cells * CHARACTER
    if view.look == "classic":
        width = min(214.0 + _steps(need - 16), 390.0)
        value = Size(width, 32)
        return {"value": value, "group": value, "copy": Size(copy_width(need), 26), "op": Size(30, 30)}
    value = Size(min(NARROW + _steps(NAME_AT + need + RIGHT - NARROW), WIDEST), 70)
    return {"value": value, "group": value, "copy": Size(copy_width(need), 26), "op": Size(30, 30)}


def copy_width(need: float) -> float:
    """A copy holds a badge and a name."""
    return min(48 + _steps(NAME_AT + need + RIGHT - 48), WIDEST)


def _steps(missing: float) -> float:
    return STEP * max(0, -int(-missing // STEP))


def attributes(view: View) -> dict[str, dict[str, str]]:
    """Graphviz's attributes for graph, node and edge. All are ours; nothing that a client sends is among them."""
    crowded = len(view.boxes) > MANY_BOXES
    across = view.direction == "LR"
    if view.look == "classic":
        nodesep, ranksep = "0.34", "0.28"
    elif across:
        nodesep, ranksep = ("0.3" if crowded else "0.5"), ("0.5" if crowded else "1.08")
    else:
        nodesep, ranksep = "0.3", ("0.5" if crowded else "0.84")
    value = sizes(view)["value"]
    graph = {
        "rankdir": view.direction,
        "nodesep": nodesep,
        "ranksep": ranksep,
        "pad": "0",
        "margin": "0",
        "bgcolor": "transparent",
        "splines": "spline",
        "outputorder": "edgesfirst",
    }
    if len(view.boxes) > CROWD:
        graph |= {"splines": "line", "nslimit": "0.1", "nslimit1": "0.1", "mclimit": "0.1"}
    return {
        "graph": graph,
        "node": {
            "shape": "box",
            "fixedsize": "true",
            "width": inches(value.width),
            "height": inches(value.height),
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


def inches(px: float) -> str:
    """A length as DOT has it."""
    return f"{px / POINTS:.4f}"
