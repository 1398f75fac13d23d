"""The whole picture put together from frames that were laid out one by one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.drawing.frames.frame import Frame, Unit
from app.drawing.layout.anatomy import pile_of
from app.drawing.layout.geometry import Place
from app.drawing.layout.nested import Key, Planned
from app.drawing.layout.nesting import Direction, FramePlaced, Size
from app.drawing.layout.worker import Numbers

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shown:
    """A box or an open frame, its id in the picture, and its place."""

    id: str
    unit: Unit
    place: Place


@dataclass(frozen=True, slots=True)
class Curve:
    """A drawn edge, or its part inside a frame: the ids of its ends, how many edges of the graph it is, the
    points of its curve, and its tip; None where it ends at a border from inside, without a head."""

    id: str
    source: str
    target: str
    count: int
    points: Numbers
    tip: Point | None


@dataclass(frozen=True, slots=True)
class Nested:
    """The whole picture: open frames, outer before inner; edges; boxes."""

    direction: Direction
    width: float
    height: float
    clusters: tuple[Shown, ...]
    boxes: tuple[Shown, ...]
    edges: tuple[Curve, ...]


def assemble(planned: Planned, placed: Mapping[Key, FramePlaced]) -> Nested:
    """Everything in its place in the whole picture."""
    whole = placed[planned.key]
    made = _Assembly(placed)
    made.add(planned, "", 0.0, 0.0)
    clusters, boxes, edges = tuple(made.clusters), tuple(made.boxes), tuple(made.edges)
    return Nested(whole.direction, whole.width, whole.height, clusters, boxes, edges)


def box_id(unit: Unit) -> str:
    """The id of a closed box; that of a single value is its node's."""
    node = int(unit.members[-1])
    return f"n{node}" if unit.kind == "value" else f"b{node}"


class _Assembly:
    """A picture as far as it is put together."""

    def __init__(self, placed: Mapping[Key, FramePlaced]) -> None:
        self.clusters: list[Shown] = []
        self.boxes: list[Shown] = []
        self.edges: list[Curve] = []
        self._placed = placed

    def add(self, planned: Planned, border: str, x: float, y: float) -> None:
        """What is in the frame whose top left corner is at (x, y); border: the id of its own cluster."""
        frame, layout = planned.frame, self._placed[planned.key]
        inner = iter(planned.inner)
        ids: list[str] = []
        tips: list[Point] = []
        nested: list[tuple[Planned, str, float, float]] = []
        for unit, size, centre in zip(frame.units, planned.sizes, layout.centres, strict=True):
            if size is None:
                within = next(inner)
                found = self._placed[within.key]
                place = _around((x + centre[0], y + centre[1]), (found.width, found.height))
                ids.append(f"c{len(self.clusters)}")
                self.clusters.append(Shown(ids[-1], unit, place))
                nested.append((within, ids[-1], place.x, place.y))
                port = found.port_in
                tips.append(
                    (place.x + port[0], place.y + port[1]) if port else _way_in(place, layout.direction)
                )
            else:
                place = _around((x + centre[0], y + centre[1]), size)
                tips.append(_way_in(place, layout.direction))
                pile = pile_of(unit)
                place = replace(place, width=place.width - pile, height=place.height - pile)
                ids.append(box_id(unit))
                self.boxes.append(Shown(ids[-1], unit, place))
        self._add_edges(frame, layout, border, ids, tips, (x, y))
        for each in nested:
            self.add(*each)

    def _add_edges(
        self, frame: Frame, layout: FramePlaced, border: str, ids: list[str], tips: list[Point], at: Point
    ) -> None:
        curves = iter(layout.curves)

        def points() -> Numbers:
            return tuple(number + at[k % 2] for k, number in enumerate(next(curves)))

        for join in frame.joins:
            target, slot = join.first
            ends = ids[join.source], ids[join.target]
            self.edges.append(Curve(f"e{target}-{slot}", *ends, join.count, points(), tips[join.target]))
        for k in frame.reads:
            self.edges.append(Curve(f"{border}-in-{k}", border, ids[k], 1, points(), tips[k]))
        for k in frame.leaves:
            self.edges.append(Curve(f"{border}-out-{k}", ids[k], border, 1, points(), None))


def _around(centre: Point, size: Size) -> Place:
    return Place(centre[0] - size[0] / 2, centre[1] - size[1] / 2, *size)


def _way_in(place: Place, direction: Direction) -> Point:
    if direction == "LR":
        return place.x, place.y + place.height / 2
    return place.x + place.width / 2, place.y
