"""The layout processes: a few, each with a deadline for a task and a limit on memory, replaced when they
die."""

import multiprocessing
import threading
import time
from concurrent.futures.process import BrokenProcessPool

import pebble

from app.drawing.errors import LayoutUnavailable
from app.drawing.worker import Placed, place, prepare

REST = 1.0
"""Seconds between two attempts to start a pool whose processes do not live, so that a broken host is not
flooded."""
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

    def schedule(self, dot: str) -> "pebble.ProcessFuture[Placed]":
        """Queues a layout; its deadline counts from when a process takes it up. Raises LayoutUnavailable."""
        with self._lock:
            try:
                return self._active().schedule(place, args=(dot,), timeout=self.deadline_seconds)
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
