"""Known mistakes: which one gives exactly the grads that a program has.

Each is simulated over the program's own graph, with the right partials, in the order of its own turns. Only
where every grad comes out the same is it named.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from engine.findings import Mistake
from engine.foreign.own.faults import Fault, Pass
from engine.foreign.own.turns import near
from engine.graph import Graph

_BY_KIND: dict[str, Mistake] = {
    "sets": "overwrites",
    "order": "plain-order",
    "twice": "visits-twice",
    "seed": "no-seed",
    "zeroed": "zeroes-midway",
}


def like(made: Pass, found: Sequence[Fault]) -> Mistake | None:
    """The mistake whose grads these are; None where none fits, or where there is more than one."""
    kinds = {fault.kind for fault in found}
    if kinds <= {"order", "twice"} and "twice" in kinds:
        return "visits-twice" if _same(made, _in_turn(made, ())) else None
    mistakes = {_BY_KIND.get(kind) for kind in kinds}
    if len(mistakes) != 1:
        return None
    mistake = mistakes.pop()
    match mistake:
        case "overwrites":
            setting = {(fault.source, fault.slot) for fault in found}
            return mistake if _same(made, _in_turn(made, setting)) else None
        case "plain-order":
            return mistake if _same(made, _in_turn(made, ())) else None
        case "no-seed":
            root = made.graph.output
            rest = all(number == 0.0 for i, number in enumerate(made.grad) if i != root)
            return mistake if rest and made.grad[root] == 0.0 else None
        case "zeroes-midway":
            return mistake
    return None


def telling(found: Sequence[Fault], mistake: Mistake | None) -> list[Fault]:
    """The faults that show a mistake best: of nodes that are visited twice, the second visits."""
    twice = [fault for fault in found if fault.kind == "twice"]
    return twice if mistake == "visits-twice" and twice else list(found)


def _in_turn(made: Pass, setting: Collection[tuple[int | None, int | None]]) -> list[float]:
    """The grads of a pass whose nodes take the turns that these took."""
    turns: list[int] = []
    passed: set[tuple[int, int]] = set()
    for placed in made.placed:
        if placed.source is None or placed.slot is None:
            continue
        if not turns or turns[-1] != placed.source or (placed.source, placed.slot) in passed:
            turns.append(placed.source)
            passed = set()
        passed.add((placed.source, placed.slot))
    return simulate(made.graph, made.right.partials, turns, setting)


def simulate(
    graph: Graph,
    partials: Sequence[Sequence[float | None]],
    turns: Sequence[int],
    setting: Collection[tuple[int | None, int | None]] = (),
) -> list[float]:
    """The grads of a pass whose nodes take their turns so; slots of `setting` set a grad and do not add."""
    grad = [0.0] * len(graph)
    grad[graph.output] = 1.0
    for i in turns:
        for slot, j in enumerate(graph.inputs[i]):
            partial = partials[i][slot]
            if partial is not None:
                share = partial * grad[i]
                grad[j] = share if (i, slot) in setting else grad[j] + share
    return grad


def repeated(graph: Graph, partials: Sequence[Sequence[float | None]], count: int) -> list[float]:
    """The grads of so many passes, each of which adds to the grads that the one before has left."""
    grad = [0.0] * len(graph)
    for _ in range(count):
        grad[graph.output] = 1.0
        for i in range(graph.output, -1, -1):
            for slot, j in enumerate(graph.inputs[i]):
                partial = partials[i][slot]
                if partial is not None:
                    grad[j] += partial * grad[i]
    return grad


def _same(made: Pass, grad: Sequence[float]) -> bool:
    takes = made.right.takes
    return all(
        near(a, b, made.right.tolerance[i])
        for i, (a, b) in enumerate(zip(grad, made.grad, strict=True))
        if takes[i]
    )
