"""What is open: the box paths of a request, found in the outline as it is now.

A path that is not there any more opens the nearest one that is. The id of a node opens every box that it is
in, so that its card is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from app.drawing.frames.index import Index, Places
from app.drawing.frames.inside import tail_of
from app.drawing.frames.level import Level
from engine.names import parse_id

_PART = re.compile(r"~(\d{1,6})$")
_SPAN = re.compile(r"(?P<name>.*)\[(?P<low>\d{1,9})-(?P<high>\d{1,9})\]")
TAILS = {".", ":", "^", "#"}
"""What lists, lines, deep calls and ranges begin with, and no scope does."""
WHOLE = 0
"""Every part of a box."""


@dataclass(slots=True)
class Opening:
    """entries: each entry that a path names or leads into, but for those around it. tails: lists, lines and
    deep calls by entry, each with its part. spans: ranges by the path that they are in. parts: of each entry
    the parts that are meant."""

    index: Index
    entries: list[int] = field(default_factory=list)
    tails: dict[int, set[tuple[str, int]]] = field(default_factory=dict)
    spans: dict[str, list[tuple[str, int, int]]] = field(default_factory=dict)
    parts: dict[int, set[int]] = field(default_factory=dict)
    nodes: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, index: Index, paths: Iterable[str]) -> Opening:
        """What these paths open."""
        opening = cls(index)
        for path in paths:
            opening._add(path)
        return opening

    def _add(self, path: str) -> None:
        node = parse_id(path, self.index.count)
        if node is not None:
            self.nodes.append(node)
            return
        segments = path.split("/") if path else []
        scopes = list(
            takewhile(lambda segment: segment[:1] not in TAILS and not _SPAN.fullmatch(segment), segments)
        )
        names = [_parted(segment)[0] for segment in scopes]
        found = self.index.outline.find("/".join(names))
        entry = self.index.outline.nearest("/".join(names)) if found is None else found
        self.entries.append(entry)
        if found is not None:
            for at, segment in enumerate(scopes):
                above = self.index.outline.find("/".join(names[: at + 1]))
                if above is not None:
                    self.parts.setdefault(above, set()).add(_parted(segment)[1])
        self._tail(entry, segments[len(scopes) :], "/".join(scopes) if found is not None else None)

    def _tail(self, entry: int, tail: list[str], around: str | None) -> None:
        """What comes after the last scope of a path. around: that scope as it is written, or None if it is
        another one now."""
        within = self.index.outline.entries[entry].path if around is None else around
        for segment in tail:
            span = _SPAN.fullmatch(segment)
            if span:
                low, high = int(span["low"]), int(span["high"])
                if low <= high:  # else it would be inside every range
                    self.spans.setdefault(within, []).append((span["name"], low, high))
            else:
                self.tails.setdefault(entry, set()).add(_parted(segment))
                within = f"{within}/{segment}" if within else segment

    def touched(self, level: Level) -> NDArray[np.bool_]:
        """For each box of a level whether it is open."""
        found = np.zeros(len(level), bool)
        places = [self._places(level, entry) for entry in self.entries if entry > level.entry]
        for place in [place for each in places for place in each]:
            found[place] = True
        for tail, part in self.tails.get(level.entry, ()):
            for place in level.tailed:
                if tail == tail_of(self.index, level, place) and part in {WHOLE, int(level.parts[place])}:
                    found[place] = True
        if self.nodes:
            at = Places(level.members).of(np.array(self.nodes, np.int32))
            found[level.box[at[at >= 0]]] = True
        return found

    def _places(self, level: Level, entry: int) -> list[int]:
        """The boxes of a level that an entry is in."""
        index = self.index
        if entry > index.last[level.entry]:
            return []
        if level.kinds[0] == "call":
            held = [k for k in range(len(level)) if level.refs[k] <= entry <= index.last[level.refs[k]]]
            deepest = max((int(level.refs[k]) for k in held), default=-1)
            return [k for k in held if level.refs[k] == deepest and self._meant(deepest, int(level.parts[k]))]
        while index.outline.entries[entry].parent > level.entry:
            entry = index.outline.entries[entry].parent
        found = np.flatnonzero(level.refs == entry).tolist()
        return [k for k in found if level.kinds[k] == "scope" and self._meant(entry, int(level.parts[k]))]

    def _meant(self, entry: int, part: int) -> bool:
        wanted = self.parts.get(entry, {WHOLE})
        return part == WHOLE or WHOLE in wanted or part in wanted

    def spanned(self, within: str, name: str, low: int, high: int) -> bool:
        """Whether a range is open, or one inside it."""
        return any(
            each == name and low <= first and last <= high for each, first, last in self.spans.get(within, ())
        )


def _parted(segment: str) -> tuple[str, int]:
    part = _PART.search(segment)
    return (segment[: part.start()], int(part[1])) if part else (segment, WHOLE)
