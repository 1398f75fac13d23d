"""The collector while many Values are made."""

from __future__ import annotations

import gc
import sys
import weakref
from collections.abc import Iterator
from threading import Event, Thread

import pytest

import engine
from engine.collector import RARELY, RISE, UNSEEN, _kinds_of_new


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


def test_cycles_made_meanwhile_are_found_in_time(looks: list[int]) -> None:
    class Knot:
        def __init__(self) -> None:
            self.me = self

    with engine.building():
        gone = weakref.ref(Knot())
        kept = build(20_000)
    assert gone() is not None
    for _ in range(UNSEEN // 40_000 + 1):
        del kept
        with engine.building():
            kept = build(20_000)
    assert kept.inputs
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


# -- outside a block: the watch that importing the engine sets up --------------------------------------------

RISEN = 700 * RISE * RISE


def others(number: int) -> list[object]:
    """So many objects that are no Values."""
    return [[] for _ in range(number)]


def test_few_looks_at_65_000_values(looks: list[int]) -> None:
    kept = build(65_000)
    assert 2 <= len(looks) <= 3  # one more where what was made before is still new
    assert gc.get_threshold() == (RISEN, 10, 10)
    assert kept.inputs


def test_it_rises_no_further_than_in_a_block() -> None:
    kept = build(200_000)
    assert gc.get_threshold() == (RARELY[0], 10, 10)
    assert kept.inputs


def test_values_of_a_subclass_are_values() -> None:
    class Mine(engine.Value):
        __slots__ = ()

    x: engine.Value = Mine(0.5)
    y = x
    for _ in range(2_000):
        y = y * x
    assert gc.get_threshold()[0] == 700 * RISE
    assert y.inputs


def test_other_objects_bring_back_what_was_found(looks: list[int]) -> None:
    kept = others(20_000)
    assert gc.get_threshold() == (700, 10, 10)
    assert len(looks) > 20
    for _ in range(2):
        graph = build(65_000)
        assert gc.get_threshold()[0] == RISEN
        gc.collect()  # what is new from here on is others
        kept += others(RISEN + 1_000)
        assert gc.get_threshold() == (700, 10, 10)
        assert graph.inputs


def test_few_values_among_others_are_no_reason() -> None:
    kept = [(others(20), engine.Value(1.0)) for _ in range(2_000)]
    assert gc.get_threshold() == (700, 10, 10)
    assert len(kept) == 2_000


@pytest.mark.parametrize("chosen", [(0, 10, 10), (250_000, 5, 5)])
def test_a_collector_that_is_off_or_looks_more_rarely_is_left_so(chosen: tuple[int, int, int]) -> None:
    gc.set_threshold(*chosen)
    kept = build(150_000)
    assert gc.get_threshold() == chosen
    assert kept.inputs


def test_what_somebody_sets_while_it_is_risen_is_what_comes_back() -> None:
    graph = build(65_000)
    gc.collect()
    gc.set_threshold(1_000, 5, 5)
    kept = others(5_000)
    assert gc.get_threshold() == (1_000, 5, 5)
    graph = build(5_000)
    assert gc.get_threshold() == (16_000, 5, 5)
    kept += others(20_000)
    assert gc.get_threshold() == (1_000, 5, 5)
    assert graph.inputs


@pytest.mark.parametrize("before", range(6))
@pytest.mark.parametrize("threshold", [700, 1_000, 1_100])
def test_values_are_found_wherever_the_sample_begins(threshold: int, before: int) -> None:
    gc.set_threshold(threshold, 5, 5)
    gc.collect()
    kept = others(before)
    graph = build(threshold * 3 // 4)  # one look
    assert gc.get_threshold()[0] == threshold * RISE
    assert graph.inputs
    assert len(kept) == before


def test_a_look_that_somebody_asked_for_changes_nothing() -> None:
    graph = build(65_000)
    kept = others(1_000)
    gc.collect()
    assert gc.get_threshold() == (RISEN, 10, 10)
    assert graph.inputs
    assert kept


def test_a_block_leaves_the_watch_as_it_was() -> None:
    graph = build(65_000)
    with engine.building():
        kept = others(RARELY[0] + 1_000)
        assert gc.get_threshold() == RARELY
    assert gc.get_threshold() == (RISEN, 10, 10)
    kept += others(RISEN + 1_000)
    assert gc.get_threshold() == (700, 10, 10)
    assert graph.inputs


def test_no_new_object_is_asked_what_it_is() -> None:
    asked: list[object] = []

    class Proxy:
        @property  # type: ignore[misc]  # as proxies have it
        def __class__(self) -> type:
            asked.append(self)
            return engine.Value

    kept = [Proxy() for _ in range(2_000)]
    assert gc.get_threshold() == (700, 10, 10)
    assert not asked
    assert kept


def test_no_tuple_that_another_thread_is_filling_is_held() -> None:
    broken: list[BaseException] = []
    done = Event()

    def fill() -> None:
        while not done.is_set():
            try:
                tuple(k for k in range(300))
            except SystemError as error:  # what Python says of a tuple that grows and has another holder
                broken.append(error)

    found, filling = sys.getswitchinterval(), Thread(target=fill)
    gc.disable()
    sys.setswitchinterval(1e-5)
    filling.start()
    try:
        for _ in range(20_000):
            assert _kinds_of_new()
    finally:
        done.set()
        filling.join()
        sys.setswitchinterval(found)
        gc.enable()
    assert not broken


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
