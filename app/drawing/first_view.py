"""What is shown first: everything that is readable in the place that there is.

Every value if they fit at 60 % or more, left to right and else top to bottom; else the program's outermost
calls, opened one by one, the largest first, while they fit: of copies one, beside the stack of the others.
What surely does not fit shows in an estimate: a handful of pictures at most is really laid out.
"""

from app.drawing.layout.geometry import POINTS, attributes, sizer
from app.drawing.layout.nesting import Size
from app.drawing.layout.ranked import ranked_size
from app.drawing.quotient.view import View

LEAST_SCALE = 0.6
MOST_BOXES = 60
TRIED = 8
"""Boxes that are tried to be opened, one by one."""
MARGINS = 40
"""Px around a picture, both sides together."""


def scale(size: Size, fit: tuple[int, int]) -> float:
    """At which scale a picture of this size fits."""
    return min(fit[0] / (size[0] + MARGINS), fit[1] / (size[1] + MARGINS))


def is_readable(size: Size, fit: tuple[int, int]) -> bool:
    """Whether a picture of this size fits at 60 % or more."""
    return scale(size, fit) >= LEAST_SCALE


def may_fit(view: View, fit: tuple[int, int]) -> bool:
    """Whether a view of values may be readable, as far as its ranks tell."""
    size = sizer(view)
    sizes = [(size(box).width, size(box).height) for box in view.boxes]
    apart = attributes(view)["graph"]
    nodesep, ranksep = (float(apart[name]) * POINTS for name in ("nodesep", "ranksep"))
    edges = [(link.source, link.target) for link in view.links]
    return is_readable(ranked_size(sizes, edges, view.direction, nodesep, ranksep), fit)


def could_fit(nodes: int, fit: tuple[int, int]) -> bool:
    """Whether so many cards may be readable side by side, with nothing between them."""
    return nodes * 136 * 70 * LEAST_SCALE**2 <= fit[0] * fit[1]
