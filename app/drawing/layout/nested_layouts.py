"""Layouts of frames, cached frame by frame: what is opened or closed lays out only what is around it."""

from collections.abc import Sequence

from cachetools import LRUCache

from app.drawing.errors import LayoutBusy, LayoutUnavailable
from app.drawing.layout.assembly import Nested, assemble
from app.drawing.layout.nested import Key, Planned, in_order
from app.drawing.layout.nesting import FrameJob, FramePlaced, place_frames
from app.drawing.layout.workers import Workers
from app.runtime.fair_line import FullLineError
from app.runtime.turns import Turns

KEPT = 16
"""Frames that are kept for each picture that a host keeps."""


class NestedLayouts:
    """Lays out frames in the workers. To be used from one event loop, which it never blocks.

    `begun` counts what really went to a worker.
    """

    def __init__(self, workers: Workers, turns: Turns, kept: int) -> None:
        self.begun = 0
        self._workers = workers
        self._turns = turns
        self._kept: LRUCache[Key, FramePlaced] = LRUCache(KEPT * kept)

    async def lay_out(self, planned: Planned) -> Nested:
        """The whole picture. Everything that is not kept is laid out in one call, with one deadline.

        Raises LayoutBusy, TooManyError, LayoutTimeout, LayoutUnavailable.
        """
        placed: dict[Key, FramePlaced] = {}
        missing: dict[Key, Planned] = {}
        for each in in_order(planned):
            if each.key not in placed and each.key not in missing:
                found = self._kept.get(each.key)
                if found is None:
                    missing[each.key] = each
                else:
                    placed[each.key] = found
        if missing:
            index = {key: k for k, key in enumerate((*placed, *missing))}
            jobs = [each.job(index) for each in missing.values()]
            done = await self._work(list(placed.values()), jobs)
            for key, one in zip(missing, done, strict=True):
                placed[key] = one
                if self._kept.maxsize:
                    self._kept[key] = one
        return assemble(planned, placed)

    async def _work(self, known: Sequence[FramePlaced], jobs: Sequence[FrameJob]) -> list[FramePlaced]:
        self.begun += 1
        before = self._workers.count
        try:
            async with self._turns.turn():
                done = await self._workers.carry_out(place_frames, known, jobs, before=before)
        except FullLineError:
            raise LayoutBusy(
                "Too many pictures wait to be laid out.", hint="Ask again in a moment."
            ) from None
        if len(done) != len(jobs):
            raise LayoutUnavailable("Graphviz left a part of this picture out.")
        return done
