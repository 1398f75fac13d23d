"""Structures that this process has unpacked before: a cache, and nothing that another process would miss."""

import threading
from collections import OrderedDict
from typing import Final

from app.store import shape
from app.store.shape import Shape


class Shapes:
    """The structures used last, by digest; bounded by their number and by their nodes together."""

    def __init__(self, count: int, nodes: int) -> None:
        self._count: Final = count
        self._nodes: Final = nodes
        self._kept: OrderedDict[str, Shape] = OrderedDict()
        self._held = 0
        self._lock = threading.Lock()

    def find(self, digest: str) -> Shape | None:
        """The structure of this digest, if it is here."""
        with self._lock:
            found = self._kept.get(digest)
            if found is not None:
                self._kept.move_to_end(digest)
            return found

    def unpack(self, digest: str, packed: bytes) -> Shape:
        """The structure that these bytes are, kept for the next who asks."""
        if (found := self.find(digest)) is not None:
            return found
        made = shape.unpack(packed)
        with self._lock:
            if digest not in self._kept:
                self._kept[digest] = made
                self._held += len(made.graph)
            while len(self._kept) > self._count or self._held > self._nodes:
                _, oldest = self._kept.popitem(last=False)
                self._held -= len(oldest.graph)
        return made
