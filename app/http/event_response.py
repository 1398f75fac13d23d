"""The response that is a stream of events; a client has no more than its share of them open."""

from collections.abc import AsyncIterator
from typing import Final

from fastapi import Request
from fastapi.sse import EventSourceResponse
from starlette.types import Receive, Scope, Send

from app.runtime.clients import Share, client

CLIENT_STREAMS: Final = 8

_HEADERS: Final = {"Vary": "Accept", "X-Accel-Buffering": "no"}


class EventResponse(EventSourceResponse):
    """Holds a stream of its client from the moment that it is made until it has been sent.

    Raises:
        TooManyError: this client has as many open as it may.
    """

    def __init__(self, request: Request, content: AsyncIterator[bytes]) -> None:
        super().__init__(content, headers=_HEADERS)
        self._share: Final[Share] = request.app.state.services.client_streams
        self._who: Final = client.get()
        self._share.take(self._who)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._share.give_back(self._who)
