"""What is kept, under load and under kill -9: `python -m benchmarks.store [URL]`, on SQLite or on a database
at that URL; with `kill` in place of it, kill -9 alone. The tests run the same trials with smaller counts.
"""

import asyncio
import multiprocessing
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final

import httpx

from app.main import create_app
from app.sandbox.pool import Sandbox
from app.server.serve import Server as WebServer
from app.settings import Settings
from engine.descent.plan import Plan
from engine.descent.stepping import descend
from engine.program import run
from tools.server import free_port

ROOT: Final = Path(__file__).parents[1]
API: Final = "/api/v1/graphs"
PROGRAM: Final = "a = Value(2.0, label='a')\nb = Value(-3.0, label='b')\nL = (a*b + a.tanh() - 1.0)**2"
NODES: Final = [
    {"id": "n0", "op": "leaf", "data": 2.0, "label": "a", "name": "a"},
    {"id": "n1", "op": "leaf", "data": -3.0, "label": "b", "name": "b"},
    {"id": "n2", "op": "mul", "inputs": [{"node": "n0"}, {"node": "n1"}], "label": "L"},
]
RATE: Final = 1e-5
KILLS: Final = 500
START_SECONDS: Final = 60


@dataclass
class Server:
    """A Backlens in a process of its own."""

    process: "subprocess.Popen[bytes] | BaseProcess"
    address: str

    def kill(self) -> None:
        """As a power cut would: nothing is written any more."""
        self.process.kill()
        self.wait()

    def wait(self) -> None:
        """Until it has ended."""
        if isinstance(self.process, BaseProcess):
            self.process.join()
        else:
            self.process.wait()

    @property
    def has_ended(self) -> bool:
        """Whether there is none any more."""
        if isinstance(self.process, BaseProcess):
            return not self.process.is_alive()
        return self.process.poll() is not None


@contextmanager
def serving(environment: Mapping[str, str], path: str = "/readyz") -> Iterator[Server]:
    """A server with these variables that answers at this path."""
    port = free_port()
    given = {"BACKLENS_PORT": str(port), "BACKLENS_LAYOUT_WORKERS": "1", "BACKLENS_QUEUE": "10000"}
    process = subprocess.Popen(
        [sys.executable, "-m", "app"],
        cwd=ROOT,
        env={**os.environ, **given, **environment},
        stderr=subprocess.DEVNULL,
    )
    server = Server(process, f"http://127.0.0.1:{port}")
    try:
        _wait(server, path)
        yield server
    finally:
        process.terminate()
        process.wait()


@contextmanager
def forked(folder: Path) -> Iterator[Server]:
    """One that keeps graphs in this folder and runs no program, forked from a process that has imported
    everything: it answers in a tenth of the time.
    """
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(["app.main", "app.server.serve", "app.store.database", "app.store.graphs"])
    port = free_port()
    process = forking.Process(target=_serve, args=(str(folder), port))
    process.start()
    server = Server(process, f"http://127.0.0.1:{port}")
    try:
        _wait(server, "/healthz")
        yield server
    finally:
        process.terminate()
        process.join()


def _serve(folder: str, port: int) -> None:
    """In the forked process."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    app = create_app(Settings(data=folder, layout_workers=1, python="interpreted"), sandbox=Sandbox())
    services = app.state.services
    # Neither a sandbox nor a process that draws is started: nothing is run or drawn here.
    services.drawer.start = _nothing
    ended = services.shutdown.begin
    WebServer(app, "127.0.0.1", port, 0, services.readiness, services.way, ended).run()


def _nothing() -> None:
    """Done."""


def _wait(server: Server, path: str) -> None:
    end, pause = time.monotonic() + START_SECONDS, threading.Event()
    while time.monotonic() < end:
        if server.has_ended:
            break
        try:
            if httpx.get(server.address + path, timeout=START_SECONDS).status_code == 200:
                return
        except httpx.TransportError:
            pause.wait(0.02)
    raise RuntimeError("The server did not start.")


@dataclass
class Contention:
    """Many clients on one graph. written, refused: how many steps were answered 2xx and 412."""

    revision: int
    written: int
    refused: int
    kept: dict[str, float]
    replayed: dict[str, float]
    seconds: float


async def contend(addresses: Sequence[str], clients: int, steps: int) -> Contention:
    """Each client takes so many steps, each with the revision that it has seen last.

    Each has an address of its own, so that none of them asks for more than a client's share.
    """
    async with httpx.AsyncClient(timeout=120) as http:
        made = await http.post(addresses[0] + API, json={"source": PROGRAM})
        path = made.headers["location"]
        written, refused = 0, 0

        async def client(k: int) -> None:
            nonlocal written, refused
            at = addresses[k % len(addresses)]
            own = httpx.AsyncHTTPTransport(local_address=f"127.0.0.{k + 2}")
            async with httpx.AsyncClient(timeout=120, transport=own) as http:
                seen = (await http.get(at + path)).headers["etag"]
                for _ in range(steps):
                    answer = await http.post(
                        f"{at}{path}/step", json={"learning_rate": RATE}, headers={"If-Match": seen}
                    )
                    if answer.is_success:
                        written += 1
                    elif answer.status_code == 412:
                        refused += 1
                    else:
                        raise AssertionError(f"{answer.status_code}: {answer.text}")
                    seen = answer.headers["etag"]

        begin = time.monotonic()
        await asyncio.gather(*(client(k) for k in range(clients)))
        seconds = time.monotonic() - begin
        document = (await http.get(addresses[-1] + path)).json()
    kept = {node["name"]: node["data"] for node in document["nodes"] if "name" in node}
    return Contention(document["revision"], written, refused, kept, replay(written), seconds)


def replay(steps: int) -> dict[str, float]:
    """The leaves after so many single steps, computed here."""
    found = run(PROGRAM)
    graph = found.graph
    assert graph is not None
    data: Sequence[float] = found.frame.data
    for _ in range(steps):
        data = descend(Plan(graph, graph.leaves, RATE, 1), data).frame.data
    return {name: data[leaf] for leaf, name in graph.names.items()}


@dataclass
class Crash:
    """A server killed while it wrote. acknowledged: writes that were answered; lost: those that were gone."""

    acknowledged: int
    lost: list[str]
    integrity: str
    seconds: float


def crash(folder: Path, kills: int, writers: int = 4, seed: int = 0) -> Crash:
    """Start, write, kill -9, so many times over one SQLite file; then see that every answer was true.

    After each start the graphs written before it are looked at, and the whole file is checked; at the end all
    graphs are looked at. No graph is written in two rounds, so what is lost once is lost at the end.
    """
    chance = random.Random(seed)  # when to kill is to be repeatable, not secret
    seen: dict[str, dict[str, Any]] = {}
    new: dict[str, dict[str, Any]] = {}
    acknowledged, lost, integrity = 0, [], {"ok"}
    begin = time.monotonic()
    for _ in range(kills):
        with forked(folder) as server:
            lost += _verify(server, new)
            integrity.add(_integrity(folder))
            seen |= new
            new = {}
            tally = Tally(chance.randint(1, 60))
            threads = [
                threading.Thread(target=_write, args=(server.address, k, new, tally)) for k in range(writers)
            ]
            for thread in threads:
                thread.start()
            assert tally.reached.wait(START_SECONDS)
            server.kill()
            for thread in threads:
                thread.join()
            acknowledged += tally.count
    with forked(folder) as server:
        lost += _verify(server, seen | new)
    integrity.add(_integrity(folder))
    return Crash(acknowledged, lost, ", ".join(sorted(integrity)), time.monotonic() - begin)


def _integrity(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "backlens.db")) as database:
        return str(database.execute("PRAGMA integrity_check").fetchone()[0])


class Tally:
    """Counts answers over threads and says when there are enough."""

    def __init__(self, enough: int) -> None:
        self.reached: Final = threading.Event()
        self.count = 0
        self._enough: Final = enough
        self._lock: Final = threading.Lock()

    def add(self) -> None:
        with self._lock:
            self.count += 1
            if self.count >= self._enough:
                self.reached.set()


def _write(address: str, k: int, seen: dict[str, dict[str, Any]], tally: Tally) -> None:
    """One graph, changed again and again until the server is gone; `seen` has its last answer."""
    with httpx.Client(base_url=address, timeout=30) as http:
        try:
            made = http.post(API, json={"nodes": NODES})
            path = made.headers["location"]
            while True:
                document = made.json()
                seen[path] = document
                tally.add()
                made = http.patch(
                    path,
                    json={"values": {"a": float(document["revision"] * 10 + k)}},
                    headers={"If-Match": made.headers["etag"]},
                )
                made.raise_for_status()
        except httpx.TransportError:
            return


def _verify(server: Server, seen: Mapping[str, dict[str, Any]]) -> list[str]:
    """What is not as it was answered. A write that was not answered may be there or not, but only whole."""
    wrong = []
    with httpx.Client(base_url=server.address, timeout=30) as http:
        for path, document in seen.items():
            answer = http.get(path)
            found = answer.json()
            if answer.status_code != 200 or found["revision"] not in (
                document["revision"],
                document["revision"] + 1,
            ):
                wrong.append(path)
            elif found["revision"] == document["revision"]:
                wrong += [path] if found != document else []
            elif found["values"]["a"] // 10 != document["revision"]:
                wrong.append(path)
    return wrong


@dataclass
class Replay:
    """Steps on one graph, each sent three times with its key. differing: keys with unequal answers."""

    keys: int
    revision: int
    differing: int
    seconds: float


async def repeat(addresses: Sequence[str], keys: int) -> Replay:
    """Each request goes out twice at once, to two servers where there are two, and once more afterwards."""
    gate = asyncio.Semaphore(16)
    async with httpx.AsyncClient(timeout=120) as http:
        made = await http.post(addresses[0] + API, json={"source": PROGRAM})
        path = made.headers["location"]

        async def send(address: str, key: str) -> bytes:
            while True:
                answer = await http.post(
                    f"{address}{path}/step",
                    json={"learning_rate": RATE},
                    headers={"If-Match": "*", "Idempotency-Key": key},
                )
                if answer.is_success:
                    return answer.content
                # Its twin is still running, or another key's step came between.
                assert answer.status_code in (409, 412), answer.text

        async def one() -> bool:
            key = str(uuid.uuid4())
            async with gate:
                twins = await asyncio.gather(send(addresses[0], key), send(addresses[-1], key))
                last = await send(addresses[0], key)
            return {*twins, last} == {last}

        begin = time.monotonic()
        equal = await asyncio.gather(*(one() for _ in range(keys)))
        seconds = time.monotonic() - begin
        document = (await http.get(addresses[0] + path)).json()
    return Replay(keys, document["revision"], equal.count(False), seconds)


def main() -> int:
    """The full counts, with what was measured."""
    url = sys.argv[1] if len(sys.argv) > 1 else ""
    if url == "kill":
        return _killed()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        environment = {"BACKLENS_DATA": folder, "BACKLENS_DATABASE_URL": url}
        servers = [stack.enter_context(serving(environment)) for _ in range(2 if url else 1)]
        addresses = [server.address for server in servers]
        print(f"{'PostgreSQL' if url else 'SQLite'}, {len(servers)} process(es)")
        found = asyncio.run(contend(addresses, 50, 200))
        print(
            f"50 clients × 200 steps: {found.written:,} written, {found.refused:,} refused with 412, "
            f"revision {found.revision:,} (with the first), "
            f"{'equal to' if found.kept == found.replayed else 'DIFFERENT FROM'} the replay; "
            f"{found.seconds:.0f} s, {10_000 / found.seconds:,.0f} requests/s"
        )
        again = asyncio.run(repeat(addresses, 1_000))
        print(
            f"1,000 keys × 3: {again.revision - 1:,} effects, {again.differing} with differing answers; "
            f"{again.seconds:.0f} s"
        )
    if not url:
        return _killed()
    return 0


def _killed() -> int:
    with tempfile.TemporaryDirectory() as folder:
        killed = crash(Path(folder), KILLS)
    print(
        f"{KILLS} × kill -9: {killed.acknowledged:,} acknowledged writes, {len(killed.lost)} lost; "
        f"integrity check: {killed.integrity}; {killed.seconds:.0f} s"
    )
    return 1 if killed.lost or killed.integrity != "ok" else 0


if __name__ == "__main__":
    sys.exit(main())
