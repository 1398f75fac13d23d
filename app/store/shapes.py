"""Structures that this process has unpacked before: a cache, which no other process would miss."""

from typing import Final

from app.runtime.bounded_cache import BoundedCache
from app.store import shape
from app.store.shape import Shape


class Shapes:
    """The structures used last, by digest; bounded by their number and by their nodes together."""

    def __init__(self, count: int, nodes: int) -> None:
        self._kept: Final = BoundedCache[str, Shape](count, nodes, lambda kept: len(kept.graph))

    def find(self, digest: str) -> Shape | None:
        """The structure of this digest, if it is here."""
        return self._kept.get(digest)

    def unpack(self, digest: str, packed: bytes) -> Shape:
        """The structure that these bytes are, kept for the next request."""
        if (found := self.find(digest)) is not None:
            return found
        made = shape.unpack(packed)
        self._kept.put(digest, made)
        return made
