"""How numbers become colours: a list is a strip of cells, a matrix a map of them.

Zero is the paper. A cell's colour is one of eleven steps of a signed square-root scale, so that a value of
one per cent of the largest is still seen. The page repaints the same cells from other numbers, so the rules
stand a second time in its `drawing/heat.ts`; `tests/heat.json` holds the cases that both must pass.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

STEPS = 5
"""Steps of colour on each side of zero."""
CELLS = 32
"""The most cells of a strip; each cell of a longer list is the value of largest size in its share."""
HIGH = 0.64
"""Height of a cell in that of its strip: positive ones are at the top, negative ones at the foot."""
GAP_FROM = 4
"""Least px from one cell of a strip to the next at which a gap of 1 px is between them."""
PERCENTILE = 0.995
"""The share of all cells of matrices that their scale covers; what lies beyond has the strongest colour."""
WORDS = tuple(f"n{k}" for k in range(STEPS, 0, -1)) + tuple(f"p{k}" for k in range(1, STEPS + 1))
"""The classes of the ten paths, negative ones first."""


@dataclass(frozen=True, slots=True)
class Bed:
    """The area behind the cells, in px."""

    x: float
    y: float
    width: float
    height: float


def step_of(number: float, scale: float) -> int:
    """The step of colour, from -5 to 5. 0 is the paper, for 0, for nan, and where there is no scale."""
    if math.isnan(number) or number == 0 or scale <= 0:
        return 0
    size = abs(number) / scale
    step = STEPS if size >= 1 else math.floor(STEPS * math.sqrt(size) + 0.5)
    return step if number > 0 else -step


def rounded_up(size: float) -> float:
    """Up to the next number of two significant digits; 0 for what is not finite."""
    if size == 0 or not math.isfinite(size):
        return 0.0
    _, digits, exponent = Decimal(repr(size)).as_tuple()
    assert isinstance(exponent, int)  # of a finite number
    first = int("".join(map(str, digits[:2])))
    dropped = len(digits) - 2
    if any(digits[2:]):
        first += 1
    return float(f"{first}e{exponent + max(dropped, 0)}")


def list_scale(lists: Iterable[Sequence[float]]) -> float:
    """The scale of lists: their largest number, rounded up. A list whose numbers are all equal does not
    count unless all are such, or the grad 1 of an output would make all others pale."""
    uneven = even = 0.0
    for numbers in lists:
        sizes = [abs(number) for number in numbers if math.isfinite(number)]
        largest = max(sizes, default=0.0)
        if len(set(numbers)) > 1:
            uneven = max(uneven, largest)
        else:
            even = max(even, largest)
    return rounded_up(uneven or even)


def matrix_scale(matrices: Iterable[Sequence[float]]) -> float:
    """The scale of matrices: the 99.5th percentile of the sizes of all their numbers, rounded up."""
    sizes = sorted(abs(number) for numbers in matrices for number in numbers if math.isfinite(number))
    if not sizes:
        return 0.0
    return rounded_up(sizes[math.ceil(PERCENTILE * len(sizes)) - 1] or sizes[-1])


def is_map(shape: Sequence[int]) -> bool:
    """Whether a list of this shape is drawn as a map, not as a strip."""
    return len(shape) > 1 and shape[-1] > 1 and math.prod(shape[:-1]) > 1


def strip(bed: Bed, numbers: Sequence[float], scale: float) -> dict[str, str]:
    """Path data by class for a list: positive cells high, negative ones low."""
    shown = list(_shares(numbers, CELLS))
    pitch = bed.width / max(len(shown), 1)
    wide = pitch - 1 if pitch >= GAP_FROM else pitch
    high = math.floor(10 * HIGH * bed.height + 0.5) / 10
    found: dict[str, list[str]] = {}
    for k, number in enumerate(shown):
        step = step_of(number, scale)
        if step:
            y = bed.y if step > 0 else bed.y + bed.height - high
            found.setdefault(_word(step), []).append(_cell(bed.x + k * pitch, y, wide, high))
    return _joined(found)


def heat_map(bed: Bed, numbers: Sequence[float], shape: Sequence[int], scale: float) -> dict[str, str]:
    """Path data by class for a matrix, the last axis across. Neighbours of one colour are one rectangle; of
    cells that would be smaller than 1 px the largest in size of each share is drawn."""
    columns = shape[-1]
    lines = [numbers[k : k + columns] for k in range(0, len(numbers), columns)]
    lines = _fewer(lines, max(1, math.floor(bed.height)))
    across = min(columns, max(1, math.floor(bed.width)))
    wide, high = bed.width / across, bed.height / len(lines)
    found: dict[str, list[str]] = {}
    for row, line in enumerate(lines):
        steps = [step_of(number, scale) for number in _shares(line, across)]
        for start, count in _runs(steps):
            if step := steps[start]:
                x, y = bed.x + start * wide, bed.y + row * high
                found.setdefault(_word(step), []).append(_cell(x, y, count * wide, high))
    return _joined(found)


def _word(step: int) -> str:
    return f"p{step}" if step > 0 else f"n{-step}"


def _joined(found: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {word: "".join(found[word]) for word in WORDS if word in found}


def _larger(one: float, other: float) -> float:
    """Of two numbers the one that is larger in size, nan above all; the first of equals."""
    return other if abs(other) > abs(one) or (math.isnan(other) and not math.isnan(one)) else one


def _shares(numbers: Sequence[float], most: int) -> Iterator[float]:
    """The numbers, or of more than `most` the largest in size of each of so many equal shares."""
    count = len(numbers)
    if count <= most:
        yield from numbers
        return
    for k in range(most):
        share = numbers[k * count // most : (k + 1) * count // most]
        largest = share[0]
        for number in share[1:]:
            largest = _larger(largest, number)
        yield largest


def _fewer(lines: Sequence[Sequence[float]], most: int) -> list[Sequence[float]]:
    """The lines, or of more than `most` the largest in size at each place of each of so many shares."""
    count = len(lines)
    if count <= most:
        return list(lines)
    shares = (lines[k * count // most : (k + 1) * count // most] for k in range(most))
    return [[next(_shares(column, 1)) for column in zip(*share, strict=False)] for share in shares]


def _runs(steps: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where each run of equal steps begins, and how long it is."""
    start = 0
    for k in range(1, len(steps) + 1):
        if k == len(steps) or steps[k] != steps[start]:
            yield start, k - start
            start = k


def _cell(x: float, y: float, width: float, height: float) -> str:
    wide, high = _hundredths(width), _hundredths(height)
    return f"M{_hundredths(x)} {_hundredths(y)}h{wide}v{high}h-{wide}z"


@lru_cache(maxsize=4_096)
def _hundredths(number: float) -> str:
    """To a hundredth, halves up, as the page rounds too."""
    text = f"{math.floor(number * 100 + 0.5) / 100:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
