"""Problems: the answers to requests that are refused (RFC 9457), one entry a code.

    Exception
    ├── EngineError (engine)    a fault of the program or of a name in it; its `code` is looked up here
    ├── StoreError (store)      stored things: unknown, changed meanwhile, or unavailable
    ├── DrawingError (drawing)  a picture that is too large, too slow or impossible
    ├── ProblemError            anything this service refuses itself
    └── HTTPException (web)     what the framework refuses: unknown path, method

`app/http/refusals.py` turns each of them into a response.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of problem: its HTTP status, its title and a sentence about when it occurs."""

    status: int
    title: str
    about: str


PROBLEMS: Final[dict[str, Problem]] = {
    "syntax-error": Problem(
        422, "The program is not valid Python", "The text does not parse; the place is given."
    ),
    "unknown-name": Problem(
        422, "A name is not known", "A name is neither assigned, built in nor given a number in `values`."
    ),
    "unsupported": Problem(
        422,
        "Outside the language",
        "Valid Python that this language leaves out; the hint says what to write instead.",
    ),
    "unknown-attribute": Problem(
        422, "An attribute is not known", "The language has a fixed list of attributes and methods."
    ),
    "wrong-type": Problem(
        422, "A value has the wrong type", "An operation got an operand that it does not take."
    ),
    "wrong-value": Problem(
        422, "A value cannot be used", "An argument has the right type and an impossible value."
    ),
    "number-out-of-range": Problem(
        422,
        "A number is out of range",
        "A number is too large for a double or for the integers of a program.",
    ),
    "assertion-failed": Problem(422, "An assertion failed", "An `assert` in the program did not hold."),
    "program-error": Problem(
        422, "The program cannot be run", "A fault of the program that has no code of its own."
    ),
    "limit-exceeded": Problem(
        422, "A limit is exceeded", "`limit` says which and its value; `/api/v1/limits` lists them all."
    ),
    "missing-file": Problem(
        422,
        "A file is missing",
        "The program opens a file that is not attached; `names` holds its name.",
    ),
    "needs-sandbox": Problem(
        422,
        "This program needs Python itself",
        "Programs are interpreted here, and this one defines a class or does something else that only "
        "Python can.",
    ),
    "python-unavailable": Problem(
        422, "No such way to run programs", "This host cannot run programs in a sandbox; `/limits` says why."
    ),
    "custom-op": Problem(
        422,
        "Only the program can compute this",
        "The graph holds an operation of the program's own, so it cannot be computed with other numbers; "
        "`names` holds its node.",
    ),
    "not-a-leaf": Problem(
        422,
        "Not a leaf",
        "Only leaves take a number in `values` or move in a descent; an op's result does not.",
    ),
    "unknown-node": Problem(
        422, "No such node", "An output, a parameter, a group or a centre that the graph does not have."
    ),
    "unknown-op": Problem(
        422, "No such operation", "An op that is not in `/ops`, or that the requested format cannot express."
    ),
    "invalid-nodes": Problem(
        422,
        "The nodes are not a graph",
        "A list of nodes that cannot be read; `names` holds the ids at fault.",
    ),
    "bad-descent": Problem(
        422, "The descent cannot be run", "A rate, a stride or parameters that cannot be used."
    ),
    "takes-no-grad": Problem(
        422, "A constant takes no grad", "A plain number that an op wrapped is neither nudged nor followed."
    ),
    "bad-query": Problem(
        422,
        "The query cannot be read",
        "A condition without a number, or an op or a line that is none; the place is that in the query.",
    ),
    "bad-nudge": Problem(
        422, "The nudge moves nothing", "h is lost in rounding beside the data, or the data is not finite."
    ),
    "stopped": Problem(
        422,
        "The run was stopped",
        "A streamed run was told to stop, or nobody followed it, and its program did not end. What "
        "it had recorded is kept.",
    ),
    "unknown-event": Problem(
        422, "No such event", "`Last-Event-ID` is not the id of an event that this request's stream has."
    ),
    "no-value": Problem(
        422,
        "The program made no Value",
        "A program without a Value has a document, but no picture, no descent and no nudge.",
    ),
    "picture-too-large": Problem(
        422,
        "The picture would be too large",
        "`limit` says what was exceeded; `views` or the hint what would fit.",
    ),
    "layout-too-slow": Problem(
        422,
        "The layout took too long",
        "The layout was stopped at its deadline; a smaller view is quicker.",
    ),
    "answer-too-large": Problem(
        422,
        "The answer would be too large",
        "`limit` says how many bytes an answer may have; ask for less of it, or for a window.",
    ),
    "invalid-json": Problem(
        422,
        "The body is not valid JSON",
        "Malformed, too deep, or it holds NaN, Infinity, a number beyond the doubles or a lone surrogate. "
        "Line and column are those of the body.",
    ),
    "invalid-request": Problem(
        422,
        "A field of the request is wrong",
        "A field is missing, unknown or of another type; `names` lists which.",
    ),
    "not-found": Problem(404, "Nothing is here", "No page or call has this address."),
    "unknown-graph": Problem(
        404, "No graph has this id", "It was never made, or was deleted; an id is 32 hexadecimal digits."
    ),
    "unknown-run": Problem(
        404,
        "No run has this id",
        "A streamed run that is over is kept for `run_minutes`, as `/limits` says.",
    ),
    "unknown-pass": Problem(
        404, "The pass is not recorded", "`names` holds the number of the nearest pass that is."
    ),
    "unknown-snapshot": Problem(404, "No snapshot has this key", "The link is mistyped or cut off."),
    "snapshot-removed": Problem(
        410,
        "The snapshot was taken down",
        "Its maker or its host took it down; its content stays down.",
    ),
    "wrong-deletion-key": Problem(
        403, "Not the deletion key", "A snapshot is taken down with the key that its creation answered."
    ),
    "method-not-allowed": Problem(
        405, "Method not allowed", "The address exists; `Allow` names its methods."
    ),
    "not-acceptable": Problem(406, "Not acceptable", "None of the media types in `Accept` can be sent."),
    "key-running": Problem(
        409,
        "The first request with this key is still running",
        "An `Idempotency-Key` came again before its first answer; `Retry-After` says when to ask for it.",
    ),
    "run-ended": Problem(409, "The run has ended", "A run that is over neither steps nor continues."),
    "precondition-failed": Problem(
        412,
        "The graph has changed",
        "No tag of `If-Match` is that of the graph as it is now; `ETag` has the current one.",
    ),
    "precondition-required": Problem(
        428, "If-Match is missing", "A write says which revision it has seen: `If-Match` with its `ETag`."
    ),
    "key-reused": Problem(
        422,
        "The key belongs to another request",
        "An `Idempotency-Key` came again with another address or body.",
    ),
    "body-too-slow": Problem(408, "The body is too slow", "`limit` says how long a body may take to arrive."),
    "body-too-large": Problem(
        413, "The body is too large", "`limit` says how many bytes a request may have."
    ),
    "unsupported-media-type": Problem(415, "The body is not JSON", "Send `Content-Type: application/json`."),
    "bad-request": Problem(400, "The request cannot be read", "The request breaks HTTP itself."),
    "too-many-requests": Problem(
        429,
        "Too many requests at once",
        "One client holds all that it may of something; `limit` says of what and how much, and `Retry-After` "
        "when to try again.",
    ),
    "busy": Problem(503, "The server is busy", "The queue is full; `Retry-After` says when to try again."),
    "drawing-unavailable": Problem(
        503, "Drawing is unavailable", "No layout process responds; the numbers are still served."
    ),
    "store-unavailable": Problem(
        503,
        "The store is unavailable",
        "The database is unreachable, read-only or starting; nothing was written. "
        "`Retry-After` says when to try again.",
    ),
    "store-full": Problem(
        503,
        "The store is full",
        "Nothing was written. `limit` says which limit was reached, if it was not the disk's own.",
    ),
    "closing": Problem(
        503,
        "The server is closing",
        "A stream was ended early; send its last id as `Last-Event-ID` to resume.",
    ),
    "not-ready": Problem(503, "Not ready", "A part that every request needs has failed; `detail` names it."),
    "internal": Problem(
        500, "Internal server error", "Never expected; the server's log has it under `instance`."
    ),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a string: from 1, in code points, the end exclusive; None for what is not known."""

    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None


@dataclass(slots=True)
class ProblemError(Exception):
    """A request that this service refuses. `extra` holds members that only this code has."""

    code: str
    detail: str
    hint: str | None = None
    place: Place = Place()
    limit: tuple[str, float] | None = None
    names: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}"

    @property
    def problem(self) -> Problem:
        """The entry of this code."""
        return PROBLEMS[self.code]
