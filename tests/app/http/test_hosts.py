"""Names that this service answers to, links that it gives away, and pages of others that may call it."""

import httpx
import pytest
from fastapi import FastAPI

from app.settings import Settings
from tests.app.conftest import Post

pytestmark = pytest.mark.anyio

OTHER = "https://course.example"


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(
        concurrency=2,
        layout_workers=1,
        public_url="https://backlens.example/",
        hosts="backlens.example, backlens.test",
        origins=f"{OTHER}/, https://second.example",
    )


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("backlens.example", 200),
        ("backlens.example:443", 200),
        ("BACKLENS.test", 200),
        ("evil.example", 400),
        ("backlens.example.evil.example", 400),
        ("backlens.example:443:1", 400),
        ("", 400),
    ],
)
async def test_a_host_that_somebody_made_up_is_refused(
    client: httpx.AsyncClient, host: str, status: int
) -> None:
    answer = await client.get("/api/v1/ops", headers={"host": host})
    assert answer.status_code == status
    if status == 400:
        assert answer.json()["code"] == "bad-request"
        assert "evil" not in answer.text


async def test_links_begin_with_the_public_address(post: Post) -> None:
    made = (await post("snapshots", source="L = Value(1.0) * 2")).json()
    assert made["url"] == f"https://backlens.example/s/{made['key']}"


async def test_pages_of_others_may_call_where_they_are_named(client: httpx.AsyncClient) -> None:
    asked = {
        "origin": OTHER,
        "access-control-request-method": "POST",
        "access-control-request-headers": "if-match",
    }
    answer = await client.options("/api/v1/evaluate", headers=asked)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == OTHER
    read = await client.get("/api/v1/ops", headers={"origin": OTHER})
    assert read.headers["access-control-allow-origin"] == OTHER
    assert "ETag" in read.headers["access-control-expose-headers"]
    assert (
        "access-control-allow-origin"
        not in (await client.get("/api/v1/ops", headers={"origin": "https://evil.example"})).headers
    )


async def test_metrics_are_off_unless_they_are_asked_for(app: FastAPI, client: httpx.AsyncClient) -> None:
    assert app.state.metrics is None
    assert (await client.get("/metrics")).status_code == 404
