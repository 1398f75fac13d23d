"""Finite differences against gradients: for one op, and for a whole graph.

Forward: (f(x + h) − f(x)) / h, error of order h. Central: (f(x + h) − f(x − h)) / 2h, error of order h².
The default h balances truncation against rounding: ε^½ and ε^⅓ of the argument's size (Press et al.,
Numerical Recipes, 5.7), rounded so that x + h − x is exactly h.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from engine import autodiff
from engine.graph import Graph
from engine.ops import Op

Method = Literal["forward", "central"]
EPSILON = 2.0**-52
ORDER = {"forward": 1 / 2, "central": 1 / 3}


@dataclass(frozen=True, slots=True)
class Check:
    """One derivative by differences: ``fd`` with step ``h``, and how far the gradient is from it."""

    fd: float
    h: float
    abs_error: float
    rel_error: float
    method: Method


def step_size(x: float, method: Method = "central") -> float:
    """The default h at x, a difference of two doubles."""
    h = float(EPSILON ** ORDER[method] * max(1.0, math.fabs(x)))
    return (x + h) - x if math.isfinite(x) else h


def difference(f: Callable[[float], float], x: float, h: float, method: Method = "central") -> float:
    """The difference quotient of f at x."""
    if method == "forward":
        return (f(x + h) - f(x)) / h
    return (f(x + h) - f(x - h)) / (2.0 * h)


def compare(grad: float, fd: float, h: float, method: Method) -> Check:
    """The errors of ``fd`` against ``grad``; the relative one is to the larger of the two, 0 when both are
    0.
    """
    absolute = math.fabs(grad - fd)
    scale = max(math.fabs(grad), math.fabs(fd))
    relative = absolute / scale if scale != 0.0 else absolute
    return Check(fd, h, absolute, relative, method)


def check(graph: Graph, data: Sequence[float], method: Method = "central") -> dict[str, Check]:
    """Each leaf's grad against differences of the output, by leaf name.

    Costs one or two forward passes a leaf.

    Arguments:
        data: a forward pass's result.
    """
    grads = autodiff.backward(graph, data)

    def output_at(leaf: int) -> Callable[[float], float]:
        def f(x: float) -> float:
            nudged = list(data)
            nudged[leaf] = x
            return autodiff.forward(graph, nudged)[graph.output]

        return f

    checks = {}
    for leaf, name in graph.names.items():
        h = step_size(data[leaf], method)
        fd = difference(output_at(leaf), data[leaf], h, method)
        checks[name] = compare(grads[leaf], fd, h, method)
    return checks


def check_op(op: Op, arguments: Sequence[float], method: Method = "central") -> tuple[Check, ...]:
    """Each slot's partial of one op against differences, at one point."""
    out = op.value(*arguments)

    def value_at(slot: int) -> Callable[[float], float]:
        return lambda x: op.value(*arguments[:slot], x, *arguments[slot + 1 :])

    checks = []
    for slot, x in enumerate(arguments):
        h = step_size(x, method)
        fd = difference(value_at(slot), x, h, method)
        checks.append(compare(op.partial(slot, out, arguments), fd, h, method))
    return tuple(checks)
