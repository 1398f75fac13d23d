"""One request's access to the work queue."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from fastapi import Request

from app.runtime.work_queue import WorkQueue

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class QueueSlot:
    """Work that is dropped from the queue when its client leaves."""

    request: Request
    work_queue: WorkQueue

    async def run(self, work: Callable[[], T]) -> T:
        """The result of `work`, from a thread. Raises BusyError and GoneError."""
        return await self.work_queue.run(work, self._gone)

    async def _gone(self) -> None:
        while (await self.request.receive())["type"] != "http.disconnect":
            pass
