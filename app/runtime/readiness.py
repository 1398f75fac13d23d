"""Whether this process can do its work: it draws a graph, writes the store and reads it."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from app.drawing.errors import DrawingError
from app.http.problems import ProblemError
from app.store import StoreError

log = logging.getLogger("backlens")

KEPT_SECONDS: Final = 5.0


class Readiness:
    """Asks every part at most once in KEPT_SECONDS, however many ask this."""

    def __init__(
        self,
        parts: Mapping[str, Callable[[], Awaitable[None]]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._parts = parts
        self._clock = clock
        self._lock = asyncio.Lock()
        self._found: tuple[float, str | None] | None = None

    async def check(self) -> None:
        """Raises ProblemError `not-ready` that names the part at fault."""
        async with self._lock:
            if self._found is None or self._clock() - self._found[0] >= KEPT_SECONDS:
                fault = await self._look()
                self._found = (self._clock(), fault)
        if self._found[1] is not None:
            raise ProblemError(
                "not-ready",
                self._found[1],
                headers={"Retry-After": str(int(KEPT_SECONDS))},
            )

    async def _look(self) -> str | None:
        """What the first part that fails says."""
        for name, ask in self._parts.items():
            try:
                await ask()
            except DrawingError as error:
                return f"{name} failed: {error}"
            except StoreError as error:
                log.error("The store failed: %s", error)  # its words may name files and hosts
                return f"{name} failed: it could not be written and read."
            except ProblemError as error:
                return f"{name} failed: {error.detail}"
        return None
