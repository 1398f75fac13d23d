"""The outline of a run: its scopes, its groups, and the twins among them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.graph import Graph
from engine.kept import KeptWith
from engine.ops import LEAF
from engine.outline.entry import Entry, Outline, Segments
from engine.outline.groups import Groups, Tree, parameters
from engine.outline.twins import shapes, twins
from engine.run import NamedList, Run, Scope

_known: Final = KeptWith[Graph, tuple[tuple[Scope, ...], Outline]]("outline")


def outline_of(run: Run) -> Outline:
    """The run's scopes, groups and lists as a tree. Made once for each graph that is kept."""
    if run.graph is None:
        return _build(run, None)
    kept = _known.get(run.graph)
    if kept is None or kept[0] is not run.scopes:
        kept = _known.keep(run.graph, (run.scopes, _build(run, run.graph)))
    return kept[1]


def _build(run: Run, graph: Graph | None) -> Outline:
    count = 0 if graph is None else len(graph)
    tree = Tree.of(run.scopes)
    made, scope_of = _made(run.scopes, count)
    if graph is not None:
        _add_groups(run, graph, tree, scope_of)
    numbers, last = _preorder(tree.parents)
    placed = numbers[scope_of].astype(np.int32)
    order = made[np.argsort(placed[made], kind="stable")]
    segments = _segments(tree.parents, numbers, last, placed)
    hashes = np.zeros(len(last), np.uint64) if graph is None else shapes(graph, placed, order, segments)
    entries = _entries(tree, numbers, segments, twins(hashes))
    return Outline(entries, placed, run.lines, order, segments, hashes)


def _made(scopes: Sequence[Scope], count: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Every node, as it was made within its scope, and the scope of each; the outermost where none has it."""
    sizes = [len(scope.nodes) for scope in scopes]
    listed = np.fromiter(chain.from_iterable(scope.nodes for scope in scopes), np.int32, sum(sizes))
    scope_of = np.zeros(count, np.int64)
    scope_of[listed] = np.repeat(np.arange(len(scopes)), sizes)
    missing = np.ones(count, bool)
    missing[listed] = False
    return np.concatenate([listed, np.flatnonzero(missing).astype(np.int32)]), scope_of


def _add_groups(run: Run, graph: Graph, tree: Tree, scope_of: NDArray[np.int64]) -> None:
    """Puts every node with a group into the group's entry; parameters of networks are lists instead."""
    if not any(graph.groups):
        return
    grouped = [node for node, group in enumerate(graph.groups) if group]
    held = parameters(graph, [node for node in grouped if graph.ops[node] is LEAF])
    lists: dict[int, list[NamedList]] = {}
    listed: set[int] = set()
    for each in held:
        lists.setdefault(int(scope_of[each.nodes[0]]), []).append(each)
        listed.update(each.nodes)
    groups = Groups(tree)
    for node in grouped:
        if node not in listed:
            place = run.lines[node], run.files[node] if run.files else None
            scope_of[node] = groups.entry(int(scope_of[node]), graph.groups[node], place)
    for scope, added in lists.items():
        tree.lists[scope] = (*tree.lists[scope], *added)


def _preorder(parents: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each entry its place in pre-order; for each place the last one inside it."""
    children: list[list[int]] = [[] for _ in parents]
    for k, parent in enumerate(parents):
        if parent >= 0:
            children[parent].append(k)
    sizes = [1] * len(parents)
    for k in range(len(parents) - 1, 0, -1):
        sizes[parents[k]] += sizes[k]
    places = [0] * len(parents)
    for k, inner in enumerate(children):
        place = places[k] + 1
        for child in inner:
            places[child] = place
            place += sizes[child]
    numbers, last = np.array(places, np.int64), np.empty(len(parents), np.int64)
    last[numbers] = numbers + sizes - 1
    return numbers, last


def _segments(
    parents: Sequence[int], numbers: NDArray[np.int64], last: NDArray[np.int64], scope_of: NDArray[np.int32]
) -> Segments:
    ends = np.cumsum(np.bincount(scope_of, minlength=len(last)))
    starts = np.concatenate([[0], ends[:-1]])
    depths = [0] * len(parents)
    for k, above in enumerate(parents):
        depths[k] = 0 if above < 0 else depths[above] + 1
    parent, depth = np.empty(len(last), np.int64), np.empty(len(last), np.int16)
    depth[numbers] = depths
    parent[numbers] = numbers[parents]
    parent[0] = -1
    return Segments(starts, ends, ends[last], parent, depth)


def _entries(
    tree: Tree, numbers: NDArray[np.int64], segments: Segments, alike: Sequence[int]
) -> tuple[Entry, ...]:
    counts = (segments.end - segments.start).tolist()
    children: list[list[int]] = [[] for _ in counts]
    above = segments.parent.tolist()
    for k, parent in enumerate(above):
        if parent >= 0:
            children[parent].append(k)
    return tuple(
        [
            Entry(
                tree.paths[k],
                tree.names[k],
                tree.places[k][0],
                tree.places[k][1],
                above[place],
                tuple(children[place]),
                counts[place],
                alike[place],
                tree.lists[k],
            )
            for place, k in enumerate(np.argsort(numbers).tolist())
        ]
    )
