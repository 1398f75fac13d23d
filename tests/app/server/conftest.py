"""A server over a small app, in a thread of the tests' own process, with times short enough to wait for."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from app.http.clients import Clients
from app.runtime.readiness import Readiness
from app.server import bounds
from app.server.serve import Server
from tools.server import free_port


class Running:
    """A server that runs, and what it was asked."""

    def __init__(self, proxies: int = 0) -> None:
        self.fault: str | None = None
        self.bodies: list[int] = []
        self.go_on = threading.Event()
        self.port = free_port()
        self.checked = 0

        async def check() -> str | None:
            self.checked += 1
            return self.fault

        readiness = Readiness([check])
        self.server = Server(
            Clients(self._app, proxies),
            "127.0.0.1",
            self.port,
            proxies,
            readiness,
            lambda: "sandboxed",
            self._end,
        )
        self.server.config.lifespan = "off"
        self.thread = threading.Thread(target=self.server.run)

    def _end(self) -> None:
        """Nothing runs for long here."""

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        path = scope["path"]
        if path == "/block":  # as nothing should, but a fault of ours might
            self.go_on.wait(20)
        if path == "/wait":
            while not self.go_on.is_set():
                await asyncio.sleep(0.01)
        if path == "/many":
            await PlainTextResponse("no", 429)(scope, receive, send)
            return
        size = len(await request.body())
        self.bodies.append(size)
        response: Response = PlainTextResponse("x" * 8_000_000 if path == "/large" else str(size))
        await response(scope, receive, send)

    def connect(self, who: str = "127.0.0.1") -> socket.socket:
        """A connection from this address."""
        return socket.create_connection(("127.0.0.1", self.port), 20, (who, 0))

    def ask(self, path: str, who: str = "127.0.0.1", method: str = "GET") -> bytes:
        """The whole answer on a connection of its own; empty where there is none."""
        with self.connect(who) as connection:
            connection.sendall(f"{method} {path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".encode())
            return rest(connection)

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait for what must come."""
        pause = threading.Event()
        for _ in range(2_000):
            if holds():
                return
            pause.wait(0.01)
        raise AssertionError("it did not come")


def rest(connection: socket.socket) -> bytes:
    """Everything until the other end closes."""
    parts = []
    try:
        while part := connection.recv(65_536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    monkeypatch.setattr(bounds, "HEAD_SECONDS", 0.5)
    monkeypatch.setattr(bounds, "UNREAD_SECONDS", 0.5)
    monkeypatch.setattr(bounds, "REFUSED_SECONDS", 0.2)
    one = Running()
    one.thread.start()
    one.until(lambda: one.server.started)
    yield one
    one.go_on.set()
    one.server.should_exit = True
    one.thread.join(20)
