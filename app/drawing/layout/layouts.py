"""Layouts, cached by structure and view; requests for the same one at the same time share the work.

A layout holds positions only, so it is kept for every client and filled with each answer's own numbers.
"""

import asyncio
from collections.abc import Hashable
from concurrent.futures import Future
from dataclasses import dataclass

from cachetools import LRUCache

from app.drawing.errors import LayoutBusy, LayoutUnavailable
from app.drawing.layout.worker import Numbers, Placed, place
from app.drawing.layout.workers import Workers
from app.drawing.quotient.view import View
from app.runtime.fair_line import FullLineError
from app.runtime.observing import timed
from app.runtime.turns import Turns


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
class _Job:
    """A layout under way, and how many requests wait for it."""

    task: "asyncio.Task[Layout] | None" = None
    future: "Future[Placed] | None" = None
    waiters: int = 0

    @property
    def begun(self) -> bool:
        """Whether a process has taken it up."""
        return self.future is not None and self.future.running()


class Layouts:
    """Lays out DOT in the workers. To be used from one event loop, which it never blocks.

    `begun` counts the layouts that really went to a worker.
    """

    def __init__(self, workers: Workers, turns: Turns, kept: int) -> None:
        self.begun = 0
        self._workers = workers
        self._turns = turns
        self._kept: LRUCache[Hashable, tuple[View, Layout]] = LRUCache(kept)
        self._jobs: dict[Hashable, _Job] = {}

    def find(self, key: Hashable) -> tuple[View, Layout] | None:
        """The kept view and layout of this key."""
        return self._kept.get(key)

    async def lay_out(self, key: Hashable, view: View, dot: str) -> Layout:
        """The layout of `dot`; requests for the same key at the same time share one.

        Raises LayoutBusy, TooManyError, LayoutTimeout, LayoutUnavailable.
        """
        if (found := self.find(key)) is not None:
            # It was finished while this request made its plan.
            return found[1]
        job = self._jobs.get(key)
        if job is None:
            job = self._jobs[key] = self._begin(key, view, dot)
        assert job.task is not None  # _begin sets it
        job.waiters += 1
        try:
            with timed("layout"):
                return await asyncio.shield(job.task)
        finally:
            self._leave(key, job)

    async def probe(self, dot: str) -> Placed:
        """A layout that is neither kept nor counted, to see whether one can be made. It waits for those that
        are under way and for none that wait.
        """
        return await self._work(_Job(), dot)

    def _begin(self, key: Hashable, view: View, dot: str) -> _Job:
        self.begun += 1
        job = _Job()
        job.task = asyncio.ensure_future(self._run(job, key, view, dot))
        job.task.add_done_callback(lambda _: self._forget(key, job))
        return job

    async def _run(self, job: _Job, key: Hashable, view: View, dot: str) -> Layout:
        # Kept before the job ends, so that at every moment a request finds one or the other.
        try:
            async with self._turns.turn():
                layout = arrange(view, await self._work(job, dot))
        except FullLineError:
            raise LayoutBusy(
                "Too many pictures wait to be laid out.", hint="Ask again in a moment."
            ) from None
        if self._kept.maxsize:
            self._kept[key] = view, layout
        return layout

    def _leave(self, key: Hashable, job: _Job) -> None:
        """One request stops waiting. A job that none waits for is dropped unless it has begun: killing a
        process costs more than most layouts."""
        job.waiters -= 1
        if not job.waiters and not job.begun and job.task is not None:
            # At once, so that no request joins a job that is about to be cancelled.
            self._forget(key, job)
            job.task.cancel()

    def _forget(self, key: Hashable, job: _Job) -> None:
        if self._jobs.get(key) is job:
            del self._jobs[key]

    async def _work(self, job: _Job, dot: str) -> Placed:
        def scheduled(future: "Future[Placed]") -> None:
            job.future = future

        return await self._workers.carry_out(place, dot, before=self._workers.count, scheduled=scheduled)
