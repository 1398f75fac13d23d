"""Turns on an event loop: a few at once, client by client, a bounded number waiting. Knows no HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from app.runtime.clients import client
from app.runtime.fair_line import FairLine, FullLineError


class Turns:
    """To be used from one event loop, which it never blocks.

    Arguments:
        places: how many have their turn at once.
        waiting: how many wait, of all clients together.
        what: what waits, in the plural.
    """

    def __init__(self, places: int, waiting: int, what: str) -> None:
        self._line: Final = FairLine[asyncio.Future[None]](places, waiting, what=what)

    @property
    def waiting(self) -> int:
        """How many wait."""
        return self._line.waiting

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """A turn of the current client; it begins when there is a place.

        Raises:
            TooManyError: this client has as many waiting as it may.
            FullLineError: no more may wait; also later, where another client has the better claim.
        """
        who = client.get()
        entry: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        pushed_out = self._line.enter(who, entry)
        if pushed_out is not None and not pushed_out.done():
            pushed_out.set_exception(FullLineError())
        self._begin()
        try:
            await entry
            yield
        finally:
            if entry.done() and not entry.cancelled() and entry.exception() is None:
                self._line.leave(who)
                self._begin()
            else:
                self._line.remove(who, entry)

    def _begin(self) -> None:
        while (turn := self._line.take()) is not None:
            who, entry = turn
            if entry.done():  # it was given up in this same moment
                self._line.leave(who)
            else:
                entry.set_result(None)
