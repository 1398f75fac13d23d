"""What a client may not do, it may not do through an agent's tool either."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app.http.bodies import CLIENT_LARGE, LARGE_BYTES
from app.http.strict_json import CONTAINERS
from app.runtime.fair_line import CLIENT_WAITING
from app.settings import Settings

pytestmark = pytest.mark.anyio

HEADERS = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(concurrency=2, layout_workers=1, body_seconds=0.5)


def call(source: str) -> dict[str, Any]:
    params = {"name": "evaluate", "arguments": {"source": source}}
    return {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}


async def ask(client: httpx.AsyncClient, source: str) -> dict[str, Any]:
    answer = await client.post("/mcp", json=call(source), headers=HEADERS)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["result"]
    return found


async def test_programs_of_one_client_wait_in_its_line(client: httpx.AsyncClient) -> None:
    await ask(client, "L = Value(1.0)")  # the protocol's package is loaded
    source = (
        "import time\nbegin = time.time()\nwhile time.time() < begin + 0.2: pass\nL = Value(1.0)\nL = L * "
    )
    answers = await asyncio.gather(*(ask(client, source + str(k)) for k in range(CLIENT_WAITING + 4)))
    refused = [each["content"][0]["text"] for each in answers if each.get("isError")]
    assert 1 <= len(refused) <= 4
    assert all("at once (client_waiting)" in text for text in refused)
    assert sum("grads" in each.get("structuredContent", {}) for each in answers) == len(answers) - len(
        refused
    )


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"[" * 100, 422, "invalid-json"),
        (b"[" + b"[]," * CONTAINERS + b"1]", 422, "invalid-json"),
        (b" " * 4_194_305, 413, "body-too-large"),
    ],
    ids=["deep", "many containers", "large"],
)
async def test_a_body_beyond_its_bounds_is_a_problem(
    client: httpx.AsyncClient, content: bytes, status: int, code: str
) -> None:
    answer = await client.post("/mcp", content=content, headers=HEADERS)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_a_body_that_does_not_come_is_given_up(client: httpx.AsyncClient) -> None:
    async def never() -> Any:
        yield b"{"
        await asyncio.Event().wait()

    answer = await client.post("/mcp", content=never(), headers=HEADERS)
    assert answer.json()["code"] == "body-too-slow"


async def test_large_bodies_are_counted(app: FastAPI, client: httpx.AsyncClient) -> None:
    share = app.state.services.large_bodies.share
    for _ in range(CLIENT_LARGE):
        share.take("127.0.0.1")
    try:
        body = json.dumps(call("#" * LARGE_BYTES)).encode()
        answer = await client.post("/mcp", content=body, headers=HEADERS)
    finally:
        for _ in range(CLIENT_LARGE):
            share.give_back("127.0.0.1")
    assert answer.json()["limit"]["name"] == "client_large_bodies"
