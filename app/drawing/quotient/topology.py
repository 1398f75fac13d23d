"""Orders of a directed graph that is given as pairs: topological order, strongly connected components, and an
estimate of the ranks that Graphviz will find."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter

Pair = tuple[int, int]
"""Source and target."""
Adjacency = list[list[int]]


def order(count: int, pairs: Iterable[Pair]) -> list[int]:
    """Sources before targets. What lies on a cycle, or behind one, is left out: the list is then shorter."""
    sorter = TopologicalSorter[int](dict.fromkeys(range(count), ()))
    for source, target in pairs:
        sorter.add(target, source)
    with suppress(CycleError):  # it still gives everything that lies before the cycle
        sorter.prepare()
    found: list[int] = []
    while ready := sorter.get_ready():
        found += ready
        sorter.done(*ready)
    return found


def components(count: int, pairs: Iterable[Pair]) -> list[int]:
    """For every box a number of its strongly connected component: boxes share one where a path leads from
    each to the other. By Kosaraju and Sharir: what reaches a box, walked in reverse order of finishing."""
    sources, targets = _adjacency(count, pairs)
    seen: set[int] = set()
    finished = [box for root in range(count) for box in _post_order(root, targets, seen)]
    seen.clear()
    found = [0] * count
    for root in reversed(finished):
        for box in _post_order(root, sources, seen):
            found[box] = root
    return found


def rank(count: int, pairs: Sequence[Pair]) -> list[int]:
    """A rank for every box of a graph without cycles, sources left of targets.

    First as far left as the inputs allow; then what has no more inputs than uses moves right, up to its first
    use, because that shortens the edges in sum. Graphviz finds the least sum, so this is a close upper
    estimate.
    """
    inputs, uses = _adjacency(count, pairs)
    ranks = [0] * count
    walk = order(count, pairs)
    for box in walk:
        ranks[box] = max((ranks[source] + 1 for source in inputs[box]), default=0)
    for box in reversed(walk):
        anchored = sum(1 for source in inputs[box] if inputs[source])
        if uses[box] and len(uses[box]) >= anchored:
            ranks[box] = max(ranks[box], min(ranks[target] for target in uses[box]) - 1)
    return ranks


def _adjacency(count: int, pairs: Iterable[Pair]) -> tuple[Adjacency, Adjacency]:
    """The sources and the targets of every box."""
    sources: Adjacency = [[] for _ in range(count)]
    targets: Adjacency = [[] for _ in range(count)]
    for source, target in pairs:
        sources[target].append(source)
        targets[source].append(target)
    return sources, targets


def _post_order(root: int, near: Adjacency, seen: set[int]) -> Iterator[int]:
    """What the root leads to, each box after those that it leads to; nothing that was seen before."""
    if root in seen:
        return
    seen.add(root)
    path = [(root, iter(near[root]))]
    while path:
        box, rest = path[-1]
        following = next((target for target in rest if target not in seen), None)
        if following is None:
            path.pop()
            yield box
        else:
            seen.add(following)
            path.append((following, iter(near[following])))
