"""The nearest known name to one that is unknown."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

# More names than this are not compared: each costs time, and no one has typed so many.
COMPARED = 500


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like this one, if any is like it."""
    by_case: dict[str, str] = {}
    for other in list(known)[:COMPARED]:
        by_case.setdefault(other.lower(), other)
    close = difflib.get_close_matches(name.lower(), by_case, n=1, cutoff=0.6)
    return by_case[close[0]] if close else None


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """The hint that names the nearest known name."""
    found = nearest(name, known)
    return None if found is None else f"Did you mean `{found}`?"
