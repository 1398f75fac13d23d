"""A cache that threads share, bounded by its number of entries and by their size together."""

import threading
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from cachetools import LRUCache

K = TypeVar("K")
V = TypeVar("V")


class _Entries(LRUCache[K, V]):
    """Says which entry makes room for others."""

    left: Callable[[V], None] | None = None

    def popitem(self) -> tuple[K, V]:
        key, value = super().popitem()
        if self.left is not None:
            self.left(value)
        return key, value


class BoundedCache(Generic[K, V]):
    """The entries used last. An entry larger than the whole cache is not kept."""

    def __init__(
        self, count: int, size: int, size_of: Callable[[V], int], left: Callable[[V], None] | None = None
    ) -> None:
        self._count: Final = count
        self._entries: Final = _Entries[K, V](size, size_of)
        self._entries.left = left
        self._lock: Final = threading.Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: K) -> V | None:
        """The entry of this key, or None."""
        with self._lock:
            return self._entries.get(key)

    def put(self, key: K, value: V) -> None:
        """Keep an entry, in place of one with the same key; the least recently used ones make room."""
        with self._lock:
            self._entries.pop(key, None)
            if self._entries.getsizeof(value) <= self._entries.maxsize:
                self._entries[key] = value
            while len(self._entries) > self._count:
                self._entries.popitem()
