"""Row 5: evaluating program 1 over HTTP, beside a route of the same app that does nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.clock import side_by_side
from benchmarks.table import Line
from tools import server

PROGRAM = Path(__file__).parents[1] / "app/examples/expression.py.txt"
NOTHING = "GET /healthz of the same app"


def service(seconds: float) -> list[Line]:
    """One connection that is kept, as a page keeps it. A program that differs by a comment is run again."""
    source = PROGRAM.read_text()
    numbers = count()
    with server.running() as origin:
        connection = HTTPConnection(urlsplit(origin).netloc, timeout=30)

        def evaluate(text: Callable[[], str]) -> None:
            body = json.dumps({"source": text()})
            answer = json.loads(
                _ask(connection, "POST", "/api/v1/evaluate", body, {"content-type": "application/json"})
            )
            assert answer["value"] == -8.0

        times = side_by_side(
            {
                "new": lambda: evaluate(lambda: f"{source}# {next(numbers)}\n"),
                "again": lambda: evaluate(lambda: source),
                NOTHING: lambda: _ask(connection, "GET", "/healthz"),
            },
            seconds,
            rounds=20,
        )
        connection.close()
    work = "(5) POST /evaluate of program 1"
    return [
        Line(work, "Backlens, a program it has not seen", times["new"]),
        Line(work, "Backlens, the same program again", times["again"], times["again"] / times["new"]),
        Line(work, NOTHING, times[NOTHING], times[NOTHING] / times["new"]),
    ]


def _ask(
    connection: HTTPConnection,
    method: str,
    path: str,
    body: str | None = None,
    headers: dict[str, str] | None = None,
) -> bytes:
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    content = answer.read()
    assert answer.status == 200, content
    return content
