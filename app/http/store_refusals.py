"""What cannot be kept or found, in a client's words; the database's own are for the log."""

import logging

from app.http.problems import ProblemError
from app.store import (
    FullError,
    KeyReusedError,
    KeyRunningError,
    StaleError,
    StoreError,
    UnknownGraphError,
    UnknownSnapshotError,
)

log = logging.getLogger("backlens")


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
