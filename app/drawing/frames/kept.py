"""Levels that are kept with their index, so that opening a box makes only what is in it."""

from __future__ import annotations

from typing import Final

from app.drawing.frames.frame import Ids
from app.drawing.frames.index import Index
from app.drawing.frames.level import Level, make_level
from engine.kept import KeptWith

MOST = 4_000_000
"""Nodes, counted in each level that they are in, of the levels that are kept for one graph; of a larger graph
twice as many as it has."""


class Levels:
    """The levels of one index, by the paths of their boxes."""

    def __init__(self) -> None:
        self._made: dict[str, Level] = {}
        self._size = 0

    def level(self, index: Index, path: str, entry: int, members: Ids, *, singly: bool = False) -> Level:
        """The level of a box, made if it is not kept."""
        found = self._made.get(path)
        if found is None:
            found = make_level(index, entry, members, singly=singly)
            self._size += len(members)
            if self._size > max(MOST, 2 * index.count):
                self._made = {}
                self._size = len(members)
            self._made[path] = found
        return found


_known: Final = KeptWith[Index, Levels]("levels")


def levels_of(index: Index) -> Levels:
    """The levels that are kept for an index."""
    return _known.get(index) or _known.keep(index, Levels())
