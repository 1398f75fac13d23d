"""Which column a box will stand in: an estimate of Graphviz's ranks that costs one walk over the links."""

from collections.abc import Iterable, Sequence

Pair = tuple[int, int]


def order(count: int, pairs: Iterable[Pair]) -> list[int]:
    """Sources before targets. What lies on a cycle, or behind one, is left out: the list is then shorter."""
    targets: list[list[int]] = [[] for _ in range(count)]
    waiting = [0] * count
    for source, target in pairs:
        targets[source].append(target)
        waiting[target] += 1
    ready = [i for i in range(count) if not waiting[i]]
    for box in ready:  # grows while it is walked
        for target in targets[box]:
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return ready


def components(count: int, pairs: Iterable[Pair]) -> list[int]:
    """For every box the number of its strongly connected component: boxes share one where a path leads from
    each to the other. Tarjan's algorithm (1972), without recursion."""
    targets: list[list[int]] = [[] for _ in range(count)]
    for source, target in pairs:
        targets[source].append(target)
    index, low, of = [-1] * count, [0] * count, [-1] * count
    found, numbered, open_ = 0, 0, list[int]()
    for root in range(count):
        if index[root] >= 0:
            continue
        path = [(root, iter(targets[root]))]
        index[root] = low[root] = numbered
        numbered += 1
        open_.append(root)
        while path:
            box, rest = path[-1]
            for target in rest:
                if index[target] < 0:
                    index[target] = low[target] = numbered
                    numbered += 1
                    open_.append(target)
                    path.append((target, iter(targets[target])))
                    break
                if of[target] < 0:
                    low[box] = min(low[box], index[target])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[box])
                if low[box] == index[box]:
                    while of[box] < 0:
                        of[open_.pop()] = found
                    found += 1
    return of


def rank(count: int, pairs: Sequence[Pair]) -> list[int]:
    """A rank for every box of a graph without cycles, sources left of targets.

    First as far left as the inputs allow; then what has no more inputs than uses moves right, up to its first
    use, because that shortens the edges in sum. Graphviz finds the least sum, so this is a close upper
    estimate.
    """
    inputs: list[list[int]] = [[] for _ in range(count)]
    uses: list[list[int]] = [[] for _ in range(count)]
    for source, target in pairs:
        inputs[target].append(source)
        uses[source].append(target)
    ranks = [0] * count
    walk = order(count, pairs)
    for box in walk:
        ranks[box] = max((ranks[source] + 1 for source in inputs[box]), default=0)
    for box in reversed(walk):
        anchored = sum(1 for source in inputs[box] if inputs[source])
        if uses[box] and len(uses[box]) >= anchored:
            ranks[box] = max(ranks[box], min(ranks[target] for target in uses[box]) - 1)
    return ranks
