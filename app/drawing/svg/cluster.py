"""An open frame: its border, and a title bar with what closes it, mark, name, note and count."""

from xml.etree.ElementTree import Element

from app.drawing.frames.frame import Frame, Unit
from app.drawing.layout.anatomy import EDGE, MARK, NAME_CELL, NOTE_CELL, OPENER, SPACE, count_text
from app.drawing.layout.geometry import Place
from app.drawing.layout.nesting import BAR
from app.drawing.svg.elements import element, path
from app.drawing.svg.marks import warn_sign
from app.drawing.svg.unit_box import SIGN, draw_mark, draw_opener
from app.drawing.text import cells, clean, fit

ROUND = 7


def draw_cluster(group: Element, unit: Unit, frame: Frame, place: Place, odd: bool) -> None:
    """Everything of an open frame but what is in it. odd: whether something in it is not finite."""
    x, y, width, height = place.x, place.y, place.width, place.height
    element(group, "rect", "frame", x=x, y=y, width=width, height=height, rx=ROUND)
    bar = path(
        "M", x, y + BAR, "V", y + ROUND, "a", ROUND, ROUND, 0, 0, 1, ROUND, -ROUND, "h", width - 2 * ROUND
    )
    bar += " " + path("a", ROUND, ROUND, 0, 0, 1, ROUND, ROUND, "v", BAR - ROUND, "z")
    element(group, "path", "bar", d=bar)
    draw_opener(group, "shut", x + 6.5, y + 6, closed=False)
    at = x + EDGE + OPENER - 2 + (MARK if unit.mark is not None else 0)
    draw_mark(group, unit.mark, at - MARK + 5, y + 12.5)
    count = count_text(frame.count)
    end = x + width - EDGE - len(count) * NOTE_CELL - SPACE
    if odd:
        end -= SIGN
        warn_sign(group, end + SIGN / 2, y + 8.4)
    name = fit(clean(frame.title), int((end - at) / NAME_CELL))
    element(group, "text", "title", name, x=at, y=y + 17)
    at += cells(name) * NAME_CELL
    note = fit(clean(frame.note), int((end - at - SPACE) / NOTE_CELL))
    if len(note) > 1:
        element(group, "text", "note", note, x=at + SPACE, y=y + 17)
    element(group, "text", "count", count, x=x + width - EDGE, y=y + 17)
