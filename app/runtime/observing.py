"""What is recorded of a request while it is worked on: its id, and where its time went. Knows no HTTP."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

request_id: Final[ContextVar[str]] = ContextVar("request_id", default="")

spent: Final[ContextVar[dict[str, float] | None]] = ContextVar("spent", default=None)
"""Seconds by the name of what they went into; None where nobody asks."""


def add(name: str, seconds: float) -> None:
    """These seconds of the current request went into that."""
    found = spent.get()
    if found is not None:
        found[name] = found.get(name, 0.0) + seconds


@contextmanager
def timed(name: str) -> Iterator[None]:
    """What is done in here takes that long."""
    begin = time.perf_counter()
    try:
        yield
    finally:
        add(name, time.perf_counter() - begin)
