"""Whatever is made once for a graph and kept with it lets the graph go: nobody else may hold it for ever."""

import gc
from collections.abc import Callable
from typing import cast
from weakref import ref

import pytest

from app.drawing.frames import counts, frames
from app.programs import kept_numbers, search
from app.programs.passes import evaluated
from app.programs.request import ProgramRequest
from app.programs.runs import Runs
from app.resources.compare.request import CompareRequest
from app.resources.compare.sides import comparison
from app.runtime.bounded_cache import BoundedCache
from engine.graph import Graph
from engine.kept import forget
from engine.kernels import dispatch
from engine.outline import edges_of, outline_of
from engine.program import run as interpreted
from engine.run import Run
from engine.steps import count_steps

# Above the size from which a comparison is kept, and numbers are.
PROGRAM = "v = [Value(k / 7, label=f'v{k}') for k in range(1_100)]\nL = sum(each * each for each in v)"


def graph_of(run: Run) -> Graph:
    assert run.graph is not None
    return run.graph


def outlined(run: Run) -> None:
    outline_of(run)
    edges_of(graph_of(run))
    count_steps(graph_of(run))


def framed(run: Run) -> None:
    graph, outline = graph_of(run), outline_of(run)
    counts(graph, outline)
    frame = frames(graph, outline, detail="calls")
    frames(graph, outline, detail="calls", open=[unit.path for unit in frame.units if unit.opens][:3])


def searched(run: Run) -> None:
    graph = graph_of(run)
    search.index_of(run, graph)
    kept_numbers.arrays(graph, kept_numbers.evaluated(run, graph, {}, "backward"))


def computed(run: Run) -> None:
    dispatch.forward(graph_of(run), evaluated(run, graph_of(run), {}, "forward").frame.data)


class Always:
    """Every request's run is this one."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def get(self, ask: ProgramRequest) -> Run:
        return self.run


def compared(run: Run) -> None:
    sides = {"before": {"source": "1"}, "after": {"source": "1"}, "include": ["drawings"]}
    comparison(cast("Runs", Always(run)), CompareRequest.model_validate(sides))


@pytest.mark.parametrize("use", [outlined, framed, searched, computed, compared])
def test_a_graph_is_freed(use: Callable[[Run], None]) -> None:
    run = interpreted(PROGRAM)
    use(run)
    graph = ref(graph_of(run))
    del run
    gc.collect()
    assert graph() is None


@pytest.mark.parametrize("use", [outlined, framed, searched, computed, compared])
def test_a_run_that_makes_room_is_freed_at_once(use: Callable[[Run], None]) -> None:
    """A server lets the collector run seldom, so nothing may wait for it."""
    run = interpreted(PROGRAM)
    graph = ref(graph_of(run))
    kept = BoundedCache[int, Run](1, 10**6, lambda run: 1, lambda run: forget(graph_of(run)))
    gc.disable()
    try:
        use(run)
        kept.put(1, run)
        del run
        kept.put(2, interpreted("a = Value(1.0)"))
        assert graph() is None
    finally:
        gc.enable()


def test_all_of_it_together() -> None:
    """What one keeps may reach the graph through what another keeps."""
    run = interpreted(PROGRAM)
    for use in (outlined, searched, framed, computed, compared):
        use(run)
    graph = ref(graph_of(run))
    del run
    gc.collect()
    assert graph() is None
