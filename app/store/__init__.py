"""Graphs and snapshots that outlive a request, in SQLite or PostgreSQL. Knows no HTTP.

Importing this does not import SQLAlchemy: `Store` does, in the background, when it is started.
"""

from app.store.errors import (
    FullError,
    KeyReusedError,
    KeyRunningError,
    RemovedError,
    StaleError,
    StoreError,
    UnavailableError,
    UnknownGraphError,
    UnknownSnapshotError,
    WrongKeyError,
)
from app.store.record import Answer, Claim, Packed, Row, Snapshot
from app.store.shape import Shape
from app.store.store import Opened, Store

__all__ = [
    "Answer",
    "Claim",
    "FullError",
    "KeyReusedError",
    "KeyRunningError",
    "Opened",
    "Packed",
    "RemovedError",
    "Row",
    "Shape",
    "Snapshot",
    "StaleError",
    "Store",
    "StoreError",
    "UnavailableError",
    "UnknownGraphError",
    "UnknownSnapshotError",
    "WrongKeyError",
]
