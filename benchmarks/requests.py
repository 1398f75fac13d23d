"""Row 7: requests a second, and how long the slowest of a hundred takes, beside a route that does nothing.

`python -m benchmarks.requests` prints them with requests a second and the median, on SQLite and, where its
server is installed, on PostgreSQL. The client is a few connections that are kept open, each with one request
under way, and ends without being stopped; what it costs is in the do-nothing route's time too.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.table import Line, duration
from tools import databases, server

PROGRAM = (Path(__file__).parents[1] / "app/examples/expression.py.txt").read_text()
GRAPHS = "/api/v1/graphs"
NOTHING = "GET /healthz, which does nothing"
CONNECTIONS = 8
ROUNDS = 10
STEP = json.dumps({"learning_rate": 1e-6}).encode()


@dataclass
class Measured:
    """What one kind of request took. seconds: how long requests were sent; each: every request's own time."""

    seconds: float = 0.0
    each: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.each) / self.seconds

    def percentile(self, percent: int) -> float:
        """The time within which so many of a hundred were answered, in seconds."""
        ordered = sorted(self.each)
        return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


@dataclass
class Connection:
    """One connection that is kept, with a stored graph of its own whose tag it knows."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    graph: str = ""
    tag: str = ""

    async def ask(self, request: bytes, status: bytes) -> bytes:
        """The body of the answer, which must have this status; it comes with a length."""
        self.writer.write(request)
        head = await self.reader.readuntil(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        headers = dict(line.lower().split(b": ", 1) for line in lines[1:] if line)
        body = await self.reader.readexactly(int(headers.get(b"content-length", b"0")))
        assert lines[0].split()[1] == status, head + body
        self.tag = headers.get(b"etag", b"").decode() or self.tag
        self.graph = headers.get(b"location", b"").decode() or self.graph
        return body


Make = Callable[[Connection], bytes]


def _request(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    given = {"Host": "backlens", **headers} | ({"Content-Type": "application/json"} if body else {})
    if method == "POST":
        given["Content-Length"] = str(len(body))
    lines = "".join(f"{name.replace('_', '-')}: {text}\r\n" for name, text in given.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body


def _program(path: str, source: str) -> bytes:
    return _request("POST", path, json.dumps({"source": source}).encode())


def _calls() -> dict[str, tuple[Make, bytes]]:
    """What is sent, and the status of its answer; the first is what the others are compared with."""
    numbers = count()
    seen = _program("/api/v1/evaluate", PROGRAM)
    nothing = _request("GET", "/healthz")
    return {
        NOTHING: (lambda _: nothing, b"200"),
        "POST /evaluate, the same program again": (lambda _: seen, b"200"),
        "POST /evaluate, a program it has not seen": (
            lambda _: _program("/api/v1/evaluate", f"{PROGRAM}# {next(numbers)}\n"),
            b"200",
        ),
        "GET /graphs/{id}": (lambda at: _request("GET", at.graph), b"200"),
        "GET /graphs/{id} with If-None-Match": (
            lambda at: _request("GET", at.graph, If_None_Match=at.tag),
            b"304",
        ),
        "POST /graphs/{id}/step with If-Match": (
            lambda at: _request("POST", f"{at.graph}/step", STEP, If_Match=at.tag),
            b"200",
        ),
    }


async def measure(origin: str, seconds: float, connections: int = CONNECTIONS) -> dict[str, Measured]:
    """Every call in turn, round by round, each for its share of the time."""
    host, port = urlsplit(origin).hostname, urlsplit(origin).port
    opened = [Connection(*await asyncio.open_connection(host, port)) for _ in range(connections)]
    for each in opened:
        await each.ask(_program(GRAPHS, PROGRAM), b"201")
    calls = _calls()
    found = {name: Measured() for name in calls}
    share = seconds / (ROUNDS * len(calls))

    async def send(at: Connection, make: Make, status: bytes, into: Measured, until: float) -> None:
        while True:
            request = make(at)
            begin = time.perf_counter()
            await at.ask(request, status)
            now = time.perf_counter()
            into.each.append(now - begin)
            if now >= until:
                return

    for _ in range(ROUNDS):
        for name, (make, status) in calls.items():
            begin = time.perf_counter()
            await asyncio.gather(*(send(each, make, status, found[name], begin + share) for each in opened))
            found[name].seconds += time.perf_counter() - begin
    for each in opened:
        each.writer.close()
    return found


@contextmanager
def stores() -> Iterator[dict[str, dict[str, str]]]:
    """The settings of an empty store of each kind that can be had here."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        found = {"SQLite": {"BACKLENS_DATA": folder}}
        if databases.missing() is None:
            url = stack.enter_context(databases.postgres()).create()
            found["PostgreSQL"] = {"BACKLENS_DATA": folder, "BACKLENS_DATABASE_URL": url}
        yield found


def requests(seconds: float) -> list[Line]:
    """Both as times: a request's share of a second, and that of the slowest of a hundred."""
    with stores() as found, server.running(environment=found["SQLite"]) as origin:
        measured = asyncio.run(measure(origin, seconds))
    taken: dict[str, Callable[[Measured], float]] = {
        f"(7) a request's share of a second, {CONNECTIONS} at once": lambda of: 1.0 / of.rate,
        f"(7) 99 of 100 requests, {CONNECTIONS} at once": lambda of: of.percentile(99),
    }
    return [
        Line(work, name, take(of), None if name == NOTHING else take(of) / take(measured[NOTHING]))
        for work, take in taken.items()
        for name, of in measured.items()
    ]


def main(seconds: float = 60.0) -> None:
    """The whole table, on every store."""
    with stores() as found:
        for store, environment in found.items():
            with server.running(environment=environment) as origin:
                measured = asyncio.run(measure(origin, seconds))
            nothing = measured[NOTHING]
            print(f"\n{store}, {CONNECTIONS} connections\n")
            print("| request | a second | of do-nothing | p50 | p99 | p99 ÷ do-nothing |")
            print("|---|---:|---:|---:|---:|---:|")
            for name, of in measured.items():
                print(
                    f"| {name} | {of.rate:,.0f} | {of.rate / nothing.rate:.2f} "
                    f"| {duration(of.percentile(50))} | {duration(of.percentile(99))} "
                    f"| {of.percentile(99) / nothing.percentile(99):.1f} |"
                )


if __name__ == "__main__":
    main()
