"""Large graphs of one kind each, in arrays: no program is run for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from engine.graph import Graph
from engine.ops import CATALOGUE, CONSTANT, LEAF, Op
from engine.outline import Outline, outline_of
from engine.program import run
from engine.run import NamedList, Scope

_EMPTY = run("")
_ADD, _MUL, _SUM = CATALOGUE["add"], CATALOGUE["mul"], CATALOGUE["sum"]


def _found(
    ops: Sequence[Op], inputs: Sequence[tuple[int, ...]], scopes: Sequence[Scope], lines: Sequence[int]
) -> tuple[Graph, Outline]:
    nothing = [""] * len(ops)
    graph = Graph.of(ops, inputs, nothing, nothing)
    return graph, outline_of(replace(_EMPTY, graph=graph, lines=tuple(lines), scopes=tuple(scopes)))


@cache
def chain(turns: int) -> tuple[Graph, Outline]:
    """A loop that adds a product to a total in each of its turns."""
    ops: list[Op] = [LEAF]
    inputs: list[tuple[int, ...]] = [()]
    scopes = [Scope("", "", None, -1, (0,))]
    for k in range(turns):
        at = len(ops)
        ops += [CONSTANT, _MUL, _ADD]
        inputs += [(), (0, at), (at - 1, at + 1)]
        scopes.append(Scope(f"for i[{k}]", "for i", 3, 0, (at, at + 1, at + 2)))
    return _found(ops, inputs, scopes, [1, *[4, 4, 5] * turns])


@cache
def listed(count: int) -> tuple[Graph, Outline]:
    """One list of many values, and their sum."""
    ops: list[Op] = [LEAF, *[_MUL] * count, _SUM]
    inputs = [(), *((0, node) for node in range(count)), tuple(range(1, count + 1))]
    held = NamedList("ys", (count,), tuple(range(1, count + 1)))
    return _found(
        ops, inputs, [Scope("", "", None, -1, tuple(range(count + 2)), (held,))], [1, *[2] * count, 3]
    )


@cache
def unknown(count: int) -> tuple[Graph, Outline]:
    """Nodes of which no line, no name and no scope is known."""
    ops: list[Op] = [LEAF, *[_MUL] * (count - 1)]
    inputs = [(), *((node, max(0, node - 7)) for node in range(count - 1))]
    return _found(ops, inputs, [Scope("", "", None, -1, tuple(range(count)))], [0] * count)


@cache
def recursion(depth: int) -> tuple[Graph, Outline]:
    """A function that calls itself: each call makes a value before and one after the call inside it."""
    ops: list[Op] = [LEAF, *[_MUL] * depth, *[_ADD] * depth]
    down = [(node, node) for node in range(depth)]
    up = [(depth + k, depth - k) for k in range(depth)]
    scopes = [Scope("", "", None, -1, (0,))]
    for k in range(depth):
        path = f"{scopes[-1].path}/f[0]".lstrip("/")
        scopes.append(Scope(path, "f", 2, k, (k + 1, 2 * depth - k)))
    return _found(ops, [(), *down, *up], scopes, [1, *[3] * depth, *[5] * depth])
