"""What goes around every answer: security headers, and a plain 500 when the unexpected happens."""

import logging
import secrets
from collections.abc import MutableMapping
from typing import Any, Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.answers import problem_response
from app.errors import ProblemError

log = logging.getLogger("backlens")

# An answer of the API is no document; a page or a picture brings a policy of its own.
CLOSED_POLICY: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

# A picture may be opened by itself: its own style works, and nothing in it could run.
PICTURE_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"

HEADERS: Final = {
    "Content-Security-Policy": CLOSED_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}


# What a policy that refuses frames says a second time, to browsers that do not know its word for it.
_UNFRAMED: Final = "frame-ancestors 'none'"


def page_policy(nonce: str, *, framed: bool = False) -> str:
    """The policy of a page: files of its own host, and inline only what carries this nonce.

    Only a page that was made for it may be `framed`, then by anybody: not even `*` is said, which would keep
    out a slide that is opened from a file.
    """
    return (
        f"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
        "img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'"
        f"{'' if framed else f'; {_UNFRAMED}'}"
    )


class Surroundings:
    """Outermost layer: adds the headers that an answer does not have, and never lets an exception out.

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
                if _UNFRAMED in headers["Content-Security-Policy"]:
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
