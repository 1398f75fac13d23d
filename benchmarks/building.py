"""Row 2: building: micrograd's demo and its `backward()`, 65,000 Values under the collector, and each way
to make a Value.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import repeat
from typing import Any

from benchmarks import demo
from benchmarks.clock import as_python_starts, side_by_side, without_collector
from benchmarks.peers import MICROGRAD, MICROGRAD_OFF, absent, missing
from benchmarks.table import Line, beside
from engine import Value, building
from engine.value import CORE

MANY = 65_000
TIMES = range(10_000)  # made in one way; all are kept, as a graph keeps them
OFF, PLAIN, INSIDE = (
    "Backlens, collector off",
    "Backlens, collector on",
    "Backlens inside `engine.building()`",
)
# Times micrograd's, with the collector off: for the demo's graph, for its `backward()`, for one Value. Where
# there is no compiler, the readable class is to be twice as quick, and has no target backwards.
LEAST = 1 / 0.15 if CORE else 2.0
LEAST_BACK = 1 / 0.01 if CORE else 0.0
LEAST_ONE = 1 / 0.12 if CORE else 2.0
MOST = 1.3  # times as long inside `engine.building()` as with the collector off

# The ways to make a Value of one or two others, by what a program writes; many each, without a call between.
WAYS: dict[str, Callable[[Any, Any], list[object]]] = {
    "x + y": lambda x, y: [x + y for _ in TIMES],
    "x - y": lambda x, y: [x - y for _ in TIMES],
    "x * y": lambda x, y: [x * y for _ in TIMES],
    "x / y": lambda x, y: [x / y for _ in TIMES],
    "x ** 2": lambda x, y: [x**2 for _ in TIMES],
    "-x": lambda x, y: [-x for _ in TIMES],
    "x.relu()": lambda x, y: [x.relu() for _ in TIMES],
    "x + 1": lambda x, y: [x + 1 for _ in TIMES],
    "1 + x": lambda x, y: [1 + x for _ in TIMES],
    "x * 2.0": lambda x, y: [x * 2.0 for _ in TIMES],
    "2.0 * x": lambda x, y: [2.0 * x for _ in TIMES],
    "1 - x": lambda x, y: [1 - x for _ in TIMES],
    "1 / x": lambda x, y: [1 / x for _ in TIMES],
}


def build(seconds: float) -> list[Line]:
    """All of row 2."""
    return whole(seconds / 5) + under_the_collector(seconds * 2 / 5) + one_by_one(seconds * 2 / 5)


def whole(seconds: float) -> list[Line]:
    """The demo's graph."""
    ours = demo.Engine()
    tasks: dict[str, Callable[[], object]] = {
        OFF: without_collector(ours.loss),
        PLAIN: as_python_starts(ours.loss),
    }
    if not missing(MICROGRAD):
        theirs = demo.Micrograd()
        tasks |= {MICROGRAD: as_python_starts(theirs.loss), MICROGRAD_OFF: without_collector(theirs.loss)}
    back: dict[str, Callable[[], object]] = {OFF: without_collector(ours.loss().backward)}
    if not missing(MICROGRAD):
        back[MICROGRAD_OFF] = without_collector(demo.Micrograd().loss().backward)
    return [
        *beside(
            "(2) building the demo's graph",
            side_by_side(tasks, seconds * 2 / 3, rounds=9),
            absent(MICROGRAD, MICROGRAD_OFF),
            {MICROGRAD_OFF: LEAST},
            ours=OFF,
        ),
        *beside(
            "(2) `backward()` of the demo's graph",
            side_by_side(back, seconds / 3, rounds=9),
            absent(MICROGRAD_OFF),
            {MICROGRAD_OFF: LEAST_BACK},
            ours=OFF,
        ),
    ]


def under_the_collector(seconds: float) -> list[Line]:
    """What the collector adds to 65,000 Values, with all that this process has imported there to look at."""
    tasks: dict[str, Callable[[], object]] = {
        OFF: without_collector(lambda: chain(Value)),
        PLAIN: as_python_starts(lambda: chain(Value)),
        INSIDE: as_python_starts(in_block),
    }
    if not missing(MICROGRAD):
        from micrograd.engine import Value as Theirs

        tasks[MICROGRAD_OFF] = without_collector(lambda: chain(Theirs))
    times = side_by_side(tasks, seconds, rounds=25, freeze=False)
    work = f"(2) {MANY:,} Values by + and ×"
    share = times[INSIDE] / times[OFF]
    lines = [
        Line(work, OFF, times[OFF]),
        Line(work, PLAIN, times[PLAIN], times[PLAIN] / times[OFF]),
        Line(work, INSIDE, times[INSIDE], share, f"collector ≤ +{MOST - 1:.0%}", share <= MOST),
    ]
    if MICROGRAD_OFF in times:
        ratio = times[MICROGRAD_OFF] / times[OFF]
        return [
            *lines,
            Line(work, MICROGRAD_OFF, times[MICROGRAD_OFF], ratio, f"≥ {LEAST_ONE:.4g}×", ratio >= LEAST_ONE),
        ]
    return lines + [Line(work, who, None, note=why) for who, why in absent(MICROGRAD_OFF).items()]


def one_by_one(seconds: float) -> list[Line]:
    """Each way to make a Value, with the collector off: where a number is beside a Value, micrograd makes
    one for it too, but for the exponent of a power, where we alone do.
    """
    lines: list[Line] = []
    arguments: dict[str, tuple[Any, Any]] = {"Backlens": (Value(1.5), Value(0.75))}
    if not missing(MICROGRAD):
        from micrograd.engine import Value as Theirs

        arguments[MICROGRAD_OFF] = Theirs(1.5), Theirs(0.75)
    for word, way in WAYS.items():
        tasks = {who: without_collector(partial(way, *numbers)) for who, numbers in arguments.items()}
        times = side_by_side(tasks, seconds / len(WAYS), rounds=40)
        each = {who: time / len(TIMES) for who, time in times.items()}
        lines += beside(f"(2) a Value by `{word}`", each, absent(MICROGRAD_OFF), {MICROGRAD_OFF: LEAST_ONE})
    return lines


def chain(kind: Callable[[float], Any]) -> object:
    """Many Values, one after another, by the operators of each engine."""
    x = y = kind(0.5)
    for _ in repeat(None, MANY // 2):
        y = y * x + x
    return y


def in_block() -> object:
    """The same where the collector looks rarely."""
    with building():
        return chain(Value)
