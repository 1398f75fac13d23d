"""Where it can be said how many edges a line is: on the line, clear of boxes, title bars and one another."""

from collections.abc import Iterator

from app.drawing.layout.assembly import Nested, Point
from app.drawing.layout.geometry import Place
from app.drawing.layout.nesting import BAR
from app.drawing.svg.edge import middle_of
from app.drawing.text import times

MOST = 60
"""The most edges in a picture that have counts; more would hide the lines."""
CHARACTER, HEIGHT = 6.1, 12.0
"""Of a count: width of a character, height with some room."""


def count_places(nested: Nested) -> dict[str, Point]:
    """The middle of each count by the id of its edge, as far as there is room."""
    if len(nested.edges) > MOST:
        return {}
    taken = list(_drawn(nested))
    found: dict[str, Point] = {}
    for edge in nested.edges:
        if edge.count > 1:
            at = middle_of(edge.points)
            width = CHARACTER * (len(times(edge.count)) + 1)
            place = Place(at[0] - width / 2, at[1] - HEIGHT / 2, width, HEIGHT)
            if not any(_overlap(place, other) for other in taken):
                taken.append(place)
                found[edge.id] = at
    return found


def _drawn(nested: Nested) -> Iterator[Place]:
    for shown in nested.boxes:
        yield shown.place
    for shown in nested.clusters:
        yield Place(shown.place.x, shown.place.y, shown.place.width, BAR)


def _overlap(one: Place, other: Place) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )
