"""POST /evaluate as events: in order, as they come, and over when the client leaves."""

import asyncio
import json
from collections.abc import MutableMapping
from typing import Any, NamedTuple

import httpx
import pytest
from fastapi import FastAPI

from app.services import Services
from app.settings import Settings
from tests.app.raw import posted

pytestmark = pytest.mark.anyio

ASK = {"Accept": "text/event-stream", "Content-Type": "application/json"}
TWO_PASSES = """\
print('begin')
a = Value(2.0)
for k in range(2):
    L = a * a
    L.backward()
    print(k, L.data)
"""


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(concurrency=1, streams=1, queue=0, layout_workers=1, stream_seconds=60.0)


class Sent(NamedTuple):
    name: str
    data: Any
    id: str


def read(text: str) -> list[Sent]:
    """The events of a stream, comments left out."""
    found = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if fields:
            found.append(Sent(fields["event"], json.loads(fields["data"]), fields["id"]))
    return found


async def streamed(client: httpx.AsyncClient, **body: Any) -> list[Sent]:
    response = await client.post("/api/v1/evaluate", json=body, headers=ASK)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/event-stream")
    return read(response.text)


async def test_a_run_tells_what_it_does_and_ends_with_its_document(client: httpx.AsyncClient) -> None:
    sent = await streamed(client, source=TWO_PASSES, include=["nodes", "passes"])
    assert (sent[0].name, sent[-1].name) == ("run", "document")
    assert len({each.id for each in sent}) == len(sent)
    assert all(each.id.startswith(sent[0].data["id"] + ".") for each in sent)
    printed = "".join(each.data["text"] for each in sent if each.name == "printed")
    assert printed == sent[-1].data["printed"] == "begin\n0 4.0\n1 4.0\n"
    passes = [each.data for each in sent if each.name == "pass"]
    shared = sent[-1].data["passes"][0].keys() - {"norms"}
    assert [{name: each[name] for name in shared} for each in passes] == [
        {name: each[name] for name in shared} for each in sent[-1].data["passes"]
    ]
    assert [(each["pass"], each["value"], each["line"]) for each in passes] == [(1, 4.0, 5), (2, 4.0, 5)]


async def test_a_recorded_pass_carries_its_frame_where_it_is_asked_for(client: httpx.AsyncClient) -> None:
    ask: dict[str, Any] = {
        "source": TWO_PASSES,
        "include": ["nodes", "frame"],
        "live": {"record": True},
        "state": "program",
    }
    sent = await streamed(client, **ask)
    first, second = [each.data for each in sent if each.name == "pass"]
    assert (first["frame"]["data"], first["frame"]["grad"]) == ([2.0, 4.0], [4.0, 1.0])
    for name in ("structure", "data", "grad"):
        assert second["frame"][name] == sent[-1].data["frame"][name]
    without = await streamed(client, **ask | {"include": ["nodes"]})
    assert not any("frame" in each.data for each in without if each.name == "pass")


async def test_the_document_is_that_of_the_plain_answer(client: httpx.AsyncClient) -> None:
    last = (await streamed(client, source=TWO_PASSES))[-1].data
    plain = (await client.post("/api/v1/evaluate", json={"source": TWO_PASSES})).json()
    assert last | {"ran": None} == plain | {"ran": None}


async def test_what_was_streamed_is_not_run_again(app: FastAPI, client: httpx.AsyncClient) -> None:
    services: Services = app.state.services
    source = TWO_PASSES + "# once\n"
    first = await streamed(client, source=source)
    ran = services.processes.outcomes["ok"]
    plain = (await client.post("/api/v1/evaluate", json={"source": source})).json()
    again = await streamed(client, source=source)
    assert services.processes.outcomes["ok"] == ran
    assert first[-1].data == again[-1].data == plain
    printed = "".join(each.data["text"] for each in again if each.name == "printed")
    assert printed == plain["printed"]
    assert [each.data["pass"] for each in again if each.name == "pass"] == [1, 2]
    await streamed(client, source=source, live={"parts": True})
    assert services.processes.outcomes["ok"] == ran + 1


async def test_a_run_that_reads_the_clock_is_run_each_time(app: FastAPI, client: httpx.AsyncClient) -> None:
    services: Services = app.state.services
    source = "import time\nt = time.time()\na = Value(t)\nL = a * a"
    await streamed(client, source=source)
    ran = services.processes.outcomes["ok"]
    await streamed(client, source=source)
    assert services.processes.outcomes["ok"] == ran + 1


async def test_a_failure_is_the_last_event(client: httpx.AsyncClient) -> None:
    sent = await streamed(client, source="print('so far')\nx = 1 / 0")
    assert [each.name for each in sent] == ["run", "printed", "problem"]
    problem = sent[-1].data
    assert (problem["code"], problem["line"], problem["exception"]) == (
        "program-error",
        2,
        "ZeroDivisionError",
    )
    assert problem["printed"] == "so far\n"


async def test_a_request_that_cannot_be_read_is_refused_plainly(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/v1/evaluate", json={"source": 1}, headers=ASK)
    assert (response.status_code, response.json()["code"]) == (422, "invalid-request")


async def until(app: FastAPI, count: int) -> None:
    services: Services = app.state.services
    async with asyncio.timeout(60):
        while services.streams.inside != count:
            await asyncio.sleep(0.01)


async def test_leaving_ends_the_program_and_streams_hold_up_no_other_call(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    left = asyncio.Event()
    body = json.dumps({"source": "while True: pass"}).encode()
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if messages:
            return messages.pop()
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        """To nobody."""

    scope = posted("/api/v1/evaluate", (b"accept", b"text/event-stream"))
    endless = asyncio.ensure_future(app(scope, receive, send))
    try:
        await until(app, 1)
        refused = await client.post("/api/v1/evaluate", json={"source": "1"}, headers=ASK)
        assert (refused.status_code, refused.json()["code"]) == (503, "busy")
        other = await client.post("/api/v1/evaluate", json={"source": "1 + 1"})
        assert other.json()["result"] == "2"
    finally:
        left.set()
    await endless
    await until(app, 0)
