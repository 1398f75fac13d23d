"""The runs that are followed, by id: those that go on, and for a while those that are over.

An id is 128 random bits and the key to its run. What is kept is bounded for each client and in all: of what
is over the oldest goes first, then the passes of runs that go on are thinned.
"""

import asyncio
import secrets
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.programs.live.errors import UnknownRunError
from app.programs.live.run import LiveRun
from app.programs.python import StoppedError
from app.runtime.clients import NOBODY, client
from app.runtime.work_queue import GoneError, WorkQueue, place
from app.sandbox.control import End

Work = Callable[[LiveRun], None]

CLIENT_RUNS: Final = 32
"""Of one client, those that are over included."""
_SHARE: Final = 4  # of bytes and of runs that wait, one client has a quarter


@dataclass(frozen=True, slots=True)
class LiveLimits:
    """pause_seconds: for how long a run waits. paused: how many wait without a place. seconds: for how long
    one that is over is kept. bytes: what all of them may hold.
    """

    pause_seconds: float
    paused: int
    seconds: float
    bytes: int

    @property
    def client_paused(self) -> int:
        """Of one client."""
        return max(1, self.paused // _SHARE)

    @property
    def client_bytes(self) -> int:
        """Of one client."""
        return max(1, self.bytes // _SHARE)


class LiveRuns:
    """Used in the event loop; what runs tell comes from their threads."""

    def __init__(self, queue: WorkQueue, limits: LiveLimits) -> None:
        self._queue: Final = queue
        self.limits: Final = limits
        """What holds for every run."""
        self._runs: Final[dict[str, LiveRun]] = {}  # the oldest first
        self._paused: Final = Counter[str]()
        self._lock: Final = threading.Lock()
        self._tasks: Final[set[asyncio.Task[None]]] = set()

    @property
    def running(self) -> int:
        """How many go on, those that wait included."""
        return sum(run.state != "ended" for run in list(self._runs.values()))

    @property
    def paused(self) -> int:
        """How many wait without a place."""
        return self._paused.total()

    @property
    def kept(self) -> int:
        """How many there are."""
        return len(self._runs)

    @property
    def size(self) -> int:
        """What all of them hold."""
        return sum(run.size for run in list(self._runs.values()))

    def begin(self, work: Work, resume_seconds: float) -> LiveRun:
        """A new run of the current client; `work` is done in a thread of the queue.

        Raises BusyError and TooManyError.
        """
        self._queue.check()
        who = client.get()
        shares = (self._take_share, self._give_share)
        run = LiveRun(secrets.token_hex(16), who, resume_seconds, self.limits.pause_seconds, shares)
        self._runs[run.id] = run
        self._forget_some(who)
        task = asyncio.create_task(self._lead(run, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return run

    def get(self, id_: str) -> LiveRun:
        """Raises UnknownRunError."""
        run = self._runs.get(id_)
        if run is None:
            raise UnknownRunError(
                "There is no run of this id, or none any more.",
                hint=f"A run that is over is kept for {self.limits.seconds / 60:g} minutes.",
            )
        return run

    def record(self, run: LiveRun, number: int, content: bytes) -> None:
        """A pass was recorded. From the run's thread."""
        run.recorded.add(number, content)
        own = sum(each.size for each in list(self._runs.values()) if each.who == run.who)
        if own > self.limits.client_bytes or self.size > self.limits.bytes:
            over = self._oldest_over(None if self.size > self.limits.bytes else run.who)
            if over is None or over is run:
                run.recorded.thin()
            else:
                self._runs.pop(over.id, None)

    def close(self) -> None:
        """The server ends. Every run ends with its process."""
        for run in self._runs.values():
            run.control.give(End(0.0))

    async def _lead(self, run: LiveRun, work: Work) -> None:
        failure: Exception | None = None

        def begun() -> None:
            run.begin(place.get(None))
            work(run)

        try:
            await self._queue.run(begun, lambda: _abandoned(run), run.who)
        except GoneError:
            failure = StoppedError("The run ended, because nobody followed it.")
        except Exception as error:
            failure = error
        finally:
            run.end(failure)
            later = asyncio.get_running_loop().call_later
            later(self.limits.seconds, self._runs.pop, run.id, None)

    # -- what is kept --------------------------------------------------------------------------------------

    def _forget_some(self, who: str) -> None:
        """Of one client's runs that are over, where it has many."""
        own = [run for run in self._runs.values() if run.who == who and run.state == "ended"]
        for run in own[: max(0, len(own) - CLIENT_RUNS)]:
            self._runs.pop(run.id, None)

    def _oldest_over(self, who: str | None) -> LiveRun | None:
        for run in list(self._runs.values()):
            if run.state == "ended" and (who is None or run.who == who):
                return run
        return None

    def _take_share(self, who: str) -> bool:
        limits = self.limits
        with self._lock:
            if self._paused.total() >= limits.paused:
                return False
            if who != NOBODY and self._paused[who] >= limits.client_paused:
                return False
            self._paused[who] += 1
            return True

    def _give_share(self, who: str) -> None:
        with self._lock:
            self._paused[who] -= 1
            if self._paused[who] <= 0:
                del self._paused[who]


async def _abandoned(run: LiveRun) -> None:
    await run.abandoned.wait()
