"""Row 11: programs with a `Value` class of their own, run and checked over HTTP, beside a Python started for
the same file.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.clock import side_by_side
from benchmarks.table import Line, beside
from tools import server

TESTS = Path(__file__).parents[1] / "tests"
LECTURE = "the lecture's neuron on its own class, new each time"
GPT = "a GPT on its own class, {} steps"
AS_WRITTEN = "Backlens, its class not in C"
PYTHON = "CPython, started for it"
# How long a program may take beside CPython's own time for it.
MOST = 1.2
NEURON = """
x1, x2 = Value(2.0, label='x1'), Value(0.0, label='x2')
w1, w2, b = Value(-3.0, label='w1'), Value(1.0, label='w2'), Value(6.8813735870195432, label='b')
n = x1*w1 + x2*w2 + b
o = n.tanh()
o.backward()
print(o)
"""


def programs(seconds: float, steps: tuple[int, ...] = (10, 3)) -> list[Line]:
    """The sides of a comparison take turns; each request is a program that the service has not seen."""
    lecture = (TESTS / "engine/foreign/engines/lecture.py").read_text() + NEURON
    gpt = (TESTS / "app/sandbox/programs/gpt.py.txt").read_text()
    texts = {LECTURE: lecture} | {
        GPT.format(number): gpt.replace("num_steps = 3", f"num_steps = {number}") for number in steps
    }
    with server.running() as origin:
        connection = HTTPConnection(urlsplit(origin).netloc, timeout=60)
        lines = []
        for work, text in texts.items():
            times = _times(connection, text, seconds / len(texts), has_both=work != LECTURE)
            least = {} if work == LECTURE else {PYTHON: 1 / MOST}
            lines += beside(f"(11) {work}", times, {}, least)
        connection.close()
    return lines


def _times(connection: HTTPConnection, text: str, seconds: float, *, has_both: bool) -> dict[str, float]:
    """has_both: the class may run in C from its second run on, and is timed as it is written as well."""
    numbers = count()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "main.py")
        file.write_text(text)
        written = {AS_WRITTEN: lambda: _evaluate(connection, f"{text}# {next(numbers)}\n", fast=False)}
        return side_by_side(
            {
                "Backlens": lambda: _evaluate(connection, f"{text}# {next(numbers)}\n"),
                **(written if has_both else {}),
                PYTHON: _started(file),
            },
            seconds,
            rounds=3,
        )


def _evaluate(connection: HTTPConnection, source: str, *, fast: bool = True) -> None:
    asked = json.dumps({"source": source, "state": "program", "include": ["frame"], "fast_engine": fast})
    connection.request("POST", "/api/v1/evaluate", asked, {"content-type": "application/json"})
    answer = json.loads(connection.getresponse().read())
    assert answer.get("own_engine", {}).get("agrees"), answer


def _started(file: Path) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, str(file)], check=True, stdout=subprocess.DEVNULL)
