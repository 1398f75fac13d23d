"""The two graphs that a request compares, with their numbers and what differs. What was last found of a large
graph is kept: opening a box of a drawing asks for the same again.
"""

from dataclasses import dataclass
from typing import Final

from app.programs.graph import graph_of
from app.programs.kept_numbers import LARGE, evaluated
from app.programs.passes import Numbers
from app.programs.request import ProgramRequest
from app.programs.runs import Runs
from app.resources.compare.request import CompareRequest
from engine.alignment import Differences, Side, Union, differences, union_of
from engine.errors import EngineError
from engine.graph import Graph
from engine.kept import KeptWith


@dataclass(frozen=True, slots=True)
class Compared:
    """One of the two. side: its graph and numbers; numbers: the same, with the states of its grads."""

    side: Side
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both, and what differs. union: both as one graph, None if there is none or it was not asked for."""

    before: Compared
    after: Compared
    found: Differences
    union: Union | None


_kept: Final = KeptWith[Graph, Comparison]("comparison")


def comparison(runs: Runs, ask: CompareRequest) -> Comparison:
    """What is compared, and what differs. Raises NoValueError and what either program raises."""
    before, after = _side(runs, ask.before, "before"), _side(runs, ask.after, "after")
    is_drawn = "drawings" in ask.include
    kept = _kept.get(after.side.graph)
    if kept is not None and kept.before.numbers is before.numbers and kept.after.numbers is after.numbers:
        return kept
    found = differences(before.side, after.side)
    made = Comparison(before, after, found, union_of(before.side, after.side, found) if is_drawn else None)
    if is_drawn and len(after.side) >= LARGE:
        _kept.keep(after.side.graph, made)
    return made


def _side(runs: Runs, ask: ProgramRequest, which: str) -> Compared:
    try:
        run = runs.get(ask)
        graph = graph_of(run, "there is nothing to compare")
        numbers = evaluated(run, graph, ask.values, ask.state)
    except EngineError as error:
        error.message = f"Of `{which}`: {error.message}"
        raise
    grads = zip(numbers.frame.grad, numbers.states, strict=True)
    shown = [None if state == "none" else grad for grad, state in grads]
    return Compared(Side(run, graph, numbers.frame.data, shown), numbers)
