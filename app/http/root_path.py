"""The path under which a proxy shows this service: taken off what comes in, put before what goes out."""

from contextvars import ContextVar
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_root: Final = ContextVar("root_path", default="")


def rooted(path: str) -> str:
    """An address of this service as the client of this request knows it.

    Arguments:
        path: begins with a slash, as if this service stood at the root of its host.
    """
    return _root.get() + path


class RootPath:
    """The outermost middleware: what is inside speaks of paths without the root.

    A proxy may take the root off before it passes a request on, or leave it there: both are answered alike.

    Arguments:
        root: begins with a slash and does not end with one; empty for a service that has its host to itself.
    """

    def __init__(self, app: ASGIApp, root: str) -> None:
        self.app: Final = app
        self._root: Final = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._root:
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if path == self._root or path.startswith(f"{self._root}/"):
            scope = {**scope, "path": path[len(self._root) :] or "/"}
        token = _root.set(self._root)

        async def send_rooted(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("Location", "").startswith("/"):
                    headers["Location"] = rooted(headers["Location"])
            await send(message)

        try:
            await self.app(scope, receive, send_rooted)
        finally:
            _root.reset(token)
