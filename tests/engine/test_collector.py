"""The collector while many Values are made."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

import engine
from engine.collector import RARELY


@pytest.fixture(autouse=True)
def _thresholds() -> Iterator[None]:
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


def test_65_000_values_are_hardly_looked_at() -> None:
    passes: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "stop":
            passes.append(info["generation"])

    def build() -> engine.Value:
        x = y = engine.Value(0.5)
        for _ in range(32_500):
            y = y * x + x
        return y

    gc.collect()
    gc.callbacks.append(note)
    try:
        with engine.building():
            build()
        inside = len(passes)
        build()
    finally:
        gc.callbacks.remove(note)
    assert inside <= 1
    assert len(passes) - inside > 100


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
