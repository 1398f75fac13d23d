"""The program's sets: they keep the order in which things were added.

Python's own order follows addresses and a hash seed that differs from process to process; here the same
program prints the same text every time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any


class Set:
    """A set in order of insertion. Its elements are the keys of ``items``."""

    __slots__ = ("items",)

    def __init__(self, items: Iterable[Any] = ()) -> None:
        self.items: dict[Any, None] = dict.fromkeys(items)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __contains__(self, item: Any) -> bool:
        return item in self.items
