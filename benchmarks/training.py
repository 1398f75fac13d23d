"""Row 1: one training step of micrograd's demo."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks import demo
from benchmarks.clock import as_python_starts, side_by_side, without_collector
from benchmarks.peers import MICROGRAD, MICROGRAD_OFF, TORCH, C, absent, missing
from benchmarks.table import Line, beside
from benchmarks.tapes import Run

RATE = 1e-3  # small, so that every step is like the first
STEPS = 20  # in one call of a many-step loop, ours and in C
IN_A_ROW = 5  # of micrograd's as shipped: from the second on, its collector has the graph before to look at
TARGETS = {MICROGRAD: 5000.0, MICROGRAD_OFF: 500.0, TORCH: 1.5, C: 1 / 1.3}


def step(seconds: float) -> list[Line]:
    """A step is a forward and a backward pass and an update; micrograd builds its graph again in each."""
    ours = demo.Engine()
    run = Run(ours.loss(), ours.model.parameters(), RATE, STEPS)
    short: dict[str, Callable[[], object]] = {"Backlens": run.ours()}
    if not missing(C):
        short[C] = run.in_c()
    if not missing(TORCH):
        torch = demo.Torch([p.data for p in ours.model.parameters()])
        short[TORCH] = lambda: [torch.step(RATE) for _ in range(STEPS)]
    times = {who: time / STEPS for who, time in side_by_side(short, seconds / 2, rounds=40).items()}
    if not missing(MICROGRAD):
        theirs = demo.Micrograd()

        def one() -> object:
            return theirs.step(RATE)

        def several() -> object:
            return [one() for _ in range(IN_A_ROW)]

        tasks = {MICROGRAD: as_python_starts(several), MICROGRAD_OFF: without_collector(one)}
        times |= side_by_side(tasks, seconds / 2, rounds=3)
        times[MICROGRAD] /= IN_A_ROW
    work = f"(1) a training step of the demo, {run.nodes:,} nodes"
    return beside(work, times, absent(MICROGRAD, MICROGRAD_OFF, TORCH, C), TARGETS)
