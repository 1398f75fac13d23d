"""The two clients: the same calls, with ``await`` and without."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Final, Self, TypeVar

try:
    import httpx
except ImportError as error:  # pragma: no cover  # depends on what is installed
    raise ImportError("The client needs httpx: pip install 'backlens[client]'.") from error

from app.client import requests
from app.client.answers import Document, File, Link, Stepped, Stored
from app.client.errors import Unreachable
from app.client.requests import Program, Request
from app.client.retries import Retries, refusal

T = TypeVar("T")
LOCAL: Final = "http://localhost:8000"
TIMEOUT: Final = 30.0


def _options(
    values: Mapping[str, float] | None,
    output: str | None,
    state: str,
    seed: int,
    include: Sequence[str] | None = None,
) -> dict[str, Any]:
    given = {"values": dict(values or {}), "output": output, "state": state, "seed": seed}
    return given | ({} if include is None else {"include": list(include)})


def _client(url: str, timeout: float, kind: Any, transport: Any) -> Any:
    return kind(base_url=f"{url.rstrip('/')}/api/v1/", timeout=timeout, transport=transport)


def _sent(request: Request[Any]) -> dict[str, Any]:
    content = None if request.body is None else requests.as_json(request.body)
    headers = dict(request.headers) | ({} if content is None else {"Content-Type": "application/json"})
    return {"method": request.method, "url": request.path, "content": content, "headers": headers}


class Backlens:
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
        self._retries = Retries(tries)
        self._http: httpx.Client = _client(url, timeout, httpx.Client, transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()

    def evaluate(
        self, program: Program, values: Mapping[str, float] | None = None, *, output: str | None = None,
        state: str = "fresh", seed: int = 0, include: Sequence[str] = ("nodes",),
    ) -> Document:  # fmt: skip
        """A program's graph, or that of a list of nodes, with data and grads."""
        return self._call(requests.evaluate(program, _options(values, output, state, seed, include)))

    def render(
        self, program: Program, values: Mapping[str, float] | None = None, *, format: str = "svg",  # noqa: A002
        scale: float | None = None, output: str | None = None, state: str = "fresh", seed: int = 0,
        **view: Any,
    ) -> File:  # fmt: skip
        """The picture: ``svg``, ``png``, ``pdf`` or ``dot``. view: ``theme``, ``look``, ``direction``, …"""
        return self._call(
            requests.render(program, format, scale, view, _options(values, output, state, seed))
        )

    def export(
        self, program: Program, format: str, values: Mapping[str, float] | None = None, *,  # noqa: A002
        output: str | None = None, state: str = "fresh", seed: int = 0,
    ) -> File:  # fmt: skip
        """The graph as another tool's text: ``torch``, ``jax``, ``latex`` and so on."""
        return self._call(requests.export(program, format, _options(values, output, state, seed)))

    def build(
        self, program: Program, values: Mapping[str, float] | None = None, *, output: str | None = None,
        state: str = "fresh", seed: int = 0,
    ) -> Stored:  # fmt: skip
        """A graph that the service keeps."""
        return self._call(requests.build(program, _options(values, output, state, seed)))

    def read(self, graph: Stored | str) -> Stored:
        """A kept graph as it is now."""
        return self._call(requests.read(graph if isinstance(graph, str) else graph.id))

    def step(self, graph: Stored, learning_rate: float, steps: int = 1, **options: Any) -> Stepped:
        """Steps of descent on a kept graph. options: ``direction``, ``parameters``, ``optimizer`` and so on.

        Raises BacklensError of status 412 if somebody has changed the graph since it was read.
        """
        return self._call(requests.step(graph, {"learning_rate": learning_rate, "steps": steps, **options}))

    def share(self, what: Stored | str, **options: Any) -> Link:
        """A short link to an immutable copy of a kept graph or of a program. options: ``view``, …"""
        return self._call(requests.share(what, options))

    def _call(self, request: Request[T]) -> T:
        tried = 0
        while True:
            tried += 1
            try:
                answer = self._http.request(**_sent(request))
            except httpx.TransportError as error:
                seconds = self._retries.without_answer(tried)
                if seconds is None:
                    raise Unreachable(f"{self._http.base_url.host} does not answer: {error}") from error
            else:
                if answer.is_success:
                    return request.read(answer)
                seconds = self._retries.after(answer, tried)
                if seconds is None:
                    raise refusal(answer)
            time.sleep(seconds)


class AsyncBacklens:
    """``Backlens`` with ``await``: the same calls, arguments, answers and errors."""

    def __init__(
        self,
        url: str = LOCAL,
        *,
        tries: int = 5,
        timeout: float = TIMEOUT,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._retries = Retries(tries)
        self._http: httpx.AsyncClient = _client(url, timeout, httpx.AsyncClient, transport)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes the connections."""
        await self._http.aclose()

    async def evaluate(
        self, program: Program, values: Mapping[str, float] | None = None, *, output: str | None = None,
        state: str = "fresh", seed: int = 0, include: Sequence[str] = ("nodes",),
    ) -> Document:  # fmt: skip
        """As ``Backlens.evaluate``."""
        return await self._call(requests.evaluate(program, _options(values, output, state, seed, include)))

    async def render(
        self, program: Program, values: Mapping[str, float] | None = None, *, format: str = "svg",  # noqa: A002
        scale: float | None = None, output: str | None = None, state: str = "fresh", seed: int = 0,
        **view: Any,
    ) -> File:  # fmt: skip
        """As ``Backlens.render``."""
        return await self._call(
            requests.render(program, format, scale, view, _options(values, output, state, seed))
        )

    async def export(
        self, program: Program, format: str, values: Mapping[str, float] | None = None, *,  # noqa: A002
        output: str | None = None, state: str = "fresh", seed: int = 0,
    ) -> File:  # fmt: skip
        """As ``Backlens.export``."""
        return await self._call(requests.export(program, format, _options(values, output, state, seed)))

    async def build(
        self, program: Program, values: Mapping[str, float] | None = None, *, output: str | None = None,
        state: str = "fresh", seed: int = 0,
    ) -> Stored:  # fmt: skip
        """As ``Backlens.build``."""
        return await self._call(requests.build(program, _options(values, output, state, seed)))

    async def read(self, graph: Stored | str) -> Stored:
        """As ``Backlens.read``."""
        return await self._call(requests.read(graph if isinstance(graph, str) else graph.id))

    async def step(self, graph: Stored, learning_rate: float, steps: int = 1, **options: Any) -> Stepped:
        """As ``Backlens.step``."""
        return await self._call(
            requests.step(graph, {"learning_rate": learning_rate, "steps": steps, **options})
        )

    async def share(self, what: Stored | str, **options: Any) -> Link:
        """As ``Backlens.share``."""
        return await self._call(requests.share(what, options))

    async def _call(self, request: Request[T]) -> T:
        tried = 0
        while True:
            tried += 1
            try:
                answer = await self._http.request(**_sent(request))
            except httpx.TransportError as error:
                seconds = self._retries.without_answer(tried)
                if seconds is None:
                    raise Unreachable(f"{self._http.base_url.host} does not answer: {error}") from error
            else:
                if answer.is_success:
                    return request.read(answer)
                seconds = self._retries.after(answer, tried)
                if seconds is None:
                    raise refusal(answer)
            await asyncio.sleep(seconds)
