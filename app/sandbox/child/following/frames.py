"""The names that the program's open functions hold, looked at without a trace."""

from __future__ import annotations

from collections.abc import Iterator
from types import FrameType
from typing import Any, Final

# By what a function could tell that its names were looked at.
_TELLING: Final = frozenset(("locals", "vars", "_getframe", "currentframe"))


def local_names(frame: FrameType) -> dict[str, Any]:
    """The local names of a function's frame."""
    if not _TELLING.isdisjoint(frame.f_code.co_names):
        return {}
    local = frame.f_locals
    found = dict(local)
    if type(local) is dict:
        local.clear()  # until 3.12 Python keeps this dict for the frame, and with it all that is in it
    return found


def around(frame: FrameType | None) -> Iterator[FrameType]:
    """The frame and those that it was called from, innermost first."""
    while frame is not None:
        yield frame
        frame = frame.f_back
