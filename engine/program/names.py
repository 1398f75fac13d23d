"""The nearest known name to one that is unknown."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

# More names than this are not compared: each costs time, and no one has typed so many.
COMPARED = 500


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like this one, if any is like it; of equals the first."""
    low = name.lower()
    by_case: dict[str, str] = {}
    for other in list(known)[:COMPARED]:
        by_case.setdefault(other.lower(), other)
    if low in by_case:
        return by_case[low]
    if len(low) <= 2:
        # Of so few letters half are always alike: x2 means x1 or x, and not exp.
        close = [other for other in by_case if other[0] == low[0] and abs(len(other) - len(low)) <= 1]
    else:
        close = difflib.get_close_matches(low, by_case, n=1, cutoff=0.6)
    return by_case[close[0]] if close else None


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """The hint that names the nearest known name."""
    found = nearest(name, known)
    return None if found is None else f"Did you mean `{found}`?"
