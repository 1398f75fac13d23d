"""A descent on the graph that a program ended with, whole or as events."""

from collections.abc import Iterator

from app.descents.plan import plan_of
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
    """The whole descent. Raises NoValueError and what ``plan_of`` and ``run_descent`` do."""
    run = runs.get(ask)
    graph = graph_of(run, _CONSEQUENCE)
    plan = plan_of(run, graph, ask, watch=ask.watch, stride=ask.stride)
    finished = run_descent(plan, lambda: passes.begin(run, graph, ask.values, ask.state), limits)
    descent = finished.descent
    return DESCENT.dump_json(
        DescentDocument(
            losses=list(descent.losses),
            values={graph.names[leaf]: descent.frame.data[leaf] for leaf in plan.moved},
            grads=grads(run, graph, descent.frame.grad),
            frames=[frame_document(step, frame) for step, frame in descent.frames],
            watched=watched_document(plan.watched),
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
    plan = plan_of(run, graph, ask, watch=ask.watch, stride=ask.stride)
    yield from descent_events(
        run, plan, lambda: passes.begin(run, graph, ask.values, ask.state), limits, last_event
    )
