"""What can go wrong in the store. Knows no HTTP; `app/http/store_refusals.py` gives each in a client's words.

StoreError
├── UnavailableError      the database is unreachable, read-only or broken; nothing was written
│   └── ConflictError     another transaction came between; done again, the same may succeed
├── FullError             it has no room left, or may not hold more
├── UnknownGraphError     no graph has this id
├── StaleError            the graph has another revision by now
├── UnknownSnapshotError  no snapshot has this key
├── RemovedError          the snapshot was taken down, and stays down
├── WrongKeyError         this does not take the snapshot down
├── KeyReusedError        an Idempotency-Key that came with another request before
└── KeyRunningError       its first request is still running
"""

from dataclasses import dataclass


class StoreError(Exception):
    """The root; `str` is a sentence for the server's log."""


class UnavailableError(StoreError):
    """Nothing can be read or written now; the same call may work later."""


class ConflictError(UnavailableError):
    """PostgreSQL undid a transaction for the sake of another one (SQLSTATE 40001, 40P01)."""


@dataclass
class FullError(StoreError):
    """No room. limit: the setting that says so and its number; None when the disk itself is full."""

    limit: tuple[str, float] | None = None


class UnknownGraphError(StoreError):
    """Never made, or deleted."""


@dataclass
class StaleError(StoreError):
    """revision: the one that the graph has now."""

    revision: int


class UnknownSnapshotError(StoreError):
    """Never made."""


class RemovedError(StoreError):
    """Taken down by who made it, or by the host."""


class WrongKeyError(StoreError):
    """Another deletion key than the one that was given out."""


class KeyReusedError(StoreError):
    """One key, two requests."""


class KeyRunningError(StoreError):
    """One key, and its first request has no answer yet."""
