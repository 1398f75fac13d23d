"""Norms of the lists and scopes of one pass, and their numbers as they are sent."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.sandbox.child.following.engines import Engine
from app.sandbox.child.following.named import Leaves
from app.sandbox.codec.bounds import TEXT
from app.sandbox.events import Part
from engine.norms import ListNorms, ScopeNorms
from engine.scoping.scopes import Scopes

SCOPES: Final = 64  # scopes of one pass, the outermost first

Numbers = NDArray[np.float64]


class Measured:
    """The numbers of a list of leaves at one pass."""

    def __init__(self, leaves: Leaves, engine: Engine) -> None:
        self.name = leaves.name
        self.shape = leaves.shape
        self.data: Numbers = np.array(list(engine.data(leaves.things)), dtype=np.float64)
        self.grad: Numbers = np.array(list(engine.grads(leaves.things)), dtype=np.float64)

    def norms(self, before: Numbers | None) -> ListNorms:
        """Its norms. before: its data at the pass before, if that is known."""
        norm, update = norm_of(self.data), None
        if before is not None and before.shape == self.data.shape and norm:
            update = norm_of(self.data - before) / norm
        zeros = int(np.count_nonzero(self.grad == 0))
        return ListNorms(self.name, self.shape, "", norm, norm_of(self.grad), update, zeros)

    def part(self) -> Part:
        """Its numbers as they are sent."""
        with np.errstate(over="ignore"):
            data, grad = (each.astype("<f4").tobytes() for each in (self.data, self.grad))
        return Part(self.name, self.shape, data, grad)


def norm_of(numbers: Numbers) -> float:
    """The root of the sum of squares."""
    with np.errstate(all="ignore"):
        return float(np.sqrt(numbers @ numbers))


def scope_norms(
    scopes: Scopes, made_in: Sequence[int], data: Iterable[Any], grad: Iterable[Any]
) -> tuple[ScopeNorms, ...]:
    """The norms of the outermost scopes in which nodes were made, with what is further in.

    Arguments:
        scopes: of the run.
        made_in: for each node the index of the scope that it was made in.
        data, grad: of each node.
    """
    places, counts = np.unique(np.asarray(made_in, np.int64), return_inverse=True)
    squares: dict[int, list[float]] = {}
    with np.errstate(all="ignore"):
        sums = [
            np.bincount(counts.ravel(), np.square(np.array(list(each), np.float64)), len(places))
            for each in (data, grad)
        ]
    for place, *found in zip(places.tolist(), *(each.tolist() for each in sums), strict=True):
        squares[place] = found
    opened = scopes.opened
    for place in sorted(squares, reverse=True):
        above = place
        while (above := opened[above].parent) >= 0 and above not in squares:
            squares[above] = [0.0, 0.0]
    for place in sorted(squares, reverse=True):
        parent = opened[place].parent
        if parent >= 0:
            squares[parent][0] += squares[place][0]
            squares[parent][1] += squares[place][1]
    paths: dict[int, tuple[int, str]] = {}
    for place in sorted(squares):
        paths[place] = _path(scopes, place, paths)
    chosen = sorted(sorted(squares, key=lambda place: (paths[place][0], place))[:SCOPES])
    return tuple([_norms(scopes, place, paths[place][1], squares[place]) for place in chosen])


def _path(scopes: Scopes, place: int, known: dict[int, tuple[int, str]]) -> tuple[int, str]:
    """Its depth and its path; its parent's are known."""
    each = scopes.opened[place]
    if each.site is None:
        return 0, ""
    depth, above = known[each.parent]
    return depth + 1, f"{above}{'/' if above else ''}{each.site.name}[{each.number}]"


def _norms(scopes: Scopes, place: int, path: str, squares: list[float]) -> ScopeNorms:
    site = scopes.opened[place].site
    data, grad = (math.sqrt(each) if each >= 0 else each for each in squares)
    return ScopeNorms(path[:TEXT], "" if site is None else site.name, data, grad)
