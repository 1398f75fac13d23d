"""Where everything stands: kept by structure and view, asked for once however many wait for it.

A layout holds numbers only, so it is kept for everybody and filled with each answer's own.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Hashable
from concurrent.futures import Future
from dataclasses import dataclass

from app.drawing.errors import LayoutBusy, LayoutUnavailable
from app.drawing.layout.worker import Numbers, Placed, place
from app.drawing.layout.workers import Workers
from app.drawing.quotient.view import View


@dataclass(frozen=True, slots=True)
class Layout:
    """Size of the picture; the centre of each box and the curve of each link, in the order of the view."""

    width: float
    height: float
    centres: tuple[tuple[float, float], ...]
    curves: tuple[Numbers, ...]


def arrange(view: View, placed: Placed) -> Layout:
    """A worker's answer in the order of the view.

    Raises LayoutUnavailable if something is missing: Graphviz is known to lose an edge now and then.
    """
    width, height, boxes, edges = placed
    try:
        centres = tuple((boxes[box.id][0], boxes[box.id][1]) for box in view.boxes)
        return Layout(width, height, centres, tuple(edges[link.id] for link in view.links))
    except KeyError as error:
        raise LayoutUnavailable("Graphviz left a part of this picture out.") from error


@dataclass(slots=True, eq=False)
class _Flight:
    """A layout on its way, and how many requests wait for it."""

    task: "asyncio.Task[Layout] | None" = None
    future: "Future[Placed] | None" = None
    waiters: int = 0

    @property
    def begun(self) -> bool:
        """Whether a process works on it."""
        return self.future is not None and self.future.running()


class Layouts:
    """Lays out DOT in the workers. To be used from one event loop, which it never blocks.

    `begun` counts the layouts that really went to a worker.
    """

    def __init__(self, workers: Workers, kept: int, waiting: int = 32) -> None:
        self.begun = 0
        self._workers = workers
        self._size = kept
        self._most = workers.count + waiting
        self._kept: OrderedDict[Hashable, tuple[View, Layout]] = OrderedDict()
        self._flights: dict[Hashable, _Flight] = {}

    def find(self, key: Hashable) -> tuple[View, Layout] | None:
        """The kept view and layout of this key."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    async def lay_out(self, key: Hashable, view: View, dot: str) -> Layout:
        """The layout of `dot`; requests for the same key at the same time share one.

        Raises LayoutBusy, LayoutTimeout, LayoutUnavailable.
        """
        if (found := self.find(key)) is not None:
            # It was finished while this request made its plan.
            return found[1]
        flight = self._flights.get(key)
        if flight is None:
            flight = self._flights[key] = self._begin(key, view, dot)
        assert flight.task is not None  # _begin sets it
        flight.waiters += 1
        try:
            return await asyncio.shield(flight.task)
        finally:
            self._leave(key, flight)

    async def probe(self, dot: str) -> Placed:
        """A layout that is neither kept nor counted, to see whether one can be made."""
        return await self._work(_Flight(), dot)

    def _begin(self, key: Hashable, view: View, dot: str) -> _Flight:
        if len(self._flights) >= self._most:
            raise LayoutBusy("Too many pictures wait to be laid out.", hint="Ask again in a moment.")
        self.begun += 1
        flight = _Flight()
        flight.task = asyncio.ensure_future(self._fly(flight, key, view, dot))
        flight.task.add_done_callback(lambda _: self._land(key, flight))
        return flight

    async def _fly(self, flight: _Flight, key: Hashable, view: View, dot: str) -> Layout:
        # Kept before the flight lands, so that at every moment a request finds one or the other.
        layout = arrange(view, await self._work(flight, dot))
        self._keep(key, view, layout)
        return layout

    def _leave(self, key: Hashable, flight: _Flight) -> None:
        """One waits no more. A layout that nobody waits for is not begun; a begun one is finished, because
        killing a process costs more than most layouts."""
        flight.waiters -= 1
        if not flight.waiters and not flight.begun and flight.task is not None:
            # At once, so that nobody can join a flight that is about to be cancelled.
            self._land(key, flight)
            flight.task.cancel()

    def _land(self, key: Hashable, flight: _Flight) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]

    async def _work(self, flight: _Flight, dot: str) -> Placed:
        def scheduled(future: "Future[Placed]") -> None:
            flight.future = future

        return await self._workers.carry_out(place, dot, before=self._most, scheduled=scheduled)

    def _keep(self, key: Hashable, view: View, layout: Layout) -> None:
        self._kept[key] = (view, layout)
        self._kept.move_to_end(key)
        while len(self._kept) > self._size:
            self._kept.popitem(last=False)
