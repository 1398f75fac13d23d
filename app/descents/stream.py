"""A descent as events, as it is computed: `step` at a stride, then `done`. Knows no HTTP.

Nothing is kept between requests. An event's id holds the step and a digest of what was asked, and a course
is the same each time; so a reader who lost the connection sends the last id again, the descent is computed
anew up to that step, and goes on from there to the same numbers.
"""

import hashlib
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from app.descents.answer import END, STEP, EndDocument, StepDocument
from app.descents.compute import (
    Planned,
    Steps,
    check_size,
    frame_document,
    left_by,
    planned,
    stopped_document,
    watched_document,
)
from app.http.problems import ProblemError
from app.programs.document import grads
from engine.descent.optimisers import End, Piece, pieces
from engine.errors import LimitError
from engine.graph import Graph
from engine.program import Limits, Run

EVENTS: Final = 100
"""About so many `step` events there are when no stride is asked for."""
YIELD_AFTER: Final = 0.02
"""CPU seconds after which a thread is given back, for whoever waits."""


class Event(NamedTuple):
    """One event: its name, its data as JSON, and its id, if it can be gone on from."""

    name: str
    data: bytes
    id: str | None = None


def descent_events(
    run: Run,
    graph: Graph,
    ask: Steps,
    begin: Callable[[], list[float]],
    watched: Sequence[int] | None,
    stride: int | None,
    limits: Limits,
    last_event: str | None = None,
    finish: Callable[[tuple[int, ...], End], int] | None = None,
) -> Iterator[Event | None]:
    """The events after `last_event`, or all. None stands between events where other work may have its turn.

    The rest as `run_descent` takes it. finish: called when all is computed, for whoever keeps it, with the
    leaves that moved and the end; gives the revision that `done` tells. Raises what `run_descent` and
    `finish` raise, and ProblemError for an id that is none of this course's.
    """
    asked = planned(run, graph, ask, watched)
    check_size(asked, ask.steps, limits, 1)
    data = begin()
    stride = stride or max(1, -(-ask.steps // EVENTS))
    key = _digest(asked, ask, data, stride)
    since = -1 if last_event is None else _step(last_event, key, ask.steps)
    clock = _Clock()
    losses: list[float] = []
    for piece in pieces(
        graph, data, asked.moved, ask.learning_rate, ask.steps, ask.direction,
        optimizer=asked.optimizer, schedule=asked.schedule,
        stride=stride, watch=watched, previous=finish is not None, since=since,
    ):  # fmt: skip
        losses += piece.losses
        is_known = piece.step <= since
        if piece.end is not None or piece.step % stride == 0:
            if not is_known and (losses or piece.frame is not None):
                told = Event("step", _told(piece, losses), f"{piece.step}.{key}")
                clock.stop()
                yield told
                clock.go_on(anew=True)
            losses = []
        if piece.end is not None:
            revision = None if finish is None else finish(asked.moved, piece.end)
            yield Event("done", _ended(run, asked, piece.step, piece.end, revision), f"{piece.step}.{key}")
            return
        if clock.stop() > limits.seconds:
            raise LimitError(
                f"The descent computed for {limits.seconds:g} seconds and reached step {piece.step:,} of "
                f"{ask.steps:,}.",
                limit="seconds",
                value=limits.seconds,
                hint="Take fewer steps at a time and go on from the `values`, or a larger `stride`.",
            )
        is_long = clock.running > YIELD_AFTER
        if is_long:
            yield None
        clock.go_on(anew=is_long)


class _Clock:
    """CPU seconds of this work alone. It may go on in another thread, whose clock shows another time."""

    def __init__(self) -> None:
        self.spent = 0.0
        self.running = 0.0  # since a thread last took the work up
        self._began = time.thread_time()

    def stop(self) -> float:
        """Ends counting; all that was counted."""
        passed = time.thread_time() - self._began
        self.spent += passed
        self.running += passed
        return self.spent

    def go_on(self, anew: bool = False) -> None:
        """Counts again, in the thread that runs now."""
        self.running = 0.0 if anew else self.running
        self._began = time.thread_time()


def _digest(asked: Planned, ask: Steps, data: list[float], stride: int) -> str:
    """Of everything that decides the course and which parts of it are told."""
    decisive = (
        asked.graph.structure, asked.moved, asked.watched and tuple(asked.watched), ask.learning_rate,
        ask.steps, ask.direction, ask.optimizer.model_dump_json(), ask.schedule.model_dump_json(), stride,
    )  # fmt: skip
    digest = hashlib.blake2b(digest_size=8)
    digest.update(repr(decisive).encode())
    digest.update(array("d", data).tobytes())
    return digest.hexdigest()


def _step(last_event: str, key: str, steps: int) -> int:
    digits, _, rest = last_event.partition(".")
    if digits.isascii() and digits.isdigit() and len(digits) < 17 and rest == key and int(digits) <= steps:
        return int(digits)
    raise ProblemError(
        "unknown-event",
        "`Last-Event-ID` is none of the ids of this stream.",
        "Send it with the very request that the events came from, or leave it out to begin anew.",
    )


def _told(piece: Piece, losses: list[float]) -> bytes:
    frame = None if piece.frame is None else frame_document(piece.step, piece.frame)
    return STEP.dump_json(StepDocument(step=piece.step, losses=losses, frame=frame))


def _ended(run: Run, asked: Planned, step: int, end: End, revision: int | None) -> bytes:
    made = EndDocument(
        step=step,
        values={asked.graph.names[leaf]: end.frame.data[leaf] for leaf in asked.moved},
        grads=grads(run, asked.graph, end.frame.grad),
        watched=watched_document(asked.watched),
        optimizer=left_by(asked, step, end.memory),
        stopped=stopped_document(end.stopped),
    )
    if revision is not None:
        made["revision"] = revision
    return END.dump_json(made)
