"""Where a pass departs from what is right: each share that it passed on, beside the one that was due.

A share is judged by what its own code could know: the partial that it used, and the grad that its node held
at that time. So a fault shows where it is made, and not in all that follows from it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from engine.foreign.own.compare import Right
from engine.foreign.own.turns import Share, near
from engine.graph import Graph

Kind: TypeAlias = Literal[
    "factor", "sets", "missing", "unvisited", "order", "twice", "seed", "zeroed", "total"
]


class Placed(NamedTuple):
    """A share in terms of the graph. again: the slot had its share before."""

    share: Share
    node: int
    source: int | None
    slot: int | None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """One departure. share: None for what was not passed on at all."""

    kind: Kind
    node: int
    source: int | None
    slot: int | None
    got: float
    want: float
    share: Share | None


@dataclass(slots=True)
class Pass:
    """A pass in terms of the graph: its shares in order, and what it left."""

    graph: Graph
    right: Right
    placed: list[Placed]
    grad: Sequence[float]
    served: set[tuple[int, int]] = field(default_factory=set)


def place(
    graph: Graph, right: Right, found: Sequence[Share], ids: Sequence[int], grad: Sequence[float]
) -> Pass:
    """Each share with the slot that it serves. ids: nodes of the graph by position of the reading."""
    made = Pass(graph, right, [], grad)
    for share in found:
        node = ids[share.write.node]
        source = None if share.source is None else ids[share.source]
        inputs = () if source is None else graph.inputs[source]
        if source is None or node not in inputs:
            made.placed.append(Placed(share, node, None, None))
            continue
        if inputs.count(node) == 1:
            slot = inputs.index(node)
            made.placed.append(Placed(share, node, source, slot, (source, slot) in made.served))
            made.served.add((source, slot))
            continue
        slots = [k for k, j in enumerate(inputs) if j == node]
        left = [slot for slot in slots if (source, slot) not in made.served]
        fitting = [slot for slot in left or slots if _passes(right, share, source, slot)]
        slot = (fitting or left or slots)[0]
        made.placed.append(Placed(share, node, source, slot, again=not left))
        made.served.add((source, slot))
        if len(left) > 1 and not fitting and _passes_all(right, share, source, left):
            made.served.update((source, each) for each in left)  # both slots of `a * a` in one write
    return made


def _passes(right: Right, share: Share, source: int, slot: int) -> bool:
    partial = right.partials[source][slot]
    return partial is not None and share.passes(partial, right.slack[source][slot])


def _passes_all(right: Right, share: Share, source: int, slots: Sequence[int]) -> bool:
    partials = [right.partials[source][slot] or 0.0 for slot in slots]
    return share.passes(sum(partials), sum(right.slack[source][slot] for slot in slots))


def faults(made: Pass) -> list[Fault]:
    """The departures in the order in which the pass made them; empty where none explains what is wrong."""
    found = [fault for placed in made.placed if (fault := _of_share(made, placed)) is not None]
    if not _seeded(made):
        root = made.graph.output
        found.insert(0, Fault("seed", root, None, None, made.grad[root], 1.0, None))
        return found
    found += _missing(made)
    return found or _order(made)


def _seeded(made: Pass) -> bool:
    root = made.graph.output
    return made.grad[root] == 1.0 or any(
        placed.node == root and placed.share.write.new == 1.0 for placed in made.placed
    )


def _of_share(made: Pass, placed: Placed) -> Fault | None:
    share, source, slot = placed.share, placed.source, placed.slot
    write = share.write
    if source is None or slot is None:
        if write.new == 0.0 and write.old != 0.0:
            return Fault("zeroed", placed.node, None, None, -write.old, 0.0, share)
        if placed.node == made.graph.output and write.new != 1.0 and math.isfinite(write.new):
            return Fault("seed", placed.node, None, None, write.new - write.old, 1.0 - write.old, share)
        return None
    partial = made.right.partials[source][slot]
    if partial is None or not math.isfinite(partial) or not math.isfinite(share.upstream[0]):
        return None
    slack = made.right.slack[source][slot]
    if share.passes(partial, slack) or _combined(made, placed):
        return None
    want = partial * share.upstream[0]
    if write.new == 0.0 and write.old != 0.0 and want != 0.0:
        return Fault("zeroed", placed.node, source, None, -write.old, 0.0, share)
    kind: Kind = "sets" if share.sets(partial, slack) else "factor"
    return Fault(kind, placed.node, source, slot, share.got, want, share)


def _combined(made: Pass, placed: Placed) -> bool:
    source = placed.source
    assert source is not None, "asked of shares that have one"
    slots = [slot for slot, j in enumerate(made.graph.inputs[source]) if j == placed.node]
    return len(slots) > 1 and _passes_all(made.right, placed.share, source, slots)


def _missing(made: Pass) -> list[Fault]:
    """Slots that got nothing, of nodes that had something to pass on."""
    graph, right = made.graph, made.right
    unknown = {placed.node for placed in made.placed if placed.source is None and placed.share.write.new}
    visited = {placed.source for placed in made.placed}
    found = []
    for i in range(graph.output, -1, -1):
        upstream = made.grad[i]
        if upstream == 0.0 or not math.isfinite(upstream):
            continue
        for slot, j in enumerate(graph.inputs[i]):
            partial = right.partials[i][slot]
            if partial is None or (i, slot) in made.served or j in unknown - {graph.output}:
                continue
            want = partial * upstream
            if math.isfinite(want) and not near(want, 0.0, right.slack[i][slot] * abs(upstream)):
                kind: Kind = "missing" if i in visited else "unvisited"
                found.append(Fault(kind, j, i, slot, 0.0, want, None))
    return found


def _order(made: Pass) -> list[Fault]:
    """Shares that are right for what their node held then, and wrong because it did not hold all of it."""
    right = made.right
    found = []
    for placed in made.placed:
        source, slot = placed.source, placed.slot
        if source is None or slot is None:
            continue
        partial = right.partials[source][slot]
        if partial is None:
            continue
        want = 0.0 if placed.again else partial * right.grad[source]
        got = placed.share.got
        if math.isfinite(want) and not near(got, want, right.tolerance[placed.node]):
            kind: Kind = "twice" if placed.again else "order"
            found.append(Fault(kind, placed.node, source, slot, got, want, placed.share))
    return found
