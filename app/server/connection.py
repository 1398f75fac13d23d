"""One connection: its heads, bodies and unread answers are bounded in bytes, in pieces and in time.

The parser is llhttp (httptools): a piece of a chunked body costs 1 µs with it and 20 µs with h11, which is
what one client could occupy the event loop with. What uvicorn leaves open with it is bounded here.
"""

import asyncio
from typing import Any, Final, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from app.http.clients import TOO_MANY, client_of, named
from app.http.problems import ProblemError
from app.runtime.clients import CLIENT_REQUESTS, NOBODY, TooManyError
from app.server import bounds, raw_answers
from app.server.bounds import Shares


class Connection(HttpToolsProtocol):
    """Made by the server for each connection, which the listener has counted.

    Arguments:
        shares: what each client holds, of all connections.
        given: what uvicorn makes a protocol with.
    """

    def __init__(self, shares: Shares, **given: Any) -> None:
        super().__init__(**given)
        self._shares: Final = shares
        self._peer = NOBODY
        self._who: str | None = None  # whose request is under way
        self._head_bytes = 0
        self._is_head = True
        self._events = 0
        self._body_bytes = 0
        self._is_unread = False
        self._is_refused = False
        self._is_last = False  # its first request is its last: the server is to end
        self._timer: asyncio.TimerHandle | None = None
        self._unread_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The first head has some seconds from here."""
        super().connection_made(transport)
        peer = transport.get_extra_info("peername")
        self._peer = named(peer[0] if isinstance(peer, tuple) else None)
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Everything that its client held is given back."""
        self._stop_timer()
        self._has_read()
        self._end_request()
        self._shares.connections.give_back(NOBODY if self._shares.proxies else self._peer)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Heads that are too long are refused."""
        if self._is_refused:
            return
        if self._is_head:
            if self._timer is None:
                self._expect_head()
            self._head_bytes += len(data)
        super().data_received(data)
        if self._is_head and self._head_bytes > bounds.HEAD_BYTES:
            self._refuse(_head_too_long())

    def on_header(self, name: bytes, value: bytes) -> None:
        """No more than a number of them."""
        if len(self.headers) >= bounds.HEADERS:
            raise ValueError("too many headers")
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The request begins, if its client may have one more."""
        self._is_head, self._head_bytes, self._events, self._body_bytes = False, 0, 0, 0
        self._stop_timer()
        if self._is_refused:
            return
        who = (
            client_of(self._peer, self.headers, self._shares.proxies) if self._shares.proxies else self._peer
        )
        if self._who is None:
            try:
                self._shares.unread.check(who)
                self._shares.requests.take(who)
            except TooManyError as error:
                self._refuse_one_too_many(error)
                return
            self._who = who
        elif len(self.pipeline) >= CLIENT_REQUESTS:
            raise ValueError("too many requests in a row")
        self._timer = self.loop.call_later(bounds.BODY_SECONDS, self._close)
        super().on_headers_complete()
        if self._is_last:
            self.cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        """Pieces are counted, as each of them is work."""
        if self._is_refused:
            return
        self._events += 1
        self._body_bytes += len(body)
        if self._events > bounds.EVENTS + self._body_bytes // bounds.EVENT_BYTES:
            self._refuse(_too_many_pieces())
            raise ValueError("too many pieces")
        super().on_body(body)

    def on_message_complete(self) -> None:
        """What comes next is a head."""
        if self._is_refused:
            return
        self._is_head = True
        self._stop_timer()
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """What the parser refuses, as a problem."""
        if not self._is_refused:
            self._refuse(ProblemError("bad-request", msg))

    def on_response_complete(self) -> None:
        """The next request of who asks too much is not read at once."""
        super().on_response_complete()
        if not self._is_unread:
            self._end_request()
        if self.scope["state"].get(TOO_MANY) and not self.transport.is_closing():
            self.flow.pause_reading()
            self.loop.call_later(bounds.REFUSED_SECONDS, self._read_on)

    def shutdown(self) -> None:
        """The server is to end: what has been taken is answered, and what has just come is read first."""
        if not self._has_asked and not self._is_refused:
            self._is_last = True
            self.loop.call_later(bounds.LAST_SECONDS, self._close_unless_asked)
        else:
            super().shutdown()

    def _close_unless_asked(self) -> None:
        if not self._has_asked:
            self._close()

    def pause_writing(self) -> None:
        """The client reads more slowly than it is answered."""
        super().pause_writing()
        if not self._is_unread:
            self._is_unread = True
            held = self._shares.unread.held(self._whose())
            self._shares.unread.count(self._whose())
            if held >= 2 * bounds.CLIENT_UNREAD:
                self.transport.abort()
                return
            self._expect_reading()

    def resume_writing(self) -> None:
        """The client reads."""
        super().resume_writing()
        self._has_read()
        if self._under_way is None:
            self._end_request()

    @property
    def _has_asked(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None

    @property
    def _under_way(self) -> RequestResponseCycle | None:
        """The request that has no whole answer yet."""
        cycle: RequestResponseCycle | None = self.cycle
        return None if cycle is None or cycle.response_complete else cycle

    def _whose(self) -> str:
        return self._peer if self._who is None else self._who

    def _end_request(self) -> None:
        if self._who is not None and not self.pipeline:
            self._shares.requests.give_back(self._who)
            self._who = None

    def _has_read(self) -> None:
        if self._unread_timer is not None:
            self._unread_timer.cancel()
            self._unread_timer = None
        if self._is_unread:
            self._is_unread = False
            self._shares.unread.give_back(self._whose())

    def _expect_reading(self) -> None:
        left = self.transport.get_write_buffer_size()

        def look() -> None:
            if self.transport.get_write_buffer_size() >= left:
                self.transport.abort()
            else:
                self._expect_reading()

        self._unread_timer = self.loop.call_later(bounds.UNREAD_SECONDS, look)

    def _expect_head(self) -> None:
        self._timer = self.loop.call_later(bounds.HEAD_SECONDS, self._close)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _close(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()

    def _read_on(self) -> None:
        if not self.transport.is_closing():
            self.flow.resume_reading()

    def _refuse(self, error: ProblemError) -> None:
        """An answer from here, unless one has begun, and the end of the connection."""
        self._is_refused = True
        self._stop_timer()
        if not self.transport.is_closing():
            if (under_way := self._under_way) is None or not under_way.response_started:
                self.transport.write(raw_answers.problem(error))
            self.transport.close()

    def _refuse_one_too_many(self, error: TooManyError) -> None:
        """The same at the lowest cost; the connection stays for a moment, in which it is not read."""
        self._is_refused = True
        if self._under_way is not None:
            self.transport.close()
            return
        self.transport.write(raw_answers.too_many(error))
        self.flow.pause_reading()
        self._timer = self.loop.call_later(bounds.REFUSED_SECONDS, self._close)


def _head_too_long() -> ProblemError:
    return ProblemError(
        "bad-request",
        f"The request's head is longer than {bounds.HEAD_BYTES:,} bytes.",
        limit=("head_bytes", bounds.HEAD_BYTES),
    )


def _too_many_pieces() -> ProblemError:
    return ProblemError(
        "bad-request",
        f"The body comes in too many pieces: beyond {bounds.EVENTS} of them each must have "
        f"{bounds.EVENT_BYTES} bytes.",
        "Send the body in one piece, or in larger chunks.",
        limit=("body_pieces", bounds.EVENTS),
    )


def protocol(shares: Shares) -> type[asyncio.Protocol]:
    """The class that uvicorn makes connections of."""

    def made(**given: Any) -> Connection:
        return Connection(shares, **given)

    return cast("type[asyncio.Protocol]", made)
