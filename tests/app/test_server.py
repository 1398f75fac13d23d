"""The server as a host runs it: a process, a socket, programs that compute beside health."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tools.server import free_port

ROOT = Path(__file__).parents[2]
BUSY = "v = [Value(1.0) for _ in range(15000)]\nL = sum(a * a for a in v)"
JSON = {"content-type": "application/json"}


def start(**more: str) -> tuple["subprocess.Popen[bytes]", httpx.Client]:
    """A server that has answered, and a client of it."""
    port = free_port()
    settings = {
        "BACKLENS_PORT": str(port),
        "BACKLENS_CONCURRENCY": "2",
        "BACKLENS_LAYOUT_WORKERS": "1",
    } | more
    server = subprocess.Popen(
        [sys.executable, "-m", "app"], cwd=ROOT, env=os.environ | settings, stderr=subprocess.DEVNULL
    )
    client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30)
    pause = threading.Event()
    for _ in range(1_200):
        try:
            client.get("/healthz").raise_for_status()
        except httpx.TransportError:
            assert server.poll() is None, "the server ended"
            pause.wait(0.05)
        else:
            return server, client
    server.kill()
    raise AssertionError("no answer after a minute")


def end(server: "subprocess.Popen[bytes]", client: httpx.Client) -> int:
    client.close()
    server.send_signal(signal.SIGTERM)
    return server.wait(20)


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    server, client = start()
    yield client
    end(server, client)


def test_it_starts_on_little_work_and_ends_when_told() -> None:
    """About 1 second of processor time; benchmarks tell how many seconds a start takes."""
    server, client = start()
    ticks = Path(f"/proc/{server.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    assert client.get("/readyz").status_code == 200
    # As a shell tells of a process that its signal ended, or 0.
    assert end(server, client) in (0, -signal.SIGTERM, 128 + signal.SIGTERM)
    assert sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK") < 10.0


def test_what_is_slow_to_import_is_imported_when_it_is_used() -> None:
    """Each of these takes a good part of a second, unlike numpy; /healthz does not wait for them."""
    code = "import sys, app.main; print(*sorted(sys.modules))"
    command = [sys.executable, "-c", code]
    loaded = set(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split())
    assert "fastapi" in loaded
    assert not loaded & {"alembic", "numba", "pygraphviz", "sqlalchemy", "typst"}


def test_it_ends_when_told_although_it_has_hardly_begun() -> None:
    server, client = start()
    assert end(server, client) in (0, -signal.SIGTERM, 128 + signal.SIGTERM)


def test_health_answers_while_programs_compute(client: httpx.Client) -> None:
    address = str(client.base_url)

    def compute(k: int) -> int:
        body = {"source": f"{BUSY}\n# {k}"}
        return httpx.post(f"{address}/api/v1/evaluate", json=body, timeout=60).status_code

    answered = 0
    with ThreadPoolExecutor(2) as pool:
        computing = [pool.submit(compute, k) for k in range(6)]
        while not all(job.done() for job in computing):
            assert client.get("/healthz").status_code == 200
            answered += 1
        assert [job.result() for job in computing] == [200] * 6
    # Some hundreds. One that waits for a program comes three times, as there are two places for six of them.
    assert answered >= 20


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_too_large_is_answered_and_not_cut_off(client: httpx.Client, chunked: bool) -> None:
    body = b'{"source": "' + b"a" * 10_000_000 + b'"}'
    content = iter([body[k : k + 65_536] for k in range(0, len(body), 65_536)]) if chunked else body
    response = client.post("/api/v1/evaluate", content=content, headers=JSON)
    assert (response.status_code, response.json()["code"]) == (413, "body-too-large")
    assert client.get("/healthz").status_code == 200


def test_a_head_without_end_is_refused(client: httpx.Client) -> None:
    response = client.get("/healthz", headers={"x-long": "a" * 1_000_000})
    assert response.status_code == 400
    assert client.get("/healthz").status_code == 200


def test_the_answer_does_not_name_the_server(client: httpx.Client) -> None:
    assert "server" not in client.get("/healthz").headers


def test_numbers_survive_the_way(client: httpx.Client) -> None:
    source = "a = Value(0.1)\nb = Value(-0.0)\nL = a / b"
    text = client.post("/api/v1/evaluate", json={"source": source}).text
    document = json.loads(text)
    assert document["value"] == "-Infinity"
    assert '"data":0.1' in text
    assert '"data":-0.0' in text
