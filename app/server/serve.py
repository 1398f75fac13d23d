"""The server: a listener in a thread of its own before uvicorn's connections on the event loop."""

import asyncio
import logging
import socket
import sys
from collections.abc import Callable
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from app.http.clients import named
from app.runtime.clients import NOBODY
from app.runtime.readiness import Readiness
from app.server import bounds
from app.server.bounds import Shares
from app.server.connection import protocol
from app.server.health import Health
from app.server.listener import Listener

RESERVED: Final = 96
"""Descriptors that no connection gets: of the database, of processes, and of health."""
BACKLOG: Final = 2_048

log = logging.getLogger("backlens")


class Server(uvicorn.Server):
    """Serves an app.

    Arguments:
        app: the app.
        host, port: where it listens.
        proxies: how many stand before it.
        readiness, way: what /readyz tells: whether everything works, and how programs run.
        begin_shutdown: called when it is asked to end, before open connections are waited for.
    """

    def __init__(
        self,
        app: ASGIApp,
        host: str,
        port: int,
        proxies: int,
        readiness: Readiness,
        way: Callable[[], str],
        begin_shutdown: Callable[[], None],
    ) -> None:
        self._shares: Final = Shares(proxies)
        self._health: Final = Health(readiness, way, self._wake)
        self._begin_shutdown: Final = begin_shutdown
        self.listener: Listener | None = None
        super().__init__(
            uvicorn.Config(
                app,
                host=host,
                port=port,
                http=protocol(self._shares),
                ws="none",
                access_log=False,
                log_config=None,
                proxy_headers=False,  # uvicorn believes what stands furthest left, which anybody may write
                server_header=False,
                timeout_keep_alive=bounds.IDLE_SECONDS,
                timeout_graceful_shutdown=5,
            )
        )

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """The app first, then the listener."""
        await self.lifespan.startup()
        if self.lifespan.should_exit:
            sys.exit(3)
        try:
            listening = sockets or bound(self.config.host, self.config.port)
        except OSError as error:
            log.error("Nothing can listen at %s, port %d: %s.", self.config.host, self.config.port, error)
            await self.lifespan.shutdown()
            sys.exit(3)
        loop = asyncio.get_running_loop()

        def make() -> asyncio.Protocol:
            return self.config.http_protocol_class(  # type: ignore[call-arg]  # as uvicorn calls it
                config=self.config, server_state=self.server_state, app_state=self.lifespan.state, _loop=loop
            )

        adopting: set[asyncio.Task[None]] = set()

        async def adopted(taken: socket.socket) -> None:
            peer = taken.getpeername()
            try:
                await loop.connect_accepted_socket(make, taken)
            except OSError:
                self._shares.connections.give_back(NOBODY if self._shares.proxies else named(peer[0]))

        def adopt(taken: socket.socket) -> None:
            task = loop.create_task(adopted(taken))
            adopting.add(task)
            task.add_done_callback(adopting.discard)

        self.servers = []
        self.listener = Listener(
            listening,
            self._shares,
            _most_connections(),
            lambda taken: _handed(loop, adopt, taken),
            self._health,
        )
        self._health.loop = loop
        self.listener.start()
        self._log_started_message(listening)
        self.started = True

    def _wake(self) -> None:
        if self.listener is not None:
            self.listener.wake()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """No more connections, then what uvicorn does."""
        if self.listener is not None:
            await asyncio.to_thread(self.listener.close)
            await asyncio.sleep(0.05)  # those handed over last become connections first
        await super().shutdown(None)

    def handle_exit(self, sig: int, frame: object) -> None:
        """Streams end first; uvicorn itself waits for them before anything else."""
        self._begin_shutdown()
        super().handle_exit(sig, frame)  # type: ignore[arg-type]  # a frame or None


def _handed(
    loop: asyncio.AbstractEventLoop, adopt: Callable[[socket.socket], None], taken: socket.socket
) -> None:
    try:
        loop.call_soon_threadsafe(adopt, taken)
    except RuntimeError:  # the loop has ended
        taken.close()


def bound(host: str, port: int) -> list[socket.socket]:
    """A socket for each address of this host's name. Raises OSError."""
    found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    places = dict.fromkeys((family, address[:2]) for family, _, _, _, address in found)
    return [socket.create_server(address, family=family, backlog=BACKLOG) for family, address in places]


def _most_connections() -> int:
    """As many as there are descriptors, but for those that are kept."""
    if sys.platform == "win32":
        return 10_000
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return max(32, (65_536 if soft == resource.RLIM_INFINITY else soft) - RESERVED)
