"""An event loop of asyncio that waits for nothing but time: where a program runs there are no sockets."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Any

from app.sandbox.child.session import Session


class _Clock:
    """What a loop asks for events: there are none, and the time passes."""

    def select(self, timeout: float | None = None) -> Sequence[Any]:
        if timeout is None:
            raise RuntimeError("the event loop waits for something that never happens")
        if timeout > 0:
            time.sleep(timeout)
        return ()


class _Loop(asyncio.base_events.BaseEventLoop):
    def __init__(self) -> None:
        super().__init__()
        self._selector = _Clock()

    def _process_events(self, events: Sequence[Any]) -> None:
        """There are none."""

    def _write_to_self(self) -> None:
        """Nobody else could wake it."""


def prepare(session: Session) -> None:
    """Gives the program such a loop, whichever way it asks for one."""
    before = asyncio.events.new_event_loop
    session.undoing.append(lambda: setattr(asyncio.events, "new_event_loop", before))
    asyncio.events.new_event_loop = _Loop
