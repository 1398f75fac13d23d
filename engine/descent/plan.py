"""A descent as it is asked for, checked and frozen. Knows nothing of how steps are computed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from engine.descent.optimisers import CONSTANT, SGD, Optimizer, Schedule
from engine.errors import DescentError
from engine.graph import Graph

Direction = Literal["minimize", "maximize"]


@dataclass(frozen=True, slots=True)
class Plan:
    """All that decides a descent, but for the numbers that it starts from.

    moved: the ids of the leaves that it moves. stride: a frame every so many steps; None for the last step's
    alone. watched: the ids of the nodes whose numbers the frames hold; None for all. keep_previous: whether
    the grads before the last update are wanted too.

    Raises DescentError for a rate, a number of steps or a stride that makes no sense.
    """

    graph: Graph
    moved: tuple[int, ...]
    learning_rate: float
    steps: int
    direction: Direction = "minimize"
    optimizer: Optimizer = SGD
    schedule: Schedule = CONSTANT
    stride: int | None = None
    watched: tuple[int, ...] | None = None
    keep_previous: bool = False

    def __post_init__(self) -> None:
        if not (math.isfinite(self.learning_rate) and self.learning_rate > 0.0):
            raise DescentError(
                f"The learning rate must be a finite number above 0, not {self.learning_rate!r}.",
                hint="Use direction `maximize` to go uphill.",
            )
        if self.steps < 0 or (self.stride is not None and self.stride < 1):
            raise DescentError("Steps count from 0 and a stride from 1.")

    @property
    def sign(self) -> float:
        """What a grad is multiplied by before an update rule, which goes downhill, sees it."""
        return -1.0 if self.direction == "maximize" else 1.0

    def rates(self) -> list[float]:
        """The learning rate of each step."""
        return [self.schedule.rate(self.learning_rate, k, self.steps) for k in range(self.steps)]

    def is_framed(self, step: int) -> bool:
        """Whether a step other than the last has a frame."""
        return self.stride is not None and step % self.stride == 0

    def next_frame(self, step: int) -> int:
        """The next step after this one that has a frame."""
        return self.steps if self.stride is None else min(self.steps, (step // self.stride + 1) * self.stride)
