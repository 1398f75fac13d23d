"""Bodies in and out: a request's is read as strict JSON within a size; an answer's is JSON already.

Reading is a route class, so that the models stay the contract.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import ExitStack, asynccontextmanager
from email.message import Message
from typing import Any, Final, TypeVar

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from app.http import idempotency, strict_json
from app.http.problems import ProblemError
from app.runtime.clients import Share
from app.runtime.fair_line import FullLineError
from app.runtime.turns import Turns
from app.runtime.work_queue import BusyError

Content = TypeVar("Content", str, bytes, str | bytes)

ANSWER_BYTES: Final = 12_582_912
DRAINED: Final = (
    16_777_216  # bytes of a body too large that are read and dropped, so that its sender sees the answer
)
LARGE_BYTES: Final = 262_144
"""Of a body, beyond which it is read in a thread, and a client may have CLIENT_LARGE of them: reading 4 MiB
takes half a second and 60 MB.
"""
CLIENT_LARGE: Final = 4
_READING: Final = 2  # at once, one of each client
_WAITING: Final = 64


class LargeBodies:
    """What holds the large bodies of one app within bounds."""

    def __init__(self) -> None:
        self.share: Final = Share(
            "client_large_bodies", CLIENT_LARGE, f"requests with bodies of more than {LARGE_BYTES:,} bytes"
        )
        self._turns: Final = Turns(_READING, _WAITING, "bodies")

    async def parsed(self, body: bytes) -> Any:
        """The value of one; others are answered meanwhile. Raises ProblemError, TooManyError, BusyError."""
        try:
            async with self._turns.turn():
                return await asyncio.to_thread(strict_json.parse, body)
        except FullLineError:
            raise BusyError(_READING, _WAITING, "bodies") from None


class BodyRequest(Request):
    """A request whose body has been read and parsed."""

    def __init__(self, request: Request, body: bytes, value: Any) -> None:
        super().__init__(request.scope, request.receive)
        self._bytes = body
        self._value = value

    async def body(self) -> bytes:
        return self._bytes

    async def json(self) -> Any:
        return self._value


class JSONRoute(APIRoute):
    """A route whose body, if it has one, is read by this module."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        if self.body_field is None:
            return handle
        optional = not self.body_field.field_info.is_required()

        async def read_then_handle(request: Request) -> Response:
            if optional and not _has_body(request):
                return await idempotency.once(request, b"", lambda: handle(request))
            async with read_json(request) as (body, value):
                read = BodyRequest(request, body, value)
                return await idempotency.once(read, body, lambda: handle(read))

        return read_then_handle


@asynccontextmanager
async def read_json(request: Request) -> AsyncIterator[tuple[bytes, Any]]:
    """A request's body, and its value; a large one is the client's until it has its answer.

    Raises ProblemError, TooManyError, BusyError.
    """
    _check_type(request)
    services = request.app.state.services
    large: LargeBodies = services.large_bodies
    seconds, most = services.settings.body_seconds, services.settings.body_bytes
    with ExitStack() as held:
        try:
            async with asyncio.timeout(seconds):
                body = await _read(request, most, lambda: held.enter_context(large.share.hold()))
        except TimeoutError:
            raise _too_slow(seconds) from None
        yield body, await large.parsed(body) if len(body) > LARGE_BYTES else strict_json.parse(body)


def _has_body(request: Request) -> bool:
    """A request says so in one of two headers (RFC 9112, 6)."""
    return request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers


def _check_type(request: Request) -> None:
    """415 unless the body is declared as JSON in UTF-8; a subtype `…+json` is JSON too."""
    message = Message()
    message["content-type"] = request.headers.get("content-type", "")
    kind = message.get_content_type()
    is_json = kind.startswith("application/") and (kind == "application/json" or kind.endswith("+json"))
    try:
        charset = str(message.get_content_charset("utf-8"))
    except (TypeError, ValueError):  # numbered parts of a parameter beside the whole of it (RFC 2231)
        charset = ""
    if not (is_json and charset in ("utf-8", "utf8", "us-ascii")):
        raise ProblemError(
            "unsupported-media-type",
            "The body must be JSON in UTF-8.",
            "Send the header `Content-Type: application/json`.",
            headers={"Accept": "application/json"},
        )


async def _read(request: Request, most: int, grown: Callable[[], object]) -> bytes:
    """The whole body, counted as it comes, because a length may be absent or untrue.

    Arguments:
        grown: called once, where it is a large one.
    """
    declared = request.headers.get("content-length", "")
    size = int(declared) if declared.isascii() and declared.isdigit() and len(declared) < 20 else 0
    chunks: list[bytes] = []
    if size > most and request.headers.get("expect"):
        raise _too_large(most)  # its sender waits for permission to send, and need not
    read = 0
    async for chunk in request.stream():
        was_large = read > LARGE_BYTES
        read += len(chunk)
        if read > LARGE_BYTES and not was_large:
            grown()
        if read <= most:
            chunks.append(chunk)
        elif read > DRAINED:
            break
    if read > most:
        raise _too_large(most)
    return b"".join(chunks)


def _too_slow(seconds: float) -> ProblemError:
    return ProblemError(
        "body-too-slow",
        f"The body did not arrive within {seconds:g} seconds.",
        limit=("body_seconds", seconds),
        headers={"Connection": "close"},
    )


def _too_large(most: int) -> ProblemError:
    return ProblemError(
        "body-too-large", f"The body is larger than {most:,} bytes.", limit=("body_bytes", most)
    )


def json_answer(content: bytes) -> Response:
    """The response that carries this JSON. Raises ProblemError for one that is too large."""
    return Response(bounded(content), media_type="application/json")


def bounded(content: Content) -> Content:
    """An answer that may be sent. Raises ProblemError for one that is too large."""
    if len(content) > ANSWER_BYTES:
        raise ProblemError(
            "answer-too-large",
            f"The answer would have {len(content):,} bytes; it may have {ANSWER_BYTES:,}.",
            "Ask for less in `include`, for a window of the nodes, or for a smaller graph.",
            limit=("answer_bytes", ANSWER_BYTES),
        )
    return content
