"""Where programs run: as many at once as cores, a bounded number waiting, none on the event loop.

Those that wait are taken client by client.

A request that leaves while it waits frees its place at once. One that leaves while its work runs frees it
when the work has ended: nothing can stop a Python thread, but work that waits for a process of its own looks
at `has_left`. Knows no HTTP.
"""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from dataclasses import dataclass
from functools import partial
from typing import Final, Generic, TypeAlias, TypeVar

from app.runtime import observing
from app.runtime.clients import client
from app.runtime.fair_line import CLIENT_WAITING, FairLine, FullLineError

T = TypeVar("T")

has_left: Final[ContextVar[threading.Event]] = ContextVar("has_left")
"""Set once nobody waits for the work that this thread does; absent where nobody can leave."""

place: Final[ContextVar["Place"]] = ContextVar("place")
"""That of the work that this thread does; absent elsewhere."""

STACK_BYTES: Final = 64 * 1024 * 1024  # reserved, not used: an interpreted call nests many C frames


@dataclass
class BusyError(Exception):
    """Every place is taken and no more work may wait. what: the kind of work, in the plural."""

    running: int
    waiting: int
    what: str


class GoneError(Exception):
    """The client left before its work began; there is nobody to answer."""


@dataclass(eq=False, slots=True)
class _Job(Generic[T]):
    """Work and who waits for it."""

    who: str
    work: Callable[[], T]
    answer: "Future[T]"
    entered: float
    place: "Place"
    begun: float = 0.0


@dataclass(eq=False, slots=True)
class _Return:
    """Work that wants its place again, and how it learns that it has it."""

    who: str
    answer: "Future[None]"


class Place:
    """The place of one piece of work, which it gives up while it only waits for somebody. For any thread."""

    def __init__(self, queue: "WorkQueue", who: str) -> None:
        self._queue: Final = queue
        self._who: Final = who
        self._lock: Final = threading.Lock()
        self._is_held = True
        self._is_over = False

    def give_up(self) -> None:
        """Others may have it."""
        with self._lock:
            is_held, self._is_held = self._is_held, False
        if is_held:
            self._queue.free(self._who)

    async def take_back(self, seconds: float) -> None:
        """Wait for one, for so long. Raises BusyError and TooManyError; then it has none, as before."""
        if self._is_held or self._is_over:
            return
        entry = _Return(self._who, Future())
        self._queue.enter(entry)
        try:
            await asyncio.wait_for(asyncio.wrap_future(entry.answer), seconds)
        except TimeoutError:
            raise self._queue.busy() from None
        finally:
            self._settle(entry)

    def leave(self) -> None:
        """The work is over."""
        self._is_over = True
        self.give_up()

    def _settle(self, entry: _Return) -> None:
        answer = entry.answer
        if answer.cancel() or answer.cancelled():
            self._queue.drop(entry)
            return
        if answer.done() and answer.exception() is not None:
            return
        with self._lock:
            is_wanted = not self._is_held and not self._is_over
            self._is_held = self._is_held or is_wanted
        if not is_wanted:
            self._queue.free(self._who)


class WorkQueue:
    """A bounded thread pool with a bounded queue, shared between clients.

    Arguments:
        places: how much runs at once.
        waiting: how much waits, of all clients together.
        what: the work, in the plural.
        client_places, client_waiting: how much of one client runs and waits, as `FairLine` has it.
        timing: the name of its time.
        aside: how much work may have given up its place at once.
    """

    def __init__(
        self,
        places: int,
        waiting: int,
        what: str = "programs",
        client_places: int | None = None,
        client_waiting: int = CLIENT_WAITING,
        timing: str = "run",
        aside: int = 0,
    ) -> None:
        self.places = places
        self.waiting = waiting
        self._what = what
        self._timing: Final = timing
        self._threads: Final = places + aside
        self._line: Final = FairLine[_Entry](places, waiting, client_places, client_waiting, what)
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None

    def start(self) -> None:
        """Make the threads now: the size of a stack is a setting of the whole process."""
        self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="program")
        before = threading.stack_size(STACK_BYTES)
        try:
            meeting = threading.Barrier(self._threads + 1)
            for _ in range(self._threads):
                self._pool.submit(meeting.wait)
            meeting.wait()
        finally:
            threading.stack_size(before)

    def close(self) -> None:
        """Drop what waits, let what runs finish: a program's budget is seconds."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(cancel_futures=True)

    @property
    def inside(self) -> int:
        """How many run or wait."""
        with self._lock:
            return self._line.running + self._line.waiting

    @property
    def running(self) -> int:
        """How many run."""
        return self._line.running

    def check(self) -> None:
        """Raises BusyError or TooManyError when no more may wait now."""
        with self._lock, self._worded():
            self._line.check(client.get())

    async def run(
        self, work: Callable[[], T], gone: Callable[[], Awaitable[None]], who: str | None = None
    ) -> T:
        """The result of ``work``, from a thread. ``gone()`` returns when the client has left.

        Arguments:
            who: whose work it is; the current client's unless given.

        Raises:
            BusyError, TooManyError: no more may wait, at once; BusyError also later, where another client
                has the better claim to a place in the queue.
            GoneError: the client left.
        """
        left = threading.Event()
        who = client.get() if who is None else who
        own = Place(self, who)
        job = self._enter(who, lambda: _work(work, left, own), own)
        answer = asyncio.wrap_future(job.answer)
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
            if job.begun:
                observing.add("queue", job.begun - job.entered)
                observing.add(self._timing, time.perf_counter() - job.begun)

    # -- places that work gives up ------------------------------------------------------------------------

    def free(self, who: str) -> None:
        """A place that this client had is free."""
        with self._lock:
            self._line.leave(who)
            begun = self._begun()
        self._submit(begun)

    def enter(self, entry: _Return) -> None:
        """Put work that is under way into the line. Raises BusyError and TooManyError."""
        with self._lock, self._worded():
            pushed_out = self._line.enter(entry.who, entry)
            begun = self._begun()
        self._submit(begun)
        self._refuse(pushed_out)

    def drop(self, entry: _Return) -> bool:
        """Take it out again. False where it had its turn."""
        with self._lock:
            return self._line.remove(entry.who, entry)

    def busy(self) -> BusyError:
        """What is said where there is no place."""
        return BusyError(self.places, self.waiting, self._what)

    # -- work that begins ---------------------------------------------------------------------------------

    def _enter(self, who: str, work: Callable[[], T], own: Place) -> "_Job[T]":
        assert self._pool is not None, "start() comes first"
        # As a job that waits cannot be told from one that runs by its future alone, the queue is the judge.
        job = _Job(who, partial(copy_context().run, work), Future[T](), time.perf_counter(), own)
        with self._lock, self._worded():
            pushed_out = self._line.enter(who, job)  # type: ignore[arg-type]  # a job of any answer
            begun = self._begun()
        job.answer.add_done_callback(lambda _: self._forget(job))
        self._submit(begun)
        self._refuse(pushed_out)
        return job

    def _refuse(self, pushed_out: "_Entry | None") -> None:
        if pushed_out is not None and not pushed_out.answer.done():
            pushed_out.answer.set_exception(self.busy())

    def _begun(self) -> list["_Entry"]:
        """Those whose turn it is now."""
        found = []
        while (turn := self._line.take()) is not None:
            found.append(turn[1])
        return found

    def _submit(self, entries: list["_Entry"]) -> None:
        for job in entries:
            if isinstance(job, _Return):
                if job.answer.set_running_or_notify_cancel():
                    job.answer.set_result(None)
                else:  # it wants it no more
                    self.free(job.who)
            elif (pool := self._pool) is None:
                job.answer.cancel()
            else:
                pool.submit(self._do, job)

    def _do(self, job: "_Job[object]") -> None:
        """In a thread of the pool."""
        job.begun = time.perf_counter()
        result: object = None
        fault: BaseException | None = None
        is_wanted = job.answer.set_running_or_notify_cancel()
        if is_wanted:
            try:
                result = job.work()
            except BaseException as error:  # whatever it is, it goes to who waits
                fault = error
        # Before who waits gets the result, so that it finds the place free.
        job.place.leave()
        if fault is not None:
            job.answer.set_exception(fault)
        elif is_wanted:
            job.answer.set_result(result)

    def _forget(self, job: "_Job[T]") -> None:
        """One that has left the line before its turn frees its place there."""
        with self._lock:
            self._line.remove(job.who, job)  # type: ignore[arg-type]

    @contextmanager
    def _worded(self) -> Iterator[None]:
        try:
            yield
        except FullLineError:
            raise self.busy() from None


_Entry: TypeAlias = "_Job[object] | _Return"


def _work(work: Callable[[], T], left: threading.Event, own: Place) -> T:
    token = has_left.set(left)
    place.set(own)
    try:
        return work()
    finally:
        has_left.reset(token)
