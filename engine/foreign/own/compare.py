"""The right grads for the data of a graph, and how far from them a right program may be.

What the catalogue cannot know is taken from the program: partials of its own ops, the choice at a kink, and
what is not finite. All else is calculus.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from engine.graph import Graph
from engine.ops import CONSTANT, CUSTOM, Op

RELATIVE: Final = 1e-9
UNARY: Final = 4e-15  # 1 - t² near 1 is known to some units in the last place of 1, and no better
_SIDES: Final = {"relu": (0.0, 1.0), "abs": (-1.0, 1.0), "max": (0.0, 1.0), "min": (0.0, 1.0)}


@dataclass(frozen=True, slots=True)
class Right:
    """partials: by node and slot, None for constants. slack: how far a partial may be off. grad, tolerance:
    by node. takes: whether a node takes a grad.
    """

    partials: tuple[tuple[float | None, ...], ...]
    slack: tuple[tuple[float, ...], ...]
    grad: tuple[float, ...]
    tolerance: tuple[float, ...]
    takes: tuple[bool, ...]

    def differs(self, node: int, grad: float) -> bool:
        """Whether a grad is not the right one."""
        if not self.takes[node]:
            return False
        want = self.grad[node]
        if not math.isfinite(want) or not math.isfinite(self.tolerance[node]):
            return False
        return not abs(grad - want) <= self.tolerance[node]

    def wrong(self, grad: Sequence[float]) -> list[int]:
        """The nodes whose grad is not the right one, the output first."""
        return [i for i in range(len(grad) - 1, -1, -1) if self.differs(i, grad[i])]


def right(
    graph: Graph,
    data: Sequence[float],
    recorded: Callable[[int], Sequence[float | None]],
    given: Callable[[int], bool] = lambda _: True,
) -> Right:
    """What calculus says.

    recorded: the program's own partials of a node, as far as they are known. given: whether a node is to get
    a grad at all.
    """
    count = len(graph)
    takes = tuple(op is not CONSTANT and given(i) for i, op in enumerate(graph.ops))
    partials: list[tuple[float | None, ...]] = []
    slack: list[tuple[float, ...]] = []
    for i, inputs in enumerate(graph.inputs):
        arguments = [data[j] for j in inputs]
        row = tuple(
            partial_of(graph.ops[i], i, slot, data[i], arguments, recorded) if takes[j] else None
            for slot, j in enumerate(inputs)
        )
        partials.append(row)
        absolute = UNARY if graph.ops[i].arity == 1 else 0.0
        slack.append(tuple(RELATIVE * abs(p or 0.0) + absolute for p in row))
    grad, tolerance, paths = [0.0] * count, [0.0] * count, [0.0] * count
    grad[count - 1] = paths[count - 1] = 1.0
    for i in range(count - 1, -1, -1):
        tolerance[i] += 1e-13 * paths[i]
        for slot, j in enumerate(graph.inputs[i]):
            partial = partials[i][slot]
            if partial is not None:
                grad[j] += partial * grad[i]
                paths[j] += abs(partial) * paths[i]
                tolerance[j] += slack[i][slot] * abs(grad[i]) + abs(partial) * tolerance[i]
    return Right(tuple(partials), tuple(slack), tuple(grad), tuple(tolerance), takes)


def partial_of(
    op: Op,
    node: int,
    slot: int,
    out: float,
    arguments: Sequence[float],
    recorded: Callable[[int], Sequence[float | None]],
) -> float:
    """The right partial of a node, where calculus leaves it open the program's own."""
    found = op.partial(slot, out, arguments)
    if op.name == CUSTOM or not math.isfinite(found):
        known = recorded(node)[slot]
        return found if known is None else known
    if op.kink is not None and op.kink(*arguments) == 0.0:
        known = recorded(node)[slot]
        low, high = _SIDES.get(op.name, (found, found))
        if known is not None and low <= known <= high:
            return known
    return found
