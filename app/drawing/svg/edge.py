"""An edge: a line along Graphviz's curve and a head whose tip touches the box."""

import math
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from app.drawing.choice import Direction
from app.drawing.layout.geometry import Place
from app.drawing.quotient.boxes import Box, Link
from app.drawing.scene import Scene
from app.drawing.svg.elements import element, path, px
from app.drawing.text import times

LENGTH, HALF_WIDTH = 6.0, 2.1
Point = tuple[float, float]


def edge_classes(scene: Scene, link: Link, source: Box, target: Box) -> str:
    """`is-done` where a grad has come through; `from-copy` where the edge begins at a copy."""
    words = ["edge", f"arg{link.slot or 0}"]
    words += ["from-copy"] if source.kind == "copy" else []
    words += ["is-done"] if _reached(scene, source) and _reached(scene, target) else []
    return " ".join(words)


def way_in(place: Place, direction: Direction) -> Point:
    """Where edges enter a box: the middle of its left side, or of its top."""
    if direction == "LR":
        return place.x, place.y + place.height / 2
    return place.x + place.width / 2, place.y


def draw_edge(group: Element, curve: Sequence[float], tip: Point | None) -> None:
    """The line up to the head, and the head; without a tip the line alone."""
    if tip is None:
        element(group, "path", "line", d=path("M", *curve[:2], "C", *curve[2:]))
        return
    end = curve[-2], curve[-1]
    length = math.dist(tip, end) or 1.0
    along = (tip[0] - end[0]) / length, (tip[1] - end[1]) / length
    base = tip[0] - LENGTH * along[0], tip[1] - LENGTH * along[1]
    side = -along[1] * HALF_WIDTH, along[0] * HALF_WIDTH
    corners = (base[0] + side[0], base[1] + side[1]), tip, (base[0] - side[0], base[1] - side[1])
    element(group, "path", "line", d=path("M", *curve[:2], "C", *curve[2:], "L", *base))
    element(group, "polygon", "head", points=" ".join(f"{px(x)},{px(y)}" for x, y in corners))


def middle_of(curve: Sequence[float]) -> Point:
    """The point in the middle of a curve's middle part."""
    middle = 2 + 6 * ((len(curve) - 2) // 12)
    start = curve[middle - 2 : middle]
    one, two, end = (curve[middle + k : middle + k + 2] for k in (0, 2, 4))
    x, y = ((a + 3 * b + 3 * c + d) / 8 for a, b, c, d in zip(start, one, two, end, strict=True))
    return x, y


def draw_count(group: Element, at: Point, count: int) -> None:
    """How many edges the line represents."""
    element(group, "text", "many", times(count), x=at[0], y=at[1] + 3.6)


def _reached(scene: Scene, box: Box) -> bool:
    reading = scene.reading(box)
    return reading is not None and reading.state not in {"none", "stale"}
