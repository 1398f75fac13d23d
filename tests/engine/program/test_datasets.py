"""Datasets in a program: the engine's own numbers under the program's budgets, faults with their place."""

from __future__ import annotations

from typing import Any

import pytest

from engine.data import DATASETS
from engine.errors import LimitError, ProgramError
from engine.program import Limits, run


def refused(source: str, **wishes: Any) -> ProgramError:
    with pytest.raises(ProgramError) as caught:
        run(source, **wishes)
    return caught.value


@pytest.mark.parametrize("name", DATASETS)
def test_a_program_has_every_dataset(name: str) -> None:
    rows, _, seed = (parameter.name for parameter in DATASETS[name].parameters[:3])
    X, y = DATASETS[name](**{rows: 5, seed: 7})
    assert run(f"X, y = {name}(5, {seed}=7)\nX, y").result == repr((X, y))
    X, y = DATASETS[name]()
    assert run(f"X, y = {name}()\nX, y").result == repr((X, y))[:10_000]


def test_arguments_go_by_place_and_by_name() -> None:
    wanted = repr(DATASETS["moons"](n=6, noise=0.5, seed=9))
    assert run("moons(6, 0.5, 9)").result == wanted
    assert run("moons(seed=9, n=6, noise=0.5)").result == wanted
    assert run("moons(6, noise=1, seed=9)").result == repr(DATASETS["moons"](n=6, noise=1.0, seed=9))


def test_a_name_of_ones_own_goes_before() -> None:
    assert run("moons = 3\ncsv = 4\nmoons + csv").result == "7"


@pytest.mark.parametrize(
    ("source", "code", "word"),
    [
        ("moons(0)", "wrong-value", "`n`"),
        ("moons(-5)", "wrong-value", "`n`"),
        ("moons(10**9)", "wrong-value", "10,000"),
        ("moons(10**300)", "wrong-value", "`n`"),
        ("moons(1.5)", "wrong-type", "`n`"),
        ("moons('a')", "wrong-type", "`n`"),
        ("moons(Value(3.0))", "wrong-type", "`n`"),
        ("moons(10, noise=-1)", "wrong-value", "`noise`"),
        ("moons(10, noise=math.nan)", "wrong-value", "`noise`"),
        ("moons(10, noise=math.inf)", "wrong-value", "`noise`"),
        ("moons(10, noise=None)", "wrong-type", "`noise`"),
        ("moons(10, seed=-1)", "wrong-value", "`seed`"),
        ("moons(10, seed=2**32)", "wrong-value", "`seed`"),
        ("moons(10, 0.1, 3, 4)", "wrong-type", "3 arguments"),
        ("circles(10, factor=2)", "wrong-value", "`factor`"),
        ("csv(3)", "wrong-type", "a str"),
        ("csv()", "wrong-type", "1 argument"),
    ],
)
def test_what_makes_no_sense_is_placed(source: str, code: str, word: str) -> None:
    error = refused("x = 1\n" + source)
    assert (error.code, error.line, error.column, error.end_column) == (code, 2, 1, len(source) + 1)
    assert word in error.message


def test_the_nearest_name_is_offered() -> None:
    assert "`moons`" in (refused("X, y = moon(100)").hint or "")
    assert "`noise`" in (refused("moons(100, nois=0.1)").hint or "")
    assert "`make_moons`" in (refused("from sklearn.datasets import make_moon").hint or "")
    assert "`make_moons`" in (refused("from sklearn.cluster import KMeans").hint or "")


@pytest.mark.parametrize(
    "begin",
    [
        "from sklearn.datasets import make_moons\n",
        "import sklearn.datasets\nmake_moons = sklearn.datasets.make_moons\n",
        "from sklearn import datasets\nmake_moons = datasets.make_moons\n",
        "",
    ],
)
def test_make_moons_is_imported_as_in_the_demo_or_built_in(begin: str) -> None:
    wanted = DATASETS["make_moons"](n_samples=6, noise=0.1, random_state=1337)
    assert run(begin + "make_moons(n_samples=6, noise=0.1, random_state=1337)").result == repr(wanted)
    assert set(wanted[1]) == {0, 1}


def test_the_demo_may_call_either_of_the_two() -> None:
    """Links made before `make_moons` was there hold programs that call `moons`, whose labels are −1 and 1."""
    here = "y = [yi*2 - 1 for yi in make_moons(n_samples=20, noise=0.1, random_state=1337)[1]]\ny"
    assert run(here).result == run("moons(20, noise=0.1, seed=1337)[1]").result


def test_rows_are_paid_for_before_they_are_made() -> None:
    for limit, budget in (("held", Limits(held=300)), ("turns", Limits(turns=250))):
        with pytest.raises(LimitError) as caught:
            run("moons(100)", limits=budget)
        assert caught.value.limit == limit
    with pytest.raises(LimitError):
        run("csv('1,2\\n' * 100)", limits=Limits(held=1_000))


def test_a_table_becomes_rows_and_targets() -> None:
    source = 'X, y = csv("""\nsize, price\n1, 2\n3, -4.5\n""")\nX, y'
    assert run(source).result == "([[1.0], [3.0]], [2.0, -4.5])"


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ('X, y = csv("""1,2\n3,\n""")', (2, 3, 4)),
        ('X, y = csv("""1,2,x\n3,4,5\n""")', (1, 19, 20)),
        ('X, y = csv("""\n1,2\n\n3,4,5\n""")', (4, 5, 6)),
        ('data = """\n1,2\n3\n"""\nother = data\nX, y = csv(other)', (3, 2, 3)),
        ("def load(t):\n  return csv(t)\nload('1,,3')", (3, 9, 10)),
        ("X, y = csv(r'1,zwei')", (1, 16, 20)),
        ('e = 1\nX, y = csv("""1,2\r\n3,ß\r\n""")', (3, 3, 4)),
        # Where the text is not written as it is, the call is shown and the message says where.
        ("csv('1,2\\n3,')", (1, 1, 15)),
        ("csv('1,2' + ',')", (1, 1, 17)),
    ],
)
def test_a_faulty_cell_is_shown_where_it_is_written(source: str, place: tuple[int, int, int]) -> None:
    error = refused(source)
    assert (error.line, error.column, error.end_column) == place, error.message
    assert error.code == "wrong-value"
    assert "of the CSV: " in error.message


def test_a_network_learns_from_a_dataset() -> None:
    done = run("X, y = xor(4, noise=0)\nn = MLP(2, [3, 1])\nsum((n(x) - t)**2 for x, t in zip(X, y))")
    assert done.graph is not None
    assert "n[3]/layer1/neuron0" in done.graph.prefixes
