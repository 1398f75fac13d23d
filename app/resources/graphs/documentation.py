"""What is documented of the answers of stored graphs."""

from typing import Any, Final

from app.http import server_sent_events as events
from app.http.problem_documentation import DRAWING, READING, STORING, WRITING, problems
from app.stored import representations

BASE: Final = "/api/v1/graphs"
EXAMPLE: Final = f"{BASE}/0123456789abcdef0123456789abcdef"

PICTURING: Final = (
    *DRAWING,
    "unknown-node",
    "limit-exceeded",
    "invalid-request",
    "not-acceptable",
    "not-found",
)
# An id with a dot: a representation, which is only read, or nothing.
MISPLACED: Final = ("method-not-allowed", "not-found")


def revision_responses(status: int, path: str, *codes: str, **extra: Any) -> dict[int | str, dict[str, Any]]:
    etag = {"ETag": {"description": "The revision.", "schema": {"type": "string"}}}
    return {status: {"headers": etag | extra}, **problems(path, *STORING, *codes)}


def reading_responses() -> dict[int | str, dict[str, Any]]:
    found = revision_responses(200, EXAMPLE, *PICTURING)
    found[200]["content"] = representations.documented()["content"]
    return {**found, 304: {"description": "Not modified since the `ETag` that was sent."}}


def step_responses() -> dict[int | str, dict[str, Any]]:
    codes = (
        "limit-exceeded",
        "not-a-leaf",
        "unknown-node",
        "bad-descent",
        "custom-op",
        "unknown-event",
        "closing",
    )
    found = revision_responses(200, f"{EXAMPLE}/step", *READING, *WRITING, *codes)
    found[200]["content"] = {events.MEDIA_TYPE: {"schema": {"type": "string"}}}
    return found
