"""The layout processes: a few, each with a deadline for a task and a limit on memory, replaced when they
die."""

import asyncio
import contextlib
import multiprocessing
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

import pebble

from app.drawing.errors import DrawingError, LayoutTimeout, LayoutUnavailable
from app.drawing.layout.worker import prepare

T = TypeVar("T")

REST = 1.0
"""Seconds between two attempts to start a pool whose processes do not live, so that a broken host is not
flooded."""
LOOK = 0.25
"""Seconds between two looks at the pool that a task waits in."""
SLACK = 5.0
"""Seconds beyond its own deadline and those before it after which a task is given up for lost."""
# A worker inside C code does not hear SIGTERM; pebble would wait 3 s before SIGKILL.
pebble.CONSTS.term_timeout = 0.05


class Workers:
    """A pool of layout processes. Starting is quick: processes come up in the background, tasks wait for
    them.

    Safe to use from any thread.
    """

    def __init__(self, count: int, deadline_seconds: float, memory_bytes: int) -> None:
        self.count = count
        self.deadline_seconds = deadline_seconds
        self._memory_bytes = memory_bytes
        self._lock = threading.Lock()
        self._pool: pebble.ProcessPool | None = None
        self._started = -REST
        self._closed = False

    def start(self) -> None:
        """Begins to start the processes and returns."""
        with self._lock:
            self._active()

    async def carry_out(
        self,
        task: Callable[..., T],
        *given: Any,
        before: int,
        scheduled: "Callable[[Future[T]], None]" = lambda _: None,
    ) -> T:
        """What `task` gives on `given`, in a process. `before` others may have their turn first; `scheduled`
        is called with the queued future.

        Raises LayoutTimeout, LayoutUnavailable. To be awaited on an event loop, which is never blocked.
        """

        async def once() -> T:
            pool, future = await asyncio.to_thread(self._schedule, task, given)
            scheduled(future)
            return await _result(pool, future)

        longest = self.deadline_seconds * (1 + before / self.count) + SLACK
        try:
            async with asyncio.timeout(longest):
                with contextlib.suppress(BrokenProcessPool):
                    return await once()
                # The pool broke, as it does when an idle process is killed from outside: a new one is
                # started.
                return await once()
        except TimeoutError:
            raise LayoutTimeout(self.deadline_seconds) from None
        except pebble.ProcessExpired as error:
            raise LayoutUnavailable(
                "The layout process died over this picture; another takes its place."
            ) from error
        except DrawingError:
            raise
        except Exception as error:  # whatever went wrong in the process comes back as it was raised there
            raise LayoutUnavailable("The picture could not be laid out.") from error

    def _schedule(
        self, task: Callable[..., T], given: tuple[Any, ...]
    ) -> "tuple[pebble.ProcessPool, pebble.ProcessFuture[T]]":
        """Queues a task; its deadline counts from when a process takes it up. Raises LayoutUnavailable."""
        with self._lock:
            try:
                pool = self._active()
                return pool, pool.schedule(task, args=given, timeout=self.deadline_seconds)
            except (BrokenProcessPool, RuntimeError) as error:
                raise LayoutUnavailable("No layout process can be started.") from error

    def close(self) -> None:
        """Ends every process, whatever it is doing. Nothing can be scheduled afterwards."""
        with self._lock:
            self._closed = True
            self._drop()

    def _active(self) -> pebble.ProcessPool:
        """The running pool; a new one if the last broke, as it does when an idle process is killed from
        outside."""
        if self._closed:
            raise LayoutUnavailable("The layout processes have been stopped.")
        if self._pool is None or not self._pool.active:
            if time.monotonic() - self._started < REST:
                raise LayoutUnavailable("The layout processes died; new ones are started in a moment.")
            self._started = time.monotonic()
            self._drop()
            self._pool = pebble.ProcessPool(
                max_workers=self.count,
                initializer=prepare,
                initargs=(self._memory_bytes,),
                context=multiprocessing.get_context("spawn"),
            )
            # `active` starts the pool's threads and processes.
            if not self._pool.active:
                raise LayoutUnavailable("No layout process can be started.")
        return self._pool

    def _drop(self) -> None:
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it untyped
            self._pool.join()
            self._pool = None


async def _result(pool: pebble.ProcessPool, future: "Future[T]") -> T:
    """What the future gives. Raises BrokenProcessPool also for a task that was queued while the pool broke:
    pebble fails the tasks that it has taken from its queue, and never answers the others.
    """
    waiting = asyncio.wrap_future(future)
    try:
        while not waiting.done():
            was_active = pool.active
            await asyncio.wait([waiting], timeout=LOOK)
            if not was_active and not waiting.done():
                raise BrokenProcessPool("The pool broke before it took up the task.")
        return waiting.result()
    finally:
        # A caller that leaves early cancels the task; on a future that is done this has no effect.
        waiting.cancel()
