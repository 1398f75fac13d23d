"""Every request has an id, a line in the log where that is wanted, and says where its time went."""

import logging
import re
import secrets
import time
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.request_refusals import plain_path
from app.runtime.observing import request_id, spent

HEADER: Final = "X-Request-ID"
ROUTE: Final = "route"
"""In a request's state: the route that answered it."""

_ID: Final = re.compile(r"[A-Za-z0-9._:+/=-]{1,64}")

log = logging.getLogger("backlens")


class Observed:
    """Inside the middleware that says whose request it is.

    Arguments:
        access_log: whether each request has a line.
    """

    def __init__(self, app: ASGIApp, access_log: bool) -> None:
        self.app: Final = app
        self._access_log: Final = access_log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begin = time.perf_counter()
        given = Headers(scope=scope).get(HEADER, "")
        id_ = given if _ID.fullmatch(given) else secrets.token_hex(8)
        scope.setdefault("state", {})  # shared with what is inside, whose scope is a copy
        id_token, spent_token = request_id.set(id_), spent.set({})
        status = 0

        async def send_observed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers[HEADER] = id_
                headers["Server-Timing"] = _timing(time.perf_counter() - begin)
            await send(message)

        try:
            await self.app(scope, receive, send_observed)
        finally:
            seconds = time.perf_counter() - begin
            self._tell(scope, status, seconds)
            spent.reset(spent_token)
            request_id.reset(id_token)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        state = scope["state"]
        route = state.get(ROUTE, "")
        if (metrics := scope["app"].state.metrics) is not None:
            metrics.request(scope["method"], route, status, seconds, state.get("problem"))
        if self._access_log:
            told = {
                "method": scope["method"],
                "route": plain_path(scope["path"]) if route == "" else route,
                "status": status,
                "milliseconds": round(1_000 * seconds, 1),
            }
            log.info("request", extra=told)


class Routed:
    """The innermost middleware: keeps the route's own words, in which no id or key of anybody stands.

    Arguments:
        base: what the addresses of the version begin with, which its routes do not say.
    """

    def __init__(self, app: ASGIApp, base: str) -> None:
        self.app: Final = app
        self._base: Final = base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self.app(scope, receive, send)
        finally:
            if "route" in scope:
                base = self._base if scope["path"].startswith(f"{self._base}/") else ""
                scope["state"][ROUTE] = base + str(getattr(scope["route"], "path", "")).removeprefix(base)


def _timing(total: float) -> str:
    parts = {**(spent.get() or {}), "total": total}
    return ", ".join(f"{name};dur={1_000 * seconds:.1f}" for name, seconds in parts.items())
