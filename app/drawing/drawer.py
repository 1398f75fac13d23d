"""The only entry to this package: a graph, its numbers and a choice in; SVG, DOT, PNG or PDF out."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import replace

from app.drawing.choice import ViewChoice
from app.drawing.layout.dot import layout_dot, readable_dot
from app.drawing.layout.layouts import Layouts
from app.drawing.layout.workers import Workers
from app.drawing.limits import COST, NODES, Limits
from app.drawing.print_page import PrintFormat
from app.drawing.print_queue import PrintQueue
from app.drawing.quotient.fallback_views import fitting_view
from app.drawing.quotient.origins import UNKNOWN, Origins
from app.drawing.quotient.view import View
from app.drawing.scene import Scene
from app.drawing.svg.picture import draw, title
from app.runtime.turns import Turns
from engine.graph import Frame, Graph

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
        turns = Turns(workers, WAITING, "pictures")
        self._layouts = Layouts(self._workers, turns, cache_size)
        self._print_queue = PrintQueue(self._workers, turns)

    @property
    def layouts(self) -> int:
        """How many layouts were begun: what a slider must not move."""
        return self._layouts.begun

    def start(self) -> None:
        """Begins to start the processes and returns at once."""
        self._workers.start()

    def close(self) -> None:
        """Ends all processes."""
        self._workers.close()

    async def draw(
        self,
        graph: Graph,
        frame: Frame,
        states: Sequence[str],
        passes: Sequence[int],
        view: ViewChoice,
        parameters: Collection[int] | None = None,
        origins: Origins = UNKNOWN,
    ) -> str:
        """The finished SVG, with the numbers of `frame` written in.

        states, passes: those of the grads, in id order. parameters: ids of the leaves that descent moves,
        every leaf if None. origins: where the program made the nodes, by which a view folds. Raises a
        DrawingError, or UnknownNodeError for a centre that the graph does not have.
        """
        scene = Scene(graph, frame, states, passes, _chosen(graph, parameters))
        return await self._drawn(scene, view, origins)

    async def print(
        self,
        graph: Graph,
        frame: Frame,
        states: Sequence[str],
        passes: Sequence[int],
        view: ViewChoice,
        parameters: Collection[int] | None = None,
        origins: Origins = UNKNOWN,
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
        scene = Scene(graph, frame, states, passes, _chosen(graph, parameters))
        drawn = await self._drawn(scene, choice, origins)
        return await self._print_queue.print(drawn, title(scene, choice), form, scale)

    async def _drawn(self, scene: Scene, view: ViewChoice, origins: Origins) -> str:
        key = await asyncio.to_thread(_key, scene.graph, view, origins)
        found = self._layouts.find(key)
        if found is None:
            plan, dot = await asyncio.to_thread(self._plan, scene.graph, view, origins)
            found = plan, await self._layouts.lay_out(key, plan, dot)
        return await asyncio.to_thread(draw, *found, scene, view)

    def dot(
        self,
        graph: Graph,
        view: ViewChoice,
        frame: Frame | None = None,
        parameters: Collection[int] | None = None,
        states: Sequence[str] | None = None,
        origins: Origins = UNKNOWN,
    ) -> str:
        """The picture as DOT, within the same limits; with the nodes' own numbers if no frame is given, and
        with every grad if no states are.

        Raises PictureTooLarge, InvalidView, UnknownNodeError.
        """
        plan = fitting_view(graph, view, self._limits, origins)
        known = ("fresh",) * len(graph) if states is None else states
        shown = frame or graph.frame()
        scene = Scene(graph, shown, known, (1,) * len(graph), _chosen(graph, parameters))
        return readable_dot(scene, plan)

    async def ready(self) -> None:
        """Really draws one small graph. Raises a DrawingError."""
        await self._layouts.probe(_PROBE)

    def _plan(self, graph: Graph, choice: ViewChoice, origins: Origins) -> tuple[View, str]:
        view = fitting_view(graph, choice, self._limits, origins)
        return view, layout_dot(graph, view)


def _key(graph: Graph, choice: ViewChoice, origins: Origins) -> tuple[object, ...]:
    # Only what folds depends on where nodes were made, which the structure does not say.
    return (graph.structure, *choice.layout_key, origins.key if choice.folded else None)


def _chosen(graph: Graph, parameters: Collection[int] | None) -> frozenset[int]:
    return frozenset(graph.leaves if parameters is None else parameters)
