"""About how large boxes in ranks will be: no layout runs.

Graphviz also needs room for edges that pass by, so that a picture is rarely smaller than this and often
somewhat larger.
"""

from collections.abc import Iterable, Sequence

from app.drawing.layout.nesting import Direction, Size
from app.drawing.quotient.topology import rank


def ranked_size(
    sizes: Sequence[Size],
    edges: Iterable[tuple[int, int]],
    direction: Direction,
    nodesep: float,
    ranksep: float,
) -> Size:
    """The size of boxes in ranks: one beside the other in a rank, one rank after the other."""
    ranks = rank(len(sizes), list(edges))
    long: dict[int, float] = {}
    deep: dict[int, float] = {}
    for (wide, high), at in zip(sizes, ranks, strict=True):
        along, beside = (wide, high) if direction == "LR" else (high, wide)
        long[at] = max(long.get(at, 0.0), along)
        deep[at] = deep.get(at, -nodesep) + beside + nodesep
    total = sum(long.values()) + ranksep * (len(long) - 1)
    most = max(deep.values(), default=0.0)
    return (total, most) if direction == "LR" else (most, total)
