"""What differs between two graphs whose nodes are paired, and where it begins."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from engine.alignment.pairs import pairs_of
from engine.alignment.side import Side

Kind: TypeAlias = Literal["same", "other_op", "other_data", "other_grad"]
KINDS: Final[tuple[Kind, ...]] = ("same", "other_op", "other_data", "other_grad")


@dataclass(frozen=True, slots=True)
class Difference:
    """The first number that differs. old, new: the node in either graph; numbers: before and after."""

    old: int
    new: int
    numbers: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Differences:
    """All that differs.

    pairs: by kind, the nodes that both have, as (before, after): each in the first kind that it is of. An
    `other_op` is computed by another op, or from other nodes. new, gone: the nodes that only one has.
    new_scopes, gone_scopes, moved_scopes: paths; a moved scope has another number than before.
    first_value: in the order in which data is computed; first_grad: in the order in which grads are.
    """

    pairs: dict[Kind, list[tuple[int, int]]]
    new: list[int]
    gone: list[int]
    new_scopes: list[str]
    gone_scopes: list[str]
    moved_scopes: list[tuple[str, str]]
    first_value: Difference | None
    first_grad: Difference | None


def differences(before: Side, after: Side) -> Differences:
    """What of `after` is not as in `before`."""
    found = pairs_of(before, after)
    kinds: dict[Kind, list[tuple[int, int]]] = {kind: [] for kind in KINDS}
    for new, old in enumerate(found.old_of):
        if old >= 0:
            kinds[_kind(before, after, found.old_of, old, new)].append((old, new))
    both = [(old, new) for new, old in enumerate(found.old_of) if old >= 0]
    kept = {old: new for new, old in found.scopes.items()}
    olds, news = before.outline.entries, after.outline.entries
    return Differences(
        pairs=kinds,
        new=[new for new, old in enumerate(found.old_of) if old < 0],
        gone=[old for old, new in enumerate(found.new_of) if new < 0],
        new_scopes=[entry.path for k, entry in enumerate(news) if k not in found.scopes],
        gone_scopes=[entry.path for k, entry in enumerate(olds) if k not in kept],
        moved_scopes=[
            (olds[old].path, news[new].path)
            for new, old in found.scopes.items()
            if olds[old].path != news[new].path
        ],
        first_value=_first(before.data, after.data, both),
        first_grad=_first(before.grad, after.grad, reversed(both)),
    )


def _kind(before: Side, after: Side, old_of: Sequence[int], old: int, new: int) -> Kind:
    sources = after.graph.inputs[new]
    if before.ops[old] != after.ops[new] or before.graph.inputs[old] != tuple([old_of[k] for k in sources]):
        return "other_op"
    if _differ(before.data[old], after.data[new]):
        return "other_data"
    return "other_grad" if _differ(before.grad[old], after.grad[new]) else "same"


def _first(
    before: Sequence[float | None], after: Sequence[float | None], pairs: Iterable[tuple[int, int]]
) -> Difference | None:
    for old, new in pairs:
        first, second = before[old], after[new]
        if first is not None and second is not None and _differ(first, second):
            return Difference(old, new, (first, second))
    return None


def _differ(first: float | None, second: float | None) -> bool:
    """Whether two numbers are not the same; not a number is the same as not a number."""
    if first is None or second is None:
        return first is not second
    return first != second and not (math.isnan(first) and math.isnan(second))
