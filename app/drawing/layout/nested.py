"""A tree of frames with the place of everything in it.

Positions inside a frame do not depend on what is around it: frames alike have the same layout, and opening a
box changes nothing inside its neighbours.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from app.drawing.frames.frame import Frame, Unit
from app.drawing.layout.anatomy import size_of, title_width
from app.drawing.layout.estimate import estimated
from app.drawing.layout.nesting import Direction, FrameJob, Size

ASPECT = 1.35
"""Width to height of the place that a picture fills, where a request does not say."""
BOTH: tuple[Direction, ...] = ("LR", "TB")
MUCH_BETTER = 1.6
"""How many times larger an inner frame has to be drawn to be turned against the one around it."""
Key = bytes
Cards = Callable[[Frame], Size]
"""The size of the card of a single value in a frame."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A frame that is to be laid out: the inner ones in the order of their units; sizes of the boxes, None
    for an inner frame; about how large it will be; a key, equal for frames that are laid out alike."""

    frame: Frame
    inner: "tuple[Planned, ...]"
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
    return Planned(frame, inner, sizes, edges, least, direction, estimate, key)


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
