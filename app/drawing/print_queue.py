"""The queue of pictures to be printed as PNG or PDF; its length is bounded."""

import math
import re

from app.drawing.errors import LayoutBusy
from app.drawing.layout.workers import Workers
from app.drawing.limits import TooManyPixels
from app.drawing.print_page import PrintFormat, print_page
from app.runtime.fair_line import FullLineError
from app.runtime.turns import Turns

SCALE = 2.0
"""Pixels of a PNG to each of the picture's own, unless asked otherwise: sharp on a dense screen."""
LEAST_SCALE, MOST_SCALE = 0.1, 10.0
PIXELS = 16_000_000
"""The most that one PNG may have: 64 MiB while it is made, and twice a page at 300 dots to the inch."""

_SIZE = re.compile(r'<svg [^>]*?width="([0-9.]+)" height="([0-9.]+)"')


class PrintQueue:
    """Prints in the workers. To be used from one event loop, which it never blocks."""

    def __init__(self, workers: Workers, turns: Turns) -> None:
        self._workers = workers
        self._turns = turns

    async def print(self, svg: str, title: str, form: PrintFormat, scale: float | None) -> bytes:
        """The picture as PNG or PDF. `scale` is a PNG's; None is SCALE, or less where that would be too many
        pixels.

        Raises TooManyPixels, LayoutBusy, TooManyError, LayoutTimeout, LayoutUnavailable.
        """
        chosen = 1.0 if form == "pdf" else fitting_scale(svg, scale)
        before = self._workers.count
        try:
            async with self._turns.turn():
                return await self._workers.carry_out(print_page, svg, title, form, chosen, before=before)
        except FullLineError:
            raise LayoutBusy("Too many pictures wait to be printed.", hint="Ask again in a moment.") from None


def fitting_scale(svg: str, scale: float | None) -> float:
    """The scale to print at. Raises TooManyPixels when the one asked for would be too much."""
    size = _SIZE.search(svg)
    assert size is not None  # our own pictures say how large they are
    area = float(size[1]) * float(size[2])
    largest = math.floor(100 * math.sqrt(PIXELS / area)) / 100
    if scale is None:
        return min(SCALE, largest)
    if area * scale * scale > PIXELS:
        raise TooManyPixels(PIXELS, round(area * scale * scale), largest)
    return scale
