"""A descent as events while it is computed: `step` at a stride, then `done`. Knows no HTTP.

Nothing is kept between requests. An event's id holds the step and a digest of what was asked, and a descent
is the same each time; so a reader who lost the connection sends the last id again, the descent is computed
again up to that step, and resumes from there with identical numbers.
"""

import hashlib
from array import array
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from app.descents.answer import END, STEP, EndDocument, StepDocument
from app.descents.plan import check_size
from app.descents.run import frame_document, optimizer_document, stopped_document, watched_document
from app.programs.document import grads
from app.runtime.cpu_deadline import CpuDeadline
from engine.descent.plan import Plan
from engine.descent.stepping import End, Piece, pieces
from engine.errors import EngineError
from engine.program import Limits
from engine.run import Run

EVENTS: Final = 100
"""About so many `step` events there are when no stride is asked for."""
YIELD_AFTER: Final = 0.02
"""CPU seconds after which a thread is given back, for other requests that wait."""


class UnknownEventError(EngineError):
    """An event id that this stream does not have."""

    default_code = "unknown-event"


class Event(NamedTuple):
    """One event: its name, its data as JSON, and its id, if the stream can be resumed after it."""

    name: str
    data: bytes
    id: str | None = None


def descent_events(
    run: Run,
    plan: Plan,
    begin: Callable[[], list[float]],
    limits: Limits,
    last_event: str | None = None,
    finish: Callable[[Plan, End], int] | None = None,
) -> Iterator[Event | None]:
    """The events after ``last_event``, or all. A None among them is a moment at which other work may run.

    Arguments:
        run: the run whose graph the plan is for.
        begin: gives the data that the descent starts from.
        last_event: the id of the last event that the reader has.
        finish: called when all is computed; returns the revision that ``done`` names.

    Raises:
        UnknownEventError: ``last_event`` is not an event of this descent.

    The rest is what ``run_descent`` and ``finish`` raise.
    """
    check_size(plan, limits, 1)
    data = begin()
    stride = plan.stride or max(1, -(-plan.steps // EVENTS))
    plan = replace(plan, stride=stride)
    key = _digest(plan, data)
    since = -1 if last_event is None else _step(last_event, key, plan.steps)
    deadline = CpuDeadline(limits.seconds, "descent", "step")
    losses: list[float] = []
    for piece in pieces(plan, data, since):
        losses += piece.losses
        if piece.end is not None or piece.step % stride == 0:
            if piece.step > since and (losses or piece.frame is not None):
                event = Event("step", _step_json(piece, losses), f"{piece.step}.{key}")
                deadline.pause()
                yield event
                deadline.resume()
            losses = []
        if piece.end is not None:
            revision = None if finish is None else finish(plan, piece.end)
            done = _done_json(run, plan, piece.step, piece.end, revision)
            yield Event("done", done, f"{piece.step}.{key}")
            return
        deadline.check(
            piece.step,
            plan.steps,
            "Take fewer steps at a time and continue from the `values`, or a larger `stride`.",
        )
        if deadline.lap > YIELD_AFTER:
            deadline.pause()
            yield None
            deadline.resume()


def _digest(plan: Plan, data: list[float]) -> str:
    """Of everything that decides the numbers and which of them are sent."""
    optimizer = plan.optimizer
    decisive = (
        plan.graph.structure, plan.moved, plan.watched, plan.learning_rate, plan.steps, plan.direction,
        optimizer.rule.name, optimizer.settings, optimizer.taken, sorted(optimizer.memory.items()),
        plan.schedule, plan.stride,
    )  # fmt: skip
    digest = hashlib.blake2b(digest_size=8)
    digest.update(repr(decisive).encode())
    digest.update(array("d", data).tobytes())
    return digest.hexdigest()


def _step(last_event: str, key: str, steps: int) -> int:
    digits, _, rest = last_event.partition(".")
    if digits.isascii() and digits.isdigit() and len(digits) < 17 and rest == key and int(digits) <= steps:
        return int(digits)
    raise UnknownEventError(
        "`Last-Event-ID` is not the id of an event of this stream.",
        hint="Send it with the very request that the events came from, or leave it out to begin again.",
    )


def _step_json(piece: Piece, losses: list[float]) -> bytes:
    frame = None if piece.frame is None else frame_document(piece.step, piece.frame)
    return STEP.dump_json(StepDocument(step=piece.step, losses=losses, frame=frame))


def _done_json(run: Run, plan: Plan, step: int, end: End, revision: int | None) -> bytes:
    made = EndDocument(
        step=step,
        values={plan.graph.names[leaf]: end.frame.data[leaf] for leaf in plan.moved},
        grads=grads(run, plan.graph, end.frame.grad),
        watched=watched_document(plan.watched),
        optimizer=optimizer_document(plan, step, end.memory),
        stopped=stopped_document(end.stopped),
    )
    if revision is not None:
        made["revision"] = revision
    return END.dump_json(made)
