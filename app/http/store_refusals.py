"""What cannot be kept or found, in a client's words; the database's own are for the log."""

import logging

from app.http.problems import ProblemError
from app.store import (
    FullError,
    KeyReusedError,
    KeyRunningError,
    RemovedError,
    StaleError,
    StoreError,
    UnknownGraphError,
    UnknownSnapshotError,
    WrongKeyError,
)

log = logging.getLogger("backlens")


def from_store(error: StoreError) -> ProblemError:
    """What cannot be kept or found, in a client's words; the database's own are for the log."""
    match error:
        case UnknownGraphError():
            return ProblemError("unknown-graph", "There is no graph with this id; it may have been deleted.")
        case UnknownSnapshotError():
            return ProblemError("unknown-snapshot", "There is no snapshot with this key.")
        case RemovedError():
            return ProblemError("snapshot-removed", "This snapshot was taken down, and stays down.")
        case WrongKeyError():
            return ProblemError(
                "wrong-deletion-key",
                "This does not take the snapshot down.",
                "Send the `deletion_key` that its creation answered as the header `Deletion-Key`.",
            )
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
