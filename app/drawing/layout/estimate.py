"""About how large a frame will be, from its ranks alone."""

from collections.abc import Sequence

from app.drawing.frames.frame import Frame
from app.drawing.layout.nesting import BAR, NODESEP, PAD, RANKSEP, Direction, Size
from app.drawing.layout.ranked import ranked_size


def estimated(frame: Frame, sizes: Sequence[Size], least: float, direction: Direction) -> Size:
    """Width and height of a frame. least: the width of its title, 0 for the outermost, without a border."""
    edges = [(join.source, join.target) for join in frame.joins]
    wide, high = ranked_size(sizes, edges, direction, NODESEP[direction], RANKSEP[direction])
    if not least:
        return wide, high
    ports = RANKSEP[direction] * (bool(frame.reads) + bool(frame.leaves))
    wide, high = wide + 2 * PAD, high + 2 * PAD + BAR
    return (max(least, wide + ports), high) if direction == "LR" else (max(least, wide), high + ports)
