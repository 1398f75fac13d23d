"""Many positions in few words: evenly spaced ones as `first+step*count`, so that a page knows which numbers a
box shows the range of."""

from collections.abc import Sequence

SHORTEST = 3
"""Positions that are worth a run of their own."""


def runs(positions: Sequence[int]) -> str:
    """Ascending positions: `3 7+4*100` is 3, then 7, 11, … a hundred in all."""
    words: list[str] = []
    at = 0
    while at < len(positions):
        first = positions[at]
        count, step = 1, 0
        if at + 1 < len(positions):
            step = positions[at + 1] - first
            while at + count < len(positions) and positions[at + count] == first + step * count:
                count += 1
        if count < SHORTEST:
            count = 1
        words.append(str(first) if count == 1 else f"{first}+{step}*{count}")
        at += count
    return " ".join(words)
