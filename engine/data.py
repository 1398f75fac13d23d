"""Data to learn from: THE list of datasets, and CSV text. Seeded: the same arguments give the same numbers.

A dataset gives ``(X, y)``: X a list of rows, y one number a row. Two classes are −1 and +1, which is what
micrograd's demo makes of them (``y*2 - 1``) and what a margin or a tanh wants; more are counted from 0. Those
of ``make_moons`` are 0 and 1, because it is called as in scikit-learn and gives what that gives.
Random numbers are numpy's legacy ones, so that ``moons`` and ``circles`` are scikit-learn's under the same
seed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.errors import EngineError

if TYPE_CHECKING:
    from numpy.random import RandomState

Rows = list[list[float]]
Data = tuple[Rows, list[float]]
LARGEST = 10_000  # rows of one dataset
LARGEST_SEED = 2**32 - 1


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a dataset: a number from ``least`` to ``most``, whole if ``whole``."""

    name: str
    default: float
    least: float
    most: float
    about: str
    whole: bool = False

    def check(self, given: object) -> float:
        """The argument as it was given. Raises EngineError when it is anything else."""
        fits = isinstance(given, int) if self.whole else isinstance(given, int | float)
        if not fits or isinstance(given, bool) or not self.least <= given <= self.most:  # type: ignore[operator]  # a number, as just seen
            kind = "an int" if self.whole else "a finite number"
            shown = repr(given) if len(repr(given)) <= 40 else "one of so many digits"
            raise EngineError(
                f"`{self.name}` must be {kind} from {self.least:,} to {self.most:,}, not {shown}.",
                code="wrong-value",
            )
        return given  # type: ignore[return-value]  # a number, as just seen


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset: a row of the catalogue and what makes it. Its first parameter is the number of rows."""

    name: str
    title: str
    parameters: tuple[Parameter, ...]
    make: Callable[..., Data]

    def __call__(self, **given: Any) -> Data:
        """The data for these arguments, the usual ones where left out.

        Raises EngineError for an argument that there is not or that makes no sense.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known:
                raise EngineError(f"`{self.name}` has no argument named `{name}`.", code="wrong-type")
        checked = {name: known[name].check(number) for name, number in given.items()}
        return self.make(**{name: parameter.default for name, parameter in known.items()} | checked)


def _moons(n: int, noise: float, seed: int) -> Data:
    outer = n // 2
    above = [(math.cos(t), math.sin(t)) for t in _spaced(0.0, math.pi, outer)]
    below = [(1.0 - math.cos(t), 1.0 - math.sin(t) - 0.5) for t in _spaced(0.0, math.pi, n - outer)]
    return _stirred(above, below, noise, seed)


def _make_moons(n_samples: int, noise: float, random_state: int) -> Data:
    rows, labels = _moons(n_samples, noise, random_state)
    return rows, [int(label > 0) for label in labels]


def _circles(n: int, noise: float, seed: int, factor: float) -> Data:
    outer = n // 2
    around = [(math.cos(t), math.sin(t)) for t in _around(outer)]
    inside = [(math.cos(t) * factor, math.sin(t) * factor) for t in _around(n - outer)]
    return _stirred(around, inside, noise, seed)


def _xor(n: int, noise: float, seed: int) -> Data:
    corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]
    points = [corners[i % 4] for i in range(n)]
    return _stirred(points[::2], points[1::2], noise, seed)


def _spiral(n: int, noise: float, seed: int, turns: float) -> Data:
    first = n // 2

    def arm(count: int, begin: float) -> list[tuple[float, float]]:
        radii = [(i + 1) / count for i in range(count)]
        angles = [begin + 2.0 * math.pi * turns * r for r in radii]
        return [(r * math.cos(t), r * math.sin(t)) for r, t in zip(radii, angles, strict=True)]

    return _stirred(arm(first, 0.0), arm(n - first, math.pi), noise, seed)


def _blobs(n: int, noise: float, seed: int, centers: int) -> Data:
    middles = [(math.cos(t), math.sin(t)) for t in _around(centers)]
    labels = (-1, 1) if centers == 2 else range(centers)
    points = [(middles[i % centers], labels[i % centers]) for i in range(n)]
    return _mixed(points, noise, _random(seed))


def _line(n: int, noise: float, seed: int, slope: float, intercept: float) -> Data:
    return _curve(lambda x: slope * x + intercept, n, noise, seed)


def _sine(n: int, noise: float, seed: int, periods: float) -> Data:
    return _curve(lambda x: math.sin(math.pi * periods * x), n, noise, seed)


def _curve(f: Callable[[float], float], n: int, noise: float, seed: int) -> Data:
    """Points from −1 to 1 in order, with noise on what is to be predicted."""
    rng = _random(seed)
    xs = _spaced(-1.0, 1.0, n)
    return [[x] for x in xs], [f(x) + rng.normal(scale=noise) for x in xs]


def _random(seed: int) -> RandomState:
    """numpy's legacy generator, whose stream is frozen (NEP 19); imported here because that takes long."""
    from numpy.random import RandomState

    return RandomState(seed)


def _spaced(first: float, last: float, count: int) -> list[float]:
    """numpy's ``linspace``: ``count`` numbers, both ends among them."""
    if count < 2:
        return [first] * count
    step = (last - first) / (count - 1)
    return [first + i * step for i in range(count - 1)] + [last]


def _around(count: int) -> list[float]:
    """Angles that go round once, without the last, which would be the first again."""
    return [i * (2.0 * math.pi / count) for i in range(count)]


def _stirred(
    first: list[tuple[float, float]], second: list[tuple[float, float]], noise: float, seed: int
) -> Data:
    points = [(point, -1) for point in first] + [(point, 1) for point in second]
    return _mixed(points, noise, _random(seed))


def _mixed(points: list[tuple[tuple[float, float], int]], noise: float, rng: RandomState) -> Data:
    """In random order, then moved, in the order in which scikit-learn draws."""
    mixed = [points[i] for i in rng.permutation(len(points)).tolist()]
    moved = [[x + rng.normal(scale=noise), y + rng.normal(scale=noise)] for (x, y), _ in mixed]
    return moved, [label for _, label in mixed]


def _dataset(
    name: str, title: str, make: Callable[..., Data], n: int, noise: float, *others: Parameter
) -> Dataset:
    usual = (
        Parameter("n", n, 1, LARGEST, "how many rows", whole=True),
        Parameter("noise", noise, 0.0, 1_000.0, "standard deviation of the normal noise"),
        Parameter("seed", 0, 0, LARGEST_SEED, "seed of the random numbers, numpy's legacy ones", whole=True),
    )
    return Dataset(name, title, (*usual, *others), make)


DATASETS: Mapping[str, Dataset] = {
    each.name: each
    for each in (
        _dataset("moons", "Two half moons (scikit-learn's `make_moons`)", _moons, 100, 0.1),
        Dataset(
            "make_moons", "Two half moons, called as in scikit-learn: labels 0 and 1",
            (
                Parameter("n_samples", 100, 1, LARGEST, "how many rows", whole=True),
                Parameter("noise", 0.0, 0.0, 1_000.0, "standard deviation of the normal noise"),
                Parameter("random_state", 0, 0, LARGEST_SEED, "seed of the random numbers", whole=True),
            ),
            _make_moons,
        ),
        _dataset(
            "circles", "A circle inside a circle (scikit-learn's `make_circles`)", _circles, 100, 0.05,
            Parameter("factor", 0.5, 0.0, 1.0, "radius of the inner circle"),
        ),
        _dataset("xor", "Four corners, opposite ones alike", _xor, 100, 0.2),
        _dataset(
            "spiral", "Two arms of a spiral", _spiral, 100, 0.02,
            Parameter("turns", 1.0, 0.0, 10.0, "how often an arm goes round"),
        ),
        _dataset(
            "blobs", "Round heaps on a circle", _blobs, 100, 0.2,
            Parameter("centers", 2, 1, 20, "how many; two are −1 and +1, more count from 0", whole=True),
        ),
        _dataset(
            "regression_line", "A line to be found", _line, 20, 0.1,
            Parameter("slope", 2.0, -1e6, 1e6, "slope of the line"),
            Parameter("intercept", 1.0, -1e6, 1e6, "its height at 0"),
        ),
        _dataset(
            "regression_sine", "A sine to be found", _sine, 40, 0.1,
            Parameter("periods", 1.0, 0.0, 100.0, "waves between −1 and 1"),
        ),
    )
}  # fmt: skip


class CSVError(EngineError):
    """A table that cannot be read. line, column: of the cell in the text, from 1, in code points; end_column
    is exclusive.
    """

    default_code = "wrong-value"

    def __init__(self, what: str, line: int, column: int, end_column: int, hint: str | None = None) -> None:
        super().__init__(f"Line {line}, column {column} of the CSV: {what}", hint=hint)
        self.line, self.column, self.end_column = line, column, max(end_column, column + 1)


def csv(text: str) -> Data:
    """The numbers of a table written with commas: its last column is y, the others are X.

    Empty lines are left out; a first line without any number is the header. Raises CSVError at a cell that is
    empty or not a finite number, at a row of another length, and for a table without rows or of one column.
    """
    rows: Rows = []
    last: list[float] = []
    width = header = 0
    for at, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if not line.strip():
            continue
        cells = _cells(line)
        if not width:
            width = len(cells)
            if width < 2:
                raise CSVError("a row has at least two columns.", at, 1, len(line) + 1, _COLUMNS)
            if all(_number(cell) is None for _, cell in cells) and any(cell for _, cell in cells):
                header = at
                continue
        numbers = [_finite(cell, at, column) for column, cell in cells[:width]]
        if len(cells) != width:
            surplus = cells[width][0] if len(cells) > width else len(line) + 1
            what = f"this row has {len(cells)} column{'s' if len(cells) > 1 else ''}"
            raise CSVError(f"{what}, those before it have {width}.", at, surplus, len(line) + 1)
        rows.append(numbers[:-1])
        last.append(numbers[-1])
    if not rows:
        raise CSVError("there is no row of numbers.", header or 1, 1, 2, _COLUMNS)
    return rows, last


_COLUMNS = "Write one row a line, numbers with commas between them; the last column is y."


def _cells(line: str) -> list[tuple[int, str]]:
    """The cells of a line without the spaces around them, each with the column at which it begins."""
    found, column = [], 1
    for cell in line.split(","):
        inner = cell.strip()
        found.append((column + (len(cell) - len(cell.lstrip()) if inner else 0), inner))
        column += len(cell) + 1
    return found


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


def _finite(cell: str, line: int, column: int) -> float:
    number = _number(cell)
    if number is not None and math.isfinite(number):
        return number
    if not cell:
        raise CSVError("a number is missing.", line, column, column + 1)
    shown = f"`{cell}`" if len(cell) <= 40 else "this"
    raise CSVError(f"{shown} is not a finite number.", line, column, column + len(cell))
