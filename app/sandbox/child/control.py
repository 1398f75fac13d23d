"""What a run is asked while it lasts: to wait, to continue, to stop, and with which numbers.

It listens after each backward pass, on the connection that its job came through, and otherwise does nothing.
A program can take all of this away: then it is ended from outside.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from os import read
from typing import Any, Final

from app.sandbox.child.leaves import named_leaves
from app.sandbox.child.own import Own
from app.sandbox.child.session import Session
from app.sandbox.events import Event, Obeyed, Stated
from app.sandbox.frames import ORDER_HEAD
from app.sandbox.job import Live

_PART_BYTES: Final = 2**16
# A run that waits stands still as soon as the server has heard of it: then this takes no processor time.
_LOOK_SECONDS: Final = 0.002
_PACE_SECONDS: Final = 0.02

# As they were before any program could change them.
_now, _sleep = time.monotonic, time.sleep


class Ended(SystemExit):
    """Somebody stopped the run. It ends as a program that leaves does."""


class Control:
    """What one run is asked.

    waited: seconds for which it has stood still, for a pause or to keep its pace. has_stopped: whether it was
    told to stop.

    Arguments:
        orders: the descriptor, which does not block.
        live: how the run begins.
    """

    def __init__(
        self, orders: int, live: Live, session: Session, own: Own, emit: Callable[[Event], None]
    ) -> None:
        self.waited = 0.0
        self.has_stopped = False
        self._descriptor: int | None = orders
        self._session: Final = session
        self._own: Final = own
        self._emit: Final = emit
        self._pause_at = live.pause_at
        self._pace = live.pace
        self._is_to_wait = False
        self._next_at = self._look_at = 0.0
        self._unread = b""

    def after_pass(self, number: int) -> None:
        """Does what was asked for meanwhile; returns when the program may go on. Raises Ended."""
        if self.has_stopped:  # a program that takes no notice is asked again
            self._state("stopped", number)
            raise Ended
        self._hold_pace(number)
        now = _now()
        if now >= self._look_at:
            self._look_at = now + _LOOK_SECONDS
            self._read(number, is_waiting=False)
        if self._is_to_wait or number == self._pause_at:
            self._wait(number)

    def _hold_pace(self, number: int) -> None:
        if self._pace is not None:
            self._settle()
        began = _now()
        while self._pace is not None and (left := self._next_at - _now()) > 0:
            _sleep(min(left, _PACE_SECONDS))
            self._read(number, is_waiting=False)
        self.waited += _now() - began
        if self._pace is not None:
            self._next_at = max(self._next_at, _now() - 1 / self._pace) + 1 / self._pace

    def _wait(self, number: int) -> None:
        began = _now()
        self._is_to_wait = True
        self._state("paused", number)
        while self._is_to_wait:
            if self._descriptor is None:
                return
            if not self._read(number, is_waiting=True):
                _sleep(_LOOK_SECONDS)
        self.waited += _now() - began
        self._next_at = _now()
        self._state("running", number)

    def _state(self, state: Any, number: int) -> None:
        self._settle()
        self._emit(Stated(state, number))

    def _settle(self) -> None:
        """What was printed and the newest pass are sent."""
        self._session.output.flush()
        if self._session.follower is not None:
            self._session.follower.settle()

    def _read(self, number: int, *, is_waiting: bool) -> bool:
        """Whether there was anything. Raises Ended."""
        found = False
        for order in self._arrived():
            found = True
            self._do(order, number, is_waiting)
        return found

    def _do(self, order: dict[str, Any], number: int, is_waiting: bool) -> None:
        values = order["values"]
        if values:
            leaves = named_leaves(self._session, self._own, values)
            unknown = tuple(name for name in values if name not in leaves)
            if unknown:
                self._emit(Obeyed(order["order"], unknown))
                if is_waiting:
                    self._state("paused", number)
                return
            for name, value in values.items():
                leaves[name](value)
        if order["pace"] is not None:
            self._pace, self._next_at = order["pace"] or None, 0.0
        match order["do"]:
            case "pause":
                self._is_to_wait = True
            case "continue":
                self._is_to_wait = False
                self._pause_at = None
            case "step":
                self._is_to_wait = False
                self._pause_at = number + 1
            case "stop":
                self._stop(number)
        self._emit(Obeyed(order["order"]))

    def _stop(self, number: int) -> None:
        self.has_stopped = True
        self._state("stopped", number)
        self._session.notice("stopped", f"The run was stopped after {number:,} passes.")
        raise Ended

    def _arrived(self) -> Iterator[dict[str, Any]]:
        """The orders that are there."""
        if self._descriptor is None:
            return
        while True:
            try:
                part = read(self._descriptor, _PART_BYTES)
            except BlockingIOError:
                break
            except OSError:  # the program has closed it
                part = b""
            if not part:
                self._descriptor = None
                break
            self._unread += part
        while len(self._unread) >= ORDER_HEAD.size:
            (size,) = ORDER_HEAD.unpack_from(self._unread)
            end = ORDER_HEAD.size + size
            if len(self._unread) < end:
                break
            order, self._unread = self._unread[ORDER_HEAD.size : end], self._unread[end:]
            yield json.loads(order)
