"""The card that is written into a box.

Its children come in a fixed order and carry classes, so that a page finds `#n2 > .data` and `#n2 > .grad`,
puts the next numbers there and swaps the state, without asking for a new picture.
"""

import math
from xml.etree.ElementTree import Element

from app.drawing.layout.geometry import Place
from app.drawing.numbers import LONGEST, NOT_COMPUTED, TO, is_odd
from app.drawing.quotient.boxes import Box
from app.drawing.scene import STATE_CLASS, Scene
from app.drawing.svg.elements import element, path
from app.drawing.svg.marks import state_mark, warn_mark
from app.drawing.text import BADGE_AT, CHARACTER, NAME_GAP, NOTE_CELL, RIGHT, badge_width, cells, fit, times

ROW_1, ROW_2 = 26, 48
GAP = 10
SHORTEST_NOTE = 6
"""Cells below which a cut origin would say nothing."""


def value_card(group: Element, scene: Scene, box: Box, place: Place) -> None:
    """Badge, name and origin; data; state and grad. A group with several exits has counts for numbers."""
    x, y, right = place.x, place.y, place.x + place.width - RIGHT
    node = box.node
    if box.kind == "fold":
        fold_card(group, scene, box, place)
        return
    state = "none" if node is None else scene.state(node)
    if state == "accumulated":
        element(group, "rect", "behind", x=x + 4, y=y + 4, width=place.width, height=place.height, rx=7)
    _frame(group, place)
    _heading(group, scene, box, place)
    if node is None:
        _row(group, "values", "count", f"{len(box.members):,}", x, right, y + 41)
        _row(group, "outputs", "count", f"{box.exits:,}", x, right, y + 63)
        return
    data, grad = scene.data(node), scene.grad(node)
    _row(group, "data", "data", data, x, right, y + 41)
    element(group, "text", "key", "grad", x=x + RIGHT, y=y + 63)
    if not scene.graph.is_constant(node):
        state_mark(group, state, scene.passes[node], x, y)
    element(group, "text", number_class("grad", grad), grad, x=right, y=y + 63.4)
    if not math.isfinite(scene.frame.data[node]):
        warn_mark(group, data, right, y + 41.4)
    if scene.has_grad(node) and not math.isfinite(scene.frame.grad[node]):
        warn_mark(group, grad, right, y + 63.4)


def fold_card(group: Element, scene: Scene, box: Box, place: Place) -> None:
    """The card of what is repeated: how often, and the range of what is used of it."""
    x, y, right = place.x, place.y, place.x + place.width - RIGHT
    state, passes = scene.state_of(box)
    if state == "accumulated":
        element(group, "rect", "behind", x=x + 4, y=y + 4, width=place.width, height=place.height, rx=7)
    for out in (6, 3) if box.times > 1 else ():
        element(group, "path", "pile", d=_pile(place, out))
    _frame(group, place)
    _heading(group, scene, box, place)
    data, grad = scene.range_of(box)
    _row(group, "data", "data", data, x, right, y + 41)
    element(group, "text", "key", "grad", x=x + RIGHT, y=y + 63)
    if grad != NOT_COMPUTED or not scene.graph.is_constant(box.lead):
        state_mark(group, state, passes, x, y)
    element(group, "text", number_class("grad", grad), grad, x=right, y=y + 63.4)
    for text, baseline in ((data, y + 41.4), (grad, y + 63.4)):
        if is_odd(text):
            warn_mark(group, text, right, baseline)


def _pile(place: Place, out: float) -> str:
    """The edge of a card that lies behind, seen below and to the right."""
    right, bottom = place.x + place.width, place.y + place.height
    return path(
        "M", right, place.y + out + 3, "a", 4, 4, 0, 0, 1, out, 4, "V", bottom + out - 7,
        "a", 7, 7, 0, 0, 1, -7, 7, "H", place.x + out + 4, "a", 4, 4, 0, 0, 1, -4, -out,
    )  # fmt: skip


def copy_card(group: Element, scene: Scene, box: Box, place: Place) -> None:
    """Badge and name only: its numbers stand on the leaf itself, so that no second place can show an old
    one."""
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
    if box.kind == "fold":
        return STATE_CLASS[scene.state_of(box)[0]]
    if box.node is None or box.kind in {"copy", "op"}:
        return ""
    return STATE_CLASS[scene.state(box.node)]


def number_class(kind: str, text: str) -> str:
    """`long` is set in a smaller size, so that it stays clear of the mark; so is a range, a little."""
    return f"{kind} range" if TO in text else f"{kind} long" if len(text) > LONGEST else kind


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
    name = scene.heading(box)
    note = times(box.times) if box.kind == "fold" else ""
    shown = fit(name, int((end - at - (cells(note) * NOTE_CELL + NAME_GAP if note else 0)) / CHARACTER))
    unnamed = scene.is_unnamed(box)
    element(group, "text", "name unnamed" if unnamed else "name", shown, x=at, y=place.y + 18)
    if note:
        element(group, "text", "note times", note, x=end, y=place.y + 17.6)
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
