"""The graph of a recorded pass."""

from typing import Final

from app.pictures.graph_document import graph_document
from app.programs.answer import GRAPH
from app.programs.graph import graph_of
from app.programs.kept_numbers import evaluated
from app.programs.live.run import LiveRun
from app.programs.parts import Parts
from app.programs.passes import Numbers
from app.programs.python import Processes
from app.runtime.bounded_cache import BoundedCache
from engine.graph import Graph
from engine.run import Run

Key = tuple[str, int]

_STATE: Final = "program"
_kept: Final = BoundedCache[Key, Run](16, 400_000, lambda run: 0 if run.graph is None else len(run.graph))
"""Those that were read last: a person goes back and forth between a few."""


def pass_json(processes: Processes, live: LiveRun, number: int | None, ask: Parts) -> bytes:
    """Its document, with the numbers that the program had. Raises UnknownPassError."""
    run = _read(processes, live, number)
    return GRAPH.dump_json(graph_document(run, lambda graph: evaluated(run, graph, {}, _STATE), ask))


def pass_numbers(processes: Processes, live: LiveRun, number: int | None) -> tuple[Run, Graph, Numbers]:
    """What is drawn of it. Raises UnknownPassError and NoValueError."""
    run = _read(processes, live, number)
    graph = graph_of(run, "there is nothing to draw")
    return run, graph, evaluated(run, graph, {}, _STATE)


def _read(processes: Processes, live: LiveRun, number: int | None) -> Run:
    at, content = live.recorded.get(number)
    found = _kept.get((live.id, at))
    if found is None:
        found = processes.decoded(content)
        _kept.put((live.id, at), found)
    return found
