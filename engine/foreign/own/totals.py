"""Where only the grads are known and not how they came about: the first nodes whose grad is not right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.foreign.own.compare import Right
from engine.foreign.own.faults import Fault
from engine.foreign.own.turns import near
from engine.graph import Graph


def by_totals(graph: Graph, right: Right, grad: Sequence[float], nodes: Iterable[int]) -> list[Fault]:
    """A fault for each wrong node whose uses all have the right grad, with the use most likely at fault."""
    wrong = {i for i in nodes if right.differs(i, grad[i])}
    found = []
    for i in sorted(wrong, reverse=True):
        uses = [(j, slot) for j, slot in graph.uses[i] if right.partials[j][slot] is not None]
        if any(j in wrong for j, _ in uses):
            continue
        source, slot = _likeliest(right, i, grad[i], uses)
        found.append(Fault("total", i, source, slot, grad[i], right.grad[i], None))
    return found


def _likeliest(
    right: Right, node: int, grad: float, uses: Sequence[tuple[int, int]]
) -> tuple[int | None, int | None]:
    """The use whose share is what is lacking; the only use; else none."""
    lacking = right.grad[node] - grad
    for j, slot in uses:
        if near((right.partials[j][slot] or 0.0) * right.grad[j], lacking, right.tolerance[node]):
            return j, slot
    return uses[0] if len(uses) == 1 else (None, None)
