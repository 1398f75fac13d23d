"""The unexpected: a plain 500 without a trace, one id in the log, and the next request is answered."""

import dataclasses
import json
import logging
from collections.abc import MutableMapping
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app.main import create_app
from app.programs.in_process import InProcess
from app.programs.python import Follow
from app.programs.request import ProgramRequest
from app.programs.runs import Runs
from app.sandbox.pool import Sandbox
from app.settings import Settings
from engine.run import Run
from tests.app.raw import posted

pytestmark = pytest.mark.anyio


class Faulty(InProcess):
    """A runner with a fault that only one program meets."""

    def run(self, ask: ProgramRequest, follow: Follow | None = None) -> Run:
        if ask.source == "the unexpected":
            raise ZeroDivisionError("a secret of the server")
        return super().run(ask, follow)


async def test_a_fault_is_an_internal_problem_and_one_id_in_the_log(
    caplog: pytest.LogCaptureFixture, sandbox: Sandbox
) -> None:
    app = create_app(Settings(layout_workers=1), sandbox=sandbox)
    services = app.state.services
    app.state.services = dataclasses.replace(
        services, runs=Runs(Faulty(services.limits), services.limits, 4, 1_000)
    )
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://t") as client,
    ):
        with caplog.at_level(logging.ERROR, logger="backlens"):
            response = await client.post("/api/v1/evaluate", json={"source": "the unexpected"})
        after = await client.post("/api/v1/evaluate", json={"source": "1 + 1"})
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-content-type-options"] == "nosniff"
    problem = json.loads(response.content)
    assert problem["code"] == "internal"
    for word in ("secret", "Traceback", "ZeroDivision", ".py"):
        assert word not in response.text
    (record,) = caplog.records
    assert record.exc_info is not None
    assert problem["instance"].removeprefix("/faults/") in record.getMessage()
    assert after.status_code == 200


async def test_a_client_that_leaves_in_the_middle_of_its_body_is_no_fault(
    app: FastAPI, client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    coming: list[dict[str, Any]] = [
        {"type": "http.request", "body": b'{"source": "1 + ', "more_body": True},
        {"type": "http.disconnect"},
    ]
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        return coming.pop(0)

    async def send(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    with caplog.at_level(logging.ERROR):
        await app(posted("/api/v1/evaluate", (b"content-length", b"1000")), receive, send)
    assert not caplog.records
    assert statuses == [499]
    assert (await client.post("/api/v1/evaluate", json={"source": "1 + 1"})).status_code == 200
