"""Who a client is: nobody chooses that for himself."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app.http.clients import client_of, named
from app.http.event_response import CLIENT_STREAMS
from app.runtime.fair_line import CLIENT_WAITING
from app.settings import Settings
from tests.app.raw import posted

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(concurrency=2, layout_workers=1, streams=1, trusted_proxies=1)


@pytest.mark.parametrize(
    ("forwarded", "proxies", "who"),
    [
        ("", 0, "192.0.2.9"),
        ("198.51.100.7", 0, "192.0.2.9"),  # nobody is trusted
        ("198.51.100.7", 1, "198.51.100.7"),
        ("6.6.6.6, 198.51.100.7", 1, "198.51.100.7"),  # the rest is what the client wrote
        ("6.6.6.6, 198.51.100.7, 203.0.113.5", 2, "198.51.100.7"),
        ("203.0.113.5", 2, "192.0.2.9"),
        ("", 1, "192.0.2.9"),
        ("nonsense", 1, "unknown"),
        ("198.51.100.7:4711", 1, "198.51.100.7"),
        ("[2001:db8::1]:4711", 1, "2001:db8::/64"),
    ],
)
async def test_what_proxies_report_is_counted_from_the_right(forwarded: str, proxies: int, who: str) -> None:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    assert client_of("192.0.2.9", headers, proxies) == who


async def test_several_fields_are_one_list() -> None:
    headers = [(b"x-forwarded-for", b"6.6.6.6"), (b"x-forwarded-for", b"198.51.100.7")]
    assert client_of("192.0.2.9", headers, 1) == "198.51.100.7"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("127.0.0.3", "127.0.0.3"),
        ("::1", "::/64"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::/64"),
        (None, "unknown"),
        ("", "unknown"),
    ],
)
async def test_one_name_for_what_is_one_client(address: str | None, name: str) -> None:
    assert named(address) == name


async def test_one_client_more_than_its_share_is_told_when_to_come_back(app: FastAPI) -> None:
    async def ask(who: str) -> httpx.Response:
        transport = httpx.ASGITransport(app)
        headers = {"x-forwarded-for": f"6.6.6.6, {who}"}
        async with httpx.AsyncClient(transport=transport, base_url="http://backlens.test") as client:
            return await client.post("/api/v1/evaluate", json={"source": "1 + 1"}, headers=headers)

    asked = [asyncio.create_task(ask("198.51.100.7")) for _ in range(CLIENT_WAITING + 3)]
    other = asyncio.create_task(ask("198.51.100.8"))
    answers = await asyncio.gather(*asked)
    assert (await other).status_code == 200
    refused = [answer for answer in answers if answer.status_code != 200]
    assert refused
    for answer in refused:
        assert answer.status_code == 429
        assert answer.json()["code"] == "too-many-requests"
        assert answer.json()["limit"] == {"name": "client_waiting", "value": CLIENT_WAITING}
        assert answer.headers["retry-after"] == "1"
        assert answer.headers["ratelimit-policy"] == f'"client_waiting";q={CLIENT_WAITING}'
        assert answer.headers["ratelimit"] == '"client_waiting";r=0;t=1'


async def test_streams_that_nobody_reads_are_bounded_and_given_back(app: FastAPI) -> None:
    """A program that waits for ever, opened again and again by one client."""
    statuses: list[int] = []
    opened, left = asyncio.Event(), asyncio.Event()

    async def open_stream() -> None:
        body = b'{"source": "while True: pass"}'
        messages: list[MutableMapping[str, Any]] = [
            {"type": "http.request", "body": body, "more_body": False}
        ]

        async def receive() -> MutableMapping[str, Any]:
            if messages:
                return messages.pop()
            await left.wait()
            return {"type": "http.disconnect"}

        async def send(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
                if len(statuses) == CLIENT_STREAMS + 2:
                    opened.set()

        scope = posted("/api/v1/evaluate")
        scope["headers"] = [*scope["headers"], (b"accept", b"text/event-stream")]
        await app(scope, receive, send)

    tasks = [asyncio.create_task(open_stream()) for _ in range(CLIENT_STREAMS + 2)]
    async with asyncio.timeout(60):
        await opened.wait()
    assert sorted(statuses) == [200] * CLIENT_STREAMS + [429] * 2
    left.set()
    await asyncio.gather(*tasks)
    assert app.state.services.client_streams.held("127.0.0.1") == 0
