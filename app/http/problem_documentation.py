"""How a call's refusals are documented: by status, each code with its title and an example."""

from collections.abc import Iterable
from typing import Any, Final

from app.http.problem_responses import MEDIA_TYPE, problem_body
from app.http.problems import PROBLEMS, Place, ProblemError

PROBLEM_SCHEMA: Final = "Problem"

READING: Final = (
    "unsupported-media-type",
    "body-too-slow",
    "body-too-large",
    "invalid-json",
    "invalid-request",
    "bad-request",
    "key-reused",
    "key-running",
    "store-unavailable",
    "store-full",
)
RUNNING: Final = (
    "syntax-error",
    "unknown-name",
    "unsupported",
    "unknown-attribute",
    "wrong-type",
    "wrong-value",
    "number-out-of-range",
    "assertion-failed",
    "program-error",
    "limit-exceeded",
    "missing-file",
    "needs-sandbox",
    "python-unavailable",
    "custom-op",
    "not-a-leaf",
    "unknown-node",
    "invalid-nodes",
    "answer-too-large",
    "busy",
    "too-many-requests",
    "not-ready",
)
STORING: Final = ("unknown-graph", "answer-too-large", "store-unavailable", "busy", "too-many-requests")
WRITING: Final = ("bad-request", "precondition-failed", "precondition-required", "store-full")
DRAWING: Final = ("picture-too-large", "layout-too-slow", "drawing-unavailable")


def problems(path: str, *codes: str) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a call that may be refused with these codes."""
    by_status: dict[int, list[str]] = {}
    for code in dict.fromkeys((*codes, "internal")):
        by_status.setdefault(PROBLEMS[code].status, []).append(code)
    return {status: _response(path, status, found) for status, found in sorted(by_status.items())}


def _response(path: str, status: int, codes: Iterable[str]) -> dict[str, Any]:
    found = list(codes)
    lines = "\n".join(f"- `{code}`: {PROBLEMS[code].about}" for code in found)
    examples = {
        code: {"summary": PROBLEMS[code].title, "value": problem_body(_example(code), path)} for code in found
    }
    schema = {
        "allOf": [
            {"$ref": f"#/components/schemas/{PROBLEM_SCHEMA}"},
            {"properties": {"code": {"enum": found}, "status": {"const": status}}},
        ]
    }
    response: dict[str, Any] = {
        "description": lines,
        "content": {MEDIA_TYPE: {"schema": schema, "examples": examples}},
    }
    if status in (429, 503):
        response["headers"] = {
            "Retry-After": {"description": "Seconds after which to ask again.", "schema": {"type": "integer"}}
        }
    return response


def _example(code: str) -> ProblemError:
    """A refusal as it may look; a test compares those that are easy to provoke with real answers."""
    known = {
        "unknown-name": ProblemError(
            code,
            "NameError: `cc` is not defined.",
            "Did you mean `c`? Or give it a number in `values`.",
            Place(5, 9, 5, 11),
            names=("cc",),
        ),
        "limit-exceeded": ProblemError(
            code,
            "Stopped after 1,000,000 steps. Is this loop endless?",
            place=Place(1, 1, 1, 5),
            limit=("turns", 1_000_000),
        ),
    }
    return known.get(code, ProblemError(code, PROBLEMS[code].about))
