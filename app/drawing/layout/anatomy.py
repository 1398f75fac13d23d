"""What is where in a box of frames: header, strip or map, docks. Sizes in px from the box's top left corner.

A box is as wide as its header and as what it shows, so that a layout still depends on no font.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.drawing.frames.frame import Dock, Frame, Unit
from app.drawing.heat import CELLS, Bed, is_map
from app.drawing.layout.nesting import Size
from app.drawing.text import cells, clean, times

NAME_CELL, NOTE_CELL = 7.53, 6.63
"""Px of a character of a name (12.5 px bold) and of a note or count (11 px)."""
EDGE, HEAD, FOOT = 8.0, 22.0, 6.0
"""Room at the sides, height of the header, room below."""
OPENER, MARK, SPACE = 20.0, 14.0, 7.0
"""Px that the opener, the function's mark and the room between two texts take."""
LEAST, MOST = 104.0, 310.0
STRIP, BETWEEN = 13.5, 3.0
"""Height of a strip, and room between that of data and that of grad."""
STRIP_LEAST, STRIP_CELL = 88.0, 5.5
MAP_HIGH, MAP_WIDE, MAP_CELL = 64, 128, 8
"""The most px of a map that is a box's own, and of one of its cells."""
DOCK_HIGH, DOCK_WIDE, DOCK_CELL = 32, 64, 7
DOCK_GAP, PAIR_GAP = 7.0, 2.0
DOCKS = 3
"""With more matrices than this a box says how many it reads, and shows none."""
PILE = (4.0, 8.0)
"""How far the first box under a stack stands out, and the second."""
READS = 15.0
"""Height of that line."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The beds of data and grad of one list."""

    data: Bed
    grad: Bed


@dataclass(frozen=True, slots=True)
class Anatomy:
    """One box: its size; where its own list is, None if it shows none; where its docks are, in order; the
    baseline of the line that counts what it reads instead, if it has one."""

    width: float
    height: float
    own: Pair | None
    docks: tuple[Pair, ...]
    reads: float | None


def anatomy(unit: Unit) -> Anatomy:
    """Where everything of a closed box is."""
    docked = (
        [] if len(unit.docks) > DOCKS else [_pair_size(dock.shape, _dock_cell(dock)) for dock in unit.docks]
    )
    side = sum(width + DOCK_GAP for width, _, _ in docked)
    map_size = _own_map(unit)
    strip = 0.0 if not unit.cells else max(STRIP_LEAST, min(len(unit.cells), CELLS) * STRIP_CELL)
    own_wide = map_size[0] if map_size else strip
    wide = max(LEAST, header_width(unit), 2 * EDGE + own_wide + side)
    wide = float(math.ceil(min(wide, max(MOST, 2 * EDGE + own_wide + side)) / 2) * 2)
    high = 0.0 if not unit.cells else map_size[1] if map_size else 2 * STRIP + BETWEEN
    high = max([high, *(height for _, height, _ in docked)])
    reads = HEAD + high + 11 if len(unit.docks) > DOCKS else None
    height = HEAD + high + FOOT + (READS if reads is not None else 0)
    own = None
    if map_size:
        own = _pair(EDGE, HEAD, map_size)
    elif unit.cells:
        long = wide - 2 * EDGE - side
        own = Pair(Bed(EDGE, HEAD, long, STRIP), Bed(EDGE, HEAD + STRIP + BETWEEN, long, STRIP))
    docks, at = [], wide - EDGE - side + DOCK_GAP
    for size in docked:
        docks.append(_pair(at, HEAD, size))
        at += size[0] + DOCK_GAP
    return Anatomy(wide, height, own, tuple(docks), reads)


def header_width(unit: Unit) -> float:
    """Px that the first line needs."""
    copies = times(len(unit.copies) or 1)
    wide = name_at(unit) + cells(clean(unit.name)) * NAME_CELL
    wide += sum(SPACE + cells(text) * NOTE_CELL for text in (copies, clean(unit.note)) if text)
    return wide + 2 * SPACE + len(f"{len(unit.members):,}") * NOTE_CELL + EDGE


def name_at(unit: Unit) -> float:
    """Where the name begins."""
    return EDGE + (OPENER - 2 if unit.opens else 0) + (MARK if unit.mark is not None else 0)


def title_width(unit: Unit, frame: Frame) -> float:
    """The least width of an open frame: what its title bar needs."""
    wide = 2 * EDGE + OPENER + (MARK if unit.mark is not None else 0) + cells(clean(frame.title)) * NAME_CELL
    wide += SPACE + cells(clean(frame.note)) * NOTE_CELL
    return math.ceil(wide + 2 * SPACE + len(count_text(frame.count)) * NOTE_CELL)


def copy_of(unit: Unit) -> int:
    """Which of its copies an open frame is, from 1; 0 where it is the only one."""
    return unit.copies.index(unit.path) + 1 if unit.path in unit.copies and len(unit.copies) > 1 else 0


def count_text(count: int) -> str:
    """How many values are in a frame, as its title bar says it."""
    return "1 value" if count == 1 else f"{count:,} values"


def _own_map(unit: Unit) -> tuple[float, float, bool] | None:
    if not is_map(unit.shape) or math.prod(unit.shape) != len(unit.cells):
        return None
    return _pair_size(unit.shape, _cell(unit.shape, MAP_HIGH, MAP_WIDE, MAP_CELL))


def _dock_cell(dock: Dock) -> float:
    return _cell(dock.shape, DOCK_HIGH, DOCK_WIDE, DOCK_CELL)


def _cell(shape: Sequence[int], high: int, wide: int, most: int) -> float:
    """Px of a cell of a map: whole, as large as there is room for, and 1 at least."""
    return max(1, min(most, high // math.prod(shape[:-1]), wide // shape[-1])) if is_map(shape) else 0


def _pair_size(shape: Sequence[int], cell: float) -> tuple[float, float, bool]:
    """Width and height of data and grad together, and whether they are beside each other."""
    if not is_map(shape):
        return min(DOCK_WIDE, max(24.0, 4.0 * math.prod(shape))), 2 * 10 + PAIR_GAP, False
    wide = min(shape[-1] * cell, MAP_WIDE)
    high = min(math.prod(shape[:-1]) * cell, MAP_HIGH)
    beside = wide <= high or high > (DOCK_HIGH if cell == 1 else DOCK_HIGH - 8)
    return (2 * wide + PAIR_GAP, high, True) if beside else (wide, 2 * high + PAIR_GAP, False)


def _pair(x: float, y: float, size: tuple[float, float, bool]) -> Pair:
    wide, high, beside = size
    if beside:
        wide = (wide - PAIR_GAP) / 2
        return Pair(Bed(x, y, wide, high), Bed(x + wide + PAIR_GAP, y, wide, high))
    high = (high - PAIR_GAP) / 2
    return Pair(Bed(x, y, wide, high), Bed(x, y + high + PAIR_GAP, wide, high))


def size_of(unit: Unit, card: Size) -> Size:
    """The size of a closed box with the pile that it lies on; of a single value that of its card."""
    if unit.kind == "value":
        return card
    found, pile = anatomy(unit), pile_of(unit)
    return found.width + pile, found.height + pile


def pile_of(unit: Unit) -> float:
    """How far the copies under a box stand out to the right and below."""
    return PILE[-1] * min(len(unit.copies) - 1, len(PILE)) / len(PILE) if len(unit.copies) > 1 else 0.0
