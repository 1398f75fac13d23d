"""Which problem each exception of the layers below is, in a client's words."""

import errno
import logging
from typing import Final

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from app.drawing.errors import DrawingError
from app.http.drawing_refusals import from_drawing
from app.http.problems import PROBLEMS, Place, ProblemError
from app.http.request_refusals import from_http, from_validation
from app.http.store_refusals import from_store
from app.programs.live.errors import LiveError
from app.programs.python import ProcessesError
from app.runtime.clients import TooManyError
from app.runtime.readiness import KEPT_SECONDS, NotReadyError
from app.runtime.work_queue import BusyError
from app.store import StoreError
from engine.errors import (
    EngineError,
    LimitError,
    ProgramError,
)
from engine.search.query import QueryError

RETRY_AFTER: Final = 1  # seconds, where the server is busy

# What a system lacks for a while: descriptors, processes, memory, a disk that works.
_LACKS: Final = frozenset(
    (
        errno.EAGAIN,
        errno.EDQUOT,
        errno.EIO,
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOBUFS,
        errno.ENOMEM,
        errno.ENOSPC,
    )
)

log = logging.getLogger("backlens")


def from_engine(error: EngineError) -> ProblemError:
    """The engine's errors carry their own words and, for programs, a place."""
    # A program's process may claim any code, but not that the server is at fault.
    known = PROBLEMS.get(error.code)
    code = error.code if known is not None and known.status == 422 else "program-error"
    place, extra = Place(), {}
    if isinstance(error, ProgramError):
        place = Place(error.line, error.column, error.end_line, error.end_column)
        told = {"file": error.file, "exception": error.exception, "printed": error.printed}
        extra = {name: text for name, text in told.items() if text}
    elif isinstance(error, QueryError):
        place = Place(1, error.column, 1, error.end_column)
    limit = (error.limit, error.value) if isinstance(error, LimitError) else None
    names = tuple(getattr(error, "names", ()))
    return ProblemError(code, error.message, error.hint, place, limit, names, extra=extra)


def from_queue(error: BusyError) -> ProblemError:
    """A queue that is full."""
    return ProblemError(
        "busy",
        f"{error.running} {error.what} are running and {error.waiting} are waiting.",
        f"Ask again in {RETRY_AFTER} second.",
        headers={"Retry-After": str(RETRY_AFTER)},
    )


def from_client(error: TooManyError) -> ProblemError:
    """One client that asks for too much at once."""
    return ProblemError(
        "too-many-requests",
        f"One client may have {error.most:,} {error.what} at once ({error.limit}).",
        f"Wait for the answers that are on their way, or ask again in {RETRY_AFTER} second.",
        limit=(error.limit, error.most),
        headers={
            "Retry-After": str(RETRY_AFTER),
            "RateLimit-Policy": f'"{error.limit}";q={error.most}',
            "RateLimit": f'"{error.limit}";r=0;t={RETRY_AFTER}',
        },
    )


def from_processes(error: ProcessesError) -> ProblemError:
    """No process for a program."""
    return ProblemError("not-ready", str(error), headers={"Retry-After": str(RETRY_AFTER)})


def from_readiness(error: NotReadyError) -> ProblemError:
    """A part of the process that does not work."""
    return ProblemError("not-ready", str(error), headers={"Retry-After": str(int(KEPT_SECONDS))})


def from_system(error: OSError | MemoryError) -> ProblemError | None:
    """What the operating system has none of now; None for an error that says something else."""
    if isinstance(error, OSError) and error.errno not in _LACKS:
        return None
    why = "no memory is left" if isinstance(error, MemoryError) else str(error.strerror)
    log.error("The system refuses: %s", why)
    return ProblemError(
        "not-ready",
        f"The server's system refuses what this takes: {why}.",
        headers={"Retry-After": str(RETRY_AFTER)},
    )


def refusal(error: Exception, request: Request) -> ProblemError | None:
    """The problem of an exception; None for an unexpected one."""
    match error:
        case ProblemError():
            return error
        case LiveError():
            return ProblemError(error.code, error.message, error.hint, names=error.names)
        case EngineError():
            return from_engine(error)
        case StoreError():
            return from_store(error)
        case DrawingError():
            return from_drawing(error)
        case BusyError():
            return from_queue(error)
        case TooManyError():
            return from_client(error)
        case ProcessesError():
            return from_processes(error)
        case NotReadyError():
            return from_readiness(error)
        case OSError() | MemoryError():
            return from_system(error)
        case RequestValidationError():
            return from_validation(error)
        case HTTPException():
            return from_http(error, request)
    return None
