"""Where programs run: as many at once as cores, a bounded number waiting, none on the event loop.

A request that leaves while it waits frees its place at once. One that leaves while its work runs frees it
when the work has ended: nothing can stop a Python thread, but work that waits for a process of its own looks
at `has_left`. Knows no HTTP.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final, TypeVar

T = TypeVar("T")

has_left: Final[ContextVar[threading.Event]] = ContextVar("has_left")
"""Set once nobody waits for the work that this thread does; absent where nobody can leave."""

STACK_BYTES: Final = 64 * 1024 * 1024  # reserved, not used: an interpreted call nests many C frames


@dataclass
class BusyError(Exception):
    """Every place is taken and no more work may wait. what: the kind of work, in the plural."""

    running: int
    waiting: int
    what: str


class GoneError(Exception):
    """The client left before its work began; there is nobody to answer."""


class WorkQueue:
    """A bounded thread pool with a bounded queue."""

    def __init__(self, places: int, waiting: int, what: str = "programs") -> None:
        self.places = places
        self.waiting = waiting
        self._what = what
        self._inside = 0
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None

    def start(self) -> None:
        """Make the threads now: the size of a stack is a setting of the whole process."""
        self._pool = ThreadPoolExecutor(self.places, thread_name_prefix="program")
        before = threading.stack_size(STACK_BYTES)
        try:
            meeting = threading.Barrier(self.places + 1)
            for _ in range(self.places):
                self._pool.submit(meeting.wait)
            meeting.wait()
        finally:
            threading.stack_size(before)

    def close(self) -> None:
        """Drop what waits, let what runs finish: a program's budget is seconds."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    @property
    def inside(self) -> int:
        """How many run or wait."""
        return self._inside

    def check(self) -> None:
        """Raises BusyError when no more may wait now."""
        if self._inside >= self.places + self.waiting:
            raise BusyError(self.places, self.waiting, self._what)

    async def run(self, work: Callable[[], T], gone: Callable[[], Awaitable[None]]) -> T:
        """The result of ``work``, from a thread. ``gone()`` returns when the client has left.

        Raises BusyError at once when no more may wait, and GoneError.
        """
        left = threading.Event()
        job = self._enter(lambda: _work(work, left))
        answer = asyncio.wrap_future(job)
        leaver = asyncio.ensure_future(gone())
        try:
            await asyncio.wait((answer, leaver), return_when=asyncio.FIRST_COMPLETED)
            if answer.done():
                return answer.result()
            raise GoneError
        finally:
            leaver.cancel()
            left.set()
            answer.cancel()  # takes the job out of the queue too, if it has not begun

    def _enter(self, work: Callable[[], T]) -> "Future[T]":
        assert self._pool is not None, "start() comes first"
        with self._lock:
            self.check()
            self._inside += 1
        job = self._pool.submit(work)
        job.add_done_callback(self._leave)
        return job

    def _leave(self, _: "Future[T]") -> None:
        with self._lock:
            self._inside -= 1


def _work(work: Callable[[], T], left: threading.Event) -> T:
    token = has_left.set(left)
    try:
        return work()
    finally:
        has_left.reset(token)
