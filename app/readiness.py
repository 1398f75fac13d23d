"""Whether this process can do its work: one small graph is drawn, the finding kept for a moment."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final

from app.drawing.errors import DrawingError
from app.errors import ProblemError

KEPT_SECONDS: Final = 5.0


class Readiness:
    """Asks `draw` at most once in KEPT_SECONDS, however many ask this."""

    def __init__(
        self, draw: Callable[[], Awaitable[None]], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._draw = draw
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
                f"Drawing failed: {self._found[1]}",
                headers={"Retry-After": str(int(KEPT_SECONDS))},
            )

    async def _look(self) -> str | None:
        try:
            await self._draw()
        except DrawingError as error:
            return str(error)
        return None
