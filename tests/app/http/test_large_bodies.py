"""Large bodies: a client has a few of them under way, and while one is read others are answered."""

import asyncio
import json
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from app.http.bodies import CLIENT_LARGE, LARGE_BYTES
from app.runtime.clients import client as who

pytestmark = pytest.mark.anyio

SOURCE = "a = Value(2.0, label='a')\nL = a * a"
LARGE = json.dumps({"source": SOURCE, "files": {"f.txt": "f" * LARGE_BYTES}}).encode()
JSON = {"Content-Type": "application/json"}


async def test_one_large_body_too_many_of_a_client_is_refused(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    share = app.state.services.large_bodies.share
    left = asyncio.Event()

    async def held() -> AsyncIterator[bytes]:
        yield LARGE[:-1]
        await left.wait()
        yield LARGE[-1:]

    async def send(content: bytes | AsyncIterator[bytes]) -> httpx.Response:
        return await client.post("/api/v1/evaluate", content=content, headers=JSON)

    waiting = [asyncio.create_task(send(held())) for _ in range(CLIENT_LARGE)]
    async with asyncio.timeout(30):
        while share.total < CLIENT_LARGE:
            await asyncio.sleep(0.01)
    refused = await send(LARGE)
    assert refused.status_code == 429
    assert refused.json()["limit"] == {"name": "client_large_bodies", "value": CLIENT_LARGE}
    assert (await send(json.dumps({"source": SOURCE}).encode())).status_code == 200
    left.set()
    assert [answer.status_code for answer in await asyncio.gather(*waiting)] == [200] * CLIENT_LARGE
    assert share.total == 0
    assert (await send(LARGE)).status_code == 200


async def test_others_are_answered_while_one_is_read(app: FastAPI) -> None:
    large = app.state.services.large_bodies
    body = b"[" + b"1e200," * 600_000 + b"1]"  # each number is looked at: the slowest that there is
    token = who.set("198.51.100.7")
    try:
        reading = asyncio.create_task(large.parsed(body))
    finally:
        who.reset(token)
    turns = 0
    while not reading.done():
        await asyncio.sleep(0)
        turns += 1
    assert len(await reading) == 600_001
    assert turns > 100
