"""Ids, timings, logs and numbers for Prometheus: what they say of a request, and what they leave out."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families

from app.runtime import logs
from app.settings import Settings
from tests.app.conftest import Post

pytestmark = pytest.mark.anyio

MINE = "a_name_of_mine"


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(concurrency=2, layout_workers=1, access_log=1, metrics=1)


@pytest.fixture
def lines() -> Iterator[list[dict[str, Any]]]:
    """What was logged, as JSON."""
    logger = logging.getLogger("backlens")
    before = logger.__dict__.copy()
    found: list[dict[str, Any]] = []

    class Into(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(json.loads(logs._Json().format(record)))

    logger.handlers = [Into()]
    logger.setLevel("INFO")
    yield found
    logger.__dict__.update(before)


async def test_a_request_has_an_id_which_its_client_may_choose(client: httpx.AsyncClient) -> None:
    first, second = [(await client.get("/api/v1/ops")).headers["x-request-id"] for _ in range(2)]
    assert first != second
    for given, kept in (("a-1.b", True), ("x" * 65, False), ("a b", False)):
        answer = await client.get("/api/v1/ops", headers=[("x-request-id", given)])
        assert (answer.headers["x-request-id"] == given) is kept


async def test_every_answer_says_where_its_time_went(post: Post, client: httpx.AsyncClient) -> None:
    drawn = (await post("render", source="L = Value(1.0) * 3.25")).headers["server-timing"]
    assert {part.split(";")[0] for part in drawn.split(", ")} == {"queue", "run", "layout", "total"}
    stored = (await post("graphs", source="L = Value(1.0) * 2")).headers["server-timing"]
    assert {part.split(";")[0] for part in stored.split(", ")} == {"queue", "run", "store", "total"}
    assert (await client.get("/nowhere")).headers["server-timing"].startswith("total;dur=")


async def test_a_line_says_who_asked_for_what_and_nothing_of_the_program(
    post: Post, lines: list[dict[str, Any]]
) -> None:
    answer = await post("evaluate", source=f"{MINE} = Value(1.0)\nprint('{MINE}')\nL = {MINE} * 2")
    refused = await post("evaluate", source=f"L = {MINE}")
    told = [line for line in lines if line["message"] == "request"]
    assert [line["status"] for line in told] == [200, 422]
    assert told[0]["request_id"] == answer.headers["x-request-id"]
    assert told[1]["request_id"] == refused.headers["x-request-id"]
    assert (told[0]["method"], told[0]["route"], told[0]["client"]) == (
        "POST",
        "/api/v1/evaluate",
        "127.0.0.1",
    )
    assert (told[0]["level"], told[0]["milliseconds"] != 0) == ("info", True)
    assert MINE not in json.dumps(lines)


async def test_ids_of_graphs_are_not_logged(
    post: Post, client: httpx.AsyncClient, lines: list[dict[str, Any]]
) -> None:
    address = (await post("graphs", source="L = Value(1.0) * 2")).headers["location"]
    await client.get(address)
    assert address.rpartition("/")[2] not in json.dumps(lines)
    assert lines[-1]["route"] == "/api/v1/graphs/{id:word}"


def test_a_line_of_text_is_one_line() -> None:
    record = logging.LogRecord("backlens", logging.INFO, "", 0, "first\r\nsecond", None, None)
    record.status = 200
    assert logs._Text().format(record).endswith("Z info first\\r\\nsecond status=200")


async def test_numbers_for_prometheus(app: FastAPI, post: Post, client: httpx.AsyncClient) -> None:
    before = await numbers(client)
    await post("evaluate", source="L = Value(1.0) * 4.5")
    await post("evaluate", source="L = nobody")
    await client.get("/api/v1/%3Cscript%3E/nothing")
    after = await numbers(client)

    def grown(name: str, **labels: str) -> float:
        key = (name, frozenset(labels.items()))
        return after.get(key, 0.0) - before.get(key, 0.0)

    evaluate = {"method": "POST", "route": "/api/v1/evaluate"}
    assert grown("backlens_requests_total", status="200", **evaluate) == 1
    assert grown("backlens_requests_total", status="422", **evaluate) == 1
    assert grown("backlens_request_seconds_count", route="/api/v1/evaluate") == 2
    assert grown("backlens_refusals_total", code="unknown-name") == 1
    assert grown("backlens_runs_total", outcome="ok") == 1
    assert grown("backlens_requests_total", method="GET", route="none", status="404") == 1
    assert after["backlens_slots", frozenset()] == 2
    assert after["backlens_slots_in_use", frozenset()] == 0


async def numbers(client: httpx.AsyncClient) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    text = (await client.get("/metrics")).text
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
