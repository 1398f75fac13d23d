"""Several processes behind one port: whose request meets which, and what happens when one of them ends."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.server.worker_processes import part
from app.settings import Settings
from tests.app.test_server import end, start
from tools.server import free_port

ADDRESSES = [f"127.0.0.{number}" for number in range(2, 10)]
LOOP = "a = Value(1.0, label='a')\nfor k in range(100000):\n    L = a * k\n    L.backward()"


class Several:
    """A server of two processes."""

    def __init__(self) -> None:
        self.metrics = free_port()
        self.process, self.client = start(
            BACKLENS_WORKERS="2", BACKLENS_METRICS="1", BACKLENS_METRICS_PORT=str(self.metrics)
        )

    def children(self) -> list[int]:
        """Its processes."""
        tasks = Path(f"/proc/{self.process.pid}/task").iterdir()
        return [int(pid) for task in tasks for pid in (task / "children").read_text().split()]

    def of(self, address: str) -> httpx.Client:
        """A client at this address."""
        transport = httpx.HTTPTransport(local_address=address)
        return httpx.Client(base_url=self.client.base_url, transport=transport, timeout=60)

    def ready(self, address: str) -> None:
        """Wait until this address is answered."""
        pause = threading.Event()
        for _ in range(1_200):
            try:
                with self.of(address) as client:
                    client.get("/readyz").raise_for_status()
                return
            except httpx.HTTPError:
                pause.wait(0.05)
        raise AssertionError("no answer after a minute")


@pytest.fixture(scope="module")
def several() -> Iterator[Several]:
    found = Several()
    for address in ADDRESSES:
        found.ready(address)
    yield found
    children = found.children()
    assert end(found.process, found.client) == 0
    assert not any(os.path.exists(f"/proc/{pid}") for pid in children)


def test_an_address_always_meets_the_process_that_holds_its_runs(several: Several) -> None:
    body = {"source": LOOP, "resume_seconds": 30, "live": {"pace": 5}}
    with several.of(ADDRESSES[0]) as client:
        with client.stream(
            "POST", "/api/v1/evaluate", json=body, headers={"Accept": "text/event-stream"}
        ) as events:
            line = next(line for line in events.iter_lines() if line.startswith("id: "))
        run = f"/api/v1/runs/{line.removeprefix('id: ').partition('.')[0]}"
    found = {}
    for address in ADDRESSES:
        answers = []
        for _ in range(3):
            with several.of(address) as other:  # a connection of its own
                answers.append(other.get(run).status_code)
        assert len(set(answers)) == 1
        found[address] = answers[0]
    assert found[ADDRESSES[0]] == 200
    assert set(found.values()) == {200, 404}  # both of them are met
    with several.of(ADDRESSES[0]) as client:
        assert client.post(f"{run}/stop").status_code == 200


def test_each_process_has_numbers_at_a_port_of_its_own(several: Several) -> None:
    for port in (several.metrics, several.metrics + 1):
        text = httpx.get(f"http://127.0.0.1:{port}/metrics").text
        names = {family.name for family in text_string_to_metric_families(text)}
        assert {"backlens_requests", "backlens_slots"} <= names
    assert several.client.get("/metrics").status_code == 404


def test_a_process_that_ends_is_started_again(several: Several) -> None:
    before = several.children()
    assert len(before) == 2
    os.kill(before[0], signal.SIGKILL)
    pause = threading.Event()
    while len(several.children()) < 2 or before[0] in several.children():
        pause.wait(0.05)
    for address in ADDRESSES:
        several.ready(address)
    after = several.children()
    assert len(after) == 2
    assert before[1] in after


def test_each_has_its_part() -> None:
    settings = Settings(workers=3, concurrency=7, queue=30, streams=1, metrics_port=9_000)
    parts = [part(settings, index) for index in range(3)]
    assert [each["BACKLENS_METRICS_PORT"] for each in parts] == ["9000", "9001", "9002"]
    assert {each["BACKLENS_CONCURRENCY"] for each in parts} == {"3"}
    assert {each["BACKLENS_STREAMS"] for each in parts} == {"1"}
    assert {each["BACKLENS_WORKERS"] for each in parts} == {"1"}
