"""Notices: what a reader should know about a run that is not an error."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from engine.graph import Graph
from engine.names import node_id


@dataclass(frozen=True, slots=True)
class Notice:
    """One remark. ``line`` and ``column`` count from 1; ``node`` is an id of the run's graph. ``file`` is the
    attached file that the line is in, None for the program itself.
    """

    code: str
    message: str
    line: int | None = None
    column: int | None = None
    node: int | None = None
    file: str | None = None


def non_finite(
    graph: Graph, data: Sequence[float], grad: Sequence[float] | None, lines: Sequence[int | None]
) -> tuple[Notice, ...]:
    """Where nan or infinity began: the first node in forward order, and the first grad in backward order.

    ``grad`` is None when no pass was made.
    """
    found = []
    first = next((i for i, number in enumerate(data) if not math.isfinite(number)), None)
    if first is not None:
        found.append(
            Notice("non-finite", f"{_called(graph, first)} is {data[first]}.", lines[first], None, first)
        )
    if grad is not None:
        last = next((i for i in range(len(grad) - 1, -1, -1) if not math.isfinite(grad[i])), None)
        if last is not None:
            message = f"The grad of {_called(graph, last)} is {grad[last]}."
            found.append(Notice("non-finite-grad", message, lines[last], None, last))
    return tuple(found)


def _called(graph: Graph, node: int) -> str:
    label, id_, op = graph.labels[node], node_id(node), graph.ops[node].name
    return f"`{label}` ({id_}, {op})" if label else f"{id_} ({op})"
