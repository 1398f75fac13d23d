"""Ids in few characters."""

import re

from hypothesis import given
from hypothesis import strategies as st

from app.drawing.svg.id_ranges import id_ranges


def read(text: str) -> list[int]:
    """As the page reads it (static/src/drawing/picture.ts)."""
    found: list[int] = []
    for word in text.split():
        first, step, count = re.fullmatch(r"(\d+)(?:\+(\d+)\*(\d+))?", word).groups(default="")  # type: ignore[union-attr]  # fails the test
        found += range(int(first), int(first) + int(step) * int(count), int(step)) if step else [int(first)]
    return found


def test_evenly_spaced_positions_are_one_word() -> None:
    assert id_ranges([3]) == "3"
    assert id_ranges([3, 9]) == "3 9"
    assert id_ranges(range(7, 407, 4)) == "7+4*100"
    assert id_ranges([0, 5, 6, 7, 8, 20]) == "0 5+1*4 20"
    assert id_ranges([]) == ""


@given(st.sets(st.integers(0, 500)))
def test_they_read_back(positions: set[int]) -> None:
    assert read(id_ranges(sorted(positions))) == sorted(positions)
