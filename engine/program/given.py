"""The numbers that a request holds for leaves, by their names, and which leaves have had such a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.names import leaf_path


class Given:
    """The numbers of one run.

    Arguments:
        numbers: by name; of leaves with one label also as ``a#2``.
        exact: the number that each leaf of one label is given, by label and how many such leaves came before;
            None keeps the literal.
    """

    def __init__(
        self, numbers: Mapping[str, float], exact: Mapping[tuple[str, int], float | None] | None = None
    ) -> None:
        self.numbers = numbers
        # Leaves whose number may be given, with the name and how many of that name came before.
        self.labellings: list[tuple[Any, str, int]] = []
        self._exact = exact or {}
        self._named = {*numbers, *(name.partition("#")[0] for name in numbers)}
        self._counts: dict[str, int] = {}

    def to(self, leaf: Any) -> float | None:
        """The number for a leaf that has just been given its label, in place of its literal."""
        name = leaf_path(leaf.label, leaf.group)
        if name not in self._named:
            return None
        count = self._counts.get(name, 0)
        self._counts[name] = count + 1
        self.labellings.append((leaf, name, count))
        number = self._exact.get((name, count), self.numbers.get(name))
        return None if number is None else float(number)
