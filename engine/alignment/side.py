"""One of the two graphs that are compared, with what is asked of it again and again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final

from engine.graph import Graph
from engine.ops import CUSTOM
from engine.outline import Outline, outline_of
from engine.run import Run


class Side:
    """A graph, its outline and its numbers. ops: what each node's op is called, an own one by its own name.
    grad: None for a node that takes none.
    """

    def __init__(self, run: Run, graph: Graph, data: Sequence[float], grad: Sequence[float | None]) -> None:
        self.graph: Final = graph
        self.run: Final = run
        self.outline: Final[Outline] = outline_of(run)
        self.data: Final = data
        self.grad: Final = grad
        self.ops: Final = [f"custom {op.symbol}" if op.name == CUSTOM else op.name for op in graph.ops]

    def __len__(self) -> int:
        return len(self.graph)

    @cached_property
    def scope_of(self) -> list[int]:
        """For each node the index of its entry."""
        return self.outline.scope_of.tolist()  # type: ignore[no-any-return]  # of ints

    @cached_property
    def order(self) -> list[int]:
        """The nodes by entry and as they were made."""
        return self.outline.order.tolist()  # type: ignore[no-any-return]  # of ints

    def inside(self, entry: int) -> list[int]:
        """An entry's nodes, nested ones included, in that order."""
        segments = self.outline.segments
        return self.order[int(segments.start[entry]) : int(segments.end[entry])]

    def own(self, entry: int) -> list[int]:
        """The nodes made directly in an entry, as they were made."""
        segments = self.outline.segments
        return self.order[int(segments.start[entry]) : int(segments.own_end[entry])]
