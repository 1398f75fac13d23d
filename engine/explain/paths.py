"""Every path from a node to the output: the chain rule written out as a sum of products.

∂L/∂x is the sum, over all paths from x to L, of the product of the partials along the path (Bauer, 1974,
Computational graphs and rounding error). Backward adds the same terms factored, which is why it is cheap:
the number of paths may double with every node. So the paths are counted without being walked, and only as
many of them are listed as were asked for.

An edge is one argument slot: ``a*a`` has two paths from a to itself squared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from engine import autodiff
from engine.errors import ConstantError
from engine.graph import Graph
from engine.names import node_id

# Counts of this size and above are not told apart: the largest integer of the language, and past any double.
UNCOUNTED = 1 << 1024


@dataclass(frozen=True, slots=True)
class Path:
    """One path. ``nodes`` from the node to the output; ``nodes[k]`` is argument ``slots[k]`` of
    ``nodes[k + 1]``, with ``partials[k]`` there. ``product`` of all partials, from the output down.
    """

    nodes: tuple[int, ...]
    slots: tuple[int, ...]
    partials: tuple[float, ...]
    product: float


def count_paths(graph: Graph, node: int) -> int:
    """How many paths lead from ``node`` to the output, exactly below ``UNCOUNTED``, which stands for itself
    and all above it. One addition an edge.

    Raises ConstantError.
    """
    _check(graph, node)
    ways = {node: 1}
    for i in range(node + 1, len(graph)):
        found = sum(ways[j] for j in graph.inputs[i] if j in ways)
        if found:
            ways[i] = min(found, UNCOUNTED)
    return ways[graph.output]


def paths(graph: Graph, data: Sequence[float], node: int, limit: int, edges: int) -> list[Path]:
    """The first ``limit`` paths, in the order in which backward would come to them: last use first, slots
    ascending. They have no more than ``edges`` edges together, but for the first one, which is always there.

    Arguments:
        data: a forward pass's result.
        limit: how many paths at most.
        edges: how many edges they have together at most.

    Raises:
        ConstantError: for a constant, to which no grad flows.
    """
    _check(graph, node)
    found: list[Path] = []
    partials: dict[int, tuple[float | None, ...]] = {}
    for nodes, slots in islice(_walk(graph, node), limit):
        edges -= len(slots)
        if found and edges < 0:
            break
        found.append(_path(graph, data, nodes, slots, partials))
    return found


def _check(graph: Graph, node: int) -> None:
    if graph.is_constant(node):
        raise ConstantError(f"`{node_id(node)}` is a constant: it takes no grad, so no path adds to one.")


def _walk(graph: Graph, node: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Depth first without recursion. No use is a dead end: all of a graph lies under its output."""
    nodes, slots = [node], [-1]
    ahead = [_uses(graph, node)]
    while nodes:
        if nodes[-1] == graph.output:
            yield tuple(nodes), tuple(slots[1:])
        for target, slot in ahead[-1]:
            nodes.append(target)
            slots.append(slot)
            ahead.append(_uses(graph, target))
            break
        else:
            nodes.pop()
            slots.pop()
            ahead.pop()


def _uses(graph: Graph, node: int) -> Iterator[tuple[int, int]]:
    return iter(sorted(graph.uses[node], key=lambda use: (-use[0], use[1])))


def _path(
    graph: Graph,
    data: Sequence[float],
    nodes: tuple[int, ...],
    slots: tuple[int, ...],
    known: dict[int, tuple[float | None, ...]],
) -> Path:
    along: list[float] = []
    for target, slot in zip(nodes[1:], slots, strict=True):
        if target not in known:
            known[target] = autodiff.partials(graph, data, target)
        partial = known[target][slot]
        assert partial is not None, "only a constant's slot has no partial"
        along.append(partial)
    product = 1.0
    for partial in reversed(along):
        product *= partial
    return Path(nodes, slots, tuple(along), product)
