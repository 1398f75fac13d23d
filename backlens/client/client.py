"""The two clients: the same calls, with ``await`` and without."""

import asyncio
import inspect
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Concatenate, Final, Literal, ParamSpec, Self, TypeVar, overload

import httpx
from httpx_sse import EventSource

from backlens.client import requests
from backlens.client.events import Descended, Event, Step
from backlens.client.requests import Program, Request
from backlens.client.retries import Attempts
from backlens.client.runs import AsyncRun, Run
from backlens.client.streams import DescentStream, Lost, RunStream, Stream

T = TypeVar("T")
P = ParamSpec("P")
LOCAL: Final = "http://localhost:8000"
TIMEOUT: Final = 30.0


def _call(make: Callable[P, Request[T]]) -> Callable[Concatenate["Client", P], T]:
    """The method that makes a request, sends it and waits for what it reads."""

    def method(self: "Client", /, *args: P.args, **options: P.kwargs) -> T:
        return self._answer(make(*args, **options))

    return _as_described(method, make)


def _async_call(
    make: Callable[P, Request[T]],
) -> Callable[Concatenate["AsyncClient", P], Coroutine[Any, Any, T]]:
    """The same, to be awaited."""

    def method(self: "AsyncClient", /, *args: P.args, **options: P.kwargs) -> Coroutine[Any, Any, T]:
        return self._answer(make(*args, **options))

    return _as_described(method, make)


Method = TypeVar("Method", bound=Callable[..., Any])


def _as_described(method: Method, make: Callable[..., Request[Any]]) -> Method:
    """With the name, the arguments and the words that `help` shows."""
    described = inspect.signature(make)
    itself = inspect.Parameter("self", inspect.Parameter.POSITIONAL_ONLY)
    method.__name__, method.__doc__ = make.__name__, make.__doc__
    method.__signature__ = described.replace(  # type: ignore[attr-defined]  # what inspect looks at
        parameters=[itself, *described.parameters.values()]
    )
    return method


def _base(url: str) -> str:
    return f"{url.rstrip('/')}/api/v1/"


class Client:
    """A service by its address. Calls that it was too busy for are made again, as it asks with Retry-After.

    tries: how often in all. Every call raises BacklensError with the service's problem when it is refused,
    and Unreachable when no answer comes.
    """

    def __init__(
        self,
        url: str = LOCAL,
        *,
        tries: int = 5,
        timeout: float = TIMEOUT,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._tries = tries
        self._http = httpx.Client(base_url=_base(url), timeout=timeout, transport=transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()

    evaluate = _call(requests.evaluate)
    find = _call(requests.find)
    compare = _call(requests.compare)
    render = _call(requests.render)
    export = _call(requests.export)
    build = _call(requests.build)
    read = _call(requests.read)
    step = _call(requests.step)
    delete = _call(requests.delete)
    share = _call(requests.share)

    def run(self, *args: Any, resume_seconds: float = requests.RESUME, **options: Any) -> Run:
        stream = RunStream(requests.run(*args, resume_seconds=resume_seconds, **options), resume_seconds)
        return Run(stream, self._followed(stream), self._answer)

    @overload
    def descend(
        self, program: Program, learning_rate: float, steps: int, values: Mapping[str, float] | None = None,
        *, stream: Literal[False] = False, **options: Any,
    ) -> Descended: ...  # fmt: skip
    @overload
    def descend(
        self, program: Program, learning_rate: float, steps: int, values: Mapping[str, float] | None = None,
        *, stream: Literal[True], **options: Any,
    ) -> Iterator[Step | Descended]: ...  # fmt: skip
    def descend(self, *args: Any, stream: bool = False, **options: Any) -> Any:
        request = requests.descend(*args, **options)
        return self._events(DescentStream(request)) if stream else self._answer(request)

    _as_described(run, requests.run)
    _as_described(descend, requests.descend)

    def _answer(self, request: Request[T]) -> T:
        sent, attempts = requests.sent(request), Attempts(self._tries)
        while True:
            try:
                answer = self._http.request(**sent)
            except httpx.TransportError as error:
                pause = attempts.without_answer(error)
            else:
                if answer.is_success:
                    return request.read(answer)
                pause = attempts.refused(answer)
            time.sleep(pause)

    def _followed(self, stream: RunStream) -> Iterator[Event]:
        """A run whose events nobody reads on is stopped."""
        try:
            yield from self._events(stream)
        finally:
            if stream.id is not None and not stream.is_over():
                with suppress(httpx.HTTPError, RuntimeError):  # it may be gone, or the client closed
                    self._http.post(f"runs/{stream.id}/stop")

    def _events(self, stream: Stream[T]) -> Iterator[T]:
        """Its events; after a lost connection those that come after."""
        attempts = Attempts(self._tries)
        while not stream.is_over():
            try:
                with self._http.stream(**requests.sent(stream.request)) as answer:
                    if not answer.is_success:
                        answer.read()
                        pause = attempts.refused(answer)
                    else:
                        for each in EventSource(answer).iter_sse():
                            attempts.progress()
                            event = stream.take(each.event, each.data, each.id)
                            if event is not None:
                                yield event
                        if stream.is_over():
                            return
                        pause = attempts.cut_off(resumes=stream.resumes())
            except Lost:
                pause = attempts.cut_off(resumes=True)
            except httpx.TransportError as error:
                pause = attempts.lost(error, resumes=stream.resumes())
            time.sleep(pause)


class AsyncClient:
    """``Client`` with ``await``: the same calls, arguments, answers and errors."""

    def __init__(
        self,
        url: str = LOCAL,
        *,
        tries: int = 5,
        timeout: float = TIMEOUT,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._tries = tries
        self._http = httpx.AsyncClient(base_url=_base(url), timeout=timeout, transport=transport)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes the connections."""
        await self._http.aclose()

    evaluate = _async_call(requests.evaluate)
    find = _async_call(requests.find)
    compare = _async_call(requests.compare)
    render = _async_call(requests.render)
    export = _async_call(requests.export)
    build = _async_call(requests.build)
    read = _async_call(requests.read)
    step = _async_call(requests.step)
    delete = _async_call(requests.delete)
    share = _async_call(requests.share)

    def run(self, *args: Any, resume_seconds: float = requests.RESUME, **options: Any) -> AsyncRun:
        stream = RunStream(requests.run(*args, resume_seconds=resume_seconds, **options), resume_seconds)
        return AsyncRun(stream, self._followed(stream), self._answer)

    @overload
    def descend(
        self, program: Program, learning_rate: float, steps: int, values: Mapping[str, float] | None = None,
        *, stream: Literal[False] = False, **options: Any,
    ) -> Coroutine[Any, Any, Descended]: ...  # fmt: skip
    @overload
    def descend(
        self, program: Program, learning_rate: float, steps: int, values: Mapping[str, float] | None = None,
        *, stream: Literal[True], **options: Any,
    ) -> AsyncIterator[Step | Descended]: ...  # fmt: skip
    def descend(self, *args: Any, stream: bool = False, **options: Any) -> Any:
        request = requests.descend(*args, **options)
        return self._events(DescentStream(request)) if stream else self._answer(request)

    _as_described(run, requests.run)
    _as_described(descend, requests.descend)

    async def _answer(self, request: Request[T]) -> T:
        sent, attempts = requests.sent(request), Attempts(self._tries)
        while True:
            try:
                answer = await self._http.request(**sent)
            except httpx.TransportError as error:
                pause = attempts.without_answer(error)
            else:
                if answer.is_success:
                    return request.read(answer)
                pause = attempts.refused(answer)
            await asyncio.sleep(pause)

    async def _followed(self, stream: RunStream) -> AsyncIterator[Event]:
        """A run whose events nobody reads on is stopped."""
        try:
            async for event in self._events(stream):
                yield event
        finally:
            if stream.id is not None and not stream.is_over():
                with suppress(httpx.HTTPError, RuntimeError):  # it may be gone, or the client closed
                    await self._http.post(f"runs/{stream.id}/stop")

    async def _events(self, stream: Stream[T]) -> AsyncIterator[T]:
        """Its events; after a lost connection those that come after."""
        attempts = Attempts(self._tries)
        while not stream.is_over():
            try:
                async with self._http.stream(**requests.sent(stream.request)) as answer:
                    if not answer.is_success:
                        await answer.aread()
                        pause = attempts.refused(answer)
                    else:
                        async for each in EventSource(answer).aiter_sse():
                            attempts.progress()
                            event = stream.take(each.event, each.data, each.id)
                            if event is not None:
                                yield event
                        if stream.is_over():
                            return
                        pause = attempts.cut_off(resumes=stream.resumes())
            except Lost:
                pause = attempts.cut_off(resumes=True)
            except httpx.TransportError as error:
                pause = attempts.lost(error, resumes=stream.resumes())
            await asyncio.sleep(pause)
