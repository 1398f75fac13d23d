"""Right engines in thirty styles: every one is read, checked, and found right, whatever the program."""

from __future__ import annotations

import math

import pytest

from engine import autodiff
from tests.engine.foreign.own.random_programs import program
from tests.engine.foreign.own.running import run
from tests.engine.foreign.own.texts import ENGINES, Engine

PROGRAMS = 12


def check(engine: Engine, seed: int) -> int:
    """One program over one engine. How many uses of the chain rule were compared."""
    text = program(engine, seed)
    try:
        ran = run(engine.text + "\n\n" + text)
    except (OverflowError, ValueError, ZeroDivisionError):
        return -1  # a program that Python itself does not run to its end
    found = ran.examined("out")
    shown = f"{engine.name} {seed}\n{text}{found.own.findings}"
    assert found.own.findings == (), shown
    assert found.own.agrees, shown
    graph = found.graph
    assert all(math.isfinite(number) for number in found.frame.data), shown
    if graph.custom is None:
        data = autodiff.forward(graph, found.frame.data)
        assert data == pytest.approx(list(found.frame.data), rel=1e-9, abs=1e-9), shown
    return found.own.checked


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
def test_random_programs_over_a_right_engine_are_right(engine: Engine) -> None:
    checked = [check(engine, seed) for seed in range(PROGRAMS)]
    assert sum(number > 0 for number in checked) > PROGRAMS / 2
