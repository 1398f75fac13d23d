"""The door: health is told before there is an app, everything else waits for it."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app.main import create_app
from app.runtime.door import Door
from app.settings import Settings

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def served(door: Door) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a door whose server has started, as uvicorn starts one."""
    told: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    said: asyncio.Queue[Any] = asyncio.Queue()
    life = asyncio.create_task(door({"type": "lifespan"}, told.get, said.put))
    await told.put({"type": "lifespan.startup"})
    assert await said.get() == {"type": "lifespan.startup.complete"}
    try:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(door), base_url="http://backlens.test"
        ) as client:
            yield client
    finally:
        await told.put({"type": "lifespan.shutdown"})
        assert await said.get() == {"type": "lifespan.shutdown.complete"}
        await life


def held() -> tuple[threading.Event, Callable[[], FastAPI]]:
    """What makes an app, but not before it is let."""
    may = threading.Event()

    def load() -> FastAPI:
        assert may.wait(30)
        return create_app(Settings(layout_workers=1))

    return may, load


async def test_health_is_told_before_there_is_an_app_as_the_app_tells_it() -> None:
    may, load = held()
    door = Door(load, lambda: None)
    async with served(door) as client:
        early = [await client.request(method, "/healthz") for method in ("GET", "HEAD")]
        apps = [door.app]
        may.set()
        assert (await client.get("/api/v1/ops")).status_code == 200
        apps.append(door.app)
        late = [await client.request(method, "/healthz") for method in ("GET", "HEAD")]
    assert [app is None for app in apps] == [True, False]
    for before, after in zip(early, late, strict=True):
        assert (before.status_code, before.content) == (after.status_code, after.content)
        assert dict(before.headers) == dict(after.headers)


async def test_whatever_else_is_asked_waits_and_is_answered_by_the_app() -> None:
    may, load = held()
    async with served(Door(load, lambda: None)) as client:
        waiting = [
            asyncio.create_task(client.post("/api/v1/evaluate", json={"source": "Value(2.0) * 3"})),
            asyncio.create_task(client.delete("/healthz")),
            asyncio.create_task(client.get("/nowhere")),
        ]
        done, _ = await asyncio.wait(waiting, timeout=0.1)
        assert not done
        may.set()
        answers = await asyncio.gather(*waiting)
    assert [answer.status_code for answer in answers] == [200, 405, 404]
    assert answers[0].json()["value"] == 6


async def test_an_app_that_cannot_be_made_ends_the_server(caplog: pytest.LogCaptureFixture) -> None:
    ended = threading.Event()

    def load() -> FastAPI:
        raise RuntimeError("no such thing")

    door = Door(load, ended.set)
    async with served(door) as client:
        with pytest.raises(RuntimeError, match="no such thing"):
            await client.get("/api/v1/ops")
    assert ended.is_set()
    assert door.has_failed
    assert "no such thing" in caplog.text
