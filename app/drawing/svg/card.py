"""The card that is written into a box.

Its children come in a fixed order and carry classes, so that a page finds `#n2 > .data` and `#n2 > .grad`,
puts the next numbers there and swaps the state, without asking for a new picture.
"""

from xml.etree.ElementTree import Element

from app.drawing.layout.geometry import Place
from app.drawing.numbers import LONGEST, is_odd
from app.drawing.quotient.boxes import Box
from app.drawing.scene import STATE_CLASS, Scene
from app.drawing.svg.elements import element, path
from app.drawing.svg.marks import state_mark, warn_mark
from app.drawing.text import BADGE_AT, CHARACTER, NAME_GAP, NOTE_CELL, RIGHT, badge_width, cells, fit

ROW_1, ROW_2 = 26, 48
GAP = 10
SHORTEST_NOTE = 6
"""Cells below which a cut origin would say nothing."""


def draw_card(group: Element, scene: Scene, box: Box, place: Place) -> None:
    """Badge, name and origin; data; state and grad. A group with several exits has counts for numbers."""
    x, y, right = place.x, place.y, place.x + place.width - RIGHT
    reading = scene.reading(box)
    if reading is not None and reading.state == "accumulated":
        element(group, "rect", "behind", x=x + 4, y=y + 4, width=place.width, height=place.height, rx=7)
    _frame(group, place)
    _heading(group, scene, box, place)
    if reading is None:
        _row(group, "values", "count", f"{len(box.members):,}", x, right, y + 41)
        _row(group, "outputs", "count", f"{box.exits:,}", x, right, y + 63)
        return
    _row(group, "data", "data", reading.data, x, right, y + 41)
    element(group, "text", "key", "grad", x=x + RIGHT, y=y + 63)
    if reading.takes_grad:
        state_mark(group, reading.state, reading.passes, x, y)
    element(group, "text", number_class("grad", reading.grad), reading.grad, x=right, y=y + 63.4)
    for text, baseline in ((reading.data, y + 41.4), (reading.grad, y + 63.4)):
        if is_odd(text):
            warn_mark(group, text, right, baseline)


def copy_card(group: Element, scene: Scene, box: Box, place: Place) -> None:
    """Badge and name only. The leaf itself has the numbers, so that no second place can show an old one."""
    for css in ("face", "edgeline"):
        element(group, "rect", css, x=place.x, y=place.y, width=place.width, height=place.height, rx=7)
    at = _badge(group, scene.badge(box), place)
    room = int((place.x + place.width - RIGHT - at) / CHARACTER)
    element(group, "text", "name", fit(scene.name(box.members[0]), room), x=at, y=place.y + 18)


def op_card(group: Element, box: Box, place: Place) -> None:
    """The round op of the classic look."""
    x, y = place.x + place.width / 2, place.y + place.height / 2
    element(group, "ellipse", "face edgeline", cx=x, cy=y, rx=place.width / 2, ry=place.height / 2)
    element(group, "text", "op mid", box.symbol, x=x, y=y + 5)


def card_classes(scene: Scene, box: Box) -> str:
    """The state of the card's grad as a class; nothing for what shows no grad."""
    reading = None if box.kind in {"copy", "op"} else scene.reading(box)
    return "" if reading is None else STATE_CLASS[reading.state]


def number_class(kind: str, text: str) -> str:
    """`long` is set in a smaller size, so that it stays clear of the mark."""
    return f"{kind} long" if len(text) > LONGEST else kind


def _frame(group: Element, place: Place) -> None:
    x, y, width, height = place.x, place.y, place.width, place.height
    element(group, "rect", "ring", x=x - 4, y=y - 4, width=width + 8, height=height + 8, rx=11)
    element(group, "rect", "face", x=x, y=y, width=width, height=height, rx=7)
    foot = path("M", x, y + ROW_2, "h", width, "v", 15, "a", 7, 7, 0, 0, 1, -7, 7)
    foot += " " + path("h", 14 - width, "a", 7, 7, 0, 0, 1, -7, -7, "z")
    element(group, "path", "gradrow", d=foot)
    rules = path("M", x, y + ROW_1, "h", width, "M", x, y + ROW_2, "h", width)
    element(group, "path", "rule", d=rules)
    element(group, "rect", "edgeline", x=x, y=y, width=width, height=height, rx=7)


def _heading(group: Element, scene: Scene, box: Box, place: Place) -> None:
    at = _badge(group, scene.badge(box), place)
    end = place.x + place.width - RIGHT
    shown = fit(scene.heading(box), int((end - at) / CHARACTER))
    unnamed = scene.is_unnamed(box)
    element(group, "text", "name unnamed" if unnamed else "name", shown, x=at, y=place.y + 18)
    origin = scene.origin(box.members[0]) if box.kind == "value" and box.has_origin else ""
    room = (end - at - cells(shown) * CHARACTER - GAP) / NOTE_CELL
    if origin and room >= min(cells(origin), SHORTEST_NOTE):
        element(group, "text", "note", fit(origin, int(room)), x=end, y=place.y + 17)


def _badge(group: Element, symbol: str, place: Place) -> float:
    """Draws it and says where the name begins."""
    width = badge_width(symbol)
    x = place.x + BADGE_AT
    element(group, "rect", "badge", x=x, y=place.y + 5, width=width, height=17, rx=4)
    element(group, "text", "op", symbol, x=x + width / 2, y=place.y + 17.6)
    return x + width + NAME_GAP


def _row(group: Element, key: str, kind: str, text: str, x: float, right: float, y: float) -> None:
    element(group, "text", "key", key, x=x + RIGHT, y=y)
    element(group, "text", number_class(kind, text), text, x=right, y=y + 0.4)
