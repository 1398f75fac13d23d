"""Which classes have passed the check lately, so that their next runs may be in C.

A program can forge what its process answers, and so what is kept here. It gains nothing: the next process
reads the class again, and replaces only what is the same to the last bit.
"""

import threading
from typing import Final

from cachetools import LRUCache

_MOST: Final = 64


class Agreed:
    """The keys of the classes, those that came last. Threads share it."""

    def __init__(self) -> None:
        self._keys: Final[LRUCache[str, bool]] = LRUCache(_MOST)
        self._lock: Final = threading.Lock()

    def add(self, key: str) -> None:
        """Keeps a key, in place of the one that came first."""
        with self._lock:
            self._keys[key] = True

    def keys(self) -> tuple[str, ...]:
        """All that are kept."""
        with self._lock:
            return tuple(self._keys)
