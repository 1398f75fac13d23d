"""Row 13: a program's graph as boxes: its first view, and another box opened in it."""

from __future__ import annotations

from copy import copy
from pathlib import Path

from app.drawing.frames import frames
from app.sandbox.child.running import run_python
from app.sandbox.job import Job
from benchmarks.clock import side_by_side
from benchmarks.table import Line
from engine.outline import outline_of

ROOT = Path(__file__).parents[1]
PROGRAMS = {
    "the two moons' loss": (ROOT / "app/examples/moons.py.txt", "model[57]/layer1[0]"),
    "a GPT's training step": (
        ROOT / "tests/app/sandbox/programs/gpt.py.txt",
        "for step[2]/for pos_id[1]/gpt[0]/for li[0]",
    ),
}
FIRST, OPENED, AGAIN = "first view, nothing kept", "a box opened for the first time", "and again"
MOST = {FIRST: 0.2, OPENED: 0.1, AGAIN: 0.05}  # seconds


def boxes(seconds: float) -> list[Line]:
    """All of row 13."""
    return [line for name in PROGRAMS for line in _program(name, *PROGRAMS[name], seconds / len(PROGRAMS))]


def _program(name: str, file: Path, path: str, seconds: float) -> list[Line]:
    """What is kept goes with the outline, so that a copy of it has nothing yet."""
    run = run_python(Job(source=file.read_text()))
    assert run.graph is not None
    graph, outline = run.graph, outline_of(run)

    def first() -> object:
        return frames(graph, copy(outline))

    def opened() -> object:
        fresh = copy(outline)
        frames(graph, fresh)
        return frames(graph, fresh, detail="program", open=[path])

    def again() -> object:
        return frames(graph, outline, detail="program", open=[path])

    again()
    times = side_by_side({FIRST: first, OPENED: opened, AGAIN: again}, seconds)
    times[OPENED] = max(times[OPENED] - times[FIRST], times[AGAIN])
    work = f"(13) boxes of {name}, {len(graph):,} nodes"
    return [
        Line(work, who, taken, None, f"≤ {1_000 * MOST[who]:g} ms", taken <= MOST[who])
        for who, taken in times.items()
    ]
