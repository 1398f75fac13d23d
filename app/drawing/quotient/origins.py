"""Where a program made its nodes, as far as that is known: a graph that came as a list may know nothing."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origins:
    """What says that two nodes came about in the same way.

    lines: the line that made each node, in id order; empty where no line is known. held: what the program's
    lists are called, each with the nodes in it.
    """

    lines: Sequence[int | None] = ()
    held: Sequence[tuple[str, tuple[int, ...]]] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """Equal origins, equal keys. A run's own tuples are taken as they are, so that this costs nothing."""
        return (tuple(self.lines), tuple(self.held))

    def line(self, node: int) -> int | None:
        """The line that made the node."""
        return self.lines[node] if self.lines else None


UNKNOWN = Origins()
