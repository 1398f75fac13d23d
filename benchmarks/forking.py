"""Row 9: from asking for a process of a job's own to its answer, beside a Python that is started for it."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from app.sandbox.pool import Sandbox
from benchmarks.table import Line

WORK = "(9) a job in a process of its own"
LONGEST = 0.004


def forking(seconds: float) -> list[Line]:
    """The median and what 95 of 100 jobs take, because a fork has no least time that says much."""
    sandbox = Sandbox(__name__)
    try:
        if not sandbox.available:
            return [Line(WORK, "Backlens", None, note=str(sandbox.why_not))]
        times = _times(lambda: _echo(sandbox), seconds)
    finally:
        sandbox.close()
    python = statistics.median(
        _times(lambda: subprocess.run([sys.executable, "-c", ""], check=True), seconds / 3)
    )
    half = statistics.median(times)
    return [
        Line(WORK, "Backlens, half of all jobs", half, None, f"≤ {LONGEST * 1_000:g} ms", half <= LONGEST),
        Line(WORK, "Backlens, 95 of 100 jobs", times[len(times) * 95 // 100], None),
        Line(WORK, "CPython, started for it", python, python / half),
    ]


def handle(kind: str, job: bytes, emit: Callable[[bytes], None]) -> bytes:
    """In the child."""
    return job


def _echo(sandbox: Sandbox) -> None:
    answer = sandbox.run(
        "echo", b"answer", cpu_seconds=5, wall_seconds=5, memory_bytes=2**28, answer_bytes=1_000
    )
    assert answer == b"answer"


def _times(task: Callable[[], object], seconds: float) -> list[float]:
    """How long each call took, sorted; at least one."""
    end = time.perf_counter() + seconds
    found: list[float] = []
    while not found or time.perf_counter() < end:
        begin = time.perf_counter()
        task()
        found.append(time.perf_counter() - begin)
    return sorted(found)
