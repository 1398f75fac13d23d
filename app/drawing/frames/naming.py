"""What a box of a level is called."""

from __future__ import annotations

import numpy as np

from app.drawing.frames.frame import Ids
from app.drawing.frames.groups import Group
from app.drawing.frames.index import Index, is_loop, stem
from app.drawing.frames.level import Level
from app.drawing.frames.sharing import only_child
from app.drawing.text import ELLIPSIS
from engine.names import node_id

NUMBERS = "numbers"
"""The heading of plain numbers that several boxes read."""
SYMBOLS = 4
"""Ops of a line whose symbols are shown."""


class Naming:
    """Names and notes for the groups of one level."""

    def __init__(self, index: Index, level: Level) -> None:
        self._index = index
        self._level = level
        self._entry = index.outline.entries[level.entry]

    def mark(self, group: Group) -> int | None:
        """The number of the function that a group is calls of."""
        place = group.boxes[0]
        is_call = self._level.kinds[place] in {"scope", "call"} and group.name != "#"
        return self._index.marks.get(stem(self._called(place))) if is_call else None

    def heading(self, group: Group) -> tuple[str, str]:
        """Name and note of a group."""
        level, place = self._level, group.boxes[0]
        ref, kind = int(level.refs[place]), level.kinds[place]
        if group.name is not None:
            return self._range(group)
        if kind == "value":
            return self._index.graph.labels[ref] or node_id(ref), ""
        if kind == "nodes":
            nodes = level.nodes(place)
            return " … ".join(node_id(int(nodes[end])) for end in (0, -1)), self._part(place)
        if kind == "element":
            return self._element(ref), self._part(place)
        if kind == "list":
            return self._entry.lists[ref].name, self._part(place)
        if kind == "line":
            name, symbols = (f"line {ref}", self._symbols(level.nodes(place))) if ref else (NUMBERS, "")
            return name, _joined(symbols, self._part(place))
        return self._deep_call(place) if kind == "call" else self._scope(group, place)

    def _element(self, node: int) -> str:
        """What the program calls an element of a list that the entry, or one around it, has."""
        label = self._index.graph.labels[node]
        entry = self._level.entry
        while entry >= 0 and not label:
            for held in self._index.outline.entries[entry].lists:
                if node in held.nodes:
                    at = np.unravel_index(held.nodes.index(node), held.shape)
                    return held.name + "".join(f"[{int(each)}]" for each in at)
            entry = self._index.outline.entries[entry].parent
        return label or node_id(node)

    def _deep_call(self, place: int) -> tuple[str, str]:
        depth = self._index.depth[self._level.refs] - self._index.depth[self._level.entry]
        deep = f"{int(depth[place]) + 1:,} of {int(depth.max()) + 1:,} deep"
        return spoken(self._called(place)), _joined(deep, self._part(place))

    def _scope(self, group: Group, place: int) -> tuple[str, str]:
        names = {self._called(each) for each in group.boxes}
        name = spoken(names.pop() if len(names) == 1 else stem(self._called(place)))
        which = "" if len(group.boxes) > 1 else _joined(self._which(place), self._part(place))
        heading = int(self._level.heading[place])
        if heading >= 0:
            return self._entry.lists[heading].name, _joined(name, which)
        call = self._only_call(place)
        return (call, _joined(name, which)) if call else (name, which)

    def _called(self, place: int) -> str:
        return self._index.outline.entries[int(self._level.refs[place])].name

    def _only_call(self, place: int) -> str:
        """The call that is all that a turn of a loop does."""
        entries, ref = self._index.outline.entries, int(self._level.refs[place])
        if not is_loop(entries[ref].name) or len(entries[ref].children) != 1:
            return ""
        inner = only_child(self._index, ref, self._index.home[self._level.nodes(place)])
        return "" if inner is None or is_loop(entries[inner].name) else spoken(entries[inner].name)

    def _which(self, place: int) -> str:
        ref = int(self._level.refs[place])
        counts, highest = self._index.siblings
        k = int(self._index.number[ref])
        if counts[ref] > 1:
            return f"{k + 1:,} of {int(highest[ref]) + 1:,}"
        return f"iteration {k + 1:,}" if k and is_loop(self._called(place)) else ""

    def _part(self, place: int) -> str:
        return f"part {self._level.parts[place]}" if self._level.parts[place] else ""

    def _range(self, group: Group) -> tuple[str, str]:
        if group.name is not None and group.name != "#":
            highest = int(self._index.siblings[1][self._level.refs[group.boxes[0]]])
            return spoken(group.name), f"{group.low + 1:,}–{group.high + 1:,} of {highest + 1:,}"
        level = self._level
        scopes = [place for place in group.boxes if level.kinds[place] in {"scope", "call"}] or group.boxes
        ends = dict.fromkeys(self._short(place) for place in (scopes[0], scopes[-1]))
        return " … ".join(filter(None, ends)), f"{group.low + 1:,}–{group.high + 1:,} of {len(level):,}"

    def _short(self, place: int) -> str:
        """What a box is called in a range."""
        is_scope = self._level.kinds[place] in {"scope", "call"}
        return spoken(stem(self._called(place))) if is_scope else self.heading(Group((place,)))[0]

    def _symbols(self, nodes: Ids) -> str:
        graph = self._index.graph
        found = list(dict.fromkeys(graph.ops[node].symbol for node in nodes.tolist() if graph.inputs[node]))
        symbols = [symbol for symbol in found if symbol]
        return " ".join(symbols if len(symbols) <= SYMBOLS else [ELLIPSIS, *symbols[1 - SYMBOLS :]])


def spoken(name: str) -> str:
    """A scope's name as it is written in a call: `Layer` for `Layer.__call__`."""
    return name.removesuffix(".__call__")


def _joined(*words: str) -> str:
    return " ".join(filter(None, words))
