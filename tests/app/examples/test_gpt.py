"""The menu's GPT: it learns, its class agrees with calculus, and a run is the same to the last bit."""

from __future__ import annotations

import math
from typing import Any

import pytest

from app.examples import EXAMPLES
from app.sandbox.child.running import run_python
from app.sandbox.job import Job
from engine.run import Run

SOURCE = next(example.source for example in EXAMPLES if example.name == "gpt")
STEPS = "steps = 3 "
PLAIN = 60
GUESS = math.log(27)


def ran(source: str = SOURCE, **more: Any) -> Run:
    return run_python(Job(source, **more))


@pytest.fixture(scope="module")
def trained() -> tuple[list[float], dict[str, list[Any]]]:
    """The losses of a while, as Python without us runs it, and what was watched."""
    losses: list[float] = []
    watched: dict[str, list[Any]] = {}
    names: dict[str, Any] = {
        "watch": lambda name, thing: watched.setdefault(name, []).append(thing),
        "print": lambda *_: None,
        "losses_of_test": losses,
    }
    text = SOURCE.replace(STEPS, f"steps = {PLAIN} ")
    text = text.replace("  print(f'step", "  losses_of_test.append(loss.data)\n  print(f'step")
    exec(compile(text, "gpt.py", "exec"), names)  # noqa: S102  # our own text
    return losses, watched


def test_it_is_a_graph_that_is_drawn_and_its_class_is_right() -> None:
    run = ran()
    assert run.graph is not None
    assert 5_000 < len(run.graph) < 15_000
    assert run.own is not None
    assert run.own.agrees
    assert run.own.checked > 15_000
    assert len(run.pass_records) == 3
    assert all(abs(each.value - GUESS) < 0.5 for each in run.pass_records)
    assert f"ln 27 = {GUESS:.4f}" in run.printed


def test_the_same_seed_is_the_same_run_to_the_last_bit() -> None:
    first, second = ran(), ran()
    assert first.graph is not None
    assert second.graph is not None
    assert first.graph.structure == second.graph.structure
    assert repr((first.frame, first.pass_records, first.watched)) == repr(
        (second.frame, second.pass_records, second.watched)
    )
    assert first.printed == second.printed
    other = ran(SOURCE.replace("random.seed(1337)", "random.seed(1338)"))
    assert other.printed != first.printed


def test_it_learns_and_shows_how(trained: tuple[list[float], dict[str, list[Any]]]) -> None:
    losses, watched = trained
    assert losses[:1] == [each.value for each in ran().pass_records][:1]
    assert sum(losses[-20:]) / 20 < GUESS - 0.3
    assert watched["uniform guess"] == [pytest.approx(GUESS)]
    assert len(watched["samples"]) == PLAIN // 10
    assert all(len(each.split("\n")) == 3 for each in watched["samples"])
    for head in range(2):
        for look in watched[f"attention 0.{head}"]:
            assert all(len(row) == len(look) for row in look)
            assert [sum(row) for row in look] == pytest.approx([1.0] * len(look))
            assert all(row[k] == 0.0 for place, row in enumerate(look) for k in range(place + 1, len(row)))
    assert [len(row) for row in watched["letter embeddings"][-1]] == [8] * 27


def test_words_of_any_attached_text() -> None:
    run = ran(files={"my poem.txt": "Abba, baba\n-- abab!\n"})
    assert "3 words of 2 letters\na uniform guess has a loss of ln 3 = 1.0986" in run.printed
    assert len(run.pass_records) == 3


def test_a_text_without_words_changes_nothing() -> None:
    assert ran(files={"empty.txt": "1 + 1\n"}).printed == ran().printed
