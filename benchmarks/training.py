"""Row 1: one training step of micrograd's demo. Row 2: building its graph."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

from benchmarks import demo
from benchmarks.clock import side_by_side
from benchmarks.peers import MICROGRAD, MICROGRAD_OFF, TORCH, C, absent, missing
from benchmarks.table import Line, beside
from benchmarks.tapes import Run
from engine import Value, building

RATE = 1e-3  # small, so that every step is like the first
STEPS = 20  # in one call of a many-step loop, ours and in C
TARGETS = {MICROGRAD: 5000.0, MICROGRAD_OFF: 500.0, TORCH: 1.5, C: 1 / 1.3}


def without_collector(task: Callable[[], object]) -> Callable[[], None]:
    """The task with the collector off; what it left behind is collected when nobody looks at the clock."""

    def off() -> None:
        gc.disable()
        try:
            task()
        finally:
            gc.enable()

    return off


def step(seconds: float) -> list[Line]:
    """A step is a forward and a backward pass and an update; micrograd builds its graph anew in each."""
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

        times |= side_by_side({MICROGRAD: one, MICROGRAD_OFF: without_collector(one)}, seconds / 2, rounds=3)
    work = f"(1) a training step of the demo, {run.nodes:,} nodes"
    return beside(work, times, absent(MICROGRAD, MICROGRAD_OFF, TORCH, C), TARGETS)


def build(seconds: float) -> list[Line]:
    """The demo's graph; and 65,000 Values of the same additions and products by each peer's own operators."""
    ours = demo.Engine()
    off, plain, inside = "Backlens, collector off", "Backlens, collector as Python has it", "Backlens"
    demos: dict[str, Callable[[], object]] = {off: without_collector(ours.loss), plain: ours.loss}
    operations: dict[str, Callable[[], object]] = {
        off: without_collector(lambda: chain(Value, 65_000)),
        inside: lambda: in_block(65_000),
        plain: lambda: chain(Value, 65_000),
    }
    if not missing(MICROGRAD):
        theirs = demo.Micrograd()
        demos |= {MICROGRAD: theirs.loss, MICROGRAD_OFF: without_collector(theirs.loss)}
        operations[MICROGRAD_OFF] = without_collector(lambda: chain(theirs.Value, 65_000))
    lines = beside(
        "(2) building the demo's graph",
        side_by_side(demos, seconds / 2, rounds=3),
        absent(MICROGRAD, MICROGRAD_OFF),
        {MICROGRAD_OFF: 2.0},
        ours=off,
    )
    times = side_by_side(operations, seconds / 2, rounds=5, freeze=False)
    work = "(2) 65,000 Values by + and ×"
    least = times[off]
    lines.append(Line(work, off, least))
    for who in (inside, plain):
        share = times[who] / least
        goal = ("collector ≤ +30 %", share <= 1.3) if who == inside else ("", None)
        label = "Backlens inside `engine.building()`" if who == inside else who
        lines.append(Line(work, label, times[who], share, *goal))
    if MICROGRAD_OFF in times:
        ratio = times[MICROGRAD_OFF] / least
        lines.append(Line(work, MICROGRAD_OFF, times[MICROGRAD_OFF], ratio, "≥ 2×", ratio >= 2.0))
    else:
        lines += [Line(work, who, None, note=why) for who, why in absent(MICROGRAD_OFF).items()]
    return lines + powers(seconds / 4)


def powers(seconds: float) -> list[Line]:
    """30,000 squares by ``**``, of which micrograd makes one Value each, and we one for the exponent too."""
    tasks: dict[str, Callable[[], object]] = {"Backlens": without_collector(lambda: squares(Value))}
    if not missing(MICROGRAD):
        theirs = demo.Micrograd()
        tasks[MICROGRAD_OFF] = without_collector(lambda: squares(theirs.Value))
    times = side_by_side(tasks, seconds, rounds=9)
    return beside("(2) 30,000 squares by ** 2, collector off", times, absent(MICROGRAD_OFF))


def squares(kind: Callable[[float], Any]) -> object:
    """As many powers of one Value, all kept."""
    x = kind(1.5)
    return [x**2 for _ in range(30_000)]


def chain(kind: Callable[[float], Value], values: int) -> object:
    """So many Values, one after another, by whoever's operators."""
    x = y = kind(0.5)
    for _ in range(values // 2):
        y = y * x + x
    return y


def in_block(values: int) -> object:
    """The same where the collector looks rarely."""
    with building():
        return chain(Value, values)
