"""A run that is followed, with ``await`` and without: its events, and what it can be told meanwhile."""

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from backlens.client import requests
from backlens.client.answers import Document, RunState
from backlens.client.events import Event
from backlens.client.requests import Request
from backlens.client.streams import RunStream

T = TypeVar("T")


class _Known:
    """Which run it is."""

    def __init__(self, stream: RunStream) -> None:
        self._stream = stream

    @property
    def id(self) -> str:
        """Known from the first event on. Raises RuntimeError before it."""
        if self._stream.id is None:
            raise RuntimeError("The run has not begun: it begins when its first event is asked for.")
        return self._stream.id


class Run(_Known):
    """Begins when its first event is asked for, and ends when it is closed or nobody reads on."""

    def __init__(
        self, stream: RunStream, events: Iterator[Event], answer: Callable[[Request[Any]], Any]
    ) -> None:
        super().__init__(stream)
        self._events, self._answer = events, answer

    def __iter__(self) -> Iterator[Event]:
        return self._events

    def state(self) -> RunState:
        """Where it is."""
        return self._told(requests.state_of(self.id))

    def pause(self) -> RunState:
        """It waits after its next pass."""
        return self._told(requests.control(self.id, "pause"))

    def step(self, values: Mapping[str, float] | None = None) -> RunState:
        """One pass more, with these numbers on leaves, by name; then it waits again."""
        return self._told(requests.control(self.id, "step", values))

    def go(self, values: Mapping[str, float] | None = None, pace: float | None = None) -> RunState:
        """It continues, with these numbers on leaves, by name. pace: passes a second at most."""
        return self._told(requests.control(self.id, "continue", values, pace))

    def stop(self) -> RunState:
        """It ends; its document, as the program left it, is its last event."""
        return self._told(requests.control(self.id, "stop"))

    def pass_(self, number: int | str = "newest", include: Sequence[str] | None = None) -> Document:
        """The graph at a pass of a run that records. Raises BacklensError for one that is not kept."""
        return self._told(requests.recorded(self.id, number, include))

    def _told(self, request: Request[T]) -> T:
        found: T = self._answer(request)
        return found


class AsyncRun(_Known):
    """``Run`` with ``async for`` and ``await``."""

    def __init__(
        self,
        stream: RunStream,
        events: AsyncIterator[Event],
        answer: Callable[[Request[Any]], Coroutine[Any, Any, Any]],
    ) -> None:
        super().__init__(stream)
        self._events, self._answer = events, answer

    def __aiter__(self) -> AsyncIterator[Event]:
        return self._events

    async def state(self) -> RunState:
        """Where it is."""
        return await self._told(requests.state_of(self.id))

    async def pause(self) -> RunState:
        """It waits after its next pass."""
        return await self._told(requests.control(self.id, "pause"))

    async def step(self, values: Mapping[str, float] | None = None) -> RunState:
        """One pass more, with these numbers on leaves, by name; then it waits again."""
        return await self._told(requests.control(self.id, "step", values))

    async def go(self, values: Mapping[str, float] | None = None, pace: float | None = None) -> RunState:
        """It continues, with these numbers on leaves, by name. pace: passes a second at most."""
        return await self._told(requests.control(self.id, "continue", values, pace))

    async def stop(self) -> RunState:
        """It ends; its document, as the program left it, is its last event."""
        return await self._told(requests.control(self.id, "stop"))

    async def pass_(self, number: int | str = "newest", include: Sequence[str] | None = None) -> Document:
        """The graph at a pass of a run that records. Raises BacklensError for one that is not kept."""
        return await self._told(requests.recorded(self.id, number, include))

    async def _told(self, request: Request[T]) -> T:
        found: T = await self._answer(request)
        return found
