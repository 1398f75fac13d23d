"""Ascending ids in few characters, so that a page knows which numbers a box shows the range of."""

from collections.abc import Sequence

SHORTEST = 3
"""Evenly spaced ids that are worth a range."""


def id_ranges(ids: Sequence[int]) -> str:
    """Ascending ids, evenly spaced ones as `first+step*count`: `3 7+4*100` is 3, then 7, 11, … a hundred in
    all."""
    words: list[str] = []
    at = 0
    while at < len(ids):
        first, step, count = ids[at], 0, 1
        if at + 1 < len(ids):
            step = ids[at + 1] - first
            while at + count < len(ids) and ids[at + count] == first + step * count:
                count += 1
        if count < SHORTEST:
            count = 1
        words.append(str(first) if count == 1 else f"{first}+{step}*{count}")
        at += count
    return " ".join(words)
