"""What can be found in a run's graph, as arrays: made once, so that a query is a few passes over them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.graph import Graph
from engine.names import node_id
from engine.outline import Outline, edges_of
from engine.run import NamedList, Run

Mask = NDArray[np.bool_]
Ids = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Coded:
    """Texts that repeat: each distinct one once, in lower case, and for each place the number of its own."""

    texts: tuple[str, ...]
    codes: Ids

    @classmethod
    def of(cls, texts: Iterable[str]) -> Coded:
        """From all the texts in order."""
        numbers: dict[str, int] = {}
        codes = np.fromiter((numbers.setdefault(text, len(numbers)) for text in texts), np.int32)
        return cls(tuple(text.lower() for text in numbers), codes)

    def holding(self, word: str) -> Mask:
        """Where the text holds the word."""
        return self._where(word in text for text in self.texts)

    def being(self, word: str) -> Mask:
        """Where the text is the word."""
        return self._where(word == text for text in self.texts)

    def _where(self, hits: Iterable[bool]) -> Mask:
        table = np.fromiter(hits, np.bool_, len(self.texts))
        return table[self.codes] if len(table) else np.zeros(0, np.bool_)


@dataclass(frozen=True, slots=True)
class Held:
    """A list of the program. entry: the index of its scope in the outline."""

    entry: int
    list: NamedList


class Index:
    """The nodes of a graph by label, op, line, scope and list.

    Arguments:
        run: the run that the graph is of; its lines and its text.
        outline: its scopes and lists.
    """

    def __init__(self, run: Run, graph: Graph, outline: Outline) -> None:
        self.size: Final = len(graph)
        self._names: Final = graph.labels
        self._edges: Final = edges_of(graph)
        self.outline: Final = outline
        self.labels: Final = Coded.of(graph.labels)
        self.ops: Final = Coded.of(op.name for op in graph.ops)
        self.lines: Final = _lines(run, self.size)
        self.text: Final = tuple(run.source.split("\n"))
        self.scopes: Final = Coded.of(entry.name for entry in outline.entries)
        self.held: Final = tuple(
            Held(entry, each) for entry, found in enumerate(outline.entries) for each in found.lists
        )
        self.lists: Final = Coded.of(held.list.name for held in self.held)
        # For each node the list that it is in, -1 for none, and its place there.
        self._counts: Final = np.fromiter((len(held.list.nodes) for held in self.held), np.int64)
        self._elements: Final = np.fromiter(
            (node for held in self.held for node in held.list.nodes), np.int32, int(self._counts.sum())
        )
        self.list_of, self.place_of = _places(self._counts, self._elements, self.size)

    def name(self, node: int) -> str:
        """What a node is called: its label, else its place in a list, else its id."""
        return self._names[node] or self.element(node) or node_id(node)

    def element(self, node: int) -> str | None:
        """A node as an element of the list that it is in: ``q[5]``, ``wte[3][4]``."""
        number = int(self.list_of[node])
        if number < 0:
            return None
        held = self.held[number].list
        places = np.unravel_index(int(self.place_of[node]), held.shape)
        return held.name + "".join(f"[{place}]" for place in places)

    def elements_at(self, lists: Mask, places: Sequence[int]) -> Ids:
        """The nodes at this place of these lists of one dimension; all of them without a place."""
        numbers = np.repeat(np.arange(len(self.held)), self._counts)
        at = np.arange(len(self._elements)) - np.repeat(np.cumsum(self._counts) - self._counts, self._counts)
        chosen = lists[numbers]
        if places:
            chosen &= at == places[0]
        found: Ids = self._elements[chosen]
        return found

    def some(self, holds: Mask) -> Mask:
        """The lists that have one of these nodes."""
        before = np.concatenate(([0], np.cumsum(holds[self._elements])))
        ends = np.cumsum(self._counts)
        found: Mask = before[ends] > before[ends - self._counts]
        return found

    def uses(self, node: int, most: int) -> list[tuple[int, int]]:
        """The first uses of a node that backward comes to, as (target, slot): from the output down."""
        at = np.flatnonzero(self._edges.source == node)
        found = zip(self._edges.target[at].tolist(), self._edges.slot[at].tolist(), strict=True)
        return sorted(found, key=lambda use: (-use[0], use[1]))[:most]

    def count_uses(self, node: int) -> int:
        """How often a node is used."""
        return int(np.count_nonzero(self._edges.source == node))

    def scope(self, node: int) -> str:
        """The path of the scope that made a node."""
        return self.outline.entries[int(self.outline.scope_of[node])].path


def _lines(run: Run, size: int) -> Ids:
    """The program's line that made each node; 0 for none, and for one in an attached file."""
    lines = np.fromiter((line or 0 for line in run.lines), np.int32, size)
    if run.files:
        lines[np.fromiter((file is not None for file in run.files), np.bool_, size)] = 0
    return lines


def _places(counts: NDArray[np.int64], elements: Ids, size: int) -> tuple[Ids, Ids]:
    """For each node the first of the lists that has it, and where in it; -1 for none."""
    list_of, place_of = np.full(size, -1, np.int32), np.full(size, -1, np.int32)
    lists = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    places = np.arange(len(elements), dtype=np.int32) - np.repeat(np.cumsum(counts) - counts, counts)
    # The last one written stays, so the first list comes last.
    list_of[elements[::-1]], place_of[elements[::-1]] = lists[::-1], places[::-1]
    return list_of, place_of
