"""An array shared out by number, and many things into a few ranges."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.drawing.frames.frame import Ids

RANGES = 24
"""Ranges of one level: fewer than boxes may be, because each has to be read."""


class Split:
    """Places in an array by the number that each has there; those with a negative number are left out."""

    def __init__(self, numbers: Ids | NDArray[np.int64], count: int) -> None:
        small = (
            numbers.astype(np.int16) if count < np.iinfo(np.int16).max else numbers
        )  # sorted in linear time
        self._order = np.argsort(small, kind="stable")
        left_out = int((numbers < 0).sum())
        sizes = np.bincount(numbers[numbers >= 0] if left_out else numbers, minlength=count)
        self._starts = np.concatenate([[left_out], left_out + np.cumsum(sizes)])

    def between(self, low: int, high: int) -> NDArray[np.int64]:
        """The places with these numbers, ascending for each number."""
        return self._order[self._starts[low] : self._starts[high]]

    def of(self, number: int) -> NDArray[np.int64]:
        """The places with this number, ascending."""
        return self.between(number, number + 1)


def round_step(count: int, most: int) -> int:
    """A round number of boxes for a range, so that there are some dozens of ranges at most, and two at
    least."""
    least = max(-(-count // max(min(most, RANGES), 2)), 2)
    power = 10 ** (len(str(least)) - 1)
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least)
    return step if step < count else least
