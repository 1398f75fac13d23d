"""`watch(name, thing)`: what is sent of each kind of thing, and how much of it."""

from __future__ import annotations

import pytest

from app.sandbox.child.running import run_python
from app.sandbox.events import Event, Watched
from app.sandbox.job import Job
from engine.errors import ProgramError
from engine.watched import NUMBERS
from tests.app.sandbox.child.following.followed import followed
from tests.app.sandbox.child.running import ENGINE


def watched(told: list[Event]) -> list[Watched]:
    """Those events that are watched things."""
    return [each for each in told if isinstance(each, Watched)]


@pytest.mark.parametrize(
    ("thing", "kind", "value", "shape"),
    [
        ("0.5", "number", 0.5, ()),
        ("True", "number", 1.0, ()),
        ("float('-inf')", "number", float("-inf"), ()),
        ("Value(2.5)", "number", 2.5, ()),
        ("10**400", "text", str(10**400), ()),
        ("[1, Value(2.0), False]", "list", (1.0, 2.0, 0.0), (3,)),
        ("()", "list", (), (0,)),
        ("[[1, 2], [3, Value(4.0)], (5, 6)]", "matrix", (1.0, 2.0, 3.0, 4.0, 5.0, 6.0), (3, 2)),
        ("[[1, 2], [3]]", "text", "[[1, 2], [3]]", ()),
        ("[1, 'a']", "text", "[1, 'a']", ()),
        ("'a sentence'", "text", "a sentence", ()),
        ("{'a': 1}", "text", "{'a': 1}", ()),
        ("None", "text", "None", ()),
        ("__import__('numpy').arange(3)", "list", (0.0, 1.0, 2.0), (3,)),
        ("__import__('numpy').eye(2)", "matrix", (1.0, 0.0, 0.0, 1.0), (2, 2)),
        ("__import__('numpy').float64(0.5)", "number", 0.5, ()),
        ("'x' * 3000", "text", "x" * 2_000, ()),
    ],
)
def test_a_thing_is_told_as_what_it_is(thing: str, kind: str, value: object, shape: tuple[int, ...]) -> None:
    run, told = followed(f"from backlens import Value, watch\nwatch('a', {thing})")
    assert watched(told) == [Watched("a", 2, None, 0, kind, value, shape)]  # type: ignore[arg-type]
    assert run.watched == tuple(watched(told))


def test_objects_of_an_own_engine_are_their_numbers() -> None:
    run = run_python(Job(ENGINE + "a = Value(2.0)\nwatch('a', a)\nwatch('all', [a, a * a])\n"))
    assert [(each.name, each.value) for each in run.watched] == [("a", 2.0), ("all", (2.0, 4.0))]


def test_the_passes_before_it_are_counted_and_the_last_is_kept() -> None:
    source = "a = Value(2.0)\nfor k in range(3):\n    (a * a).backward()\n    watch('k', k)\n"
    run, told = followed(source)
    assert [(each.number, each.value) for each in watched(told)] == [(1, 0.0), (2, 1.0), (3, 2.0)]
    assert [(each.name, each.value) for each in run.watched] == [("k", 2.0)]
    assert not run.reusable or run_python(Job(source)).watched == run.watched


def test_a_run_whose_values_are_watched_serves_no_other_numbers() -> None:
    assert run_python(Job("a = Value(2.0)\nb = a * a\nb")).reusable
    assert not run_python(Job("a = Value(2.0)\nb = a * a\nwatch('b', b)\nb")).reusable


def test_a_name_is_a_string() -> None:
    with pytest.raises(ProgramError, match="must be a str, not int"):
        run_python(Job("watch(1, 2)"))


def test_names_and_numbers_are_bounded() -> None:
    run, told = followed("for k in range(300): watch(str(k), k)\nwatch('x' * 300, 1)")
    assert len(run.watched) == len(watched(told)) == 200
    assert [each.code for each in run.notices] == ["watched-names"] * 2
    run, told = followed("watch('x' * 300, list(range(70_000)))\nwatch('m', [[1.0] * 1000] * 100)")
    assert [(each.name, each.shape) for each in watched(told)] == [
        ("x" * 200, (NUMBERS,)), ("m", (65, 1_000)),
    ]  # fmt: skip
    assert [each.code for each in run.notices] == ["watched-cut"] * 2


def test_beyond_ten_thousand_the_newest_is_told_and_numbers_go_on() -> None:
    run, told = followed("for k in range(30_000):\n    watch('k', k)\n    watch('text', str(k))\n")
    texts = [each.value for each in watched(told) if each.kind == "text"]
    numbers = [each.value for each in watched(told) if each.kind == "number"]
    assert texts[-1] == "29999"
    assert numbers[-1] == 29_999.0
    assert len(texts) == 5_001
    assert len(numbers) < 30_000
    assert [each.code for each in run.notices] == ["watched-thinned"]


def test_watching_changes_nothing_of_the_program() -> None:
    source = "import random\na = Value(random.random())\n{}print(random.random(), a)\n"
    plain = run_python(Job(source.format("")))
    run, _ = followed(source.format("watch('a', a)\n"))
    assert run.printed == plain.printed
