"""The only entry to this package: a graph, its numbers and a choice in; SVG, DOT, PNG or PDF out."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from app.drawing.choice import ViewChoice
from app.drawing.errors import InvalidView
from app.drawing.layout.dot import layout_dot, readable_dot
from app.drawing.layout.layouts import Layout, Layouts
from app.drawing.layout.workers import Workers
from app.drawing.limits import COST, NODES, FallbackView, Limits
from app.drawing.print_page import PrintFormat
from app.drawing.print_queue import PrintQueue
from app.drawing.quotient.fallback_views import fitting_view
from app.drawing.quotient.view import View
from app.drawing.scene import Scene
from app.drawing.svg.picture import draw, title
from app.runtime.turns import Turns
from engine.graph import Frame, Graph

if TYPE_CHECKING:
    from app.drawing.first_views import FirstViews
    from app.drawing.framed_pictures import FramedPictures
    from engine.outline import Outline

OutlineOf = Callable[[], "Outline"]
"""Gives the outline of the graph that is drawn."""
WAITING = 32
"""Pictures that wait to be laid out or printed, of all clients together."""
_PROBE = 'digraph { a [label="", id="n0"]; b [label="", id="n1"]; a -> b [id="e1-0"] }'


class Drawer:
    """Draws pictures with worker processes of its own, from `start` to `close`.

    Drawing is asynchronous and belongs to one event loop, which is never blocked: layouts run in processes,
    the rest in threads.
    """

    def __init__(
        self,
        workers: int = 2,
        deadline_seconds: float = 3.0,
        memory_bytes: int = 1 << 30,
        node_limit: int = NODES,
        cost_limit: int = COST,
        cache_size: int = 256,
    ) -> None:
        self._limits = Limits(node_limit, cost_limit)
        self._workers = Workers(workers, deadline_seconds, memory_bytes)
        self._turns = Turns(workers, WAITING, "pictures")
        self._layouts = Layouts(self._workers, self._turns, cache_size)
        self._cache_size = cache_size
        self._print_queue = PrintQueue(self._workers, self._turns)

    @property
    def layouts(self) -> int:
        """How many layouts were begun: what a slider must not move."""
        nested = self.__dict__.get("_framed")
        return self._layouts.begun + (0 if nested is None else nested.layouts.begun)

    @cached_property
    def _framed(self) -> "FramedPictures":
        """What draws by structure. It loads numpy, which a service and a worker without it do not need."""
        from app.drawing.framed_pictures import FramedPictures
        from app.drawing.layout.nested_layouts import NestedLayouts

        return FramedPictures(NestedLayouts(self._workers, self._turns, self._cache_size), self._limits)

    @cached_property
    def _first(self) -> "FirstViews":
        """What chooses a first view, of single values or by structure."""
        from app.drawing.first_views import FirstViews

        return FirstViews(self._view, self._laid_out, self._framed)

    @property
    def waiting(self) -> int:
        """How many pictures wait to be laid out or printed."""
        return self._turns.waiting

    def start(self) -> None:
        """Begins to start the processes and returns at once."""
        self._workers.start()

    def close(self) -> None:
        """Ends all processes."""
        self._workers.close()

    async def draw(self, scene: Scene, view: ViewChoice, outline: OutlineOf | None = None) -> str:
        """The finished SVG, with the scene's numbers written in.

        outline: gives the scopes and lists of the program, by which a view is framed; it is called in a
        thread. Raises a DrawingError, or UnknownNodeError for a centre that the graph does not have.
        """
        if view.is_first and view.inline:
            details = await asyncio.to_thread(_details, scene.graph, outline)
            scene = replace(scene, details=details)
        view = await self.settled(scene.graph, view, outline)
        if view.is_framed:
            known = await asyncio.to_thread(_outline, outline)
            return await self._framed.draw(scene, view, known)
        plan, layout = await self._laid_out(scene.graph, view, outline)
        return await asyncio.to_thread(draw, plan, layout, scene, view)

    async def print(
        self,
        scene: Scene,
        view: ViewChoice,
        outline: OutlineOf | None = None,
        *,
        form: PrintFormat,
        scale: float | None = None,
    ) -> bytes:
        """The picture of `draw` for paper and slides: complete on its own, light unless the view says dark.

        scale: pixels of a PNG to each of the picture's own; by default `print_queue.SCALE`.
        Raises what `draw` raises, and TooManyPixels.
        """
        theme = "light" if view.theme == "auto" else view.theme
        choice = replace(view, inline=False, theme=theme)
        drawn = await self.draw(scene, choice, outline)
        return await self._print_queue.print(drawn, title(scene, choice), form, scale)

    async def settled(self, graph: Graph, view: ViewChoice, outline: OutlineOf | None) -> ViewChoice:
        """The choice with what a first view leaves open: detail, open boxes, direction.

        Raises a DrawingError.
        """
        if not view.is_first:
            return view
        known = await asyncio.to_thread(_outline, outline)
        return await self._first.settled(graph, view, known)

    async def _laid_out(
        self, graph: Graph, view: ViewChoice, outline: OutlineOf | None = None
    ) -> tuple[View, Layout]:
        key = (graph.structure, *view.layout_key)
        found = self._layouts.find(key)
        if found is None:
            plan, dot = await asyncio.to_thread(self._plan, graph, view, outline)
            found = plan, await self._layouts.lay_out(key, plan, dot)
        return found

    def dot(
        self,
        graph: Graph,
        view: ViewChoice,
        frame: Frame | None = None,
        parameters: Collection[int] | None = None,
        states: Sequence[str] | None = None,
        outline: OutlineOf | None = None,
    ) -> str:
        """The picture as DOT, within the same limits; with the nodes' own numbers if no frame is given, and
        with every grad if no states are.

        Raises PictureTooLarge, InvalidView, UnknownNodeError.
        """
        known = ("fresh",) * len(graph) if states is None else states
        shown = frame or graph.frame()
        scene = Scene.of(graph, shown, known, (1,) * len(graph), parameters)
        if view.is_framed:
            return self._framed.dot(scene, view, _outline(outline))
        return readable_dot(scene, self._fitting(graph, view, outline))

    async def ready(self) -> None:
        """Really draws one small graph. Raises a DrawingError."""
        await self._layouts.probe(_PROBE)

    def _plan(self, graph: Graph, choice: ViewChoice, outline: OutlineOf | None) -> tuple[View, str]:
        view = self._fitting(graph, choice, outline)
        return view, layout_dot(graph, view)

    def _view(self, graph: Graph, choice: ViewChoice) -> View:
        return fitting_view(graph, choice, self._limits)

    def _fitting(self, graph: Graph, choice: ViewChoice, outline: OutlineOf | None) -> View:
        def by_detail() -> Iterable[FallbackView]:
            return () if outline is None else self._framed.fallback_views(graph, choice, outline())

        return fitting_view(graph, choice, self._limits, by_detail)


def _outline(outline: OutlineOf | None) -> "Outline":
    if outline is None:
        raise InvalidView("This graph has no scopes to be drawn by.")
    return outline()


def _details(graph: Graph, outline: OutlineOf | None) -> Mapping[str, int]:
    from app.drawing.frames.views import counts  # loads numpy

    return dict(counts(graph, _outline(outline)).items())
