"""Gradient descent on a graph: forward, backward, then all parameters move together."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from engine import autodiff
from engine.errors import DescentError
from engine.graph import Frame, Graph

Direction = Literal["minimize", "maximize"]


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why a descent ended early: at ``step`` node ``node`` was the first that is not finite."""

    step: int
    node: int
    reason: str = "non-finite"


@dataclass(frozen=True, slots=True)
class Descent:
    """A descent's course.

    losses: the output at steps 0 … n. frame: numbers after the last good step, grads taken there; the start's
    own when even that was not finite.
    frames: (step, frame) at the asked stride and for the last good step.
    """

    losses: tuple[float, ...]
    frame: Frame
    frames: tuple[tuple[int, Frame], ...]
    stopped: Stopped | None


def check_rate(learning_rate: float) -> None:
    """Raises DescentError unless the rate is finite and above 0."""
    if not (math.isfinite(learning_rate) and learning_rate > 0.0):
        raise DescentError(
            f"The learning rate must be a finite number above 0, not {learning_rate!r}.",
            hint="Use direction `maximize` to go uphill.",
        )


def first_non_finite(data: Sequence[float]) -> int:
    """The first id whose number is nan or infinite, where there is one."""
    return next(i for i, number in enumerate(data) if not math.isfinite(number))


def iterate(
    graph: Graph,
    data: Sequence[float],
    parameters: Sequence[int],
    learning_rate: float,
    direction: Direction = "minimize",
) -> Iterator[tuple[list[float], list[float]]]:
    """Endlessly: data after a forward pass and the grads of a fresh backward pass, then one SGD update.

    θ ← θ ∓ rate · grad, all parameters from one backward pass. ``parameters`` are ids of leaves.
    """
    values = list(data)
    sign = -learning_rate if direction == "minimize" else learning_rate
    while True:
        values = autodiff.forward(graph, values)
        grads = autodiff.backward(graph, values)
        yield values, grads
        for i in parameters:
            values[i] += sign * grads[i]


def descend(
    graph: Graph,
    data: Sequence[float],
    parameters: Sequence[int],
    learning_rate: float,
    steps: int,
    direction: Direction = "minimize",
    stride: int | None = None,
    before_step: Callable[[int], None] | None = None,
) -> Descent:
    """``steps`` steps of gradient descent from the leaves in ``data``.

    Stops before a step at which the output or a parameter is no longer finite, and keeps what came before it.
    ``before_step(k)`` is called ahead of step k and may raise, which is how a caller bounds the time.
    Raises DescentError for a rate, number of steps or stride that makes no sense.
    """
    check_rate(learning_rate)
    if steps < 0 or (stride is not None and stride < 1):
        raise DescentError("Steps count from 0 and a stride from 1.")
    losses: list[float] = []
    frames: list[tuple[int, Frame]] = []
    stopped: Stopped | None = None
    last: Frame  # step 0 is always taken
    for step, (values, grads) in enumerate(iterate(graph, data, parameters, learning_rate, direction)):
        if not all(math.isfinite(values[i]) for i in (graph.output, *parameters)):
            stopped = Stopped(step, first_non_finite(values))
            if not losses:
                last = Frame(tuple(values), tuple(grads))
            break
        losses.append(values[graph.output])
        last = Frame(tuple(values), tuple(grads))
        if stride is not None and step % stride == 0:
            frames.append((step, last))
        if step == steps:
            break
        if before_step is not None:
            before_step(step + 1)
    if losses and (not frames or frames[-1][0] != len(losses) - 1):
        frames.append((len(losses) - 1, last))
    return Descent(tuple(losses), last, tuple(frames), stopped)
