"""Streams over a real socket: order, going on, leaving, errors on the way, and a server that ends."""

import asyncio
import json
import signal
import subprocess
import threading
from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx
import pytest
from fastapi import FastAPI

from app.http.queue_slot import QueueSlot
from app.http.server_sent_events import stream
from app.runtime.work_queue import WorkQueue
from app.services import Services
from app.settings import Settings
from tests.app.conftest import LECTURE, Post
from tests.app.test_server import start

pytestmark = pytest.mark.anyio

STREAM = {"accept": "text/event-stream"}
NET = "net = MLP(2, [4, 1])\nL = (net([0.5, -1.0]) - 1.0)**2 + (net([1.5, 0.25]) + 1.0)**2"
DESCENT: dict[str, Any] = {
    "source": NET, "learning_rate": 0.01, "steps": 40, "stride": 7, "optimizer": {"kind": "adam"},
    "schedule": {"kind": "cosine", "final": 0.001},
}  # fmt: skip
LONG: dict[str, Any] = {"source": NET, "learning_rate": 1e-6, "steps": 100_000, "stride": 1}


class Sent(NamedTuple):
    name: str
    data: Any
    id: str | None


def read(lines: Iterator[str]) -> Iterator[Sent]:
    """The events of a stream's lines."""
    found: dict[str, str] = {}
    for line in lines:
        if line:
            name, _, text = line.partition(": ")
            found[name] = text
        elif "data" in found:
            yield Sent(found["event"], json.loads(found["data"]), found.get("id"))
            found = {}


@pytest.fixture(scope="module")
def server() -> Iterator[tuple["subprocess.Popen[bytes]", httpx.Client]]:
    server, client = start(BACKLENS_SECONDS="60", BACKLENS_CONCURRENCY="1")
    yield server, client
    client.close()
    server.send_signal(signal.SIGTERM)
    server.wait(60)


def streamed(client: httpx.Client, body: dict[str, Any], last: str | None = None) -> list[Sent]:
    headers = STREAM if last is None else STREAM | {"Last-Event-ID": last}
    with client.stream("POST", "/api/v1/descend", json=body, headers=headers) as response:
        assert response.status_code == 200, response.read()
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["vary"] == "Accept"
        return list(read(response.iter_lines()))


Server = tuple["subprocess.Popen[bytes]", httpx.Client]


def test_events_in_order_are_the_whole_answer_bit_for_bit(server: Server) -> None:
    _, client = server
    whole = client.post("/api/v1/descend", json=DESCENT).json()
    events = streamed(client, DESCENT)
    assert [event.name for event in events] == ["step"] * (len(events) - 1) + ["done"]
    steps, done = [event.data for event in events[:-1]], events[-1].data
    assert [step["step"] for step in steps] == [0, 7, 14, 21, 28, 35, 40]
    assert [loss for step in steps for loss in step["losses"]] == whole["losses"]
    assert [step["frame"] for step in steps] == whole["frames"]
    assert done.pop("step") == 40
    assert done == {key: whole[key] for key in ("values", "grads", "watched", "optimizer", "stopped")}


def test_going_on_after_any_event_is_the_uninterrupted_stream(server: Server) -> None:
    _, client = server
    whole = streamed(client, DESCENT)
    for k, event in enumerate(whole):
        rest = streamed(client, DESCENT, event.id)
        assert rest == (whole[k + 1 :] or whole[-1:])


def test_a_stream_without_a_stride_has_about_a_hundred_events(server: Server) -> None:
    _, client = server
    events = streamed(client, {"source": LECTURE, "learning_rate": 1e-9, "steps": 12_345})
    assert 95 <= len(events) <= 105
    assert sum(len(event.data["losses"]) for event in events[:-1]) == 12_346


def test_a_course_that_breaks_off_says_so_as_the_answer_does(server: Server) -> None:
    _, client = server
    body = {"source": LECTURE, "learning_rate": 1.0, "steps": 50, "stride": 2}
    whole = client.post("/api/v1/descend", json=body).json()
    assert whole["stopped"] is not None
    events = streamed(client, body)
    assert [loss for event in events[:-1] for loss in event.data["losses"]] == whole["losses"]
    assert [event.data["frame"] for event in events[:-1]] == whole["frames"]
    assert events[-1].data["stopped"] == whole["stopped"]
    for event in events[:-1]:
        assert streamed(client, body, event.id)[-1] == events[-1]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"source": "x ="}, "syntax-error"),
        ({"source": "1"}, "no-value"),
        ({"parameters": ["nobody"]}, "unknown-node"),
        ({"steps": 2**50}, "limit-exceeded"),
        ({"optimizer": {"kind": "sgd", "momentum": 0.5}}, "bad-descent"),
    ],
)
def test_what_goes_wrong_before_the_first_event_is_an_ordinary_answer(
    server: Server, change: dict[str, Any], code: str
) -> None:
    _, client = server
    answer = client.post("/api/v1/descend", json=DESCENT | change, headers=STREAM)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_id_of_another_stream_is_refused(server: Server) -> None:
    _, client = server
    last = streamed(client, DESCENT)[2].id
    assert last is not None
    others: list[tuple[dict[str, Any], str]] = [
        (DESCENT | {"learning_rate": 0.02}, last),
        (DESCENT | {"values": {"net/layer0/neuron0/w0": 0.5}}, last),
        (DESCENT | {"stride": 6}, last),
        (DESCENT, "x"),
        (DESCENT, f"99{last}"),
        (DESCENT, f"-{last}"),
        (DESCENT, last + "0"),
    ]
    for body, given in others:
        answer = client.post("/api/v1/descend", json=body, headers=STREAM | {"Last-Event-ID": given})
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown-event"), given


def test_json_stays_the_answer_unless_events_are_preferred(server: Server) -> None:
    _, client = server
    for accept in ("*/*", "application/json", "application/json, text/event-stream", "text/event-stream;q=0"):
        answer = client.post("/api/v1/descend", json=DESCENT, headers={"accept": accept})
        assert answer.headers["content-type"] == "application/json", accept


def test_a_reader_who_leaves_frees_the_only_place(server: Server) -> None:
    _, client = server
    for _ in range(5):
        with client.stream("POST", "/api/v1/descend", json=LONG, headers=STREAM) as response:
            events = read(response.iter_lines())
            assert [next(events).data["step"] for _ in range(3)] == [0, 1, 2]
            # And while it lasts, others have their turn.
            assert client.post("/api/v1/evaluate", json={"source": LECTURE}).status_code == 200
    assert client.post("/api/v1/evaluate", json={"source": LECTURE}).status_code == 200


def test_a_server_that_ends_says_so_to_its_readers_and_does_not_wait_for_them() -> None:
    server, client = start(BACKLENS_SECONDS="600")
    with client.stream("POST", "/api/v1/descend", json=LONG, headers=STREAM) as response:
        events = read(response.iter_lines())
        last = next(events)
        server.send_signal(signal.SIGTERM)
        rest = list(events)
    assert rest[-1].name == "error"
    assert (rest[-1].data["code"], rest[-1].data["status"]) == ("closing", 503)
    assert [event.data["step"] for event in rest[:-1]] == list(
        range(last.data["step"] + 1, last.data["step"] + len(rest))
    )
    client.close()
    assert server.wait(60) in (0, -signal.SIGTERM, 128 + signal.SIGTERM)


async def test_a_budget_that_ends_on_the_way_is_an_error_event(app: FastAPI) -> None:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://backlens.test") as client:
        answer = await client.post("/api/v1/descend", json=LONG, headers=STREAM, timeout=None)
    events = list(read(iter(answer.text.splitlines())))
    assert events[-1].name == "error"
    assert events[-1].data["limit"] == {"name": "seconds", "value": 0.05}
    assert {event.name for event in events[:-1]} == {"step"}


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(concurrency=1, queue=0, layout_workers=1, seconds=0.05)


class Told(NamedTuple):
    name: str
    data: bytes
    id: str | None


async def _body(services: Services, events: Iterator[Told | None], request: Any, **more: Any) -> bytes:
    response: Any = await stream(QueueSlot(request, services.work_queue), events, services.shutdown, **more)
    return b"".join([chunk async for chunk in response.body_iterator])


async def _stays() -> None:
    await asyncio.Event().wait()


class Present:
    """A request whose client stays."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    class url:  # noqa: N801  # as Starlette calls it
        path = "/here"

    async def receive(self) -> dict[str, Any]:
        await asyncio.Event().wait()
        return {}


async def test_silence_is_filled_with_comments(app: FastAPI) -> None:
    services: Services = app.state.services
    go_on = threading.Event()

    def slow() -> Iterator[Told | None]:
        yield Told("step", b"{}", "1")
        assert go_on.wait(20)
        yield Told("done", b"{}", None)

    slot = QueueSlot(Present(app), services.work_queue)  # type: ignore[arg-type]  # all that is asked of it
    response: Any = await stream(slot, slow(), services.shutdown, keep_alive=0.01)
    chunks = response.body_iterator
    assert await anext(chunks) == b"event: step\ndata: {}\nid: 1\n\n"
    for _ in range(3):
        assert (await anext(chunks)).startswith(b":")
    go_on.set()
    rest = b"".join([chunk async for chunk in chunks if not chunk.startswith(b":")])
    assert rest == b"event: done\ndata: {}\n\n"


async def test_what_nobody_expected_is_an_error_event_too(
    app: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> Iterator[Told | None]:
        yield Told("step", b"{}", "1")
        yield None
        raise RuntimeError("of the test")

    body = await _body(app.state.services, broken(), Present(app))
    assert body.count(b"event: error") == 1
    assert b'"code": "internal"' in body
    assert b"of the test" not in body
    assert "of the test" in caplog.text


async def test_where_all_places_are_taken_a_stream_is_refused_at_first_and_waits_later(
    app: FastAPI, post: Post
) -> None:
    services: Services = app.state.services
    queue: WorkQueue = services.work_queue

    def events() -> Iterator[Told | None]:
        yield Told("step", b"{}", "1")
        yield Told("done", b"{}", None)

    response: Any = await stream(QueueSlot(Present(app), queue), events(), services.shutdown, keep_alive=0.01)  # type: ignore[arg-type]  # all that is asked of it
    free = threading.Event()
    taken = asyncio.ensure_future(queue.run(lambda: free.wait(20), _stays))
    await asyncio.sleep(0)
    while queue.inside == 0:
        await asyncio.sleep(0)
    refused = await post("evaluate", source=LECTURE)
    assert (refused.status_code, refused.json()["code"]) == (503, "busy")
    chunks = response.body_iterator
    assert b"event: step" in await anext(chunks)
    assert (await anext(chunks)).startswith(b":")
    free.set()
    await taken
    assert b"event: done" in b"".join([chunk async for chunk in chunks])


async def test_nothing_is_computed_for_a_reader_who_has_left(app: FastAPI) -> None:
    services: Services = app.state.services
    begun: list[int] = []

    def events() -> Iterator[Told | None]:
        for k in range(1_000_000):
            begun.append(k)
            yield Told("step", b"{}", str(k))

    response: Any = await stream(QueueSlot(Present(app), services.work_queue), events(), services.shutdown)  # type: ignore[arg-type]  # all that is asked of it
    chunks = response.body_iterator
    assert [await anext(chunks) for _ in range(3)]
    await chunks.aclose()
    while services.work_queue.inside:
        await asyncio.sleep(0)
    assert len(begun) <= 4


async def test_a_kept_graph_is_stepped_the_same_whether_told_or_not(client: httpx.AsyncClient) -> None:
    body = {name: DESCENT[name] for name in ("learning_rate", "steps", "optimizer", "schedule")}

    async def stepped(headers: dict[str, str]) -> tuple[httpx.Response, Any]:
        path = (await client.post("/api/v1/graphs", json={"source": NET})).headers["location"]
        answer = await client.post(f"{path}/step", json=body, headers={"If-Match": '"1"', **headers})
        assert answer.status_code == 200, answer.text
        kept = (await client.get(path)).json()
        assert kept.pop("id") == path.rpartition("/")[2]
        return answer, kept

    whole, kept = await stepped({})
    answer, kept_when_told = await stepped(STREAM)
    events = list(read(iter(answer.text.splitlines())))
    assert [event.name for event in events[-2:]] == ["step", "done"]
    assert [loss for event in events[:-1] for loss in event.data["losses"]] == whole.json()["losses"]
    assert events[-1].data["revision"] == kept["revision"] == 2
    assert kept_when_told == kept


async def test_a_told_step_that_cannot_be_kept_changes_nothing(client: httpx.AsyncClient) -> None:
    path = (await client.post("/api/v1/graphs", json={"source": LECTURE})).headers["location"]
    before = (await client.get(path)).json()
    body = {"learning_rate": 0.01, "steps": 3}
    for match, status in (('"7"', 412), (None, 428)):
        headers = STREAM if match is None else {**STREAM, "If-Match": match}
        answer = await client.post(f"{path}/step", json=body, headers=headers)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    headers = {**STREAM, "If-Match": '"1"', "Last-Event-ID": "1.0000000000000000"}
    answer = await client.post(f"{path}/step", json=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown-event")
    assert (await client.get(path)).json() == before
    again = await client.post(f"{path}/step", json=body, headers={**STREAM, "If-Match": '"1"'})
    assert again.status_code == 200
    late = await client.post(f"{path}/step", json=body, headers={**STREAM, "If-Match": '"1"'})
    assert late.status_code == 412
