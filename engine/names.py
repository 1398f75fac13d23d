"""Names of nodes and of leaves: how they are written and how they are read back.

A node's id is ``n`` and its position in the graph. A leaf's name is its label, after its group where it has
one; leaves that would share a name are numbered from the second on (``a``, ``a#2``, ``a#3``). Knows no graph.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_SUBSCRIPTS: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_DIGITS: Final = 8  # of the largest id that is read, far above what a graph may have


def node_id(node: int) -> str:
    """The id of the node at this position: ``n7`` for 7."""
    return f"n{node}"


def parse_id(text: str, count: int | None = None) -> int | None:
    """The position that an id stands for, None for any other string.

    Arguments:
        text: a string that may be an id. Only the spelling of ``node_id`` is one: not ``n07``.
        count: the number of nodes; positions from there on are None.
    """
    digits = text[1:]
    if text[:1] != "n" or not digits.isdecimal() or len(digits) > _DIGITS:
        return None
    node = int(digits)
    return node if text == node_id(node) and (count is None or node < count) else None


def leaf_path(label: str, group: str) -> str:
    """A leaf's name before leaves of one name are numbered: ``group/label``, or the label alone."""
    return f"{group}/{label}" if group else label


def subscript(number: int) -> str:
    """A number as it is written behind a name: ``₁₂``."""
    return str(number).translate(_SUBSCRIPTS)


class UniqueNames:
    """Names that are given once each; a second leaf of one name becomes ``a#2``."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._last: dict[str, int] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._taken

    def add(self, base: str) -> str:
        """A free name for ``base``, which is taken from then on."""
        name = base
        while name in self._taken:
            self._last[base] = self._last.get(base, 1) + 1
            name = f"{base}#{self._last[base]}"
        self._taken.add(name)
        return name
