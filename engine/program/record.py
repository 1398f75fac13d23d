"""What a run remembers of the Values it made: the last ones, the labelled ones, and every pass over their
grads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Generic, Protocol, TypeVar

from engine.graph import Graph, Node
from engine.ops import CONSTANT, LEAF

NONE, FRESH, STALE, ACCUMULATED, ASSIGNED = "none", "fresh", "stale", "accumulated", "assigned"

# Where the uses of an input keep the most often that one op used it; serials of Values begin at 1.
MOST = 0


class Traced(Node, Protocol):
    """A Value of a run: its number among them, and what the record knows of its numbers."""

    serial: int
    passes: int
    mark: str
    stamp: int
    changed: int


T = TypeVar("T", bound=Traced)


class Record(Generic[T]):
    """The trail that the output, the grad states and reusability are read from.

    clock: advances with every change of a number; a grad older than the last change of data is stale.
    numbers_used: the program read, converted or assigned a Value's number, so that other values may take it
    another way.
    """

    def __init__(self) -> None:
        self.clock = 0
        self.numbers_used = False
        self.parameters: list[T] = []
        self.last_made: T | None = None
        self.last_assigned: T | None = None
        self.last_drawn: T | None = None
        self.differentiated: tuple[T, str | None] | None = None
        self.labelled: dict[str, T] = {}
        self.labels_of_leaves: set[str] = set()
        self.labels_of_interiors: set[str] = set()
        self._uses: dict[int, dict[int, int]] = {}

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """A block in which numbers are read on Backlens's own account."""
        used = self.numbers_used
        try:
            yield
        finally:
            self.numbers_used = used

    def label(self, value: T, text: str) -> None:
        """Notes that a Value was given a label; of several Values with one label the last made counts."""
        known = self.labelled.get(text)
        if known is None or known.serial <= value.serial:
            self.labelled[text] = value
        (self.labels_of_leaves if value.op is LEAF else self.labels_of_interiors).add(text)

    def data_assigned(self, value: T) -> None:
        """Notes that a Value's data was set."""
        self.clock += 1
        value.changed = self.clock
        self.numbers_used = True

    def grad_assigned(self, value: T, zeroed: bool) -> None:
        """Notes that a grad was set by hand; a plain 0 takes back what passes had added."""
        self.clock += 1
        self.numbers_used = True
        value.passes = 0
        value.mark = NONE if zeroed else ASSIGNED
        value.stamp = self.clock
        self._uses.pop(value.serial, None)

    def passed(self, graph: Graph) -> None:
        """Notes a whole backward pass."""
        self.clock += 1
        for node in graph.nodes:
            if node.op is CONSTANT:
                continue
            traced: T = node  # type: ignore[assignment]  # a program has no other nodes
            if node.op is not LEAF:
                traced.passes, traced.mark = 1, FRESH
                self._uses.pop(traced.serial, None)
            else:
                self._add_pass(traced)
            traced.stamp = self.clock

    def used(self, node: T) -> None:
        """Notes one local use of the chain rule, ``node._backward()``.

        Each op that used an input contributes once to a pass, so these make as many passes as the most often
        that one op contributed.
        """
        self.clock += 1
        for source in {id(s): s for s in node.inputs}.values():
            if source.op is CONSTANT:
                continue
            traced: T = source  # type: ignore[assignment]  # a program has no other nodes
            uses = self._uses.setdefault(traced.serial, {})
            uses[node.serial] = uses.get(node.serial, 0) + 1
            if uses[node.serial] > uses.get(MOST, 0):
                uses[MOST] = uses[node.serial]
                self._add_pass(traced)
            traced.stamp = self.clock

    @staticmethod
    def _add_pass(value: T) -> None:
        # A pass on top of a grad that was assigned adds to it just as a second pass does.
        value.mark = FRESH if value.mark == NONE else ACCUMULATED
        value.passes += 1

    @staticmethod
    def states(nodes: Sequence[Traced]) -> tuple[str, ...]:
        """The grad state of each node of a graph.

        A grad is stale when the data of any node of the graph was set after the pass.
        """
        changed = max((node.changed for node in nodes), default=0)
        return tuple([STALE if n.mark == FRESH and n.stamp < changed else n.mark for n in nodes])
