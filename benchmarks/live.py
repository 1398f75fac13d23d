"""Row 12: what being followed pass by pass takes of a program's processor time, beside the same run alone."""

from __future__ import annotations

import gc
import time
from pathlib import Path
from typing import Final

from app.sandbox.child.running import run_python
from app.sandbox.codec.occasions import encode_event
from app.sandbox.events import Event
from app.sandbox.job import Job, Live
from benchmarks.table import Line

PROGRAMS: Final = Path(__file__).parents[1] / "tests/app/sandbox/programs"
ALONE: Final = "alone"
FOLLOWED: Final[dict[str, Live]] = {
    "followed, with norms and parts": Live(parts=True),
    "followed, and recorded": Live(parts=True, record=True),
}
MOST: Final = 1.1  # of the time that it takes alone
ROUNDS: Final = 2


def live(seconds: float, steps: int = 10, samples: int = 100) -> list[Line]:
    """The sides of a comparison take turns. samples: of the demo."""
    gpt = (PROGRAMS / "gpt.py.txt").read_text().replace("num_steps = 3", f"num_steps = {steps}")
    demo = (
        (PROGRAMS / "micrograd_demo.py.txt")
        .read_text()
        .replace("range(100)", f"range({steps})")
        .replace("n_samples=100", f"n_samples={samples}")
    )
    gpt = gpt[: gpt.index("for sample_idx in range(2):")]
    demo = demo[: demo.index("# visualize decision boundary")]
    texts = {
        f"(12) a GPT on its own class, {steps} passes": gpt,
        f"(12) micrograd's demo, {steps} passes": demo,
    }
    return [line for work, text in texts.items() for line in _lines(work, text, seconds / len(texts))]


def _lines(work: str, text: str, seconds: float) -> list[Line]:
    end = time.perf_counter() + seconds
    sides: dict[str, Live | None] = {ALONE: None, **FOLLOWED}
    best = dict.fromkeys(sides, float("inf"))
    for _ in range(ROUNDS):
        for who, how in sides.items():
            best[who] = min(best[who], _time(text, how))
        if time.perf_counter() > end:
            break
    lines = [Line(work, ALONE, best[ALONE])]
    for who in FOLLOWED:
        ratio = best[who] / best[ALONE]
        # Graphs of passes may take half a second before they have a share, which is much of so short a run.
        target, met = ("", None) if FOLLOWED[who].record else (f"≤ {MOST:g}×", ratio <= MOST)
        lines.append(Line(work, who, best[who], ratio, target, met))
    return lines


def _time(text: str, how: Live | None) -> float:
    """Processor time of one run; what is sent is written down."""
    gc.collect()
    job = Job(text, events=True, live=how)
    written: list[Event] = []
    began = time.process_time()
    run_python(job, written.append)
    for event in written:
        encode_event(event)
    return time.process_time() - began
