"""Whether the grads of a large graph are right, of all nodes at once.

A grad is right where it is the sum of what the node's uses pass on, and theirs are right. So nothing is
passed through the graph: the program's own grads are put into these sums, all of them in one go. Who is to
blame where one does not hold is not a question for here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np

from engine.foreign.own.compare import UNARY, partial_of
from engine.foreign.own.edges import Edges, Ids, Numbers, grouped
from engine.graph import Graph
from engine.ops import CUSTOM, Op

# How far off a sum may be: far less than a right grad may, so that what is said to agree does.
_RELATIVE: Final = 1e-10

Recorded = Callable[[int], Sequence[float | None]]


def uses_that_agree(
    graph: Graph, data: Sequence[float], grad: Sequence[float], takes: Sequence[bool], recorded: Recorded
) -> int | None:
    """How many uses of the chain rule are in the graph, if each interior grad is what they give; None if one
    is not, or if that cannot be told in this way.

    takes: whether a node is to get a grad. recorded: the program's own partials of a node.
    """
    count = len(graph)
    taking, grads = np.array(takes), np.array(grad, float)
    total, room, uses = np.zeros(count), np.zeros(count), 0
    with np.errstate(all="ignore"):
        for op, targets, sources, partials in _uses(graph, np.array(data, float), recorded):
            there = taking[sources]
            passed = np.where(there, partials, 0.0) * grads[targets]
            unsure = _RELATIVE * np.abs(passed) + (UNARY * np.abs(grads[targets]) if op.arity == 1 else 0.0)
            total += np.bincount(sources, passed, count)
            room += np.bincount(sources, unsure, count)
            uses += int(there.sum())
        judged = np.fromiter(map(bool, graph.inputs), bool, count) & taking
        judged[graph.output] = False
        off = np.abs(grads - total)[judged]
        agree = bool(np.all((off <= room[judged]) & np.isfinite(off)))
    return uses if agree and grad[graph.output] == 1.0 else None


def _uses(graph: Graph, data: Numbers, recorded: Recorded) -> Iterator[tuple[Op, Ids, Ids, Numbers]]:
    """By op and slot: the nodes that use others, these others, and the right partials."""
    edges = Edges(graph.inputs)
    for (op, arity), nodes in grouped(graph.ops, graph.inputs).items():
        targets = np.array(nodes)
        sources = edges.of(targets, arity)
        for slot in range(arity):
            yield op, targets, sources[slot], _partials(data, op, slot, targets, sources, recorded)


def _partials(data: Numbers, op: Op, slot: int, targets: Ids, sources: Ids, recorded: Recorded) -> Numbers:
    columns = [data[each].tolist() for each in (sources[[slot]] if op.arity is None else sources)]
    rule = op.partials[0 if op.arity is None else slot]
    found = np.fromiter(map(rule, data[targets].tolist(), *columns), float, len(targets))
    unsure = ~np.isfinite(found) | (op.name == CUSTOM)
    if op.kink is not None:
        unsure |= np.fromiter(map(op.kink, *columns), float, len(targets)) == 0.0
    for k in np.flatnonzero(unsure).tolist():
        node = int(targets[k])
        arguments = data[sources[:, k]].tolist()
        found[k] = partial_of(op, node, slot, float(data[node]), arguments, recorded)
    return found
