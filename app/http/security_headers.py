"""The security headers of every answer, and a plain 500 for an unexpected exception."""

import logging
import secrets
from collections.abc import MutableMapping
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.content_policy import HEADERS, UNFRAMED
from app.http.problem_responses import problem_response
from app.http.problems import ProblemError

log = logging.getLogger("backlens")


class SecurityHeaders:
    """The outermost middleware: adds the headers that an answer lacks, and never lets an exception out.

    HEAD is answered as GET without a body, by every address that has a GET.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_head = scope["method"] == "HEAD"
        inner: MutableMapping[str, Any] = {**scope, "method": "GET"} if is_head else scope
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, text in HEADERS.items():
                    headers.setdefault(name, text)
                if UNFRAMED in headers["Content-Security-Policy"]:
                    headers.setdefault("X-Frame-Options", "DENY")
            elif is_head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        try:
            await self.app(inner, receive, send_with_headers)
        except Exception:
            fault = secrets.token_hex(8)
            log.exception("internal fault %s at %s %r", fault, scope["method"], scope["path"])
            if started:
                raise
            error = ProblemError("internal", "This should not have happened. It is in the server's log.")
            await problem_response(error, f"/faults/{fault}")(scope, receive, send_with_headers)
