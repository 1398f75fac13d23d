"""A curve in text: dots of Braille patterns, eight to a character, with its axes. Knows no terminal."""

import math
from collections.abc import Sequence
from typing import Final

DOTS: Final = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))  # by column and row of a character
EMPTY: Final = 0x2800
LEAST_WIDTH: Final = 24


def chart(values: Sequence[float], width: int, height: int, total: int | None = None) -> list[str]:
    """The lines of a chart over steps 1, 2, …; from min to max where several share a column.

    Arguments:
        values: one a step; what is not finite is a gap.
        width, height: of all of it, in characters; the last line is the axis of the steps.
        total: how many steps there will be, if that is known; the curve leaves room for them.

    Returns:
        Lines of at most `width` characters; none where no value is finite.
    """
    finite = [value for value in values if math.isfinite(value)]
    if not finite:
        return []
    low, high = min(finite), max(finite)
    names = [_number(high), _number(low)]
    margin = max(map(len, names))
    columns = max(width, LEAST_WIDTH) - margin - 2
    rows = max(height - 1, 2)
    steps = max(len(values), total or 0, 2)
    cells = [[EMPTY] * columns for _ in range(rows)]
    before = None
    for column, (least, most) in _columns(values, steps, columns * 2):
        top, bottom = _row(most, low, high, rows * 4), _row(least, low, high, rows * 4)
        dots = [(column, row) for row in range(top, bottom + 1)]
        if before is not None:
            dots += _line(before, (column, (top + bottom) // 2))
        for x, y in dots:
            cells[y // 4][x // 2] |= DOTS[x % 2][y % 4]
        before = (column, (top + bottom) // 2)
    label = {0: names[0], rows - 1: names[1]}
    lines = [
        f"{label.get(row, ''):>{margin}} ┤" + "".join(map(chr, each)).rstrip(chr(EMPTY))
        for row, each in enumerate(cells)
    ]
    first, last = "1", f"{steps:,}"
    return [*lines, " " * (margin + 2) + first + last.rjust(columns - len(first))]


def _columns(values: Sequence[float], steps: int, columns: int) -> list[tuple[int, tuple[float, float]]]:
    """Min and max by column of dots, for those that have a value."""
    found: dict[int, tuple[float, float]] = {}
    for step, value in enumerate(values):
        if math.isfinite(value):
            column = step * (columns - 1) // (steps - 1)
            least, most = found.get(column, (value, value))
            found[column] = (min(least, value), max(most, value))
    return list(found.items())


def _line(one: tuple[int, int], other: tuple[int, int]) -> list[tuple[int, int]]:
    """The dots from one to another."""
    (x, y), (to_x, to_y) = one, other
    count = max(abs(to_x - x), abs(to_y - y))
    return [
        (x + round((to_x - x) * k / count), y + round((to_y - y) * k / count)) for k in range(1, count + 1)
    ]


def _row(value: float, low: float, high: float, rows: int) -> int:
    """Counted from the top; a curve that is flat is in the middle."""
    if low == high:
        return rows // 2
    share = (value / 2 - low / 2) / (high / 2 - low / 2)  # halved, so that no difference is infinite
    return round((1 - share) * (rows - 1))


def _number(value: float) -> str:
    return f"{value:.4g}"
