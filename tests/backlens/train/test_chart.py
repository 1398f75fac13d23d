"""The curve as text: its size, its ends, and what it leaves out."""

import math

import pytest

from backlens.train.chart import EMPTY, chart


def dots(lines: list[str]) -> list[tuple[int, int]]:
    """Column and row of every character that has a dot."""
    found = []
    for row, line in enumerate(lines[:-1]):
        cells = line.partition("┤")[2]
        found += [(column, row) for column, cell in enumerate(cells) if ord(cell) > EMPTY]
    return found


@pytest.mark.parametrize("width", [30, 80, 200])
@pytest.mark.parametrize("count", [1, 2, 40, 5_000])
def test_it_keeps_to_its_size(width: int, count: int) -> None:
    lines = chart([math.exp(-k / count) for k in range(count)], width, 12)
    assert len(lines) == 12
    assert all(len(line) <= width for line in lines)
    assert lines[-1].split() == ["1", f"{max(count, 2):,}"]


def test_it_begins_at_the_top_left_and_falls_to_the_bottom_right() -> None:
    lines = chart([10.0 - k / 10 for k in range(101)], 60, 10)
    found = dots(lines)
    assert (0, 0) in found
    assert max(found) == (max(column for column, _ in found), 8)
    assert lines[0].startswith("10 ┤")
    assert lines[8].lstrip().startswith("0 ┤")
    assert len({column for column, _ in found}) == 60 - 2 - 2  # no column is left out
    rows = [min(row for at, row in found if at == column) for column in range(56)]
    assert rows == sorted(rows)


def test_few_steps_are_joined_and_room_is_left_for_those_to_come() -> None:
    found = dots(chart([1.0, 0.0], 60, 10))
    assert {column for column, _ in found} == set(range(60 - 1 - 2))
    found = dots(chart([1.0, 0.5, 0.0], 60, 10, total=300))
    assert max(column for column, _ in found) == 0
    assert chart([1.0, 0.5, 0.0], 60, 10, total=300)[-1].split() == ["1", "300"]


def test_a_column_of_many_steps_is_drawn_from_their_min_to_their_max() -> None:
    found = dots(chart([float(k % 2) for k in range(10_000)], 40, 8))
    assert {row for _, row in found} == set(range(7))


def test_what_is_not_finite_is_left_out() -> None:
    assert chart([math.nan, math.inf], 40, 8) == []
    assert chart([], 40, 8) == []
    lines = chart([1.0, math.nan, -math.inf, 3.0], 40, 8)
    assert (lines[0].split()[0], lines[6].split()[0]) == ("3", "1")
    assert chart([-1e308, 1e308], 40, 8)
