"""/runs: a streamed run is paused, goes on, is resumed by another reader and stopped; recorded passes."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator, MutableMapping
from dataclasses import replace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app.main import create_app
from app.programs.live import run
from app.programs.request import ProgramRequest
from app.sandbox.codec.runs import encode_run
from app.sandbox.pool import Sandbox
from app.services import Services
from app.settings import Settings
from tests.app.raw import posted

pytestmark = pytest.mark.anyio

ASK = {"Accept": "text/event-stream", "Content-Type": "application/json"}
TRAINING = """\
a = Value(2.0, label='a')
b = Value(3.0, label='b')
k = 0
while True:
    L = a * b
    L.backward()
    k += 1
    print(k, L.data)
"""
FINITE = TRAINING.replace("while True", "while k < 200")


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(
        concurrency=1,
        streams=1,
        queue=1,
        layout_workers=1,
        stream_seconds=60.0,
        pause_seconds=60.0,
        paused_runs=8,
    )


class Reader:
    """One connection to a stream, in the app's own process, which may be lost at any time."""

    def __init__(self, app: FastAPI, scope: dict[str, Any], body: bytes) -> None:
        self.events: list[tuple[str, Any, str]] = []
        self.status = 0
        self.paused = False
        self._left = asyncio.Event()
        self._messages = [{"type": "http.request", "body": body, "more_body": False}]
        self._rest = ""
        self._changed = asyncio.Event()
        self.task = asyncio.ensure_future(app(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        if self._messages:
            return self._messages.pop()
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            return
        while self.paused:
            await asyncio.sleep(0.01)
        *blocks, self._rest = (self._rest + message.get("body", b"").decode()).split("\n\n")
        for block in blocks:
            fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
            if fields:
                self.events.append((fields["event"], json.loads(fields["data"]), fields["id"]))
        self._changed.set()

    async def until(self, name: str, **wanted: Any) -> Any:
        """The data of the first event of this name that has all of this."""
        async with asyncio.timeout(60):
            while True:
                self._changed.clear()
                for found, data, _ in self.events:
                    if found == name and wanted.items() <= data.items():
                        return data
                await self._changed.wait()

    def all(self, name: str) -> list[Any]:
        return [data for found, data, _ in self.events if found == name]

    async def lose(self) -> None:
        self._left.set()
        self.paused = False
        await asyncio.wait_for(self.task, 10)


class Server:
    def __init__(self, app: FastAPI, client: httpx.AsyncClient) -> None:
        self.app, self.client = app, client
        self.readers: list[Reader] = []

    def run(self, source: str, **body: Any) -> Reader:
        scope = posted("/api/v1/evaluate", (b"accept", b"text/event-stream"))
        return self._reader(scope, json.dumps({"source": source, **body}).encode())

    def resume(self, id_: str, last_event: str | None) -> Reader:
        headers = [] if last_event is None else [(b"last-event-id", last_event.encode())]
        scope = posted(f"/api/v1/runs/{id_}/events", *headers) | {"method": "GET"}
        return self._reader(scope, b"")

    async def ask(self, id_: str, verb: str, **body: Any) -> httpx.Response:
        if not body:
            return await self.client.post(f"/api/v1/runs/{id_}/{verb}")
        return await self.client.post(f"/api/v1/runs/{id_}/{verb}", json=body)

    async def seen(self, id_: str) -> Any:
        return (await self.client.get(f"/api/v1/runs/{id_}")).json()

    async def until_quiet(self) -> None:
        services: Services = self.app.state.services
        async with asyncio.timeout(60):
            while services.streams.inside or services.live_runs.running:
                await asyncio.sleep(0.01)

    def _reader(self, scope: dict[str, Any], body: bytes) -> Reader:
        self.readers.append(Reader(self.app, scope, body))
        return self.readers[-1]


@pytest.fixture
async def server(app: FastAPI, client: httpx.AsyncClient) -> AsyncIterator[Server]:
    """Whatever a test leaves open is closed, and then nothing may be left."""
    made = Server(app, client)
    yield made
    for each in made.readers:
        await each.lose()
    await made.until_quiet()
    services: Services = app.state.services
    assert (services.streams.running, services.live_runs.paused, services.client_streams.total) == (0, 0, 0)


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call waits long enough for what it asked for to happen, however slow the machine is."""
    monkeypatch.setattr(run, "ANSWER_SECONDS", 60.0)
    monkeypatch.setattr(run, "STOP_SECONDS", 60.0)


@pytest.mark.usefixtures("patience")
async def test_it_pauses_steps_goes_on_with_other_numbers_and_stops(server: Server) -> None:
    reader = server.run(TRAINING, live={"pause_at": 2, "record": True})
    id_ = (await reader.until("run"))["id"]
    assert len(id_) == 32
    await reader.until("state", state="paused")
    assert (await server.seen(id_))["state"] == "paused"
    assert (await server.ask(id_, "step", values={"nobody": 1.0})).json()["code"] == "unknown-node"
    assert (await server.seen(id_))["pass"] == 2
    stepped = await server.ask(id_, "step", values={"a": 5.0})
    assert stepped.json() == {"id": id_, "state": "paused", "pass": 3}
    await server.ask(id_, "step")
    assert (await reader.until("pass", **{"pass": 4}))["value"] == 15.0
    assert (await server.ask(id_, "continue", pace=50.0)).json()["state"] == "running"
    assert (await server.ask(id_, "pause")).json()["state"] == "paused"
    assert (await server.ask(id_, "stop")).json()["state"] in ("stopped", "ended")
    document = await reader.until("document")
    assert "stopped" in [each["code"] for each in document["notices"]]
    assert document["nodes"]
    await reader.task
    assert (await server.ask(id_, "pause")).json()["state"] == "ended"
    assert (await server.ask(id_, "continue")).json()["code"] == "run-ended"
    assert (await server.seen(id_))["state"] == "ended"


@pytest.mark.usefixtures("patience")
async def test_a_paused_run_leaves_its_place_and_waits_for_one(server: Server) -> None:
    first = server.run(TRAINING, live={"pause_at": 1})
    one = (await first.until("run"))["id"]
    await first.until("state", state="paused")
    second = server.run(TRAINING, live={"pace": 20.0})
    two = (await second.until("run"))["id"]
    await second.until("pass")
    going = asyncio.ensure_future(server.ask(one, "continue"))
    await asyncio.sleep(0.3)
    assert not going.done()
    await server.ask(two, "pause")
    assert (await going).json()["state"] == "running"
    stopped, goes_on = await asyncio.gather(server.ask(one, "stop"), server.ask(two, "continue"))
    assert (stopped.status_code, goes_on.status_code) == (200, 200)


@pytest.mark.usefixtures("patience")
async def test_a_run_that_is_paused_for_long_is_stopped(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    services: Services = server.app.state.services
    brief = replace(services.live_runs.limits, pause_seconds=1.0)
    monkeypatch.setattr(services.live_runs, "limits", brief)
    reader = server.run(TRAINING, live={"pause_at": 1})
    await reader.until("state", state="paused")
    await reader.until("document")
    await reader.task


async def test_a_lost_connection_resumes_at_its_event(server: Server) -> None:
    reader = server.run(FINITE, resume_seconds=20, live={"pace": 100.0})
    id_ = (await reader.until("run"))["id"]
    await reader.until("pass", **{"pass": 20})
    await reader.lose()
    await asyncio.sleep(0.2)
    second = server.resume(id_, reader.events[-1][2])
    await second.until("pass", **{"pass": 60})
    await second.lose()
    third = server.resume(id_, second.events[-1][2])
    await third.until("document")
    found = [*reader.events, *second.events, *third.events]
    assert [int(each[2].partition(".")[2]) for each in found] == list(range(len(found)))
    printed = "".join(data["text"] for name, data, _ in found if name == "printed")
    assert printed == found[-1][1]["printed"]
    assert [data["pass"] for name, data, _ in found if name == "pass"][-1] == 200


async def test_without_resuming_leaving_ends_it(server: Server) -> None:
    reader = server.run(TRAINING)
    id_ = (await reader.until("run"))["id"]
    await reader.until("pass")
    await reader.lose()
    await server.until_quiet()
    assert (await server.seen(id_))["state"] == "ended"


async def test_who_is_paused_and_left_is_ended(server: Server) -> None:
    reader = server.run(TRAINING, live={"pause_at": 1})
    await reader.until("state", state="paused")
    await reader.lose()
    await server.until_quiet()


async def test_what_is_unknown_is_refused(server: Server) -> None:
    assert (await server.ask("0" * 32, "pause")).json()["code"] == "unknown-run"
    assert (await server.client.get("/api/v1/runs/none")).status_code == 404
    reader = server.run(FINITE, live={"pause_at": 1})
    id_ = (await reader.until("run"))["id"]
    await reader.until("state")
    response = await server.client.get(f"/api/v1/runs/{id_}/events", headers={"Last-Event-ID": "x.1"})
    assert response.json()["code"] == "unknown-event"
    assert (await server.ask(id_, "passes/7", include=[])).json()["code"] == "unknown-pass"
    assert (await server.ask(id_, "passes/x", include=[])).json()["code"] == "invalid-request"
    assert (await server.ask(id_, "step", pace=1.0)).json()["code"] == "invalid-request"
    plain = await server.client.post("/api/v1/evaluate", json={"source": "1", "live": {}})
    assert (plain.status_code, plain.json()["names"]) == (422, ["live"])


@pytest.mark.parametrize(
    "source",
    [
        "while True: pass",
        "import os\nos.close(3)\n" + TRAINING,
        TRAINING.replace("    L.backward()", "    try: L.backward()\n    except BaseException: pass"),
    ],
)
async def test_who_takes_no_notice_still_runs_and_is_ended(server: Server, source: str) -> None:
    reader = server.run("print('begun')\n" + source)
    id_ = (await reader.until("run"))["id"]
    await reader.until("printed")
    if "try" not in source:
        assert (await server.ask(id_, "pause")).json()["state"] == "running"
    await server.ask(id_, "stop")
    problem = await reader.until("problem") if "try" not in source else None
    assert problem is None or problem["code"] == "stopped"
    await asyncio.wait_for(reader.task, 60)


async def test_printing_without_end_is_cut(server: Server) -> None:
    reader = server.run("while True: print('x' * 100)")
    id_ = (await reader.until("run"))["id"]
    await asyncio.sleep(1)
    await server.ask(id_, "stop")
    await reader.until("problem")
    assert sum(len(each["text"]) for each in reader.all("printed")) <= 10_000


@pytest.mark.usefixtures("patience")
async def test_many_passes_reach_who_reads_slowly(server: Server) -> None:
    reader = server.run(TRAINING, live={"parts": True})
    id_ = (await reader.until("run"))["id"]
    first = (await reader.until("pass"))["pass"]
    reader.paused = True
    async with asyncio.timeout(60):
        while (await server.seen(id_))["pass"] < first + 200:
            await asyncio.sleep(0.01)
    assert (await server.ask(id_, "pause")).json()["state"] == "paused"
    reader.paused = False
    newest = (await server.seen(id_))["pass"]
    await reader.until("pass", **{"pass": newest})
    await reader.until("state", state="paused")
    numbers = [each["pass"] for each in reader.all("pass")]
    assert numbers == sorted(set(numbers))


async def test_a_recorded_pass_is_the_graph_that_the_program_had(server: Server) -> None:
    services: Services = server.app.state.services
    source = "a = Value(3.0, label='a')\nL = a * a\nL.backward()\na.data = 4.0"
    reader = server.run(FINITE, live={"record": True})
    id_ = (await reader.until("run"))["id"]
    await reader.until("document")
    live = services.live_runs.get(id_)
    found = await asyncio.to_thread(services.processes.run, ProgramRequest(source=source, state="program"))
    services.live_runs.record(live, 900, encode_run(found))
    document = (await server.ask(id_, "passes/900", include=["nodes", "frame"])).json()
    plain = await server.client.post(
        "/api/v1/evaluate", json={"source": source, "state": "program", "include": ["nodes", "frame"]}
    )
    assert document | {"ran": None} == plain.json() | {"ran": None}
    assert (await server.ask(id_, "passes/newest", include=[])).json()["value"] == 9.0
    assert (await server.seen(id_))["recorded"][-1] == 900
    picture = await server.client.post(
        f"/api/v1/runs/{id_}/passes/900",
        json={"view": {}, "prefix": "p-"},
        headers={"Accept": "image/svg+xml"},
    )
    assert picture.headers["content-type"] == "image/svg+xml"
    assert 'id="p-n' in picture.text
    missing = (await server.ask(id_, "passes/899", include=[])).json()
    assert (missing["code"], missing["names"]) == ("unknown-pass", ["900"])


async def test_where_the_supervisor_ends_the_run_does_and_the_next_one_begins(server: Server) -> None:
    services: Services = server.app.state.services
    reader = server.run(TRAINING, live={"pause_at": 1})
    await reader.until("state", state="paused")
    processes: Any = services.sandbox._processes
    os.kill(processes._running[False].pid, signal.SIGKILL)
    assert (await reader.until("problem"))["code"] == "not-ready"
    await reader.task
    again = server.run(TRAINING, live={"pause_at": 1})
    await again.until("state", state="paused")


async def test_a_server_that_ends_ends_its_runs(settings: Settings, sandbox: Sandbox) -> None:
    app = create_app(settings, sandbox=sandbox)
    async with asyncio.timeout(20):
        async with app.router.lifespan_context(app), httpx.AsyncClient() as client:
            server = Server(app, client)
            waiting = server.run(TRAINING, live={"pause_at": 1}, resume_seconds=60)
            await waiting.until("state", state="paused")
            running = server.run("while True: pass", resume_seconds=60)
            await running.until("run")
        await asyncio.gather(waiting.task, running.task)
    assert waiting.events[-1][0] == running.events[-1][0] == "problem"
