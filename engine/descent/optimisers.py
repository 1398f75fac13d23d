"""Gradient descent on a graph: forward, backward, then all parameters move together.

How a parameter moves is the optimiser's (``engine.update_rules``), how far is the learning rate's, which a
schedule may change from step to step.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from engine.descent.stepping import Descending, Loop, first_non_finite, loop
from engine.errors import DescentError
from engine.graph import Frame, Graph
from engine.update_rules import RULES, Memory, Rule, Settings

Direction = Literal["minimize", "maximize"]
SCHEDULES = ("constant", "linear", "cosine")


@dataclass(frozen=True, slots=True)
class Optimizer:
    """An update rule with its settings, and what it remembers of steps taken before.

    taken: how many these were. memory: for each parameter's id what the rule remembers, 0 for others.
    """

    rule: Rule
    settings: Settings
    taken: int = 0
    memory: Mapping[int, Memory] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Schedule:
    """The learning rate over the steps: constant, or from the first rate to ``final`` on a line or half a
    cosine.

    taken: steps of the course that were taken before. over: how many it has in all, after which the rate
    stays at ``final``; by default those taken and those of the descent.
    """

    kind: str = "constant"
    final: float = 0.0
    taken: int = 0
    over: int | None = None

    def rate(self, learning_rate: float, step: int, steps: int) -> float:
        """The rate of step ``step`` = 0, 1, … of ``steps``.

        linear: learning_rate + (final − learning_rate) · step / steps. cosine: final + (learning_rate −
        final) · (1 + cos(π · step / steps)) / 2 (Loshchilov and Hutter, "SGDR", 2017, without restarts).
        Both count the steps taken before, and ``steps`` is then the whole course's.
        """
        steps = self.over or self.taken + steps
        step = min(self.taken + step, steps)
        if self.kind == "linear":
            return learning_rate + (self.final - learning_rate) * step / steps
        if self.kind == "cosine":
            return self.final + (learning_rate - self.final) * (1.0 + math.cos(math.pi * step / steps)) / 2.0
        return learning_rate


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why a descent ended early: at ``step`` node ``node`` was the first that is not finite."""

    step: int
    node: int
    reason: str = "non-finite"


@dataclass(frozen=True, slots=True)
class End:
    """How a descent ended.

    frame: every node's numbers after the last good step, grads taken there; the start's own when even that
    was not finite. memory: what the rule remembers of each parameter, by id. previous: every grad of the pass
    that the last update was made from, if the caller asked for it and the descent was not stopped.
    """

    frame: Frame
    stopped: Stopped | None
    memory: dict[int, Memory]
    previous: tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class Descent(End):
    """A descent's course.

    losses: the output at steps 0 … n. frames: (step, frame) at the asked stride and for the last good step,
    of the watched nodes alone if the caller named some.
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


def optimizer(
    kind: str = "sgd",
    settings: Mapping[str, float] | None = None,
    *,
    taken: int = 0,
    memory: Mapping[int, Memory] | None = None,
) -> Optimizer:
    """The optimiser of this name, with other than its usual settings where given.

    Raises DescentError for a name or a setting that there is not, or a number that makes no sense: epsilon
    must be above 0, every other setting at least 0 and below 1.
    """
    rule = RULES.get(kind)
    if rule is None:
        known = ", ".join(f"`{name}`" for name in RULES)
        raise DescentError(f"There is no optimizer `{kind}`.", hint=f"There are {known}.")
    chosen = dict(rule.settings)
    for name, number in (settings or {}).items():
        if name not in chosen:
            raise DescentError(f"`{kind}` has no setting `{name}`.", hint=_settings_of(rule))
        if not (math.isfinite(number) and (number > 0.0 if name == "epsilon" else 0.0 <= number < 1.0)):
            span = "above 0" if name == "epsilon" else "from 0 up to, but not including, 1"
            raise DescentError(f"`{name}` must be a finite number {span}, not {number!r}.")
        chosen[name] = number
    a, b, c, *_ = [*chosen.values(), 0.0, 0.0, 0.0]
    return Optimizer(rule, (a, b, c), taken, memory or {})


def _settings_of(rule: Rule) -> str:
    names = ", ".join(f"`{name}`" for name, _ in rule.settings)
    return f"It has {names}." if names else "It has no settings."


def schedule(
    kind: str = "constant", final: float = 0.0, *, taken: int = 0, over: int | None = None
) -> Schedule:
    """The schedule of this name. Raises DescentError for one that there is not, a ``final`` below 0, or a
    course that begins before 0 or has no step.
    """
    if kind not in SCHEDULES:
        known = ", ".join(f"`{name}`" for name in SCHEDULES)
        raise DescentError(f"There is no schedule `{kind}`.", hint=f"There are {known}.")
    if not (math.isfinite(final) and final >= 0.0):
        raise DescentError(f"The final learning rate must be a finite number from 0 on, not {final!r}.")
    if taken < 0 or (over is not None and over < 1):
        raise DescentError("A schedule counts its steps from 0 and has at least one.")
    return Schedule(kind, final, taken, over)


def descend(
    graph: Graph,
    data: Sequence[float],
    parameters: Sequence[int],
    learning_rate: float,
    steps: int,
    direction: Direction = "minimize",
    *,
    optimizer: Optimizer | None = None,
    schedule: Schedule | None = None,
    stride: int | None = None,
    watch: Sequence[int] | None = None,
    previous: bool = False,
    between: Callable[[int], None] | None = None,
) -> Descent:
    """``steps`` steps of gradient descent from the leaves in ``data``; ``parameters`` are ids of leaves.

    Stops before a step at which the output or a parameter is no longer finite, and keeps what came before it.
    ``previous`` asks for the grads before the last update too.
    ``between(k)`` is called now and then, when k steps are done, and may raise, which is how a caller bounds
    the time; first with 0, when the loops are in memory.
    Raises DescentError for a rate, number of steps or stride that makes no sense.
    """
    losses: list[float] = []
    frames: list[tuple[int, Frame]] = []
    for piece in pieces(
        graph, data, parameters, learning_rate, steps, direction,
        optimizer=optimizer, schedule=schedule, stride=stride, watch=watch, previous=previous,
    ):  # fmt: skip
        losses += piece.losses
        if piece.frame is not None:
            frames.append((piece.step, piece.frame))
        if between is not None and (piece.end is None or piece.step == 0):
            between(piece.step)
    assert piece.end is not None  # a course has at least one piece, and the last has its end
    end = piece.end
    return Descent(end.frame, end.stopped, end.memory, end.previous, tuple(losses), tuple(frames))


def pieces(
    graph: Graph,
    data: Sequence[float],
    parameters: Sequence[int],
    learning_rate: float,
    steps: int,
    direction: Direction = "minimize",
    *,
    optimizer: Optimizer | None = None,
    schedule: Schedule | None = None,
    stride: int | None = None,
    watch: Sequence[int] | None = None,
    previous: bool = False,
    since: int = -1,
) -> Iterator[Piece]:
    """What ``descend`` computes, piece by piece: the first is step 0, later ones end at the stride or where a
    caller who watches the clock should be asked.

    ``since``: steps whose frames are known already, and not made again.
    """
    _check(learning_rate, steps, stride)
    chosen = optimizer or Optimizer(RULES["sgd"], (0.0, 0.0, 0.0))
    memory = [chosen.memory.get(i, (0.0, 0.0)) for i in parameters]
    how = Descending(
        parameters, chosen.rule, chosen.settings, memory, chosen.taken, uphill=direction == "maximize"
    )
    course = loop(graph, data, how, steps)
    start = _frame(course, None)
    if not all(math.isfinite(start.data[i]) for i in (graph.output, *parameters)):
        broken = first_non_finite(start.data)
        assert broken is not None
        kept = dict(zip(parameters, memory, strict=True))
        yield Piece(0, (), None, End(start, Stopped(0, broken), kept, None))
        return
    rates = [(schedule or Schedule()).rate(learning_rate, k, steps) for k in range(steps)]
    done, framed = 0, -1
    losses: tuple[float, ...] = (start.data[graph.output],)
    stopped: Stopped | None = None
    grad: tuple[float, ...] | None = None
    while True:
        is_last = stopped is not None or done == steps
        is_due = is_last or (stride is not None and done % stride == 0 and done > since)
        frame = _frame(course, watch) if is_due and framed != done else None
        framed = framed if frame is None else done
        if is_last:
            whole = frame if frame is not None and watch is None else _frame(course, None)
            kept = dict(zip(parameters, course.memory, strict=True))
            yield Piece(done, losses, frame, End(whole, stopped, kept, None if stopped else grad))
            return
        yield Piece(done, losses, frame, None)
        upto = min(steps, done + course.pause, steps if stride is None else (done // stride + 1) * stride)
        if previous and upto == steps:
            if done == steps - 1:
                grad = tuple(course.numbers(None)[1])
            else:
                upto = steps - 1
        more, broken = course.advance(rates[done:upto])
        losses, done = tuple(more), done + len(more)
        if broken is not None:
            stopped = Stopped(done + 1, broken)


def _check(learning_rate: float, steps: int, stride: int | None) -> None:
    if not (math.isfinite(learning_rate) and learning_rate > 0.0):
        raise DescentError(
            f"The learning rate must be a finite number above 0, not {learning_rate!r}.",
            hint="Use direction `maximize` to go uphill.",
        )
    if steps < 0 or (stride is not None and stride < 1):
        raise DescentError("Steps count from 0 and a stride from 1.")


def _frame(course: Loop, watch: Sequence[int] | None) -> Frame:
    data, grad = course.numbers(watch)
    return Frame(tuple(data), tuple(grad))
