"""How quickly a run may tell events for as long as it lasts: the server has others to listen to.

What comes too quickly is read later, and a program whose pipe is full waits.
"""

import time
from typing import Final

_EVENTS: Final = 2_000  # a second, and as many more at once
_BYTES: Final = 32 * 2**20
_SLEEP_SECONDS: Final = 0.05  # at most, so that orders are still obeyed


class EventBudget:
    """Counts what has come, and sleeps where that is more than its time allows."""

    def __init__(self) -> None:
        self._at = time.monotonic()
        self._debt = -1.0

    def take(self, size: int) -> None:
        """One more event of so many bytes."""
        now = time.monotonic()
        self._debt = max(-1.0, self._debt - (now - self._at)) + 1 / _EVENTS + size / _BYTES
        self._at = now
        if self._debt > 0:
            time.sleep(min(self._debt, _SLEEP_SECONDS))
