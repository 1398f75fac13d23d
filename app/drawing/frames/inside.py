"""A level with the paths of what is in it."""

from __future__ import annotations

from dataclasses import dataclass

from app.drawing.frames.docks import within
from app.drawing.frames.groups import Group
from app.drawing.frames.index import Index
from app.drawing.frames.level import Level
from engine.names import node_id


@dataclass(frozen=True, slots=True)
class Inside:
    """The level of an open box.

    base: how the paths of ranges in it begin. written, drawn: how paths of the outline begin here, and how
    they do on screen: inside a part of a scope as the path of the part does.
    """

    level: Level
    base: str
    written: str = ""
    drawn: str = ""

    def path(self, index: Index, place: int) -> str:
        """The path of one box."""
        level, ref, part = self.level, int(self.level.refs[place]), int(self.level.parts[place])
        ending = f"~{part}" if part > 1 else ""
        if level.kinds[place] == "scope":
            return self.moved(index.outline.entries[ref].path) + ending
        if level.kinds[place] == "value":
            return node_id(ref)
        around = self.moved(index.outline.entries[level.entry].path)
        return within(around, tail_of(index, level, place) + ending)

    def path_of(self, index: Index, group: Group) -> str:
        """The path of what is drawn as one box."""
        if group.name is None:
            return self.path(index, group.boxes[0])
        return within(self.base, f"{group.name}[{group.low}-{group.high}]")

    def moved(self, path: str) -> str:
        """A path of the outline as it is here."""
        return self.drawn + path[len(self.written) :] if self.drawn else path


def tail_of(index: Index, level: Level, place: int) -> str:
    """What the path of a box ends with where it is a list, a line, a deep call or a range of nodes."""
    kind, ref = level.kinds[place], int(level.refs[place])
    if kind == "list":
        return f".{index.outline.entries[level.entry].lists[ref].name}"
    if kind == "line":
        return f":{ref}"
    if kind == "call":
        return f"^[{index.depth[ref] - index.depth[level.entry]}]"
    if kind == "element":
        return f"^{node_id(ref)}"
    return f"#{node_id(ref)}-{node_id(int(level.nodes(place)[-1]))}"
