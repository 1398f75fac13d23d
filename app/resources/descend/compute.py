"""A descent on the graph that a program ended with, whole or as events."""

from collections.abc import Iterator

from app.descents.plan import watched_nodes
from app.descents.run import frame_document, run_descent, watched_document
from app.descents.stream import Event, descent_events
from app.programs import passes
from app.programs.document import grads
from app.programs.graph import graph_of
from app.programs.runs import Runs
from app.resources.descend.answer import DESCENT, DescentDocument
from app.resources.descend.request import DescendRequest
from engine.program import Limits

_CONSEQUENCE = "there is nothing to descend"


def descend(runs: Runs, ask: DescendRequest, limits: Limits) -> bytes:
    """The whole descent. Raises NoValueError, UnknownNodeError and what ``run_descent`` does."""
    run = runs.get(ask)
    graph = graph_of(run, _CONSEQUENCE)
    watched = watched_nodes(graph, ask.watch)
    finished = run_descent(
        run,
        graph,
        ask,
        lambda: passes.begin(run, graph, ask.values, ask.state),
        watched,
        ask.stride,
        limits,
    )
    descent = finished.descent
    return DESCENT.dump_json(
        DescentDocument(
            losses=list(descent.losses),
            values={graph.names[leaf]: descent.frame.data[leaf] for leaf in finished.moved},
            grads=grads(run, graph, descent.frame.grad),
            frames=[frame_document(step, frame) for step, frame in descent.frames],
            watched=watched_document(watched),
            optimizer=finished.optimizer,
            stopped=finished.stopped,
        )
    )


def descend_events(
    runs: Runs, ask: DescendRequest, limits: Limits, last_event: str | None
) -> Iterator[Event | None]:
    """The same descent as events; the program is run at the first step of the iterator."""
    run = runs.get(ask)
    graph = graph_of(run, _CONSEQUENCE)
    yield from descent_events(
        run,
        graph,
        ask,
        lambda: passes.begin(run, graph, ask.values, ask.state),
        watched_nodes(graph, ask.watch),
        ask.stride,
        limits,
        last_event,
    )
