"""Many at once: bounded places, a bounded queue, health that never waits. The programs really run."""

import asyncio
import dataclasses
import json
import sys
from collections.abc import AsyncIterator
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI

from app.runtime.process_tuning import SWITCH_SECONDS
from app.services import Services
from app.settings import Settings
from tests.app.raw import posted

pytestmark = pytest.mark.anyio

LONG: Final = (
    "while True: pass"  # runs for the whole budget: half a second of processor time, or all its turns
)


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(
        concurrency=2, queue=3, layout_workers=1, seconds=0.8, python_seconds=0.8, python_wall_seconds=120.0
    )


@pytest.fixture(autouse=True)
async def quiet(app: FastAPI) -> AsyncIterator[None]:
    """Threads take turns as in the server, and no program of another test is still running."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    await until_inside(app, 0)
    yield
    sys.setswitchinterval(before)


def ask(app: FastAPI, source: str, who: int = 1) -> "asyncio.Task[httpx.Response]":
    """One client has one of the two places at most, so two are needed to fill both."""

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app, client=(f"127.0.0.{who}", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://backlens.test") as client:
            return await client.post("/api/v1/evaluate", json={"source": source})

    return asyncio.create_task(asked())


async def until_inside(app: FastAPI, count: int) -> None:
    services: Services = app.state.services
    async with asyncio.timeout(60):
        while services.work_queue.inside != count:
            await asyncio.sleep(0)


async def test_beyond_the_queue_the_answer_is_busy_at_once(app: FastAPI) -> None:
    asked = [ask(app, LONG, 1 + k % 2) for k in range(5)]
    await until_inside(app, 5)
    refused = await ask(app, "1 + 1")
    assert not any(task.done() for task in asked)  # it has waited for none of them
    assert refused.status_code == 503
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["retry-after"] == "1"
    assert refused.json()["code"] == "busy"
    answers = await asyncio.gather(*asked)
    assert [answer.json()["limit"]["name"] for answer in answers] == ["seconds"] * 5
    assert (await ask(app, "1 + 1")).status_code == 200


async def test_health_never_waits_for_a_turn(app: FastAPI, client: httpx.AsyncClient) -> None:
    """How long it takes beside them is measured on a real server."""
    asked = [ask(app, LONG, 1 + k % 2) for k in range(5)]
    await until_inside(app, 5)
    for _ in range(3):
        assert (await client.get("/healthz")).json() == {"status": "ok"}
    assert not any(task.done() for task in asked)
    await asyncio.gather(*asked)


async def test_a_client_that_leaves_while_waiting_frees_its_place(app: FastAPI) -> None:
    running = [ask(app, LONG, who) for who in (1, 2)]
    await until_inside(app, 2)
    left = asyncio.Event()
    waiting = [asyncio.create_task(disconnecting(app, left)) for _ in range(3)]
    await until_inside(app, 5)
    assert (await ask(app, "1")).status_code == 503
    left.set()
    await asyncio.gather(*waiting)
    assert app.state.services.work_queue.inside == 2
    assert (await ask(app, "1")).status_code == 200
    await asyncio.gather(*running)


async def test_one_client_leaves_a_place_and_its_turn_to_others(app: FastAPI) -> None:
    greedy = [ask(app, LONG) for _ in range(4)]
    await until_inside(app, 4)  # one runs, three wait
    assert app.state.services.work_queue.running == 1
    assert (await ask(app, "1 + 1", 2)).status_code == 200
    assert not any(task.done() for task in greedy)
    # The queue is full of one client's requests; who waits for the first time pushes one of them out.
    others = [ask(app, LONG, 2), ask(app, "2 + 2", 3)]
    answers = await asyncio.gather(*greedy, *others)
    assert sorted(answer.status_code for answer in answers[:4]) == [422, 422, 422, 503]
    assert [answer.status_code for answer in answers[4:]] == [422, 200]


async def disconnecting(app: FastAPI, left: asyncio.Event) -> None:
    """A request whose connection is closed when `left` is set, as a server reports it."""
    body = json.dumps({"source": LONG}).encode()
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if messages:
            return messages.pop()
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(_: Any) -> None:
        """Nobody listens."""

    await app(posted("/api/v1/evaluate"), receive, send)


async def test_a_body_that_does_not_arrive_is_given_up(app: FastAPI) -> None:
    services: Services = app.state.services
    hasty = dataclasses.replace(services.settings, body_seconds=0.05)
    app.state.services = dataclasses.replace(services, settings=hasty)

    async def chunks() -> AsyncIterator[bytes]:
        yield b'{"source": '
        await asyncio.Event().wait()

    headers = {"content-type": "application/json"}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://backlens.test") as client:
        response = await client.post("/api/v1/evaluate", content=chunks(), headers=headers)
    app.state.services = services
    assert (response.status_code, response.json()["code"]) == (408, "body-too-slow")
    assert response.headers["connection"] == "close"


async def test_many_programs_at_once_do_not_mix(app: FastAPI) -> None:
    for _ in range(8):
        numbers = range(5)
        sources = [
            f"a = Value({k}.0)\nL = a * 2\nfor _ in range(200): L = L + 1\nprint({k})" for k in numbers
        ]
        answers = await asyncio.gather(*(ask(app, source, 1 + k % 2) for k, source in enumerate(sources)))
        assert [answer.json()["printed"] for answer in answers] == [f"{k}\n" for k in numbers]
        assert [answer.json()["value"] for answer in answers] == [2.0 * k + 200 for k in numbers]
