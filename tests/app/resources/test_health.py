"""GET /healthz and /readyz."""

import httpx
import pytest
from fastapi import FastAPI

from app.drawing import Drawer
from app.main import create_app
from app.runtime.readiness import KEPT_SECONDS, NotReadyError, Readiness
from app.sandbox.pool import Sandbox
from app.settings import Settings

pytestmark = pytest.mark.anyio


async def test_the_process_answers(client: httpx.AsyncClient) -> None:
    response = await client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response.headers["cache-control"] == "no-store"


async def test_head_is_get_without_a_body(client: httpx.AsyncClient) -> None:
    for path in ("/healthz", "/api/v1/ops", "/nowhere"):
        get, head = await client.get(path), await client.head(path)
        assert (head.status_code, head.content) == (get.status_code, b"")
        assert head.headers["content-length"] == get.headers["content-length"]


async def test_ready_when_a_graph_was_drawn(client: httpx.AsyncClient) -> None:
    response = await client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ready", "python": "sandboxed"})


async def test_not_ready_names_what_failed(sandbox: Sandbox) -> None:
    # Its parts are never started: no layout process can answer.
    app = create_app(Settings(layout_workers=1), sandbox=sandbox)
    app.state.services.drawer.close()
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://backlens.test"
    ) as client:
        response = await client.get("/readyz")
    assert (response.status_code, response.json()["code"]) == (503, "not-ready")
    assert response.json()["detail"].startswith("Drawing failed: ")
    assert int(response.headers["retry-after"]) > 0


async def test_a_finding_is_kept_for_a_moment() -> None:
    drawn, now, fault = 0, 100.0, ""

    async def draw() -> str | None:
        nonlocal drawn
        drawn += 1
        return fault or None

    readiness = Readiness([draw], lambda: now)
    await readiness.check()
    now += KEPT_SECONDS - 0.01
    await readiness.check()
    assert drawn == 1
    fault = "The pen is empty."
    now += 0.02
    for _ in range(2):
        with pytest.raises(NotReadyError, match=r"The pen is empty\."):
            await readiness.check()
    assert drawn == 2


def test_the_apps_readiness_draws(app: FastAPI) -> None:
    assert isinstance(app.state.services.drawer, Drawer)
