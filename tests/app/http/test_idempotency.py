"""Idempotency-Key: one effect and one answer, on every kind of database and for every POST."""

import asyncio
import time
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from app.http import idempotency
from app.settings import Settings
from app.store import Answer, Claim, KeyRunningError, Store

pytestmark = pytest.mark.anyio

GRAPHS = "/api/v1/graphs"
SLOW = "v = [Value(1.0) for _ in range(15000)]\nL = sum(a * a for a in v)"


@pytest.fixture(scope="module")
def settings(database: dict[str, str]) -> Settings:
    return Settings(concurrency=2, layout_workers=1, **database)  # type: ignore[arg-type]  # only texts


@pytest.fixture
def key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}


async def test_a_repeated_key_gives_the_first_answer(
    client: httpx.AsyncClient, lecture: str, key: dict[str, str]
) -> None:
    first = await client.post(GRAPHS, json={"source": lecture}, headers=key)
    again = await client.post(GRAPHS, json={"source": lecture}, headers=key)
    assert again.content == first.content
    for name in ("location", "etag", "content-type"):
        assert again.headers[name] == first.headers[name]
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    other = await client.post(GRAPHS, json={"source": lecture}, headers={"Idempotency-Key": str(uuid4())})
    assert other.json()["id"] != first.json()["id"]


async def test_a_repeated_step_is_one_step_and_not_stale(
    client: httpx.AsyncClient, lecture: str, key: dict[str, str]
) -> None:
    path = (await client.post(GRAPHS, json={"source": lecture})).headers["location"]
    headers = {**key, "If-Match": '"1"'}
    first = await client.post(f"{path}/step", json={"learning_rate": 0.1}, headers=headers)
    again = await client.post(f"{path}/step", json={"learning_rate": 0.1}, headers=headers)
    assert (first.status_code, again.content) == (200, first.content)
    assert (await client.get(path)).json()["revision"] == 2


@pytest.mark.parametrize("call", ["evaluate", "forward", "backward", "render", "snapshots"])
async def test_every_post_takes_a_key(
    client: httpx.AsyncClient, lecture: str, key: dict[str, str], call: str
) -> None:
    first = await client.post(f"/api/v1/{call}", json={"source": lecture}, headers=key)
    again = await client.post(f"/api/v1/{call}", json={"source": lecture}, headers=key)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["content-security-policy"] == first.headers["content-security-policy"]


async def test_another_request_with_the_key_is_refused(
    client: httpx.AsyncClient, lecture: str, key: dict[str, str]
) -> None:
    await client.post(GRAPHS, json={"source": lecture}, headers=key)
    for call, source in (("graphs", lecture + "\n"), ("evaluate", lecture)):
        response = await client.post(f"/api/v1/{call}", json={"source": source}, headers=key)
        assert (response.status_code, response.json()["code"]) == (422, "key-reused")


async def test_a_request_that_resumes_elsewhere_is_another_one(
    client: httpx.AsyncClient, lecture: str, key: dict[str, str]
) -> None:
    body = {"source": lecture, "learning_rate": 0.01, "steps": 1}
    assert (await client.post("/api/v1/descend", json=body, headers=key)).status_code == 200
    resumed = {**key, "Last-Event-ID": "0" * 101}
    response = await client.post("/api/v1/descend", json=body, headers=resumed)
    assert (response.status_code, response.json()["code"]) == (422, "key-reused")


async def test_a_refusal_frees_the_key(client: httpx.AsyncClient, lecture: str, key: dict[str, str]) -> None:
    refused = await client.post(GRAPHS, json={"source": "a = ("}, headers=key)
    assert refused.status_code == 422
    path = (await client.post(GRAPHS, json={"source": lecture}, headers=key)).headers["location"]
    again = {"Idempotency-Key": str(uuid4())}
    stale = await client.post(f"{path}/forward", headers={**again, "If-Match": '"9"'})
    assert stale.status_code == 412
    done = await client.post(f"{path}/forward", headers={**again, "If-Match": '"1"'})
    assert done.status_code == 200


async def test_while_the_first_runs_the_second_waits(client: httpx.AsyncClient, key: dict[str, str]) -> None:
    answers = await asyncio.gather(
        *(client.post(GRAPHS, json={"source": SLOW, "include": ["frame"]}, headers=key) for _ in range(4))
    )
    done = [answer for answer in answers if answer.status_code == 201]
    running = [answer for answer in answers if answer.status_code == 409]
    assert len(done) + len(running) == 4
    assert done
    for answer in running:
        assert answer.json()["code"] == "key-running"
        assert answer.headers["retry-after"] == "1"
    assert len({answer.json()["id"] for answer in done}) == 1


@pytest.mark.parametrize("text", ["", " ", "a b", "é".encode().decode("latin-1"), "x" * 256])
async def test_a_key_that_is_none(client: httpx.AsyncClient, lecture: str, text: str) -> None:
    headers: Any = [(b"idempotency-key", text.encode("latin-1"))]
    response = await client.post(GRAPHS, json={"source": lecture}, headers=headers)
    assert (response.status_code, response.json()["code"]) == (400, "bad-request")


async def test_a_claim_that_has_ended_can_be_taken_over_and_then_counts_for_nothing(app: FastAPI) -> None:
    store: Store = app.state.services.store
    name, request = uuid4().hex, uuid4().hex
    lost = await store.call(lambda opened: opened.keys.claim(name, request))
    assert isinstance(lost, Claim)
    with pytest.raises(KeyRunningError):
        await store.call(lambda opened: opened.keys.claim(name, request))
    await store.call(lambda opened: opened.keys.expire(name, time.time() - 1))
    taken = await store.call(lambda opened: opened.keys.claim(name, request))
    assert isinstance(taken, Claim)
    answer = Answer(200, {}, b"late")
    with pytest.raises(KeyRunningError):
        await store.call(lambda opened: opened.keys.settle(lost, answer))
    await store.call(lambda opened: opened.keys.settle(taken, Answer(200, {}, b"right")))
    found = await store.call(lambda opened: opened.keys.claim(name, request))
    assert isinstance(found, Answer)
    assert found.body == b"right"
    await store.call(lambda opened: opened.keys.expire(name, time.time() - 1))
    assert isinstance(await store.call(lambda opened: opened.keys.claim(name, uuid4().hex)), Claim)


async def test_of_a_large_answer_an_effect_is_kept_and_the_rest_is_done_again(
    client: httpx.AsyncClient, lecture: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idempotency, "KEPT_BYTES", 100)
    key = {"Idempotency-Key": str(uuid4())}
    first, again = [await client.post(GRAPHS, json={"source": lecture}, headers=key) for _ in range(2)]
    assert (again.status_code, again.content) == (201, b"")
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["preference-applied"] == "return=minimal"
    assert again.headers["idempotency-replayed"] == "true"
    key = {"Idempotency-Key": str(uuid4())}
    body = {"source": lecture}
    first, again = [await client.post("/api/v1/evaluate", json=body, headers=key) for _ in range(2)]
    assert "idempotency-replayed" not in again.headers
    assert again.json()["nodes"] == first.json()["nodes"]
