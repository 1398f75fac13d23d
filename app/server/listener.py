"""Takes connections in a thread of its own, answers health there, and hands the rest to the event loop.

So /healthz and /readyz are answered on the main port whatever the event loop and its clients do, and so that
descriptors are kept for them, connections are counted before they are handed on: of each client, and of all.
"""

import contextlib
import selectors
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from app.http.clients import named
from app.http.problems import ProblemError
from app.http.refusals import from_client
from app.runtime.clients import NOBODY, TooManyError
from app.server import bounds, raw_answers
from app.server.bounds import Shares

PEEKED: Final = 32  # bytes of a head, which tell whether it asks for health
HEALTH_SECONDS: Final = 1.0  # for the rest of a head that asks for it
OVERFLOW: Final = 256  # connections beyond a bound that are still looked at, in case they ask for health
LOOK_SECONDS: Final = 0.25
BATCH: Final = 64

HandOver = Callable[[socket.socket], None]
Answer = Callable[[str, bool], bytes | None]
"""Path and whether it is a HEAD; None for what is not health, or has no answer yet."""

_METHODS: Final = {b"GET": False, b"HEAD": True}
_PATHS: Final = (b"/healthz", b"/readyz")


@dataclass(slots=True)
class _Arrival:
    """A connection of which it is not known yet what it asks for."""

    socket: socket.socket
    who: str
    until: float
    refusal: ProblemError | None = None
    head: bytearray = field(default_factory=bytearray)
    asked: tuple[str, bool] | None = None
    is_read: bool = False


class Listener:
    """A thread from `start` to `close`.

    Arguments:
        sockets: bound and listening.
        shares: what each client holds.
        most: connections of all clients together.
        hand_over: takes a connection over, from this thread; gives its share back when it ends.
        answer: gives the answer to a request for health; asked again until it has one.
    """

    def __init__(
        self, sockets: list[socket.socket], shares: Shares, most: int, hand_over: HandOver, answer: Answer
    ) -> None:
        self._sockets: Final = sockets
        self._shares: Final = shares
        self._most: Final = most
        self._hand_over: Final = hand_over
        self._answer: Final = answer
        self._arrivals: Final[dict[int, _Arrival]] = {}
        self._overflow = 0
        self._selector: Final = selectors.DefaultSelector()
        self._is_closing = False
        self._woken, self._waker = socket.socketpair()
        self._thread: Final = threading.Thread(target=self._run, name="listener", daemon=True)

    def start(self) -> None:
        """Begin to take connections."""
        for each in self._sockets:
            each.setblocking(False)
            self._selector.register(each, selectors.EVENT_READ)
        self._woken.setblocking(False)
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._thread.start()

    def close(self) -> None:
        """No more connections are taken; those that have asked for nothing yet are closed."""
        self._is_closing = True
        self.wake()
        self._thread.join()

    def wake(self) -> None:
        """There may be an answer that there was not before."""
        with contextlib.suppress(OSError):
            self._waker.send(b"!")

    def _run(self) -> None:
        listening = {each.fileno(): each for each in self._sockets}
        while not self._is_closing:
            for key, _ in self._selector.select(LOOK_SECONDS):
                if key.fd in listening:
                    self._accept(listening[key.fd])
                elif key.fileobj is self._woken:
                    with contextlib.suppress(OSError):
                        self._woken.recv(4_096)
                elif (arrival := self._arrivals.get(key.fd)) is not None:
                    self._guarded(arrival, self._look)
            now = time.monotonic()
            for arrival in list(self._arrivals.values()):
                if arrival.is_read:
                    self._guarded(arrival, self._reply)
                elif arrival.until < now:
                    self._close(arrival)
        # Who has connected already is answered: a proxy that was refused would not know whether to ask again.
        for each in self._sockets:
            self._accept(each)
        for arrival in list(self._arrivals.values()):
            self._guarded(arrival, self._look)
        for arrival in list(self._arrivals.values()):
            self._close(arrival)
        for each in (*self._sockets, self._woken, self._waker):
            each.close()
        self._selector.close()

    def _guarded(self, arrival: _Arrival, step: Callable[[_Arrival], None]) -> None:
        try:
            step(arrival)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            self._close(arrival)

    def _accept(self, listening: socket.socket) -> None:
        for _ in range(BATCH):
            try:
                taken, address = listening.accept()
            except (BlockingIOError, InterruptedError):
                return
            except OSError:  # no descriptor is left: what is here is served, and the rest waits in the system
                time.sleep(0.01)
                return
            taken.setblocking(False)
            who = NOBODY if self._shares.proxies else named(address[0])
            now = time.monotonic()
            refusal = self._refusal(who)
            arrival = _Arrival(taken, who, now + bounds.HEAD_SECONDS, refusal)
            if refusal is not None:
                if self._overflow >= OVERFLOW:
                    taken.close()
                    continue
                self._overflow += 1
                arrival.until = now + HEALTH_SECONDS
            self._shares.connections.count(who)
            self._arrivals[taken.fileno()] = arrival
            self._selector.register(taken, selectors.EVENT_READ)

    def _refusal(self, who: str) -> ProblemError | None:
        if self._shares.connections.total >= self._most:
            return ProblemError("busy", "There are too many connections.", headers={"Retry-After": "1"})
        try:
            self._shares.connections.check(who)
        except TooManyError as error:
            return from_client(error)
        return None

    def _look(self, arrival: _Arrival) -> None:
        """What has arrived says who is to answer."""
        if arrival.asked is None:
            seen = arrival.socket.recv(PEEKED, socket.MSG_PEEK)
            if not seen:
                self._close(arrival)
                return
            arrival.asked, is_settled = _asked(seen)
            if not is_settled:
                return
            if arrival.asked is None:
                self._pass_on(arrival)
                return
            arrival.until = time.monotonic() + HEALTH_SECONDS
        arrival.head += arrival.socket.recv(bounds.HEAD_BYTES)
        if b"\r\n\r\n" in arrival.head or len(arrival.head) > bounds.HEAD_BYTES:
            self._selector.unregister(arrival.socket)
            arrival.is_read = True
            self._reply(arrival)

    def _reply(self, arrival: _Arrival) -> None:
        """The answer, once there is one."""
        assert arrival.asked is not None
        answer = self._answer(*arrival.asked)
        if answer is not None:
            arrival.socket.send(answer)
            self._close(arrival)

    def _pass_on(self, arrival: _Arrival) -> None:
        if arrival.refusal is None:
            arrival.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, bounds.SEND_BUFFER)
            self._leave(arrival)
            self._hand_over(arrival.socket)
            return
        # Read, so that the answer is not lost with what was not.
        arrival.socket.recv(bounds.HEAD_BYTES)
        arrival.socket.send(raw_answers.problem(arrival.refusal))
        self._close(arrival)

    def _leave(self, arrival: _Arrival) -> None:
        """It is looked at no more; its client still has it."""
        del self._arrivals[arrival.socket.fileno()]
        with contextlib.suppress(KeyError):
            self._selector.unregister(arrival.socket)

    def _close(self, arrival: _Arrival) -> None:
        self._leave(arrival)
        self._shares.connections.give_back(arrival.who)
        if arrival.refusal is not None:
            self._overflow -= 1
        with contextlib.suppress(OSError):
            arrival.socket.shutdown(socket.SHUT_WR)
        arrival.socket.close()


def _asked(seen: bytes) -> tuple[tuple[str, bool] | None, bool]:
    """Path and method of what asks for health, None for anything else; and whether that is settled yet."""
    method, space, rest = seen.partition(b" ")
    if not space:
        return None, not any(name.startswith(method) for name in _METHODS)
    if method not in _METHODS:
        return None, True
    path, end, _ = rest.partition(b" ")
    if not end:
        return None, len(seen) >= PEEKED or not any(each.startswith(path) for each in _PATHS)
    return ((path.decode(), _METHODS[method]) if path in _PATHS else None), True
