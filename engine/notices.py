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
        found.append(Notice("non-finite", _began(graph, data, first), lines[first], None, first))
    if grad is not None:
        last = next((i for i in range(len(grad) - 1, -1, -1) if not math.isfinite(grad[i])), None)
        if last is not None:
            message = f"The grad of {_called(graph, last)} is {grad[last]}."
            found.append(Notice("non-finite-grad", message, lines[last], None, last))
    return tuple(found)


def _began(graph: Graph, data: Sequence[float], node: int) -> str:
    """The first number that is not finite, and why: its inputs are finite, as it is the first."""
    op, inputs = graph.ops[node].name, [data[i] for i in graph.inputs[node]]
    said = f"{_called(graph, node)} is {data[node]}"
    if not inputs or not all(map(math.isfinite, inputs)):
        return f"{said}."
    return f"{said}: {_why(op, inputs, data[node])}."


def _why(op: str, inputs: Sequence[float], result: float) -> str:
    first, last = f"{inputs[0]:.6g}", inputs[-1]
    if op == "div" and last == 0:
        return "it divides by 0"
    if op == "pow" and inputs[0] == 0 and last < 0:
        return f"0 to the power {last:.6g} divides by 0"
    if op in ("log", "log1p") and not math.isnan(result):
        return f"{op} of {first} has no finite value"
    if math.isnan(result):
        called = f"({first}) to the power {last:.6g}" if op == "pow" else f"{op} of {first}"
        return f"{called} is not a real number"
    return "the result is too large for a float"


def _called(graph: Graph, node: int) -> str:
    label, id_, op = graph.labels[node], node_id(node), graph.ops[node].name
    return f"`{label}` ({id_}, {op})" if label else f"{id_} ({op})"
