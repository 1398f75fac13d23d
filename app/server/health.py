"""/healthz and /readyz as the listener's thread answers them, whatever the event loop is busy with."""

import asyncio
import time
from collections.abc import Callable
from typing import Final

from app.http.refusals import from_readiness
from app.runtime.readiness import KEPT_SECONDS, NotReadyError, Readiness
from app.server import raw_answers

WAIT_SECONDS: Final = 0.4
"""For a new finding, while there is an older one."""
STALE_SECONDS: Final = 30.0
"""Age at which a finding says nothing any more."""
SILENT_SECONDS: Final = 15.0
"""After which checks that have not ended are a fault themselves."""

_SILENT: Final = f"The checks have not ended within {SILENT_SECONDS:g} seconds."


class Health:
    """Called by the listener. It has the checks done on the loop, and waits for none of them.

    Arguments:
        readiness: what is checked.
        way: how programs run.
        done: called on the loop when there is a new finding.
    """

    def __init__(
        self,
        readiness: Readiness,
        way: Callable[[], str],
        done: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._readiness: Final = readiness
        self._way: Final = way
        self._done: Final = done
        self._clock: Final = clock
        self._began: float | None = None
        self._task: asyncio.Task[None] | None = None
        self.loop: asyncio.AbstractEventLoop | None = None

    def __call__(self, path: str, is_head: bool) -> bytes | None:
        """The whole answer; None if there is none yet."""
        if path == "/healthz":
            return _ok(b'{"status":"ok"}', is_head)
        now, found = self._clock(), self._readiness.found
        if found is not None and now - found[0] < KEPT_SECONDS:
            return self._told(found[1], is_head)
        if self._began is None:
            self._begin(now)
            return None
        waited = now - self._began
        if found is not None and now - found[0] < STALE_SECONDS:
            return self._told(found[1], is_head) if waited >= WAIT_SECONDS else None
        return self._told(_SILENT, is_head) if waited >= SILENT_SECONDS else None

    def _told(self, fault: str | None, is_head: bool) -> bytes:
        if fault is None:
            return _ok(f'{{"status":"ready","python":"{self._way()}"}}'.encode(), is_head)
        return raw_answers.problem(from_readiness(NotReadyError(fault)), "/readyz", with_body=not is_head)

    def _begin(self, now: float) -> None:
        self._began = now
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._check)

    def _check(self) -> None:
        self._task = asyncio.ensure_future(self._checked())

    async def _checked(self) -> None:
        try:
            await self._readiness.check()
        except NotReadyError:
            pass  # it is kept as the finding
        finally:
            self._began = None
            self._done()


def _ok(content: bytes, is_head: bool) -> bytes:
    return raw_answers.raw(200, "application/json", content, with_body=not is_head)
