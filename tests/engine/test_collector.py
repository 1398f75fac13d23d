"""The collector while many Values are made."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

import engine
from engine import collector
from engine.collector import RARELY, UNSEEN
from engine.foreign.node_list import read_nodes
from engine.program import run


@pytest.fixture(autouse=True)
def _thresholds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(collector, "_unseen", 0)
    found = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*found)


def test_it_looks_rarely_inside_and_as_before_outside() -> None:
    with engine.building():
        assert gc.get_threshold() == RARELY
        with engine.building():
            assert gc.get_threshold() == RARELY
        assert gc.get_threshold() == RARELY
    assert gc.get_threshold() == (700, 10, 10)
    with pytest.raises(ZeroDivisionError), engine.building():
        _ = 1 / 0
    assert gc.get_threshold() == (700, 10, 10)


def test_blocks_that_overlap_as_in_threads() -> None:
    first, second = engine.building(), engine.building()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold() == RARELY
    second.__exit__(None, None, None)
    assert gc.get_threshold() == (700, 10, 10)


@pytest.mark.parametrize("chosen", [(0, 10, 10), (300_000, 5, 5)])
def test_what_somebody_chose_is_left(chosen: tuple[int, int, int]) -> None:
    gc.set_threshold(*chosen)
    with engine.building():
        assert gc.get_threshold() == chosen
    assert gc.get_threshold() == chosen


@pytest.fixture
def looks() -> Iterator[list[int]]:
    """The generation of every look that the collector takes."""
    seen: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "stop":
            seen.append(info["generation"])

    gc.collect()
    gc.callbacks.append(note)
    yield seen
    gc.callbacks.remove(note)


def build(values: int) -> engine.Value:
    x = y = engine.Value(0.5)
    for _ in range(values // 2):
        y = y * x + x
    return y


def test_65_000_values_are_not_looked_at(looks: list[int]) -> None:
    with engine.building():
        kept = build(65_000)
    assert not looks
    assert kept.op.name == "add"


def test_a_run_of_a_program_is_such_a_block(looks: list[int]) -> None:
    made = run("x = Value(0.5)\ny = x\nfor k in range(2_000):\n    y = y * x")
    assert made.graph is not None
    assert not looks
    assert gc.get_threshold() == (700, 10, 10)


def test_reading_a_list_of_nodes_is_such_a_block(looks: list[int]) -> None:
    nodes: list[dict[str, object]] = [{"id": "0", "op": "leaf", "data": 1.0}]
    nodes += [{"id": str(k), "op": "neg", "inputs": [{"node": str(k - 1)}]} for k in range(1, 2_000)]
    gc.collect()
    looks.clear()
    assert len(read_nodes(nodes).graph) == 2_000
    assert not looks


def test_cycles_made_meanwhile_are_found_in_time(looks: list[int]) -> None:
    class Knot:
        def __init__(self) -> None:
            self.me = self

    # Lists, because Values of the compiled core are nothing that the collector counts.
    with engine.building():
        gone = weakref.ref(Knot())
        kept = [[k] for k in range(40_000)]
    assert gone() is not None
    for _ in range(UNSEEN // 40_000 + 1):
        del kept
        with engine.building():
            kept = [[k] for k in range(40_000)]
    assert kept
    assert gone() is None
    assert looks.count(2) == 1


def test_what_somebody_froze_stays_frozen() -> None:
    gc.freeze()
    try:
        frozen = gc.get_freeze_count()
        with engine.building():
            kept = build(20_000)
        assert 0 < gc.get_freeze_count() <= frozen
        assert kept.inputs
    finally:
        gc.unfreeze()


def test_values_are_freed_without_the_collector() -> None:
    class Watched(engine.Value):
        __slots__ = ("__weakref__",)

    gc.disable()
    try:
        x = Watched(2.0)
        y = (x * x + 1.0).tanh()
        gone = weakref.ref(y)
        y.backward()
        del y
        assert gone() is None
    finally:
        gc.enable()
