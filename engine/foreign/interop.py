"""What the readers of others' graphs share: the order of a graph, when numbers agree, and their refusal."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

from engine.errors import EngineError

_TOLERANCE = 1e-9


class InteropError(EngineError):
    """Something of the other library that has no counterpart here, or that it does not keep."""

    default_code = "unmapped"

    def __init__(self, message: str, *, names: tuple[str, ...] = (), hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.names = names


def inputs_first(root: Any, inputs: Callable[[Any], Iterable[Any]]) -> list[tuple[Any, Any]]:
    """Every node with its inputs, which are asked for once; inputs before uses, without recursion.

    Raises InteropError for a cycle.
    """
    order: list[tuple[Any, Any]] = []
    seen, done = {id(root)}, set[int]()
    sources = inputs(root)
    path = [(root, sources, iter(sources))]
    while path:
        node, sources, rest = path[-1]
        for source in rest:
            if id(source) not in seen:
                seen.add(id(source))
                further = inputs(source)
                path.append((source, further, iter(further)))
                break
            if id(source) not in done:
                raise InteropError(f"A {type(source).__name__} is among its own inputs.")
        else:
            done.add(id(node))
            order.append((node, sources))
            path.pop()
    return order


def close(a: float, b: float) -> bool:
    """Whether the numbers are the same but for rounding; nan is as nan."""
    if a == b or (math.isnan(a) and math.isnan(b)):
        return True
    return math.isclose(a, b, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE)
