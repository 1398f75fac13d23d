"""The two clients: the same calls, with ``await`` and without."""

import asyncio
import inspect
import time
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Concatenate, Final, ParamSpec, Self, TypeVar

import httpx

from backlens.client import requests
from backlens.client.requests import Request
from backlens.client.retries import Attempts

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
