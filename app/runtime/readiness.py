"""Whether this process can do its work. Knows neither what its checks do nor HTTP."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

KEPT_SECONDS: Final = 5.0

Check = Callable[[], Awaitable[str | None]]
"""Returns None, or a sentence that says what failed."""


class NotReadyError(Exception):
    """A part that every request needs has failed; ``str`` is a sentence that names it."""


class Readiness:
    """Runs every check at most once in KEPT_SECONDS, however many ask."""

    def __init__(self, checks: Sequence[Check], clock: Callable[[], float] = time.monotonic) -> None:
        self._checks: Final = tuple(checks)
        self._clock = clock
        self._lock = asyncio.Lock()
        self._found: tuple[float, str | None] | None = None

    @property
    def found(self) -> tuple[float, str | None] | None:
        """When the checks last ended, by the clock, and the fault they found."""
        return self._found

    async def check(self) -> None:
        """Raises NotReadyError with what the first failing check says."""
        async with self._lock:
            if self._found is None or self._clock() - self._found[0] >= KEPT_SECONDS:
                fault = await self._first_fault()
                self._found = (self._clock(), fault)
        if self._found[1] is not None:
            raise NotReadyError(self._found[1])

    async def _first_fault(self) -> str | None:
        for check in self._checks:
            if (fault := await check()) is not None:
                return fault
        return None
