"""What each call computes: a checked request in, the JSON of its answer out. No HTTP."""

from collections.abc import Iterator

from app.descents.answer import DESCENT
from app.descents.compute import descent_document, graph_of, watched_nodes
from app.descents.request import DescendRequest
from app.descents.stream import Event, descent_events
from app.http.problems import ProblemError
from app.programs import passes
from app.programs.answer import GRAPH
from app.programs.document import document
from app.programs.request import BackwardRequest, NudgeRequest, PathsRequest, ProgramRequest
from app.programs.runs import Runs
from app.resources.bugs.answer import BUGS
from app.resources.bugs.compute import bugs_document
from app.resources.bugs.request import BugsRequest
from app.resources.curve.answer import CURVE
from app.resources.curve.compute import curve_document
from app.resources.curve.request import CurveRequest
from app.resources.nudge.answer import NUDGE
from app.resources.nudge.compute import nudge_document
from app.resources.paths.answer import PATHS
from app.resources.paths.compute import paths_document
from engine.graph import Graph
from engine.kernels import dispatch as loops
from engine.program import Limits


def evaluate(runs: Runs, ask: ProgramRequest) -> bytes:
    """Forward and backward anew, or the program's own numbers."""
    run = runs.get(ask)
    return GRAPH.dump_json(
        document(
            run,
            lambda graph: passes.evaluated(run, graph, ask.values, ask.state),
            ask.include,
            ask.trace_from,
        )
    )


def forward(runs: Runs, ask: ProgramRequest) -> bytes:
    """A forward pass; no grad is known after it."""
    run = runs.get(ask)
    return GRAPH.dump_json(
        document(
            run, lambda graph: passes.forward(run, graph, ask.values, ask.state), ask.include, ask.trace_from
        )
    )


def backward(runs: Runs, ask: BackwardRequest) -> bytes:
    """Backward passes that begin at 0, or add up on top of what the leaves hold."""
    run = runs.get(ask)

    def numbers(graph: Graph) -> passes.Numbers:
        data = passes.begin(run, graph, ask.values, ask.state)
        if ask.zero_grad:
            return passes.backward(graph, data, None, 1)
        left = passes.left_by(run, graph) if ask.state == "program" else passes.untouched(graph, data)
        return passes.backward(graph, data, left, ask.passes)

    return GRAPH.dump_json(document(run, numbers, ask.include, ask.trace_from))


def bugs(runs: Runs, ask: BugsRequest) -> bytes:
    """Backward passes with bugs in them. Raises ProblemError when there is nothing to differentiate."""
    run = runs.get(ask)
    if run.graph is None:
        raise ProblemError("no-value", "The program makes no Value, so there is no backward pass to break.")
    data = passes.begin(run, run.graph, ask.values, ask.state)
    return BUGS.dump_json(bugs_document(run.graph, data, ask))


def descend(runs: Runs, ask: DescendRequest, limits: Limits) -> bytes:
    """A descent on the graph that the program ended with."""
    run = runs.get(ask)
    return DESCENT.dump_json(
        descent_document(run, ask, lambda graph: passes.begin(run, graph, ask.values, ask.state), limits)
    )


def nudge(runs: Runs, ask: NudgeRequest) -> bytes:
    """One node moved by h."""
    graph, data = _settled(runs, ask, "nudge")
    return NUDGE.dump_json(nudge_document(graph, ask, data))


def paths(runs: Runs, ask: PathsRequest) -> bytes:
    """The paths from one node to the output."""
    graph, data = _settled(runs, ask, "follow")
    return PATHS.dump_json(paths_document(graph, ask, data))


def _settled(runs: Runs, ask: ProgramRequest, verb: str) -> tuple[Graph, list[float]]:
    """The graph and a forward pass over it; a program may have left interior data that its leaves outran."""
    run = runs.get(ask)
    if run.graph is None:
        raise ProblemError("no-value", f"The program makes no Value, so there is nothing to {verb}.")
    data = passes.begin(run, run.graph, ask.values, ask.state)
    return run.graph, loops.forward(run.graph, data) if ask.state == "program" else data


def curve(runs: Runs, ask: CurveRequest, limits: Limits) -> bytes:
    """The output and a leaf's grad, point by point."""
    return CURVE.dump_json(curve_document(runs, ask, limits))


def descend_events(
    runs: Runs, ask: DescendRequest, limits: Limits, last_event: str | None
) -> Iterator[Event | None]:
    """The same descent, told while it is computed; the program is run at the first step of the iterator."""
    run = runs.get(ask)
    graph = graph_of(run)
    yield from descent_events(
        run,
        graph,
        ask,
        lambda: passes.begin(run, graph, ask.values, ask.state),
        None if ask.watch is None else watched_nodes(graph, ask.watch),
        ask.stride,
        limits,
        last_event,
    )
