"""What runs in a layout process for a picture of frames: sizes and edges in, plain numbers out.

Every frame is laid out on its own, the innermost first; in the frame around it it is a box of fixed size.
Edges that cross a frame's border end at a port on it and go on inside from there: `in` and `out` are the two
ports, drawn as points in a rank of their own. Nothing here knows graphs, names or requests: DOT is written
from numbers alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.drawing.layout.worker import Numbers, place

Direction = Literal["LR", "TB"]
Size = tuple[float, float]

BAR = 25.0
"""Height of the title bar of a frame."""
PAD = 12.0
"""Px between what is in a frame and its border; none where a port is on that side."""
NODESEP, RANKSEP = {"LR": 18.0, "TB": 22.0}, {"LR": 34.0, "TB": 26.0}
CROWDED, WIDER = 2.5, 1.7
"""With more edges than this for each box, ranks are set this much further apart."""
MANY = 60
"""More boxes than this need wider gaps between ranks."""


@dataclass(frozen=True, slots=True)
class FrameJob:
    """One frame to be laid out.

    boxes: sizes of the boxes; of an inner frame its index in what is laid out before. edges: pairs of boxes.
    reads, leaves: boxes that an edge from outside enters, and those that one leaves to the outside.
    least: the least width, which the title needs; 0 for the outermost frame, which has no border.
    """

    boxes: tuple[Size | int, ...]
    edges: tuple[tuple[int, int], ...]
    reads: tuple[int, ...]
    leaves: tuple[int, ...]
    least: float
    direction: Direction


@dataclass(frozen=True, slots=True)
class FramePlaced:
    """A frame that was laid out, its border included, from its top left corner.

    centres: of the boxes. curves: of the edges, then of those from the port `in`, then of those to `out`.
    port_in, port_out: where on the border edges come in and go out; None where none does.
    """

    direction: Direction
    width: float
    height: float
    centres: tuple[Numbers, ...]
    curves: tuple[Numbers, ...]
    port_in: Numbers | None
    port_out: Numbers | None


def place_frames(known: Sequence[FramePlaced], jobs: Sequence[FrameJob]) -> list[FramePlaced]:
    """Lays out each job; an index of a box counts through `known` and then through the jobs themselves."""
    done = list(known)
    for job in jobs:
        done.append(_placed(job, done))
    return done[len(known) :]


def _placed(job: FrameJob, done: Sequence[FramePlaced]) -> FramePlaced:
    wide, high, boxes, edges = place(dot_of(job, done))
    across = job.direction == "LR"
    bordered = job.least > 0
    bar = BAR if bordered else 0.0
    # The picture ends where an outermost port is.
    left = PAD if bordered and not (across and job.reads) else 0.0
    right = PAD if bordered and not (across and job.leaves) else 0.0
    top = bar + (PAD if bordered and not (not across and job.reads) else 0.0)
    foot = PAD if bordered and not (not across and job.leaves) else 0.0
    # A title may need more than what is inside: in the middle, or, from a port at the side, stretched.
    spare = max(0.0, job.least - left - wide - right)
    left += spare / 2 if not across else 0.0
    width = left + wide + right + (spare / 2 if not across else spare)
    height = top + high + foot

    def moved(numbers: Numbers) -> Numbers:
        return tuple(number + (top if k % 2 else left) for k, number in enumerate(numbers))

    names = [f"e{k}" for k in range(len(job.edges))]
    names += [f"i{k}" for k in job.reads] + [f"o{k}" for k in job.leaves]
    curves = [moved(edges[name]) for name in names]
    # What comes in begins at the border itself, and what goes out ends there.
    entry, exit_ = len(job.edges), len(job.edges) + len(job.reads)
    if across:
        curves[entry:exit_] = [(0.0, *curve[1:]) for curve in curves[entry:exit_]]
        curves[exit_:] = [(*curve, *_straight(curve[-2:], width)) for curve in curves[exit_:]]
    else:
        curves[entry:exit_] = [(curve[0], bar, *curve[2:]) for curve in curves[entry:exit_]]
        curves[exit_:] = [(*curve[:-1], height) for curve in curves[exit_:]]
    port_in = moved(boxes["in"][:2]) if job.reads else None
    port_out = moved(boxes["out"][:2]) if job.leaves else None
    return FramePlaced(
        job.direction,
        width,
        height,
        tuple(moved(boxes[f"b{k}"][:2]) for k in range(len(job.boxes))),
        tuple(curves),
        port_in and ((0.0, port_in[1]) if across else (port_in[0], 0.0)),
        port_out and ((width, port_out[1]) if across else (port_out[0], height)),
    )


def _straight(start: Numbers, x: float) -> Numbers:
    """A line across to x, as the points of a curve."""
    return (start[0], start[1], x, start[1], x, start[1])


def dot_of(job: FrameJob, done: Sequence[FramePlaced]) -> str:
    """The frame as DOT: ids, sizes, edges from side to side."""
    direction = job.direction
    tail, head = ("e", "w") if direction == "LR" else ("s", "n")
    crowded = len(job.edges) > CROWDED * len(job.boxes) or len(job.boxes) > MANY
    ranksep = RANKSEP[direction] * (WIDER if crowded else 1)
    lines = [
        f"digraph {{ rankdir={direction} nodesep={_inches(NODESEP[direction])} ranksep={_inches(ranksep)}",
        "pad=0 margin=0 outputorder=edgesfirst nslimit=2 nslimit1=2",
        'node [shape=box fixedsize=true margin=0 label=""]',
        "edge [arrowsize=0.6]",
    ]
    tails, heads = [f":{tail}"] * len(job.boxes), [f":{head}"] * len(job.boxes)
    for k, box in enumerate(job.boxes):
        if isinstance(box, int):
            inner = done[box]
            lines.append(f"b{k} [id=b{k} fixedsize=false width=0.01 height=0.01 label=<{_table(inner)}>]")
            sides = ("w", "e") if inner.direction == "LR" else ("n", "s")
            heads[k] = heads[k] if inner.port_in is None else f":in:{sides[0]}"
            tails[k] = tails[k] if inner.port_out is None else f":out:{sides[1]}"
        else:
            lines.append(f"b{k} [id=b{k} width={_inches(box[0])} height={_inches(box[1])}]")
    for name, rank, joined in (("in", "source", job.reads), ("out", "sink", job.leaves)):
        if joined:
            lines.append(f"{{ rank={rank} {name} [id={name} width=0.01 height=0.01] }}")
    lines += [f"b{s}{tails[s]} -> b{t}{heads[t]} [id=e{k} weight=4]" for k, (s, t) in enumerate(job.edges)]
    lines += [f"in -> b{k}{heads[k]} [id=i{k}]" for k in job.reads]
    lines += [f"b{k}{tails[k]} -> out [id=o{k} arrowhead=none]" for k in job.leaves]
    return "\n".join([*lines, "}"])


def _table(inner: FramePlaced) -> str:
    """An inner frame as a table with its ports as cells, at their heights, or at their places across."""
    across = inner.direction == "LR"
    length = round(inner.height if across else inner.width)
    other = round(inner.width if across else inner.height)
    ports = [
        (min(max(round(port[1] if across else port[0]), 1), length - 1), name)
        for name, port in (("in", inner.port_in), ("out", inner.port_out))
        if port is not None
    ]
    if len(ports) == 2 and abs(ports[0][0] - ports[1][0]) < 3:
        # One cell cannot have two names: two short ones beside each other, the middle of both at the place.
        ports = [(ports[0][0] - 1, ports[0][1]), (ports[0][0] + 1, ports[1][1])]
    cells, at = [], 0
    for place_, name in sorted(ports):
        cells += [_table_cell(place_ - 1 - at, other, across, ""), _table_cell(2, other, across, name)]
        at = place_ + 1
    cells.append(_table_cell(length - at, other, across, ""))
    rows = "".join(f"<TR>{cell}</TR>" for cell in cells if cell) if across else f"<TR>{''.join(cells)}</TR>"
    return f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">{rows}</TABLE>'


def _table_cell(length: int, other: int, across: bool, port: str) -> str:
    if length <= 0:
        return ""
    width, height = (other, length) if across else (length, other)
    name = f'PORT="{port}" ' if port else ""
    return f'<TD {name}FIXEDSIZE="TRUE" WIDTH="{width}" HEIGHT="{height}"></TD>'


def _inches(px: float) -> str:
    return f"{px / 72:.4f}"
