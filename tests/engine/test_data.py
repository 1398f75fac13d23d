"""The datasets are seeded, scikit-learn's where it has them, and refuse what makes no sense."""

from __future__ import annotations

import math
import subprocess
import sys
from typing import Any

import pytest

from engine.data import DATASETS, CSVError, Data, csv
from engine.errors import EngineError

SEEDS = [0, 1, 42, 1337, 2**32 - 1]
CLASSES = ["moons", "circles", "xor", "spiral", "blobs"]


def close(ours: list[float], theirs: list[float]) -> bool:
    """Equal but for a last bit."""
    return ours == pytest.approx(theirs, rel=4e-16, abs=4e-16)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("n", [1, 2, 3, 99, 100, 1_001])
@pytest.mark.parametrize("noise", [0.0, 0.1, 2.0])
@pytest.mark.parametrize("name", ["moons", "circles"])
def test_moons_and_circles_are_scikit_learns(name: str, n: int, noise: float, seed: int) -> None:
    """The noise and the order are the same bits; numpy's own cosine may differ by one unit in the last
    place where it is vectorised.
    """
    datasets = pytest.importorskip("sklearn.datasets", reason="the oracle is not installed")
    more = {"factor": 0.5} if name == "circles" else {}
    theirs = getattr(datasets, f"make_{name}")(n, noise=noise, random_state=seed, **more)
    X, y = DATASETS[name](n=n, noise=noise, seed=seed, **more)
    assert y == (2 * theirs[1] - 1).tolist()
    assert all(close(*pair) for pair in zip(X, theirs[0].tolist(), strict=True))


def test_moons_are_those_of_micrograds_demo() -> None:
    """Its two lines: seed numpy's global generator, make moons without a seed of their own."""
    numpy = pytest.importorskip("numpy")
    datasets = pytest.importorskip("sklearn.datasets", reason="the oracle is not installed")
    before = numpy.random.get_state()
    try:
        numpy.random.seed(1337)
        X, y = datasets.make_moons(n_samples=100, noise=0.1)
    finally:
        numpy.random.set_state(before)
    ours = DATASETS["moons"](n=100, noise=0.1, seed=1337)
    assert ours[1] == (y * 2 - 1).tolist()
    assert all(close(*pair) for pair in zip(ours[0], X.tolist(), strict=True))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("n", [1, 2, 99, 100])
def test_make_moons_is_called_as_in_scikit_learn_and_gives_its_labels(n: int, seed: int) -> None:
    datasets = pytest.importorskip("sklearn.datasets", reason="the oracle is not installed")
    X, y = DATASETS["make_moons"](n_samples=n, noise=0.1, random_state=seed)
    theirs = datasets.make_moons(n_samples=n, noise=0.1, random_state=seed)
    assert y == theirs[1].tolist()
    assert all(close(*pair) for pair in zip(X, theirs[0].tolist(), strict=True))
    assert DATASETS["moons"](n=n, noise=0.1, seed=seed) == (X, [2 * label - 1 for label in y])


@pytest.mark.parametrize("name", DATASETS)
def test_every_dataset_is_seeded_and_finite(name: str) -> None:
    dataset = DATASETS[name]
    rows, _, start = (parameter.name for parameter in dataset.parameters[:3])

    def make(n: float | None = None, seed: float | None = None, **others: float) -> Data:
        chosen = {rows: n, start: seed} | others
        return dataset(**{word: number for word, number in chosen.items() if number is not None})

    for n in (1, 2, 3, 57):
        X, y = make(n=n, seed=3)
        assert len(X) == len(y) == n
        assert all(math.isfinite(number) for row in (*X, y) for number in row)
        assert make(n=n, seed=3) == (X, y)
    assert make(seed=3) != make(seed=4)
    assert make() == make(**{each.name: each.default for each in dataset.parameters})
    assert make(seed=3, noise=0.0)[0] != make(seed=3, noise=0.5)[0] or name.startswith("regression")


@pytest.mark.parametrize("name", CLASSES)
def test_two_classes_are_minus_and_plus_one(name: str) -> None:
    X, y = DATASETS[name]()
    assert sorted(y) == [-1] * 50 + [1] * 50
    assert all(len(row) == 2 for row in X)


def test_the_shapes_are_what_they_are_called() -> None:
    X, y = DATASETS["circles"](noise=0.0, factor=0.25)
    assert all(math.hypot(*row) == pytest.approx(1.0 if c < 0 else 0.25) for row, c in zip(X, y, strict=True))
    X, y = DATASETS["xor"](n=4, noise=0.0)
    assert {(*row, c) for row, c in zip(X, y, strict=True)} == {
        (-1.0, -1.0, -1), (1.0, 1.0, -1), (1.0, -1.0, 1), (-1.0, 1.0, 1),
    }  # fmt: skip
    X, y = DATASETS["spiral"](n=10, noise=0.0, turns=0.5)
    assert max(math.hypot(*row) for row in X) == pytest.approx(1.0)
    arms = [
        sorted([c * a for a in row] for row, c in zip(X, y, strict=True) if c == side) for side in (-1, 1)
    ]
    assert arms[0] == [pytest.approx(row) for row in arms[1]]
    X, y = DATASETS["blobs"](n=9, noise=0.0, centers=3)
    assert sorted(y) == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert len({tuple(row) for row in X}) == 3
    X, y = DATASETS["regression_line"](n=5, noise=0.0, slope=3.0, intercept=-1.0)
    assert X == [[-1.0], [-0.5], [0.0], [0.5], [1.0]]
    assert y == [3.0 * x - 1.0 for (x,) in X]
    X, y = DATASETS["regression_sine"](n=5, noise=0.0)
    assert y == pytest.approx([0.0, -1.0, 0.0, 1.0, 0.0])


@pytest.mark.parametrize(
    ("name", "given", "word"),
    [
        ("moons", {"n": 0}, "`n`"),
        ("moons", {"n": -5}, "`n`"),
        ("moons", {"n": 10_001}, "`n`"),
        ("moons", {"n": 10**300}, "so many digits"),
        ("moons", {"n": 2.0}, "`n`"),
        ("moons", {"n": True}, "`n`"),
        ("moons", {"noise": -0.1}, "`noise`"),
        ("moons", {"noise": math.nan}, "`noise`"),
        ("moons", {"noise": math.inf}, "`noise`"),
        ("moons", {"noise": "a"}, "`noise`"),
        ("moons", {"seed": -1}, "`seed`"),
        ("moons", {"seed": 2**32}, "`seed`"),
        ("moons", {"factor": 0.5}, "`factor`"),
        ("circles", {"factor": 1.5}, "`factor`"),
        ("blobs", {"centers": 0}, "`centers`"),
    ],
)
def test_arguments_that_make_no_sense_are_named(name: str, given: dict[str, Any], word: str) -> None:
    with pytest.raises(EngineError) as caught:
        DATASETS[name](**given)
    assert word in caught.value.message
    assert caught.value.code in ("wrong-value", "wrong-type")


def test_a_table_is_read_with_and_without_a_header() -> None:
    wanted = ([[1.0, 2.0], [-0.5, 3e2]], [1.0, -1.0])
    assert csv("1,2,1\n-.5,3e2,-1") == wanted
    assert csv("\n a, b ,class\r\n1 , 2,1\r\n\r\n  -0.5,300, -1\r\n") == wanted


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        ("1,2\n3,\n", (2, 3, 4), "missing"),
        ("1,2\n  ,4", (2, 1, 2), "missing"),
        ("1,,3", (1, 3, 4), "missing"),
        ("a,b\n1,2\n3,x1", (3, 3, 5), "`x1`"),
        ("1,2\n3,nan", (2, 3, 6), "`nan`"),
        ("1,2\n 1e999,4", (2, 2, 7), "`1e999`"),
        ("1,2\n3", (2, 2, 3), "1 column"),
        ("1,2,3\n4,5", (2, 4, 5), "2 columns"),
        ("1,2\n3,4, 5", (2, 6, 7), "3 columns"),
        ("1\n2", (1, 1, 2), "two columns"),
        ("", (1, 1, 2), "no row"),
        ("a,b\n", (1, 1, 2), "no row"),
        ("1,x\n", (1, 3, 4), "`x`"),
    ],
)
def test_a_table_that_cannot_be_read_says_where(text: str, place: tuple[int, int, int], word: str) -> None:
    with pytest.raises(CSVError) as caught:
        csv(text)
    error = caught.value
    assert (error.line, error.column, error.end_column) == place
    assert word in error.message
    assert f"Line {place[0]}, column {place[1]}" in error.message


def test_numpy_is_imported_by_a_dataset_alone() -> None:
    """numpy takes longer to import than the rest of the engine."""
    code = (
        "import sys; from engine.data import DATASETS, csv; csv('1,2'); assert 'numpy' not in sys.modules; "
        "DATASETS['moons'](); assert 'numpy' in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
