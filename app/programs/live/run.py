"""One run that is followed: what it tells is kept for its readers, and what they ask is passed on to it.

Its program runs in a thread of the queue's; all else happens in the event loop. A run that waits stands still
and gives up its place, and what a process claims of its own state only ever stops it.
"""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from typing import Final, Literal

from app.programs.live.errors import RunEndedError
from app.programs.live.events import Events
from app.programs.live.recorded import Recorded
from app.runtime.work_queue import Place
from app.sandbox.control import Control, End, Freeze, Thaw
from app.sandbox.events import RunState
from app.sandbox.frames import ORDER_HEAD
from engine.errors import UnknownNodeError

Verb = Literal["pause", "step", "continue", "pace", "stop"]
State = Literal["running", "paused", "stopped", "ended"]

STOP_SECONDS: Final = 1.0
"""Within which a run that was told to stop does so, or is ended."""
_LAST_SECONDS: Final = 10.0  # for what a stopped program has left, as it says that it has stopped
_PLACE_SECONDS: Final = 30.0  # for which a run that is to go on waits for its place
ANSWER_SECONDS: Final = 1.0  # for which a call waits for what it asked for to happen
_FIRST_SECONDS: Final = 10.0  # within which the first reader comes


@dataclass(frozen=True, slots=True)
class Answer:
    """What there is to say of a run after a call."""

    id: str
    state: State
    number: int


class LiveRun:
    """Made in the event loop.

    Arguments:
        id_: the key to it.
        who: its client.
        resume_seconds: for how long it continues without a reader.
        pause_seconds: for how long it waits.
        paused: takes and gives back a share of the runs that wait without a place; the first says whether
            there is one left.
    """

    def __init__(
        self,
        id_: str,
        who: str,
        resume_seconds: float,
        pause_seconds: float,
        paused: tuple[Callable[[str], bool], Callable[[str], None]],
    ) -> None:
        self.id: Final = id_
        self.who: Final = who
        self.events: Final = Events()
        self.recorded: Final = Recorded()
        self.control: Final = Control()
        self.abandoned: Final = asyncio.Event()
        self.failure: Exception | None = None
        self.state: State = "running"
        self.number = 0
        self.was_ordered = False
        self.ended_at: float | None = None
        self._resume_seconds: Final = resume_seconds
        self._pause_seconds: Final = pause_seconds
        self._take_share, self._give_share = paused
        self._place: Place | None = None
        self._has_share = False
        self._is_thawed = True
        self._is_stopping = False
        self._goes_on = False  # though it has said that it stops
        self._loop: Final = asyncio.get_running_loop()
        self._lock: Final = threading.RLock()
        self._changed = asyncio.Event()
        self._is_waking = False
        self._readers = 0
        self._orders: Final = count(1)
        self._waiting: Final[dict[int, asyncio.Future[tuple[str, ...]]]] = {}
        self._began = time.monotonic()
        self._paused_at: float | None = None
        self._paused_for = 0.0
        self._pause_timer: asyncio.TimerHandle | None = None
        self._leaving: asyncio.TimerHandle | None = self._loop.call_later(
            max(_FIRST_SECONDS, resume_seconds), self._leave
        )
        self._calling: Final = asyncio.Lock()

    @property
    def size(self) -> int:
        """What is kept of it."""
        return self.events.size + self.recorded.size

    @property
    def seconds(self) -> float:
        """By the clock since it began, without its pauses."""
        until = self.ended_at or self._paused_at or time.monotonic()
        return max(0.0, until - self._began - self._paused_for)

    @property
    def answer(self) -> Answer:
        """What there is to say of it."""
        return Answer(self.id, self.state, self.number)

    # -- what the program tells, from its thread -----------------------------------------------------------

    def begin(self, place: Place | None) -> None:
        """Its turn has come."""
        self._place = place
        self._began = time.monotonic()

    def tell(self, name: str, data: bytes, about: str = "") -> None:
        """One more event."""
        self.events.add(name, data, about)
        self._wake()

    def passed(self, number: int, data: bytes) -> None:
        """A pass has ended."""
        self.number = max(self.number, number)
        self.tell("pass", data)

    def stated(self, state: RunState, number: int) -> None:
        """What the process says of itself."""
        with self._lock:
            if state == "paused":
                self._pause(number)
            elif state == "running" and self.state == "paused" and self._is_thawed:
                self._go_on()
            elif state == "stopped" and self._is_stopping and self.state != "stopped":
                self._leave_pause()
                self._change("stopped")
                self.control.give(End(_LAST_SECONDS))
            elif state == "stopped" and self.state == "stopped" and not self._goes_on:
                self._goes_on = True
                self.control.give(End(STOP_SECONDS))

    def obeyed(self, order: int, unknown: tuple[str, ...]) -> None:
        """An order was read."""
        self._in_loop(lambda: self._settle(order, unknown))

    def end(self, failure: Exception | None) -> None:
        """It is over. In the event loop."""
        with self._lock:
            self._leave_pause()
            self.failure = failure
            self.state = "ended"
            self.ended_at = time.monotonic()
        self.control.close()
        for each in self._waiting.values():
            if not each.done():
                each.set_result(())
        self._notify()
        if not self._readers:
            self._readerless()

    # -- what its readers ask ------------------------------------------------------------------------------

    async def ask(self, verb: Verb, values: Mapping[str, float], pace: float | None) -> Answer:
        """Does what is asked; what has not happened after a second is said by events.

        Raises:
            RunEndedError: it is over, and was to go on.
            UnknownNodeError: there are no leaves of these names; nothing has happened.
            BusyError, TooManyError: there is no place for it to go on.
        """
        if self.state in ("ended", "stopped"):
            if verb in ("step", "continue"):
                raise RunEndedError("The run is over.", hint="Run the program again.")
            return self.answer
        if verb == "stop":  # even while a call waits for a place
            self._stop()
            await self._until(lambda: self.state == "stopped", 2 * STOP_SECONDS)
            return self.answer
        async with self._calling:
            if self.state == "paused" and verb in ("step", "continue"):
                await self._unfreeze()
            before = self.number
            await self._order(verb, values, pace)
            if verb == "pause":
                await self._until(lambda: self.state != "running")
            elif verb == "step":
                await self._until(lambda: self.number > before and self.state != "running")
            elif verb == "continue":
                await self._until(lambda: self.state != "paused")
        return self.answer

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Somebody follows it in here."""
        self._readers += 1
        if self._leaving is not None:
            self._leaving.cancel()
            self._leaving = None
        try:
            yield
        finally:
            self._readers -= 1
            if not self._readers:
                self._readerless()

    async def changed(self, seconds: float) -> float:
        """Returns when something has, or after so many seconds: for how long nothing had."""
        event = self._changed
        with suppress(TimeoutError):
            await asyncio.wait_for(event.wait(), seconds)
            return 0.0
        return seconds

    # -- inside --------------------------------------------------------------------------------------------

    def _pause(self, number: int) -> None:
        """It stands still from now on, whether or not it was asked to."""
        if self.state not in ("running", "paused") or self._is_stopping:
            return
        self._is_thawed = False
        self.control.give(Freeze())
        if not self._has_share and self._place is not None and self._take_share(self.who):
            self._has_share = True
            self._place.give_up()
        if self.state == "running":
            self.number = max(self.number, number)
            self._paused_at = time.monotonic()
            self._change("paused")
            self._in_loop(self._start_pause_timer)
        self._wake()

    def _go_on(self) -> None:
        self._leave_pause()
        self._change("running")

    def _leave_pause(self) -> None:
        if self._has_share:
            self._has_share = False
            self._give_share(self.who)
        if self._paused_at is not None:
            self._paused_for += time.monotonic() - self._paused_at
            self._paused_at = None
            self._in_loop(self._stop_pause_timer)

    def _change(self, state: RunState) -> None:
        self.state = state
        self.tell("state", json.dumps({"state": state, "pass": self.number}).encode())

    def _start_pause_timer(self) -> None:
        self._stop_pause_timer()
        if self.state == "paused":
            self._pause_timer = self._loop.call_later(self._pause_seconds, self._stop)

    def _stop_pause_timer(self) -> None:
        if self._pause_timer is not None:
            self._pause_timer.cancel()
            self._pause_timer = None

    def _stop(self) -> None:
        """It ends within a second, or is ended."""
        with self._lock:
            self._is_stopping = True
            self._is_thawed = True
            self.was_ordered = True
        self.control.give(Thaw(), self._frame(next(self._orders), "stop", {}, None), End(STOP_SECONDS))

    async def _unfreeze(self) -> None:
        self._stop_pause_timer()
        try:
            if self._place is not None:
                await self._place.take_back(_PLACE_SECONDS)
        except BaseException:
            self._start_pause_timer()
            raise
        with self._lock:
            if self._has_share:
                self._has_share = False
                self._give_share(self.who)
            self._is_thawed = True
        self.control.give(Thaw())

    async def _order(self, verb: Verb, values: Mapping[str, float], pace: float | None) -> None:
        """Sends it, and waits a moment until it was read. Raises UnknownNodeError."""
        self.was_ordered = True
        number = next(self._orders)
        answer = self._waiting[number] = self._loop.create_future()
        self.control.give(self._frame(number, verb, values, pace))
        try:
            unknown = await asyncio.wait_for(answer, ANSWER_SECONDS * (5 if values else 1))
        except TimeoutError:
            return
        finally:
            self._waiting.pop(number, None)
        if unknown:
            names = ", ".join(f"`{name[:64]}`" for name in unknown[:8])
            raise UnknownNodeError(f"The program has no leaf {names} at this pass.", names=unknown[:20])

    def _frame(self, number: int, verb: Verb, values: Mapping[str, float], pace: float | None) -> bytes:
        order = {"order": number, "do": verb, "values": dict(values), "pace": pace}
        text = json.dumps(order).encode()
        return ORDER_HEAD.pack(len(text)) + text

    async def _until(self, condition: Callable[[], bool], seconds: float | None = None) -> None:
        ends = time.monotonic() + (ANSWER_SECONDS if seconds is None else seconds)
        while not condition() and self.state != "ended" and (left := ends - time.monotonic()) > 0:
            await self.changed(left)

    def _settle(self, order: int, unknown: tuple[str, ...]) -> None:
        answer = self._waiting.get(order)
        if answer is not None and not answer.done():
            answer.set_result(unknown)

    def _readerless(self) -> None:
        """It continues for a while, or its events are kept so long."""
        if self._leaving is not None:
            self._leaving.cancel()
        if self._resume_seconds:
            self._leaving = self._loop.call_later(self._resume_seconds, self._leave)
        else:
            self._leave()

    def _leave(self) -> None:
        self._leaving = None
        if self._readers:
            return
        if self.state == "ended":
            self.events.clear()
        else:
            self.abandoned.set()

    def _wake(self) -> None:
        with self._lock:
            if self._is_waking:
                return
            self._is_waking = True
        self._in_loop(self._notify)

    def _notify(self) -> None:
        with self._lock:
            self._is_waking = False
        before, self._changed = self._changed, asyncio.Event()
        before.set()

    def _in_loop(self, call: Callable[[], object]) -> None:
        with suppress(RuntimeError):  # the loop is closed: the server has ended
            self._loop.call_soon_threadsafe(call)
