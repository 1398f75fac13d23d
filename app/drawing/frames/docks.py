"""Which leaves are docked: drawn in every box that reads them, because a box of their own would have
thousands of edges.

That is what the program holds in a list, unless one single value reads all of it; what a scope makes that
computes nothing, such as the `__init__` of a layer; and, of the leaves that a scope makes one by one, those
that are many, nameless or read by very many.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.drawing.frames.frame import Dock, Flags, Ids
from engine.graph import Graph
from engine.ops import CONSTANT
from engine.outline import Entry, Outline
from engine.run import NamedList

CARDS = 8
"""Named leaves made one by one in one scope that are drawn as cards; more are docked, line by line."""
USES = 24
"""Nodes that may read a leaf that is drawn as a card."""
SEVERAL = 3
"""Leaves of one line that are a dock of their own."""
FREE, TAKEN, DRAWN = -1, -2, -3
INIT = ".__init__"


class Docks:
    """Every dock of a graph. of: for each node the number of its dock in `found`, FREE for most, DRAWN for
    leaves whose list is a box of its own; a leaf is in one at most. leaf: which nodes have no inputs.
    reader: the one node that reads each, -1 where it is not one. last: for each entry the last one inside
    it."""

    def __init__(
        self,
        graph: Graph,
        outline: Outline,
        leaf: Flags,
        uses: Ids,
        labelled: Flags,
        lines: Ids,
        reader: Ids,
        last: list[int],
    ) -> None:
        self.found: list[Dock] = []
        self.of: Ids = np.full(len(graph), FREE, np.int32)
        self._graph = graph
        self._outline = outline
        self._uses = uses
        self._labelled = labelled
        self._lines = lines
        self._reader = reader
        self._leaf = leaf.copy()
        self._leaf[-1:] = False  # the output is always drawn
        computed = np.bincount(outline.scope_of[~self._leaf], minlength=len(outline.entries))
        before = np.concatenate([[0], np.cumsum(computed)])
        self._computes: Flags = before[np.array(last) + 1] > before[:-1]
        self._lists()
        self._rest()

    def _lists(self) -> None:
        """Lists of the outermost scopes first. What is alike in a scope that computes nothing is one matrix:
        a row for each neuron of a layer."""
        for k, entry in enumerate(self._outline.entries):
            if entry.lists:
                self._held(entry)
            if k and not self._computes[k] and entry.children:
                self._rows(k, entry)

    def _held(self, entry: Entry) -> None:
        """The lists of one scope, in the program's order; what is in several is in one."""
        taken: dict[int, list[int]] = {}
        for number in sorted(range(len(entry.lists)), key=lambda number: _rank(entry.lists[number])):
            nodes = np.array(entry.lists[number].nodes, np.int32)
            if len(nodes) and self._leaf[nodes].all():
                taken[number] = nodes[self.of[nodes] == FREE].tolist()
                self.of[taken[number]] = TAKEN
        for number in sorted(taken):
            held, free = entry.lists[number], taken[number]
            if len(free) == len(held.nodes) >= SEVERAL and self._is_read_once(free):
                self.of[free] = DRAWN
                continue
            shape = held.shape if len(free) == len(held.nodes) else (len(free),)
            self._dock(within(entry.path, f".{held.name}"), held.name, free, shape)

    def _is_read_once(self, nodes: Sequence[int]) -> bool:
        """Whether a single value reads all of these, as a sum does: a card has no place for a dock."""
        readers = self._reader[nodes]
        return bool(readers[0] >= 0 and (readers == readers[0]).all())

    def _rows(self, k: int, entry: Entry) -> None:
        children = [self._outline.entries[child] for child in entry.children]
        first = children[0]
        alike = (len(children) > 1 or first.name.endswith(INIT)) and all(
            child.name == first.name and child.count == first.count and not child.children
            for child in children
        )
        inside = self._outline.inside(k)
        if alike and first.count * len(children) == len(inside) and (self.of[inside] == FREE).all():
            rows = [
                list(dict.fromkeys([*(n for held in child.lists for n in held.nodes), *own.tolist()]))
                for child, own in zip(children, map(self._outline.inside, entry.children), strict=True)
            ]
            if all(len(row) == first.count for row in rows):
                shape = (len(rows), first.count)
                self._dock(entry.path, _made(self._outline, entry), [n for row in rows for n in row], shape)

    def _rest(self) -> None:
        """Leaves that are in no list."""
        rest = np.flatnonzero(self._leaf & (self.of == FREE) & (self._labelled | (self._uses > 1)))
        rest = rest[[self._graph.ops[node] is not CONSTANT for node in rest.tolist()]]
        home = self._outline.scope_of[rest]
        order = np.argsort(home, kind="stable")
        bounds = np.flatnonzero(np.diff(home[order])) + 1
        for own in np.split(rest[order], bounds) if len(rest) else ():
            k = int(self._outline.scope_of[own[0]])
            entry = self._outline.entries[k]
            if k and not self._computes[k]:
                self._dock(entry.path, _made(self._outline, entry), own.tolist(), (len(own),))
                continue
            self._by_line(entry, own[~self._labelled[own]].tolist())
            named = own[self._labelled[own]]
            busy = named[self._uses[named] > USES].tolist()
            if len(named) - len(busy) > CARDS:
                self._by_line(entry, named.tolist())
            else:
                for node in busy:
                    self._dock(f"n{node}", self._graph.labels[node], [node], (1,))

    def _by_line(self, entry: Entry, nodes: Sequence[int]) -> None:
        """A dock for each line that makes several, and one for all others."""
        by_line: dict[int, list[int]] = {}
        for node in nodes:
            by_line.setdefault(int(self._lines[node]), []).append(node)
        rest = [node for some in by_line.values() if len(some) < SEVERAL for node in some]
        for line, some in [*by_line.items(), (0, rest)]:
            if some and (len(some) >= SEVERAL or some is rest):
                name = self._shared(some) or (f"line {line}" if line else "leaves")
                self._dock(within(entry.path, f":{line}"), name, some, (len(some),))

    def _shared(self, nodes: Sequence[int]) -> str:
        """What the names of some leaves have in common before their digits."""
        labels = {self._graph.labels[node] for node in nodes}
        stems = {label.rstrip("0123456789").rstrip("_[]") for label in labels}
        return labels.pop() if len(labels) == 1 else stems.pop() if len(stems) == 1 else ""

    def _dock(self, path: str, name: str, nodes: list[int], shape: tuple[int, ...]) -> None:
        if nodes:
            self.of[nodes] = len(self.found)
            self.found.append(Dock(path, name, tuple(nodes), shape))


def _rank(held: NamedList) -> tuple[int, int]:
    """Matrices before rows, then the smaller ones first."""
    return -min(len(held.shape), 2), len(held.nodes)


def _made(outline: Outline, entry: Entry) -> str:
    """What leaves are called after the scope that makes them: `Layer[1]` for `Layer.__init__[1]`."""
    name = entry.name.removesuffix(INIT)
    above = outline.entries[entry.parent]
    alike = sum(1 for child in above.children if outline.entries[child].name == entry.name)
    return name + entry.path[entry.path.rfind("[") :] if alike > 1 else name


def within(path: str, tail: str) -> str:
    """The path of something in a scope."""
    return f"{path}/{tail}" if path else tail
