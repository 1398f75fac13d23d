"""REST calls from inside the service, on behalf of the client that asked an agent's tool."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx
from fastapi import Request
from starlette.types import ASGIApp

from app.http.hosts import base_of
from app.runtime.clients import client

BASE: Final = "/api/v1"


class RefusedError(Exception):
    """A call was refused. The message says why, in the words of the API."""


@dataclass(frozen=True, slots=True)
class Calls:
    """What one request for a tool may do.

    Arguments:
        app: the service itself.
        request: that of the agent: calls are made for its client, at its host.
    """

    app: ASGIApp
    request: Request

    async def post(self, call: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """The answer as JSON. Raises RefusedError."""
        answer = await self._send(call, body)
        # An answer may have 12 MiB.
        found: dict[str, Any] = await asyncio.to_thread(json.loads, answer.content)
        return found

    async def picture(self, body: Mapping[str, Any]) -> bytes:
        """A drawing as PNG. Raises RefusedError."""
        return (await self._send("render", {**body, "format": "png"})).content

    def link(self, page: str) -> str:
        """An address of this service that others can open; `page` has no slash before it."""
        return f"{base_of(self.request)}{page}"

    async def _send(self, call: str, body: Mapping[str, Any]) -> httpx.Response:
        # The name of the client is its address already, whatever stands before this server; or its network.
        address = client.get().partition("/")[0]
        transport = httpx.ASGITransport(app=self.app, client=(address, 0))
        headers = {"Host": self.request.headers.get("host", ""), "Accept-Encoding": "identity"}
        async with httpx.AsyncClient(
            transport=transport, base_url="http://backlens", headers=headers
        ) as inner:
            answer = await inner.post(f"{BASE}/{call}", json=dict(body))
        if answer.status_code >= 400:
            raise RefusedError(_why(answer))
        return answer


def _why(answer: httpx.Response) -> str:
    problem = json.loads(answer.content)
    place = f"Line {problem['line']}: " if problem.get("line") is not None else ""
    return " ".join(filter(None, (f"{place}{problem['detail']}", problem.get("hint"))))
