"""Which problem each exception of the layers below is, in a client's words.

Nothing of a request is echoed but names, and those only as text that every encoding can carry.
"""

import logging
from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import quote

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match, Mount

from app.drawing.choice import ViewChoice
from app.drawing.errors import DrawingError, InvalidView, LayoutBusy, LayoutTimeout, LayoutUnavailable
from app.drawing.limits import PictureTooLarge, TooManyPixels
from app.http.problems import PROBLEMS, Place, ProblemError
from app.runtime.readiness import KEPT_SECONDS, NotReadyError
from app.runtime.work_queue import BusyError
from app.store import (
    FullError,
    KeyReusedError,
    KeyRunningError,
    StaleError,
    StoreError,
    UnknownGraphError,
    UnknownSnapshotError,
)
from engine.errors import (
    EngineError,
    LeafError,
    LimitError,
    NodeListError,
    ProgramError,
    UnknownNodeError,
)

log = logging.getLogger("backlens")

RETRY_AFTER: Final = 1  # seconds, where the server is busy

_BY_STATUS: Final = {400: "bad-request", 404: "not-found", 405: "method-not-allowed", 413: "body-too-large"}
_NAMED: Final = 20  # faults of one request that its answer speaks of


def from_engine(error: EngineError) -> ProblemError:
    """The engine's errors carry their own words and, for programs, a place."""
    code = error.code if error.code in PROBLEMS else "program-error"
    place = Place()
    if isinstance(error, ProgramError):
        place = Place(error.line, error.column, error.end_line, error.end_column)
    limit = (error.limit, error.value) if isinstance(error, LimitError) else None
    names = (
        error.names if isinstance(error, ProgramError | LeafError | UnknownNodeError | NodeListError) else ()
    )
    return ProblemError(code, error.message, error.hint, place, limit, tuple(names))


def from_queue(error: BusyError) -> ProblemError:
    """A queue that is full."""
    return ProblemError(
        "busy",
        f"{error.running} {error.what} are running and {error.waiting} are waiting.",
        f"Ask again in {RETRY_AFTER} second.",
        headers={"Retry-After": str(RETRY_AFTER)},
    )


def from_readiness(error: NotReadyError) -> ProblemError:
    """A part of the process that does not work."""
    return ProblemError("not-ready", str(error), headers={"Retry-After": str(int(KEPT_SECONDS))})


def from_drawing(error: DrawingError) -> ProblemError:
    """A picture that cannot be had, with what could be instead."""
    refusal = ProblemError(error.code, error.message, error.hint)
    match error:
        case PictureTooLarge():
            refusal.limit = (error.limit, error.value)
            refusal.extra = {"views": [_view(offer.choice) for offer in error.views]}
        case TooManyPixels():
            refusal.limit = (error.limit, error.value)
        case LayoutTimeout():
            refusal.limit = ("layout_seconds", error.seconds)
        case InvalidView():
            refusal.names = error.names
        case LayoutBusy() | LayoutUnavailable():
            refusal.headers = {"Retry-After": "1"}
    return refusal


def from_store(error: StoreError) -> ProblemError:
    """What cannot be kept or found, in a client's words; the database's own are for the log."""
    match error:
        case UnknownGraphError():
            return ProblemError("unknown-graph", "There is no graph with this id; it may have been deleted.")
        case UnknownSnapshotError():
            return ProblemError("unknown-snapshot", "There is no snapshot with this key.")
        case StaleError():
            return ProblemError(
                "precondition-failed",
                f"The graph is at revision {error.revision:,} by now.",
                "Read it again and repeat the change on what it is now.",
                headers={"ETag": f'"{error.revision}"'},
            )
        case KeyReusedError():
            return ProblemError(
                "key-reused",
                "This Idempotency-Key came with another request before.",
                "A new request needs a new key, such as a UUID.",
            )
        case KeyRunningError():
            return ProblemError(
                "key-running",
                "The first request with this Idempotency-Key has no answer yet.",
                "Ask again in 1 second.",
                headers={"Retry-After": "1"},
            )
        case FullError():
            log.error("The store is full: %s", error.limit or "the disk")
            limit = error.limit
            detail = "The disk" if limit is None else f"The store, which may hold {limit[1]:,} ({limit[0]}),"
            return ProblemError(
                "store-full",
                f"{detail} has no room left; nothing was written.",
                "Delete graphs that are no longer needed.",
                limit=limit,
                headers={"Retry-After": "60"},
            )
    log.error("The store cannot be used: %s", error)
    return ProblemError(
        "store-unavailable",
        "The database cannot be read or written now; nothing was changed.",
        "Repeat the request in a moment.",
        headers={"Retry-After": "2"},
    )


def _view(choice: ViewChoice) -> dict[str, Any]:
    """A choice as a request would word it."""
    around = None if choice.around is None else {"node": choice.around[0], "hops": choice.around[1]}
    return {
        "direction": choice.direction,
        "look": choice.look,
        "theme": choice.theme,
        "collapsed": list(choice.collapsed),
        "folded": choice.folded,
        "around": around,
        "inline": choice.inline,
    }


def from_validation(error: RequestValidationError) -> ProblemError:
    """The fields at fault, each with what it should be; never what it was."""
    faults = [(_path(fault["loc"]), fault) for fault in error.errors()[:_NAMED]]
    sentences = " ".join(_sentence(path, fault) for path, fault in faults)
    return ProblemError("invalid-request", sentences, names=tuple(path for path, _ in faults))


def _path(location: Iterable[str | int]) -> str:
    parts = [str(part) if len(str(part)) <= 64 else f"{str(part)[:60]}…" for part in location]
    return ".".join(parts[1:]) or "body"


def _sentence(path: str, fault: Mapping[str, Any]) -> str:
    match fault["type"]:
        case "missing":
            return f"`{path}` is missing."
        case "extra_forbidden":
            return f"`{path}` is not a field of this request."
    message = str(fault["msg"]).removeprefix("Input ").removeprefix("Value error, ")
    return f"`{path}` {message[:1].lower()}{message[1:].rstrip('.')}."


def from_http(error: HTTPException, request: Request) -> ProblemError:
    """What the framework refuses by itself."""
    code = _BY_STATUS.get(error.status_code, "bad-request")
    detail = str(error.detail)
    if code == "not-found":
        detail = f"There is nothing at {address(request)}."
    elif code == "method-not-allowed":
        detail = f"{request.method} is not one of the methods of {address(request)}."
        return ProblemError(code, detail, headers={"Allow": ", ".join(_methods(request))})
    return ProblemError(code, detail, headers=dict(error.headers or {}))


def _methods(request: Request) -> list[str]:
    """All methods of an address; the framework names those of the first route that fits it."""
    routes = [route for route in request.app.router.routes if not isinstance(route, Mount)]
    found = [
        method
        for method in ("GET", "POST", "PATCH", "DELETE")
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes)
    ]
    # What is mounted are files; and `app.http.security_headers` answers HEAD wherever there is a GET.
    return ["GET", "HEAD", *found[1:]] if found[:1] in ([], ["GET"]) else found


def address(request: Request) -> str:
    """The request's path as plain ASCII, cut where it is long."""
    return quote(request.url.path.encode("utf-8", "replace"), safe="/{}:@!$&'()*+,;=~-._")[:200]


def refusal(error: Exception, request: Request) -> ProblemError | None:
    """The refusal that an exception stands for; None for one that nobody expected."""
    match error:
        case ProblemError():
            return error
        case EngineError():
            return from_engine(error)
        case StoreError():
            return from_store(error)
        case DrawingError():
            return from_drawing(error)
        case BusyError():
            return from_queue(error)
        case NotReadyError():
            return from_readiness(error)
        case RequestValidationError():
            return from_validation(error)
        case HTTPException():
            return from_http(error, request)
    return None
