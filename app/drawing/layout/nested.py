"""A tree of frames with the place of everything in it.

Positions inside a frame do not depend on what is around it: frames alike have the same layout, and opening a
box changes nothing inside its neighbours.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from app.drawing.frames.frame import Frame, Unit
from app.drawing.layout.anatomy import pile_of, size_of, title_width
from app.drawing.layout.estimate import estimated
from app.drawing.layout.geometry import Place
from app.drawing.layout.nesting import Direction, FrameJob, FramePlaced, Size
from app.drawing.layout.worker import Numbers

ASPECT = 1.35
"""Width to height of the place that a picture fills, where a request does not say."""
BOTH: tuple[Direction, ...] = ("LR", "TB")
MUCH_BETTER = 1.6
"""How many times larger an inner frame has to be drawn to be turned against the one around it."""
Point = tuple[float, float]
Key = bytes
Cards = Callable[[Frame], Size]
"""The size of the card of a single value in a frame."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A frame that is to be laid out: the inner ones in the order of their units; sizes of the boxes, None
    for an inner frame; about how large it will be; a key, equal for frames that are laid out alike."""

    frame: Frame
    inner: "tuple[Planned, ...]"
    card: Size
    sizes: tuple[Size | None, ...]
    edges: tuple[tuple[int, int], ...]
    least: float
    direction: Direction
    estimate: Size
    key: Key

    def job(self, index: Mapping[Key, int]) -> FrameJob:
        """What a worker lays out; index: of each inner frame's key in what is laid out before."""
        keys = (each.key for each in self.inner)
        return FrameJob(
            boxes=tuple(index[next(keys)] if size is None else size for size in self.sizes),
            edges=self.edges,
            reads=self.frame.reads,
            leaves=self.frame.leaves,
            least=self.least,
            direction=self.direction,
        )


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


def plan(frame: Frame, card: Cards, pinned: Direction | None = None, aspect: float = ASPECT) -> Planned:
    """What is to be laid out. pinned: the direction of the outermost frame; if None, the one that fills a
    place of this width to height better."""
    found = [_planned(frame, None, card, direction) for direction in ((pinned,) if pinned else BOTH)]
    return max(found, key=lambda one: _fill(one.estimate, aspect))


def _planned(frame: Frame, unit: Unit | None, card: Cards, direction: Direction) -> Planned:
    own_card = card(frame)
    inner = tuple(
        _planned(each.inner, each, card, _direction(each.inner, card, direction))
        for each in frame.units
        if each.inner is not None
    )
    sizes = tuple(None if each.inner is not None else size_of(each, own_card) for each in frame.units)
    edges = tuple((join.source, join.target) for join in frame.joins)
    least = 0.0 if unit is None else title_width(unit, frame)
    around = iter([each.estimate for each in inner])
    known = [next(around) if size is None else size for size in sizes]
    estimate = estimated(frame, known, least, direction)
    alike = (sizes, [each.key for each in inner], edges, frame.reads, frame.leaves, least, direction)
    key = hashlib.blake2b(repr(alike).encode(), digest_size=16).digest()
    return Planned(frame, inner, own_card, sizes, edges, least, direction, estimate, key)


def _direction(frame: Frame, card: Cards, around: Direction) -> Direction:
    """That of the frame around it, unless the other fills a place much better. Open boxes count as if they
    were closed, so that opening one turns nothing."""
    own_card = card(frame)
    sizes = [size_of(each, own_card) for each in frame.units]
    other: Direction = "TB" if around == "LR" else "LR"
    one, two = (_fill(estimated(frame, sizes, 0.0, each), ASPECT) for each in (around, other))
    return other if two > MUCH_BETTER * one else around


def _fill(size: Size, aspect: float) -> float:
    """At which scale it fills a place of this width to height."""
    return min(aspect / max(size[0], 1), 1 / max(size[1], 1))


def in_order(planned: Planned) -> Iterator[Planned]:
    """Every frame, inner ones first."""
    for each in planned.inner:
        yield from in_order(each)
    yield planned


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
