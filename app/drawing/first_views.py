"""Chooses first views, and keeps what it chose."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import replace
from weakref import WeakKeyDictionary

from cachetools import LRUCache

from app.drawing.choice import Direction, ViewChoice
from app.drawing.first_view import could_fit, is_readable, may_fit
from app.drawing.framed_pictures import FramedPictures
from app.drawing.layout.layouts import Layout
from app.drawing.limits import PictureTooLarge
from app.drawing.quotient.view import View
from engine.graph import Graph
from engine.outline import Outline

KEPT = 16
"""Choices that are kept for each graph."""
WAYS: tuple[Direction, ...] = ("LR", "TB")


class FirstViews:
    """To be used from one event loop, which it never blocks.

    Arguments:
        view: gives the view of single values; raises PictureTooLarge.
        lay_out: lays it out.
        framed: draws by structure.
    """

    def __init__(
        self,
        view: Callable[[Graph, ViewChoice], View],
        lay_out: Callable[[Graph, ViewChoice], Awaitable[tuple[View, Layout]]],
        framed: FramedPictures,
    ) -> None:
        self._view = view
        self._lay_out = lay_out
        self._framed = framed
        # By the outline itself: one graph may come of programs with other calls.
        self._kept = WeakKeyDictionary[Outline, LRUCache[Hashable, ViewChoice]]()

    async def settled(self, graph: Graph, choice: ViewChoice, outline: Outline) -> ViewChoice:
        """The choice with what a first view leaves open: detail, open boxes, direction.

        Raises a DrawingError.
        """
        kept = self._kept.setdefault(outline, LRUCache[Hashable, ViewChoice](KEPT))
        key = (choice.fit, choice.direction, choice.look)
        found = kept.get(key)
        if found is None:
            found = await self._values(graph, choice) or await self._framed.first(graph, choice, outline)
            kept[key] = found
        direction = found.direction if found.detail == "values" else choice.direction
        return replace(choice, detail=found.detail, open=found.open, direction=direction)

    async def _values(self, graph: Graph, choice: ViewChoice) -> ViewChoice | None:
        """Every value, if they are readable in the place that there is."""
        assert choice.fit is not None  # a first view is for a place
        if not could_fit(len(graph), choice.fit):
            return None
        for direction in WAYS if choice.direction is None else (choice.direction,):
            wanted = replace(choice, detail="values", direction=direction)
            try:
                view = await asyncio.to_thread(self._view, graph, wanted)
                if may_fit(view, choice.fit):
                    _, layout = await self._lay_out(graph, wanted)
                    if is_readable((layout.width, layout.height), choice.fit):
                        return wanted
            except PictureTooLarge:
                return None
        return None
