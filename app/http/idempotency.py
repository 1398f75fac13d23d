"""`Idempotency-Key` on any POST: one effect and one answer, however often the request is sent.

A key is held by its first request while it runs. An effect on the store and the answer are kept in one
transaction (`Claim`, which the call hands to the store); an answer without an effect is kept afterwards. A
refusal has changed nothing, so it frees the key.
"""

import hashlib
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Annotated, Any, Final

from fastapi import Depends, Request
from starlette.responses import Response

from app.http.problems import ProblemError
from app.store import Answer, Claim, Store, StoreError

HEADER: Final = "idempotency-key"
KEPT_BYTES: Final = 1_048_576  # of an answer
REPLAYED: Final = "Idempotency-Replayed"

_KEY: Final = re.compile(r'"?[\x21\x23-\x7e]{1,255}"?')
_KEPT: Final = ("content-type", "content-security-policy", "etag", "location", "vary", "cache-control")


async def once(request: Request, body: bytes, handle: Callable[[], Awaitable[Response]]) -> Response:
    """The answer of `handle`, or the one that was kept for this key."""
    key = request.headers.get(HEADER)
    if key is None or request.method != "POST":
        return await handle()
    if not _KEY.fullmatch(key):
        raise ProblemError(
            "bad-request",
            "`Idempotency-Key` must be 1 to 255 printable ASCII characters without spaces.",
            "A UUID is a good key.",
        )
    store: Store = request.app.state.services.store
    name = hashlib.sha256(key.encode()).hexdigest()
    digest = _request(request, body)
    found = await store.call(lambda opened: opened.keys.claim(name, digest))
    if isinstance(found, Answer):
        return Response(found.body, found.status, {**found.headers, REPLAYED: "true"})
    request.state.claim = found
    is_kept = False
    try:
        response = await handle()
        if found.is_open and response.status_code < 400 and _is_kept(response):
            answer = answer_of(response)
            await store.call(lambda opened: opened.keys.settle(found, answer))
        is_kept = not found.is_open
        return response
    finally:
        # A claim is closed before its transaction is: if that fails, the answer is not kept.
        if not is_kept:
            await _release(store, found)


def answer_of(response: Response) -> Answer:
    """What is kept of a response whose effect is; of a large one its headers, which say where the rest is."""
    headers = {name: text for name, text in response.headers.items() if name in _KEPT}
    if len(response.body) > KEPT_BYTES:
        headers = {name: text for name, text in headers.items() if name != "content-type"}
        return Answer(response.status_code, headers | {"preference-applied": "return=minimal"}, b"")
    return Answer(response.status_code, headers, bytes(response.body))


def _request(request: Request, body: bytes) -> str:
    """All that makes two requests the same. Conditions are not part of it: a repeated write is not stale."""
    told = (request.url.path, request.url.query, request.headers.get("last-event-id", ""))
    parts = (*(each.encode("utf-8", "replace") for each in told), body)
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def _is_kept(response: Response) -> bool:
    """Not a stream: a client that lost it resumes from the revision that it has seen. Not a large answer of
    what had no effect: it is computed again.
    """
    body = getattr(response, "body", None)
    return isinstance(body, bytes) and len(body) <= KEPT_BYTES


async def _release(store: Store, claim: Claim) -> None:
    with suppress(StoreError, ProblemError):  # a claim expires
        await store.call(lambda opened: opened.keys.release(claim))


def _claim(request: Request) -> Claim | None:
    found: Any = getattr(request.state, "claim", None)
    assert found is None or isinstance(found, Claim)
    return found


ClaimOf = Annotated[Claim | None, Depends(_claim)]
