"""How large data and grads are, list by list and scope by scope: what a reader of a training run looks at.

A norm is the root of the sum of squares. Knows no Value and no graph: those who have numbers ask.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListNorms:
    """Of one list of Values.

    scope: the path of the scope that holds it. update: the norm of the change of its data since the pass
    before, as a share of the norm of the data; None at the first. zero_grads: how many grads are exactly 0.
    """

    name: str
    shape: tuple[int, ...]
    scope: str
    data: float
    grad: float
    update: float | None
    zero_grads: int


@dataclass(frozen=True, slots=True)
class ScopeNorms:
    """Of all Values that were made in one scope or further in."""

    path: str
    name: str
    data: float
    grad: float


@dataclass(frozen=True, slots=True)
class Norms:
    """Of one backward pass. lists: those of leaves first. scopes: outermost first."""

    lists: tuple[ListNorms, ...] = ()
    scopes: tuple[ScopeNorms, ...] = ()
