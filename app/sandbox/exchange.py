"""One run as the server sees it: the job is sent, frames arrive, and three clocks decide when it is over.

Everything that comes from the child is hostile. What comes from the supervisor is a few numbers, and is
believed.
"""

import math
import os
import select
import signal
import socket
import sys
import time
from contextlib import suppress
from typing import Final

from app.sandbox import channels
from app.sandbox.channels import Channels
from app.sandbox.control import End, Freeze, Thaw
from app.sandbox.control import Order as ControlOrder
from app.sandbox.errors import Cancelled, Crashed, Ended, OutOfMemory, OutOfTime, SandboxError, Unavailable
from app.sandbox.frames import JOB_HEAD, PART_BYTES, FrameReader, Kind
from app.sandbox.heavy import NeedsHeavy
from app.sandbox.launch import LostError, SupervisorProcess
from app.sandbox.metering import EventBudget
from app.sandbox.orders import FREEZE, THAW, Order, Report, Stage, receive_report
from app.sandbox.task import Task

OVERDUE_SECONDS: Final = 1.0
# Until there is a child: a supervisor that is new imports its packages first.
START_SECONDS: Final = 60.0
# How often a caller's `cancel` is looked at.
_CANCEL_SECONDS: Final = 0.02
# A child that has closed its pipe ends soon, or is ended.
_CLOSED_SECONDS: Final = 1.0
# Within which a child is gone that was killed: it may have a GiB to give back, on a machine that swaps.
_KILL_SECONDS: Final = 10.0
# The longest single wait, for a child that stands still.
_LONG_SECONDS: Final = 60.0
# Of orders that the child has not read: it may have closed its end, or read nothing.
_MOST_UNREAD: Final = 8 * 2**20


class Exchange:
    """One run of a task.

    Arguments:
        task: what is done.
        guarded: see `Order`.
    """

    def __init__(self, task: Task, guarded: bool) -> None:
        self._task: Final = task
        self._order: Final = Order(task.kind, task.cpu_seconds, task.memory_bytes, guarded)
        self._control: Final = task.control
        self._left = memoryview(JOB_HEAD.pack(len(task.job), task.control is not None) + task.job)
        most = task.events_bytes if task.control is None else sys.maxsize
        self._frames: Final = FrameReader(task.answer_bytes, most)
        self._meter: Final = EventBudget()
        self._poll: Final = select.poll()
        self._deadline = time.monotonic() + START_SECONDS
        self._frozen_with: float | None = None
        """How much time it has left once it continues, while it stands still."""
        self._is_ending = False
        self._hears = True
        self._started = False
        self._closed = False
        self._ended: Report | None = None
        self._final: tuple[Kind, bytes] | None = None
        self.told = False
        """Whether an event has reached the caller: then the run cannot be done once more."""
        self.lost = False
        """Whether the supervisor did not end the child, and is of no use any more."""

    def outcome(self, supervisor: SupervisorProcess) -> bytes:
        """The answer. The child is being ended then; without an answer it has ended.

        Raises SandboxError, LostError, NeedsHeavy, and whatever `on_event` raises.
        """
        with channels.opened(supervisor, self._order, stays_open=self._control is not None) as ends:
            try:
                self._converse(ends)
            finally:
                if not self._answered:  # else it need not be waited for: that the ends are closed ends it too
                    self._end(ends)
        return self._answer()

    @property
    def is_overdue(self) -> bool:
        """Whether its child is there a second after its deadline: it should have been ended."""
        return self._started and self._ended is None and time.monotonic() > self._deadline + OVERDUE_SECONDS

    @property
    def _answered(self) -> bool:
        return self._final is not None and self._final[0] is Kind.ANSWER

    def _converse(self, ends: Channels) -> None:
        """Until there is a last frame, or there can be none."""
        self._poll.register(ends.job, select.POLLOUT)
        self._poll.register(ends.answer, select.POLLIN)
        self._poll.register(ends.status, select.POLLIN)
        if self._control is not None:
            self._poll.register(self._control, select.POLLIN)
        while self._final is None and not (self._closed and self._ended):
            self._check_clocks()
            for descriptor, _ in self._poll.poll(self._milliseconds()):
                if descriptor == ends.answer.fileno():
                    self._read(ends)
                elif descriptor == ends.status.fileno():
                    self._hear(ends)
                elif self._control is not None and descriptor == self._control.fileno():
                    for order in self._control.take():
                        self._obey(ends, order)
                else:
                    self._send(ends)

    def _check_clocks(self) -> None:
        if self._task.cancel is not None and self._task.cancel.is_set():
            raise Cancelled
        if time.monotonic() < self._deadline:
            return
        if self._is_ending:
            raise Ended
        if self._closed:
            raise Crashed(detail="It closed its pipe and went on.")
        if self._started:
            raise OutOfTime("wall", self._task.wall_seconds)
        raise LostError

    def _milliseconds(self) -> float:
        left = min(_LONG_SECONDS, max(0.0, self._deadline - time.monotonic()))
        return 1_000 * (left if self._task.cancel is None else min(left, _CANCEL_SECONDS))

    def _send(self, ends: Channels) -> None:
        """As much of the job and of what follows it as fits."""
        try:
            self._left = self._left[ends.job.write(self._left) or 0 :]
        except BrokenPipeError:
            self._left = self._left[:0]
            self._hears = False
        if not self._left:
            self._poll.unregister(ends.job)
            if self._control is None:
                ends.job.close()

    def _obey(self, ends: Channels, order: ControlOrder) -> None:
        """What the run's control asks for."""
        match order:
            case Freeze() if self._frozen_with is None and not self._is_ending:
                self._frozen_with = self._deadline - time.monotonic()
                self._deadline = math.inf
                self._to_supervisor(ends, FREEZE)
            case Thaw() if self._frozen_with is not None:
                self._deadline = time.monotonic() + self._frozen_with
                self._frozen_with = None
                self._to_supervisor(ends, THAW)
            case End(seconds):
                self._obey(ends, Thaw())
                until = time.monotonic() + seconds
                self._deadline = until if self._is_ending else min(self._deadline, until)
                self._is_ending = True
            case bytes() if self._hears and len(self._left) < _MOST_UNREAD:
                if not self._left:
                    self._poll.register(ends.job, select.POLLOUT)
                self._left = memoryview(bytes(self._left) + order)

    def _to_supervisor(self, ends: Channels, wanted: bytes) -> None:
        with suppress(OSError):  # it has gone, which is seen where it is heard
            ends.status.sendall(wanted)

    def _read(self, ends: Channels) -> None:
        content = ends.answer.read(PART_BYTES)
        if not content:
            self._closed = True
            self._poll.unregister(ends.answer)
            self._deadline = min(self._deadline, time.monotonic() + _CLOSED_SECONDS)
        for kind, frame in self._frames.feed(content or b""):
            if kind is not Kind.EVENT:
                self._final = (kind, frame)
                return
            if self._task.on_event is not None:
                self.told = True
                self._task.on_event(frame)
                if self._control is not None:
                    self._meter.take(len(frame))

    def _hear(self, ends: Channels) -> None:
        report = receive_report(ends.status)
        if report is None:
            raise LostError
        if report.stage is Stage.STARTED:
            self._started = True
            self._deadline = time.monotonic() + self._task.wall_seconds
        elif report.stage is Stage.ENDED:
            self._ended = report
            self._poll.unregister(ends.status)
        else:
            raise Unavailable(f"No process could be made for the program: {os.strerror(report.number)}.")

    def _end(self, ends: Channels) -> None:
        """The child is killed, if it is still there, and reaped."""
        with suppress(OSError):
            ends.status.shutdown(socket.SHUT_WR)
        ends.status.settimeout(_KILL_SECONDS)
        while self._ended is None and not self.lost:
            report = receive_report(ends.status)
            if report is None:
                self.lost = True
            elif report.stage is not Stage.STARTED:
                self._ended = report

    def _answer(self) -> bytes:
        match self._final:
            case (Kind.ANSWER, content):
                return content
            case (Kind.NEEDS_HEAVY, _):
                raise NeedsHeavy
            case (Kind.OUT_OF_MEMORY, _):
                raise OutOfMemory(self._task.memory_bytes)
            case (_, content):
                raise Crashed(detail=content.decode(errors="replace"))
        assert self._ended is not None
        raise self._ending(self._ended)

    def _ending(self, report: Report) -> SandboxError:
        """Why it ended without a last frame."""
        if os.WIFEXITED(report.number):
            return Crashed(status=os.WEXITSTATUS(report.number))
        number = os.WTERMSIG(report.number)
        if number == signal.SIGXCPU or report.cpu_seconds >= self._task.cpu_seconds:
            return OutOfTime("cpu", self._task.cpu_seconds)
        if number == signal.SIGKILL:  # not by us: by the kernel, which has no memory left
            return OutOfMemory(self._task.memory_bytes)
        return Crashed(signal=number)
