"""A nudge: one node moved by h, what becomes of the output, and how near that comes to the grad.

An interior node is held at data + h and only its uses are computed again, so the difference quotient is that
of the output along this node, which is what its grad claims to be. The quotients themselves and their errors
are the gradient check's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from engine.errors import ConstantError, NudgeError
from engine.explain.kinks import Kinks, dependents, held, kinks
from engine.gradcheck import Check, Method, compare, difference
from engine.graph import Graph
from engine.names import node_id

# h from 1 to 1e-14, three a decade: both sides of the V that truncation and rounding make.
STEPS = tuple(10.0 ** (-k / 3) for k in range(43))


@dataclass(frozen=True, slots=True)
class Nudge:
    """check: the quotient and its errors against the grad. x: the node's data. before, above, below: the
    output at x, x + h and, for a central difference, x − h. data: every node's at x + h. changed: the nodes
    whose data differs from before, the nudged one among them.
    """

    check: Check
    x: float
    before: float
    above: float
    below: float | None
    data: tuple[float, ...]
    changed: tuple[int, ...]
    kinks: Kinks


def nudge(
    graph: Graph, data: Sequence[float], grad: float, node: int, h: float, method: Method = "forward"
) -> Nudge:
    """Moves ``node`` by h, which is finite and above 0.

    Arguments:
        data: a forward pass's result.
        grad: the node's.

    Raises:
        ConstantError: for a constant.
        NudgeError: where x + h or x − h is x again, or where there is no finite number to move.
    """
    x = data[node]
    _check(graph, node, x)
    if x + h == x or (method == "central" and x - h == x):
        raise _lost(x, h)
    order = dependents(graph, node)

    def output_at(place: float) -> float:
        return held(graph, data, node, place, order)[graph.output]

    moved = held(graph, data, node, x + h, order)
    quotient = difference(output_at, x, h, method)
    return Nudge(
        check=compare(grad, quotient, h, method),
        x=x,
        before=data[graph.output],
        above=moved[graph.output],
        below=output_at(x - h) if method == "central" else None,
        data=tuple(moved),
        changed=tuple(i for i in (node, *order) if not _same(moved[i], data[i])),
        kinks=kinks(graph, data, node, x - h if method == "central" else x, x + h),
    )


def error_curve(
    graph: Graph,
    data: Sequence[float],
    grad: float,
    node: int,
    method: Method = "forward",
    steps: Sequence[float] = STEPS,
) -> list[Check]:
    """The quotient and its errors for each h: truncation falls with h, rounding grows as h shrinks. A step
    that is lost in rounding is not refused here: its quotient is 0, and that is its error.

    Costs one or two passes over the node's dependents a step.

    Raises:
        ConstantError: for a constant.
        NudgeError: where there is no finite number to move.
    """
    _check(graph, node, data[node])
    order = dependents(graph, node)

    def output_at(place: float) -> float:
        return held(graph, data, node, place, order)[graph.output]

    return [compare(grad, difference(output_at, data[node], h, method), h, method) for h in steps]


def _same(one: float, other: float) -> bool:
    return one == other or (one != one and other != other)


def _check(graph: Graph, node: int, x: float) -> None:
    if graph.is_constant(node):
        raise ConstantError(
            f"`{node_id(node)}` is a constant: it has no grad to compare a nudge with.",
            hint="Make it a leaf, as in `Value(2.0)`, to nudge it.",
        )
    if not math.isfinite(x):
        raise NudgeError(
            f"The data of `{graph.labels[node] or node_id(node)}` is {x}, so it cannot be nudged.",
            hint="A nudge needs a finite number to start from.",
        )


def _lost(x: float, h: float) -> NudgeError:
    apart = f"{math.ulp(x):.2g}"
    return NudgeError(
        f"h = {h!r} is lost beside {x!r}: doubles are {apart} apart there, so x + h is x again.",
        hint=f"Take an h of {apart} or more.",
    )
