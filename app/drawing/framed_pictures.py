"""Pictures by structure: frames, laid out one by one, as SVG or DOT, within the limits of other pictures."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

from app.drawing.choice import Detail, ViewChoice
from app.drawing.first_view import MOST_BOXES, TRIED, is_readable
from app.drawing.frames.frame import Frame, Unit
from app.drawing.frames.index import index_of
from app.drawing.frames.views import counts, frames
from app.drawing.layout.assembly import Nested
from app.drawing.layout.frames_dot import frames_dot
from app.drawing.layout.geometry import card_size
from app.drawing.layout.nested import ASPECT, Cards, Planned, plan
from app.drawing.layout.nested_layouts import NestedLayouts
from app.drawing.layout.nesting import Size
from app.drawing.limits import FallbackView, Limits, PictureTooLarge
from app.drawing.quotient.boxes import Box
from app.drawing.quotient.topology import rank
from app.drawing.quotient.view import heading_of
from app.drawing.scene import Scene
from app.drawing.svg.frames_picture import Opened, draw_frames
from engine.graph import Graph
from engine.names import node_id
from engine.outline import Outline

DETAILS: tuple[Detail, ...] = ("program", "calls", "lines")
"""From the coarsest."""
REPAIRS = 3
"""Layouts, at most, that find a first view larger than it was estimated."""


class FramedPictures:
    """Draws frames. To be used from one event loop, which it never blocks."""

    def __init__(self, layouts: NestedLayouts, limits: Limits) -> None:
        self.layouts = layouts
        self._limits = limits

    async def draw(self, scene: Scene, choice: ViewChoice, outline: Outline) -> str:
        """The finished SVG. Raises PictureTooLarge, LayoutBusy, LayoutTimeout, LayoutUnavailable."""
        planned = await asyncio.to_thread(self.plan, scene.graph, choice, outline)
        nested = await self.layouts.lay_out(planned)
        lines = index_of(scene.graph, outline).lines
        return await asyncio.to_thread(draw_frames, nested, opened(nested, choice), scene, choice, lines)

    async def first(self, graph: Graph, choice: ViewChoice, outline: Outline) -> ViewChoice:
        """The outermost calls, and what of them is opened while everything is readable: as a choice.

        What was estimated too small is closed again, the last opened first. Raises what `draw` raises.
        """
        assert choice.fit is not None  # a first view is for a place
        found = await asyncio.to_thread(self._opened, graph, choice, outline)
        for _ in range(REPAIRS):
            if not found.open:
                break
            planned = await asyncio.to_thread(self.plan, graph, found, outline)
            nested = await self.layouts.lay_out(planned)
            if is_readable((nested.width, nested.height), choice.fit):
                break
            found = replace(found, open=found.open[:-1])
        else:
            found = replace(found, open=())
        return found

    def _opened(self, graph: Graph, choice: ViewChoice, outline: Outline) -> ViewChoice:
        """As much as an estimate lets open."""
        assert choice.fit is not None
        found = replace(choice, detail="program", folded=False)
        frame = frames(graph, outline, detail=found.detail, open=found.open)
        seen: set[str] = set()
        for _ in range(TRIED):
            unit = next((unit for unit in openable(frame) if not seen & {unit.path, *unit.copies}), None)
            if unit is None:
                break
            seen |= {unit.path, *unit.copies}  # of copies one is opened, and the others stay a stack
            wanted = replace(found, open=(*found.open, unit.path))
            wider = frames(graph, outline, detail=wanted.detail, open=wanted.open)
            if size_of(wider)[0] <= MOST_BOXES and is_readable(
                planned_of(graph, wider, wanted).estimate, choice.fit
            ):
                found, frame = wanted, wider
        return found

    def dot(self, scene: Scene, choice: ViewChoice, outline: Outline) -> str:
        """The frames as DOT. Raises PictureTooLarge."""
        planned = self.plan(scene.graph, choice, outline)
        return frames_dot(scene, planned.frame, planned.direction)

    def plan(self, graph: Graph, choice: ViewChoice, outline: Outline) -> Planned:
        """What is to be laid out. Raises PictureTooLarge."""
        return planned_of(graph, self.frame(graph, choice, outline), choice)

    def frame(self, graph: Graph, choice: ViewChoice, outline: Outline) -> Frame:
        """The frames of a choice, if one picture can hold them. Raises PictureTooLarge."""
        nodes, most = self._limits.nodes, self._limits.cost
        found = frames(graph, outline, detail=choice.detail, open=choice.open, bound=nodes)
        count, cost = size_of(found)
        if count > nodes:
            views = tuple(self.fallback_views(graph, choice, outline))
            raise PictureTooLarge("drawn_nodes", nodes, count, views, "boxes", exact=False)
        if cost > most:
            raise PictureTooLarge("edge_span", most, cost, tuple(self.fallback_views(graph, choice, outline)))
        return found

    def fallback_views(self, graph: Graph, choice: ViewChoice, outline: Outline) -> Iterator[FallbackView]:
        """The details that fit, coarsest first."""
        found = counts(graph, outline)
        for detail in DETAILS:
            if 1 < found[detail] <= self._limits.nodes:
                wanted = replace(
                    choice, detail=detail, open=(), folded=False, collapsed=(), around=None, fit=None
                )
                yield FallbackView(f"{detail.capitalize()}, {found[detail]:,} boxes", wanted, found[detail])


def planned_of(graph: Graph, frame: Frame, choice: ViewChoice) -> Planned:
    """What is to be laid out of these frames."""
    aspect = ASPECT if choice.fit is None else choice.fit[0] / choice.fit[1]
    return plan(frame, _cards(graph), choice.direction, aspect)


def openable(frame: Frame) -> list[Unit]:
    """The closed calls on screen, the largest first."""
    found: list[Unit] = []
    pending = [frame]
    while pending:
        for unit in pending.pop().units:
            if unit.inner is not None:
                pending.append(unit.inner)
            elif unit.opens and unit.kind == "scope":
                found.append(unit)
    return sorted(found, key=lambda unit: -len(unit.members))


def opened(nested: Nested, choice: ViewChoice) -> Opened:
    """What the picture says of itself."""
    return Opened(choice.detail or "program", tuple(shown.unit.path for shown in nested.clusters))


def size_of(frame: Frame) -> tuple[int, int]:
    """How many boxes there are, and what their layout costs: boxes plus the total rank span of the edges."""
    count = cost = 0
    pending = [frame]
    while pending:
        each = pending.pop()
        closed = sum(unit.inner is None for unit in each.units)
        ranks = rank(len(each.units), [(join.source, join.target) for join in each.joins])
        count += closed
        cost += len(each.units) + sum(ranks[join.target] - ranks[join.source] for join in each.joins)
        pending += [unit.inner for unit in each.units if unit.inner is not None]
    return count, cost


def _cards(graph: Graph) -> Cards:
    def card(frame: Frame) -> Size:
        """Wide enough for the longest name of a single value in the frame."""
        headings = [heading_of(graph, box_of(unit), "merged") for unit in frame.units if unit.kind == "value"]
        size = card_size(max(headings, default=0.0))
        return size.width, size.height

    return card


def box_of(unit: Unit) -> Box:
    """A single value as a box of a view of values."""
    node = int(unit.members[-1])
    return Box(node_id(node), "value", node, (node,))
