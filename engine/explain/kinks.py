"""Kinks of the output as a function of one node: points where its slopes on the two sides differ.

relu, abs, max and min have kinks; which ops do, and where, the catalogue says. That one of them is at its
kink does not yet make a kink of the output: relu(x²) is smooth at 0, and so is relu(x) − relu(−x), which is
x. What counts is the output's slope on either side:

- At a point, a tangent is pushed forward in each direction. An op at its kink is its own derivative there,
  because each of the four is positively homogeneous: relu moves by relu(t), max(a, b) by max(t_a, t_b).
- Between two points, the sign of each op's side is looked at in a few places. Where it changes, the place is
  bisected down to neighbouring doubles and the slopes before and behind it are compared. An op that goes over
  its kink and back between two places is not seen.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.graph import Graph

SAMPLES = 9  # places looked at in an interval, its ends among them
SAMPLED_WORK = 200_000  # ops that are computed for them; larger graphs are looked at in the ends alone
BISECTED_WORK = 1_000_000  # ops computed to prove that a changed sign is a kink; above, it is taken for one
TOLERANCE = 1e-9  # relative difference of two slopes that rounding does not explain


@dataclass(frozen=True, slots=True)
class Kinks:
    """left, right: the output's slopes at the point, on its two sides. at: the ops that are at their kink
    there, if these slopes differ. between: the ops whose kink lies inside the interval.
    """

    left: float
    right: float
    at: tuple[int, ...]
    between: tuple[int, ...]

    @property
    def found(self) -> bool:
        """Whether there is a kink at the point or in the interval."""
        return bool(self.at or self.between)


def dependents(graph: Graph, node: int) -> tuple[int, ...]:
    """The nodes that are computed from ``node``, directly or not, in id order; itself not among them."""
    found = {node}
    for i in range(node + 1, len(graph)):
        if not found.isdisjoint(graph.inputs[i]):
            found.add(i)
    return tuple(sorted(found - {node}))


def held(graph: Graph, data: Sequence[float], node: int, x: float, order: Sequence[int]) -> list[float]:
    """``data`` with ``node`` held at x and its dependents, ``order``, computed again."""
    values = list(data)
    values[node] = x
    for i in order:
        values[i] = graph.ops[i].value(*[values[j] for j in graph.inputs[i]])
    return values


class Line:
    """The output along one node: everything else stays as it is in ``data``."""

    def __init__(self, graph: Graph, data: Sequence[float], node: int, order: Sequence[int]) -> None:
        self.graph, self.data, self.node, self.order = graph, data, node, order
        self.bent = [i for i in order if graph.ops[i].kink is not None]
        self.work = 0

    def at(self, x: float) -> list[float]:
        """Every node's data where the node is x."""
        self.work += len(self.order)
        return held(self.graph, self.data, self.node, x, self.order)

    def side(self, i: int, values: Sequence[float]) -> float:
        """On which side of its kink an op is: negative, 0 or positive."""
        kink = self.graph.ops[i].kink
        assert kink is not None, "asked only of ops that have one"
        return kink(*[values[j] for j in self.graph.inputs[i]])

    def slopes(self, values: Sequence[float]) -> tuple[float, float]:
        """The output's slopes on the left and on the right of this point."""
        return 0.0 - self._push(values, -1.0), self._push(values, 1.0)  # 0 − 0 is 0, and −0 would show

    def _push(self, values: Sequence[float], direction: float) -> float:
        graph = self.graph
        tangents = {self.node: direction}
        for i in self.order:
            op, inputs = graph.ops[i], graph.inputs[i]
            if op.kink is not None and self.side(i, values) == 0.0:
                tangents[i] = op.value(*[tangents.get(j, 0.0) for j in inputs])
                continue
            arguments = [values[j] for j in inputs]
            tangent = 0.0
            for slot, j in enumerate(inputs):
                if j in tangents:
                    tangent += op.partial(slot, values[i], arguments) * tangents[j]
            tangents[i] = tangent
        return tangents[graph.output]

    def crossed(self, low: float, high: float) -> tuple[int, ...]:
        """The ops whose kink lies strictly between two points and bends the output."""
        count = SAMPLES if len(self.order) * SAMPLES <= SAMPLED_WORK else 2
        places = sorted({low + (high - low) * k / (count - 1) for k in range(count)})
        samples = [(x, self.at(x)) for x in places]
        steepest = max(
            _size(slope) for _, values in (samples[0], samples[-1]) for slope in self.slopes(values)
        )
        self.work = 0
        return tuple(
            i
            for i in self.bent
            if any(self._bends(i, below, above, steepest) for below, above in self._changes(i, samples))
        )

    def _changes(
        self, i: int, samples: Sequence[tuple[float, Sequence[float]]]
    ) -> Iterator[tuple[float, float]]:
        """Pairs of places on different sides of an op's kink, with none but the kink itself between them."""
        last: tuple[float, float] | None = None
        for x, values in samples:
            side = self.side(i, values)
            if side == 0.0 or side != side:
                continue
            if last is not None and (last[1] < 0.0) != (side < 0.0):
                yield last[0], x
            last = (x, side)

    def _bends(self, i: int, low: float, high: float, steepest: float) -> bool:
        """Whether the output's slope changes where the op goes over its kink, between these places."""
        before = after = None
        is_below = self.side(i, self.at(low)) < 0.0
        while self.work < BISECTED_WORK:
            middle = low + (high - low) / 2.0
            values = self.at(middle)
            side = self.side(i, values)
            if side == 0.0:
                before, after = self.slopes(values)
                break
            if not low < middle < high:
                before, after = self.slopes(self.at(low))[0], self.slopes(self.at(high))[1]
                break
            low, high = (middle, high) if (side < 0.0) == is_below else (low, middle)
        return before is None or after is None or differ(before, after, steepest)


def differ(left: float, right: float, scale: float = 0.0) -> bool:
    """Whether two slopes differ by more than rounding explains; a slope that is nan says nothing."""
    if left != left or right != right:
        return False
    if math.isinf(left) or math.isinf(right):
        return left != right
    return math.fabs(left - right) > TOLERANCE * max(math.fabs(left), math.fabs(right), scale)


def _size(slope: float) -> float:
    return math.fabs(slope) if math.isfinite(slope) else 0.0


def kinks(graph: Graph, data: Sequence[float], node: int, below: float, above: float) -> Kinks:
    """The kinks of the output at the node's data, and from there down to ``below`` and up to ``above``.

    ``data`` is a forward pass's result.
    """
    x = data[node]
    line = Line(graph, data, node, dependents(graph, node))
    left, right = line.slopes(data)
    if not line.bent:
        return Kinks(left, right, (), ())
    at = tuple(i for i in line.bent if line.side(i, data) == 0.0) if differ(left, right) else ()
    spans = [(low, high) for low, high in ((below, x), (x, above)) if low < high]
    between = {i for low, high in spans for i in line.crossed(low, high)}
    return Kinks(left, right, at, tuple(sorted(between)))
