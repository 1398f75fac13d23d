"""Gradient descent on a graph: forward, backward, then all parameters move together.

How a parameter moves is the update rule's, how far is the learning rate's, which a schedule may change from
step to step: all of it is in the plan.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from engine.descent.loops import first_non_finite, loop
from engine.descent.plan import Plan
from engine.graph import Frame
from engine.update_rules import Memory


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why a descent ended early: at ``step`` node ``node`` was the first that is not finite."""

    step: int
    node: int


@dataclass(frozen=True, slots=True)
class End:
    """How a descent ended.

    frame: every node's numbers after the last good step, grads taken there; the start's own when even that
    was not finite. memory: what the rule remembers of each parameter, by id. previous: every grad of the pass
    that the last update was made from, if the plan asks for it and the descent was not stopped.
    """

    frame: Frame
    stopped: Stopped | None
    memory: dict[int, Memory]
    previous: tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class Descent(End):
    """A descent's course.

    losses: the output at steps 0 … n. frames: (step, frame) at the plan's stride and for the last good step,
    of the plan's watched nodes.
    """

    losses: tuple[float, ...]
    frames: tuple[tuple[int, Frame], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A descent as far as ``step``.

    losses: the output at each step since the piece before. frame: numbers at this step, if it is one of the
    stride or the last. end: of the last piece alone.
    """

    step: int
    losses: tuple[float, ...]
    frame: Frame | None
    end: End | None


def descend(plan: Plan, data: Sequence[float], between: Callable[[int], None] | None = None) -> Descent:
    """Gradient descent from the leaves in ``data``.

    It stops before a step at which the output or a parameter is no longer finite, and keeps what came before.

    Arguments:
        data: a number for each node of the graph.
        between: called with the number of steps done now and then, first with 0, when the loops are in
            memory. It may raise, which is how a caller bounds the time.
    """
    losses: list[float] = []
    frames: list[tuple[int, Frame]] = []
    for piece in pieces(plan, data):
        losses += piece.losses
        if piece.frame is not None:
            frames.append((piece.step, piece.frame))
        if between is not None and (piece.end is None or piece.step == 0):
            between(piece.step)
    assert piece.end is not None  # a course has at least one piece, and the last has its end
    end = piece.end
    return Descent(end.frame, end.stopped, end.memory, end.previous, tuple(losses), tuple(frames))


def pieces(plan: Plan, data: Sequence[float], since: int = -1) -> Iterator[Piece]:
    """What ``descend`` computes, piece by piece: the first is step 0, later ones end at the stride or where a
    caller who watches the clock should be asked.

    ``since``: the last step whose frame is known already; frames up to it are not made again.
    """
    at = loop(plan, data)
    start = at.frame(None)
    if not all(math.isfinite(start.data[i]) for i in (plan.graph.output, *plan.moved)):
        broken = first_non_finite(start.data)
        assert broken is not None
        yield Piece(0, (), None, End(start, Stopped(0, broken), at.memory(), None))
        return
    rates = plan.rates()
    done, framed = 0, -1
    losses: tuple[float, ...] = (start.data[plan.graph.output],)
    stopped: Stopped | None = None
    previous: tuple[float, ...] | None = None
    while stopped is None and done < plan.steps:
        is_due = plan.is_framed(done) and done > since
        yield Piece(done, losses, at.frame(plan.watched) if is_due else None, None)
        framed = done if is_due else framed
        upto = min(plan.next_frame(done), done + at.pause)
        if plan.keep_previous and upto == plan.steps:
            if done == plan.steps - 1:
                previous = at.frame(None).grad
            else:
                upto = plan.steps - 1
        more, broken = at.advance(rates[done:upto])
        losses, done = tuple(more), done + len(more)
        if broken is not None:
            stopped = Stopped(done + 1, broken)
    whole = at.frame(None)
    frame = None if framed == done else whole if plan.watched is None else at.frame(plan.watched)
    yield Piece(done, losses, frame, End(whole, stopped, at.memory(), None if stopped else previous))
