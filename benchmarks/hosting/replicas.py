"""`make replicas`: two replicas behind nginx on one PostgreSQL, and what their
clients notice while one of them is restarted, killed or frozen, and while the database is restarted.

It needs nginx (`apt-get install nginx-light`) and PostgreSQL (`tools/system postgresql`). The proxy's
configuration is the one that is deployed, docs/deploy/nginx.conf, with other addresses.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

import httpx

from benchmarks.machine import described
from tools.databases import Postgres, missing, postgres
from tools.server import ROOT, free_port

WRITTEN: Final = Path(__file__).parents[1] / "REPLICAS.md"
CLIENTS: Final = 8
PAUSE: Final = 0.05
LOOP: Final = "\n".join(
    (
        "w = Value(1.0, label='w')",
        "for step in range(60):",
        "    loss = (w - 3.0)**2",
        "    w.grad = 0.0",
        "    loss.backward()",
        "    w.data -= 0.05 * w.grad",
    )
)


_RUN: Final = re.compile(r'data: \{"id": ?"(\w+)"')


class Replica:
    """One Backlens, started again on the same port."""

    def __init__(self, folder: Path, database: str) -> None:
        self.port = free_port()
        self._log = (folder / f"{self.port}.log").open("w")
        self._environment = os.environ | {
            "BACKLENS_HOST": "127.0.0.1",
            "BACKLENS_PORT": str(self.port),
            "BACKLENS_DATABASE_URL": database,
            "BACKLENS_TRUSTED_PROXIES": "1",
        }
        self.start()

    def start(self) -> None:
        """Start it, and wait until it is ready."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "app"],
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )
        for _ in range(1_200):
            if self._process.poll() is not None:
                raise RuntimeError(f"a replica ended: see {self._log.name}")
            try:
                if httpx.get(f"http://127.0.0.1:{self.port}/readyz", timeout=30).is_success:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.05)
        raise RuntimeError("a replica did not become ready")

    def send(self, number: int) -> None:
        """Send a signal to the server's process."""
        self._process.send_signal(number)

    def end(self, number: int = signal.SIGTERM) -> None:
        """Send a signal that ends it, and wait for the end."""
        self.send(number)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@dataclass
class Noticed:
    """What the clients were answered, each status with how often, and the seconds of each answer."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, status: int, seconds: float) -> None:
        with self.lock:
            self.statuses[status] += 1
            self.seconds.append(seconds)

    def __str__(self) -> str:
        good = sum(n for status, n in self.statuses.items() if 200 <= status < 300)
        others = [
            f"{status or 'no answer'} × {n:,}"
            for status, n in sorted(self.statuses.items())
            if status >= 300 or not status
        ]
        ordered = sorted(self.seconds)
        p99 = ordered[int(0.99 * (len(ordered) - 1))]
        return (
            f"{good:,} answered, {', '.join(others) or 'no error'}; p99 {p99:.2f} s, most {ordered[-1]:.2f} s"
        )


def main() -> int:
    """0 where every row is reached."""
    parser = argparse.ArgumentParser(description="Replicas behind nginx.")
    parser.add_argument("--seconds", type=float, default=12.0, help="of each row, beside what it waits for")
    seconds = parser.parse_args().seconds
    if reason := missing() or _no_proxy():
        print(reason, file=sys.stderr)
        return 1
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = stack.enter_context(postgres())
        address = database.create()
        replicas = [Replica(folder, address) for _ in range(2)]
        for replica in replicas:
            stack.callback(replica.end)
        port = stack.enter_context(proxied(folder, [replica.port for replica in replicas]))
        rows = [_printed(row) for row in _rows(port, replicas, database, seconds)]
    WRITTEN.write_text(_document(rows))
    return 0 if all(row.met for row in rows) else 1


def _no_proxy() -> str | None:
    return None if shutil.which("nginx") else "There is no nginx: apt-get install nginx-light."


@contextmanager
def proxied(folder: Path, ports: list[int]) -> Iterator[int]:
    """nginx as it is deployed, before replicas on these ports; yields its own port."""
    port = free_port()
    text = (ROOT / "docs/deploy/nginx.conf").read_text()
    for name, at in zip(("one", "two"), ports, strict=True):
        text, count = re.subn(rf"server {name}:8000", f"server 127.0.0.1:{at}", text)
        assert count == 1, name
    text, count = re.subn(r"listen 8000;", f"listen 127.0.0.1:{port};", text)
    assert count == 1
    (folder / "nginx.conf").write_text(text)
    process = subprocess.Popen(
        [
            *("nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder), "-e", str(folder / "errors")),
            *("-g", f"daemon off; pid {folder}/nginx.pid;"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield port
    finally:
        process.terminate()
        process.wait(20)


class Row(NamedTuple):
    """What was done to the replicas, and what their clients noticed."""

    change: str
    target: str
    found: Noticed
    met: bool


def _rows(port: int, replicas: list[Replica], database: Postgres, seconds: float) -> Iterator[Row]:
    one, two = replicas

    def restarted() -> None:
        for replica in replicas:
            time.sleep(seconds / 6)
            replica.end()
            replica.start()
        time.sleep(seconds / 3)

    def killed() -> None:
        time.sleep(seconds / 6)
        one.end(signal.SIGKILL)
        time.sleep(seconds / 2)
        one.start()
        time.sleep(seconds / 3)

    def frozen() -> None:
        time.sleep(seconds / 6)
        two.send(signal.SIGSTOP)
        time.sleep(2 * seconds)
        two.send(signal.SIGCONT)
        time.sleep(seconds / 3)

    def without_database() -> None:
        time.sleep(seconds / 6)
        database.stop()
        time.sleep(seconds / 6)
        database.start()
        time.sleep(seconds / 2)

    found = _under_load(port, restarted)
    yield Row("rolling restart", "no error", found, _errors(found) == 0)
    found = _under_load(port, killed)
    yield Row("one replica killed", "only what it had not answered", found, _errors(found) <= CLIENTS)
    found = _under_load(port, frozen)
    yield Row("one replica frozen", "only what it had not answered", found, _errors(found) <= 3 * CLIENTS)
    found = _under_load(port, without_database)
    yield Row(
        "PostgreSQL restarted",
        "503 while it is away; 200 after",
        found,
        set(found.statuses) <= {200, 201, 503},
    )
    found = _followed(port)
    yield Row("runs paused and continued from one address", "every run is found", found, _errors(found) == 0)


def _errors(found: Noticed) -> int:
    return sum(n for status, n in found.statuses.items() if not 200 <= status < 300)


def _under_load(port: int, change: Callable[[], None]) -> Noticed:
    found, over = Noticed(), threading.Event()
    clients = [threading.Thread(target=_visit, args=(port, k, over, found)) for k in range(CLIENTS)]
    for client in clients:
        client.start()
    try:
        change()
    finally:
        over.set()
        for client in clients:
            client.join()
    return found


def _client(port: int, k: int) -> httpx.Client:
    transport = httpx.HTTPTransport(local_address=f"127.0.0.{10 + k}")
    return httpx.Client(base_url=f"http://127.0.0.1:{port}/api/v1", transport=transport, timeout=90)


def _visit(port: int, k: int, over: threading.Event, found: Noticed) -> None:
    with _client(port, k) as client:
        for n in range(1_000_000):
            if over.wait(PAUSE):
                return
            body: dict[str, Any] = {"source": f"a = Value({k}.{n}, label='a')\nL = (a*2 + 1).tanh()"}
            begin = time.perf_counter()
            try:
                status = client.post(("/evaluate", "/graphs")[n % 2], json=body).status_code
            except httpx.TransportError:
                status = 0
            found.add(status, time.perf_counter() - begin)


def _followed(port: int) -> Noticed:
    """Each client starts a run; pauses, reads, continues and stops it, each on a connection of its own."""
    found = Noticed()
    for k in range(CLIENTS):
        with _client(port, k) as client:
            body = {"source": LOOP, "resume_seconds": 30, "live": {"pace": 20}}
            with client.stream(
                "POST", "/evaluate", json=body, headers={"Accept": "text/event-stream"}
            ) as events:
                run = next(match[1] for line in events.iter_lines() if (match := _RUN.match(line)))
                for method, path in (
                    ("POST", "/pause"),
                    ("GET", ""),
                    ("POST", "/continue"),
                    ("POST", "/stop"),
                ):
                    begin = time.perf_counter()
                    with _client(port, k) as other:
                        status = other.request(method, f"/runs/{run}{path}").status_code
                    found.add(status, time.perf_counter() - begin)
    return found


def _printed(row: Row) -> Row:
    print(f"{'reached' if row.met else 'NOT reached'}: {row.change}\n  {row.found}", flush=True)
    return row


def _document(rows: list[Row]) -> str:
    lines = [
        "# Replicas",
        "",
        "Written by `make replicas`: two replicas behind nginx (`docs/deploy/nginx.conf`) on one PostgreSQL,",
        f"and {CLIENTS} clients, each with an address of its own, which evaluate and store in turn.",
        "",
        *described(),
        "",
        f"Load of the machine after it: {os.getloadavg()[0]:.1f}; at more than its cores, times say little.",
        "",
        "| change | to reach | what clients notice | reached |",
        "|---|---|---|---|",
        *(
            f"| {row.change} | {row.target} | {row.found} | {'yes' if row.met else '**no**'} |"
            for row in rows
        ),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
