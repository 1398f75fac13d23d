"""What ``print`` wrote, up to a length."""

from __future__ import annotations

from engine.program.places import Place

PRINTED = 10_000


class Printer:
    """Collects printed text and keeps its first ``PRINTED`` characters."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.cut_at: Place | None = None

    def write(self, text: str, place: Place) -> None:
        """Adds text printed at a place; notes the place from which on it is cut."""
        room = PRINTED - self._length
        if len(text) > room and self.cut_at is None:
            self.cut_at = place
        self._parts.append(text[:room])
        self._length += len(self._parts[-1])

    def text(self) -> str:
        """All that was kept."""
        return "".join(self._parts)
