"""The flat card of the classic look: name, data and grad side by side, as the lecture draws a value.

Its classes are at the same depth as on the merged card, so that a page patches both in the same way.
"""

from xml.etree.ElementTree import Element

from app.drawing.layout.geometry import Place
from app.drawing.numbers import is_odd
from app.drawing.quotient.boxes import Box
from app.drawing.scene import Scene
from app.drawing.svg.card import number_class
from app.drawing.svg.elements import element, path
from app.drawing.svg.marks import warn_mark
from app.drawing.text import CHARACTER, fit

CELL = 104
"""Px of a cell for one number."""
INSET = 4


def flat_card(group: Element, scene: Scene, box: Box, place: Place) -> None:
    """Name, data and grad; a group with several exits has counts for numbers."""
    x, y, width, height = place.x, place.y, place.width, place.height
    right = x + width
    first, second = right - 2 * CELL, right - CELL
    element(group, "rect", "ring", x=x - 4, y=y - 4, width=width + 8, height=height + 8, rx=7)
    element(group, "rect", "face", x=x, y=y, width=width, height=height, rx=3)
    end = path("M", second, y, "h", CELL - 3, "a", 3, 3, 0, 0, 1, 3, 3, "v", height - 6)
    end += " " + path("a", 3, 3, 0, 0, 1, -3, 3, "h", 3 - CELL, "z")
    element(group, "path", "gradrow", d=end)
    element(group, "path", "rule", d=path("M", first, y, "v", height, "M", second, y, "v", height))
    element(group, "rect", "edgeline", x=x, y=y, width=width, height=height, rx=3)
    shown = fit(scene.heading(box), int((first - x - 2 * INSET) / CHARACTER))
    element(group, "text", "name mid", shown, x=(x + first) / 2, y=y + 20.5)
    reading = scene.reading(box)
    if reading is None:
        rows = [("values", f"{len(box.members):,}"), ("outputs", f"{box.exits:,}")]
    else:
        rows = [("data", reading.data), ("grad", reading.grad)]
    for (key, text), left in zip(rows, (first, second), strict=True):
        element(group, "text", "key", key, x=left + INSET, y=y + 20)
        kind = number_class(key if key in {"data", "grad"} else "count", text)
        element(group, "text", f"{kind} pair", text, x=left + CELL - INSET, y=y + 20.4)
        if is_odd(text):
            warn_mark(group, text, left + CELL - INSET, y + 20.4)
