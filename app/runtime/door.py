"""The door of the app, which stands before the app does: to import it all takes more than a second.

Who watches over the process asks /healthz whether it lives, and is answered from the first moment. Any other
request waits at the door, and the app answers it as if it had come later.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from app.http.content_policy import HEADERS, UNFRAMED

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import Receive, Scope, Send

log = logging.getLogger("backlens")

ALIVE: Final = b'{"status":"ok"}'


class Door:
    """An ASGI app that is another one as soon as that is there.

    load: imports and makes the app; runs in a thread, once, when the server has started. failed: called when
    it raised, or the app's lifespan did; what waits is then answered with the server's own 500.
    """

    def __init__(self, load: "Callable[[], FastAPI]", failed: Callable[[], None]) -> None:
        self._load = load
        self._failed = failed
        self._ended = asyncio.Event()
        self.app: FastAPI | None = None
        self.has_failed = False

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif self.app is not None:
            await self.app(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] == "/healthz" and scope["method"] in ("GET", "HEAD"):
            await _alive(send, is_head=scope["method"] == "HEAD")
        else:
            app = await asyncio.shield(self._opening)
            await app(scope, receive, send)

    async def _live(self, receive: "Receive", send: "Send") -> None:
        """The server's side of the lifespan protocol: it listens as soon as it is told that all is well."""
        await receive()
        self._opening: asyncio.Future[FastAPI] = asyncio.get_running_loop().create_future()
        living = asyncio.create_task(self._open())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._ended.set()
        await living
        await send({"type": "lifespan.shutdown.complete"})

    async def _open(self) -> None:
        """The app's whole life."""
        try:
            app = await asyncio.to_thread(self._load)
            async with app.router.lifespan_context(app):
                self.app = app
                self._opening.set_result(app)
                await self._ended.wait()
        except Exception as error:
            log.exception("The app could not be started or ended.")
            self.has_failed = True
            if not self._opening.done():
                self._opening.set_exception(error)
            self._failed()


async def _alive(send: "Send", *, is_head: bool) -> None:
    """What the app itself says of its health, headers and all."""
    headers = {
        "Content-Length": str(len(ALIVE)),
        "Content-Type": "application/json",
        **HEADERS,
        **({"X-Frame-Options": "DENY"} if UNFRAMED in HEADERS["Content-Security-Policy"] else {}),
    }
    raw = [(name.lower().encode(), text.encode()) for name, text in headers.items()]
    await send({"type": "http.response.start", "status": 200, "headers": raw})
    await send({"type": "http.response.body", "body": b"" if is_head else ALIVE})
