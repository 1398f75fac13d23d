"""One graph of all that two graphs have, so that both can be drawn at the same places.

Nodes that both have are one node of it, with what it is computed from in either. Its ops are those of the
graph after, so it is to be drawn and never computed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush

from engine.alignment.differences import Differences
from engine.alignment.side import Side
from engine.graph import Frame, Graph
from engine.run import NamedList, Run, Scope


@dataclass(frozen=True, slots=True)
class Union:
    """Both graphs as one.

    run: with the union as its graph, and no numbers. old, new: for each of its nodes the id in either graph,
    -1 where that has none. old_edges, new_edges: those that only one has, as (target, slot).
    """

    run: Run
    graph: Graph
    old: tuple[int, ...]
    new: tuple[int, ...]
    old_edges: tuple[tuple[int, int], ...]
    new_edges: tuple[tuple[int, int], ...]


def union_of(before: Side, after: Side, found: Differences) -> Union | None:
    """The union; None where its edges would go in a circle, as of nodes whose order has changed."""
    pairs = [(old, new) for kind in found.pairs.values() for old, new in kind]
    pairs += [(old, -1) for old in found.gone] + [(-1, new) for new in found.new]
    order = _ordered(before, after, pairs)
    if order is None:
        return None
    old, new = tuple([pair[0] for pair in order]), tuple([pair[1] for pair in order])
    of_old = {node: at for at, node in enumerate(old) if node >= 0}
    of_new = {node: at for at, node in enumerate(new) if node >= 0}
    inputs: list[tuple[int, ...]] = []
    old_edges: list[tuple[int, int]] = []
    new_edges: list[tuple[int, int]] = []
    for at, (was, now) in enumerate(order):
        olds = [of_old[source] for source in before.graph.inputs[was]] if was >= 0 else []
        news = [of_new[source] for source in after.graph.inputs[now]] if now >= 0 else []
        # Looked up in sets: a node of a list may have as many inputs as there are nodes.
        before_too, after_too = set(olds), set(news)
        only = [source for source in olds if source not in after_too] if now >= 0 else olds
        if was >= 0 and now >= 0:
            old_edges += [(at, len(news) + k) for k in range(len(only))]
            new_edges += [(at, slot) for slot, source in enumerate(news) if source not in before_too]
        inputs.append((*news, *only))
    sides = [(after, now) if now >= 0 else (before, was) for was, now in order]
    graph = Graph.of(
        [side.graph.ops[node] for side, node in sides],
        inputs,
        [side.graph.labels[node] for side, node in sides],
        [side.graph.groups[node] for side, node in sides],
    )
    run = replace(
        after.run,
        graph=graph,
        frame=Frame((), ()),
        states=(),
        passes=(),
        lines=tuple([side.run.lines[node] for side, node in sides]),
        files=tuple([side.run.files[node] if side.run.files else None for side, node in sides]),
        parameters=_parameters(graph, sides),
        held=(),
        scopes=_scopes(before, after, found, of_old, of_new),
    )
    return Union(run, graph, old, new, tuple(old_edges), tuple(new_edges))


def _ordered(before: Side, after: Side, pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]] | None:
    """Inputs before uses, in the order of the graph after where there is a choice; its output last."""
    of_old = {old: at for at, (old, _) in enumerate(pairs) if old >= 0}
    of_new = {new: at for at, (_, new) in enumerate(pairs) if new >= 0}
    sources = [
        {of_old[source] for source in (before.graph.inputs[old] if old >= 0 else ())}
        | {of_new[source] for source in (after.graph.inputs[new] if new >= 0 else ())}
        for old, new in pairs
    ]
    uses: list[list[int]] = [[] for _ in pairs]
    for at, needed in enumerate(sources):
        for source in needed:
            uses[source].append(at)
    # What is gone comes where it was: before the next node of its graph that is still there.
    rank = [float(new) for _, new in pairs]
    following = float(after.graph.output)
    for old in range(len(before) - 1, -1, -1):
        at = of_old[old]
        if pairs[at][1] >= 0:
            following = float(pairs[at][1])
        else:
            rank[at] = following - 0.5
    waiting = [len(needed) for needed in sources]
    ready = [(rank[at], at) for at, count in enumerate(waiting) if count == 0]
    heapify(ready)
    order: list[int] = []
    while ready:
        at = heappop(ready)[1]
        order.append(at)
        for use in uses[at]:
            waiting[use] -= 1
            if waiting[use] == 0:
                heappush(ready, (rank[use], use))
    if len(order) < len(pairs):
        return None
    output = of_new[after.graph.output]
    if not uses[output]:
        order.remove(output)
        order.append(output)
    return [pairs[at] for at in order]


def _parameters(graph: Graph, sides: Sequence[tuple[Side, int]]) -> tuple[str, ...]:
    moved = {id(side): set(side.run.parameters) for side in {id(side): side for side, _ in sides}.values()}
    return tuple(
        [
            name
            for node, name in graph.names.items()
            if sides[node][0].graph.names.get(sides[node][1]) in moved[id(sides[node][0])]
        ]
    )


def _scopes(
    before: Side, after: Side, found: Differences, of_old: Mapping[int, int], of_new: Mapping[int, int]
) -> tuple[Scope, ...]:
    """The scopes after, with what is gone from each; then those that are gone as a whole."""
    made = [
        replace(
            scope,
            nodes=tuple([of_new[node] for node in scope.nodes]),
            lists=tuple(_lists(scope, of_new, set())),
        )
        for scope in after.run.scopes or (Scope("", "", None, -1, ()),)
    ]
    place = {scope.path: at for at, scope in enumerate(made)}
    moved, gone = dict(found.moved_scopes), set(found.gone_scopes)
    counts: dict[str, int] = defaultdict(int)
    same: list[int] = []  # for each scope before its place among those made
    kept = set(of_new.values())
    for scope in before.run.scopes or (Scope("", "", None, -1, tuple(range(len(before)))),):
        nodes = [of_old[node] for node in scope.nodes]
        path = moved.get(scope.path, scope.path)
        if scope.parent < 0 or (scope.path not in gone and path in place):
            at = place.get(path, 0)
            target = made[at]
            extra = [node for node in nodes if node not in kept]
            names = {held.name for held in target.lists}
            made[at] = replace(
                target,
                nodes=(*target.nodes, *extra),
                lists=(*target.lists, *_lists(scope, of_old, names)),
            )
        else:
            parent = same[scope.parent]
            at, path = len(made), _free(f"{made[parent].path}/{scope.name}".lstrip("/"), place, counts)
            place[path] = at
            only = [node for node in nodes if node not in kept]
            made.append(
                replace(
                    scope,
                    path=path,
                    parent=parent,
                    nodes=tuple(only),
                    lists=tuple(_lists(scope, of_old, set())),
                )
            )
        same.append(at)
    return tuple(made)


def _lists(scope: Scope, of: Mapping[int, int], taken: set[str]) -> Iterator[NamedList]:
    for held in scope.lists:
        if held.name not in taken:
            yield replace(held, nodes=tuple([of[node] for node in held.nodes]))


def _free(stem: str, taken: Mapping[str, int], counts: dict[str, int]) -> str:
    """The first path of this name that is not taken. counts: where the last search for it ended."""
    while f"{stem}[{counts[stem]}]" in taken:
        counts[stem] += 1
    return f"{stem}[{counts[stem]}]"
