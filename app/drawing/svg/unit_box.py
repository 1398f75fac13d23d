"""A closed box of a frame: mark, heading, count, strips or maps of data and grad, and the matrices docked in
it.

Its children come in a fixed order and carry classes, as a card's do: a page repaints the cells in each `heat`
from other numbers without asking for a picture.
"""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from app.drawing.frames.frame import Unit
from app.drawing.heat import WORDS, Bed, heat_map, is_map, strip
from app.drawing.layout.anatomy import (
    EDGE,
    MARK,
    NAME_CELL,
    NOTE_CELL,
    PILE,
    SPACE,
    Anatomy,
    Pair,
    anatomy,
    name_at,
)
from app.drawing.layout.geometry import Place
from app.drawing.scene import STATE_CLASS, Scene
from app.drawing.svg.elements import element, encoded, path
from app.drawing.svg.glyphs import glyph
from app.drawing.svg.id_ranges import id_ranges
from app.drawing.svg.marks import warn_sign
from app.drawing.svg.scales import Scales, is_parameter_map
from app.drawing.text import cells, clean, fit, times

BASELINE = 15.5
KEY_CELL = 5.6
"""Px of a character of what a box reads, on the average."""
SIGN = 12.0
"""Width of the sign of a number that is not finite."""


def draw_unit(
    group: Element, scene: Scene, unit: Unit, place: Place, scales: Scales, *, odd: bool, inline: bool
) -> None:
    """Everything in the box. odd: whether something in it is not finite."""
    found = anatomy(unit)
    x, y, width, height = place.x, place.y, place.width, place.height
    for out in reversed(PILE[: max(len(unit.copies) - 1, 0)]):
        element(group, "rect", "pile", x=x + out, y=y + out, width=width, height=height, rx=6)
    element(group, "rect", "ring", x=x - 4, y=y - 4, width=width + 8, height=height + 8, rx=9)
    element(group, "rect", "face", x=x, y=y, width=width, height=height, rx=6)
    _header(group, unit, place, odd)
    _heats(group, scene, unit, found, place, scales, inline)
    element(group, "rect", "edgeline", x=x, y=y, width=width, height=height, rx=6)


def draw_mark(group: Element, mark: int | None, x: float, y: float) -> None:
    """The mark of a function about a point."""
    found = None if mark is None else glyph(mark)
    if found is None:
        return
    shape, outlined = found
    css = "mark outlined" if outlined else "mark"
    element(group, "path", css, d=shape, transform=f"translate({x:g} {y:g})")


def draw_opener(group: Element, css: str, x: float, y: float, closed: bool) -> None:
    """The small square with a plus, or with a minus, that opens or closes."""
    made = element(group, "g", css)
    element(made, "rect", "", x=x, y=y, width=13, height=13, rx=3)
    middle = path("M", x + 3.5, y + 6.5, "h", 6)
    element(made, "path", "", d=middle + (" " + path("M", x + 6.5, y + 3.5, "v", 6) if closed else ""))


def _header(group: Element, unit: Unit, place: Place, odd: bool) -> None:
    x, y = place.x, place.y
    if unit.opens:
        draw_opener(group, "opener", x + 6.5, y + 4.5, closed=True)
    at = x + name_at(unit)
    draw_mark(group, unit.mark, at - MARK + 5, y + 11.5)
    count = f"{len(unit.members):,}"
    end = x + place.width - EDGE - len(count) * NOTE_CELL - SPACE
    if odd:
        end -= SIGN
        warn_sign(group, end + SIGN / 2, y + 7)
    copies = times(len(unit.copies) or 1)
    spare = end - at - (SPACE + len(copies) * NOTE_CELL if copies else 0)
    name = fit(clean(unit.name), int(spare / NAME_CELL))
    element(group, "text", "name", name, x=at, y=y + BASELINE)
    at += cells(name) * NAME_CELL
    for css, text in (("times", copies), ("note", clean(unit.note))):
        if text and (shown := fit(text, int((end - at - SPACE) / NOTE_CELL))) and len(shown) > 1:
            element(group, "text", css, shown, x=at + SPACE, y=y + BASELINE)
            at += SPACE + cells(shown) * NOTE_CELL
    element(group, "text", "count", count, x=x + place.width - EDGE, y=y + BASELINE)


def _heats(
    group: Element, scene: Scene, unit: Unit, found: Anatomy, place: Place, scales: Scales, inline: bool
) -> None:
    if found.own is not None:
        draw_pair(group, scene, unit.cells, unit.shape, _moved(found.own, place), scales, inline)
    for dock, pair in zip(unit.docks, found.docks, strict=False):
        made = element(group, "g", f"dock {STATE_CLASS[state_of(scene, dock.nodes)]}")
        made.set("data-name", clean(dock.name))
        made.set("data-path", encoded(dock.path))
        made.set("data-cells", id_ranges(dock.nodes))
        made.set("data-shape", " ".join(map(str, dock.shape)))
        draw_pair(made, scene, dock.nodes, dock.shape, _moved(pair, place), scales, inline, matrix=True)
    if found.reads is not None:
        words = reads([clean(dock.name) for dock in unit.docks], place.width - 2 * EDGE)
        element(group, "text", "key", words, x=place.x + EDGE, y=place.y + found.reads)


def reads(names: Sequence[str], room: float) -> str:
    """Which lists a box reads, as many as there is room for: `reads wq, wk and 7 more`."""
    shown = 0
    for more in range(1, len(names) + 1):
        if cells(_reading(names, more)) * KEY_CELL > room:
            break
        shown = more
    return _reading(names, shown)


def _reading(names: Sequence[str], shown: int) -> str:
    left = len(names) - shown
    if shown == 0:
        return f"reads {len(names)} lists"
    return f"reads {', '.join(names[:shown])}" + (f" and {left} more" if left else "")


def draw_pair(
    group: Element,
    scene: Scene,
    nodes: Sequence[int],
    shape: Sequence[int],
    pair: Pair,
    scales: Scales,
    inline: bool,
    matrix: bool = False,
) -> None:
    """Data and grad of one list; of plain numbers, which take no grad, only the data."""
    matrix = matrix or is_parameter_map(scene, nodes, shape)
    kind = "map" if is_map(shape) else "strip"
    kind += " of-parameters" if matrix else ""
    data = [scene.frame.data[node] for node in nodes]
    _heat(
        group,
        f"heat data {kind}",
        pair.data,
        data,
        shape,
        scales.matrix_data if matrix else scales.data,
        inline,
    )
    if all(scene.graph.is_constant(node) for node in nodes):
        element(group, "text", "key", "no grad", x=pair.grad.x, y=pair.grad.y + 10)
        return
    grad = [scene.frame.grad[node] if scene.state(node) != "none" else 0.0 for node in nodes]
    _heat(
        group,
        f"heat grad {kind}",
        pair.grad,
        grad,
        shape,
        scales.matrix_grad if matrix else scales.grad,
        inline,
    )


def _heat(
    group: Element,
    css: str,
    bed: Bed,
    numbers: Sequence[float],
    shape: Sequence[int],
    scale: float,
    inline: bool,
) -> None:
    made = element(group, "g", css)
    element(made, "rect", "bed", x=bed.x, y=bed.y, width=bed.width, height=bed.height)
    painted = heat_map(bed, numbers, shape, scale) if is_map(shape) else strip(bed, numbers, scale)
    for word in WORDS:
        if inline or word in painted:
            element(made, "path", word, d=painted.get(word, ""))


def state_of(scene: Scene, nodes: Sequence[int]) -> str:
    """The most notable state of the grads of these nodes."""
    states = {scene.state(node) for node in nodes}
    return next((state for state in ("stale", "accumulated", "fresh", "assigned") if state in states), "none")


def _moved(pair: Pair, place: Place) -> Pair:
    return Pair(
        *(Bed(place.x + bed.x, place.y + bed.y, bed.width, bed.height) for bed in (pair.data, pair.grad))
    )
