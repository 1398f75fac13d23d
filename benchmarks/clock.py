"""Times of several things side by side, so that what disturbs one disturbs all."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping

LONG = 2e-3
PYTHONS = 700, 10, 10  # the thresholds that Python starts with: each task begins with them

Task = Callable[[], object]


def side_by_side(
    tasks: Mapping[str, Task], seconds: float, rounds: int = 7, freeze: bool = True
) -> dict[str, float]:
    """The least seconds that one call of each task took.

    The tasks take turns in every round, each for its share of ``seconds`` and at least once, and another of
    them comes first each time, because who comes after whom finds other memory at hand. The least is taken,
    because whatever else the machine does can only add. What is there by now is frozen, so that no peer's
    collector pays for the modules of another, unless it is the collector that is measured. What a call
    gives is let go, and the garbage of a long one is collected, after it and when nobody looks at the clock.
    """
    gc.collect()
    if freeze:
        gc.freeze()
    order = list(tasks.items())
    best = dict.fromkeys(tasks, float("inf"))
    share = seconds / (len(tasks) * rounds)
    end = time.perf_counter() + seconds
    for turn in range(rounds):
        first = turn % len(tasks)
        for name, task in order[first:] + order[:first]:
            until = time.perf_counter() + share
            while True:
                begin = time.perf_counter()
                made = task()
                now = time.perf_counter()
                del made
                if now - begin > LONG:
                    gc.collect()
                best[name] = min(best[name], now - begin)
                if now >= until:
                    break
        if turn >= 1 and time.perf_counter() > end:  # tasks much longer than their share
            break
    if freeze:
        gc.unfreeze()
    return best


def without_collector(task: Task) -> Task:
    """The task with the collector off; what it left behind is collected when nobody looks at the clock."""

    def off() -> object:
        gc.disable()
        try:
            return task()
        finally:
            gc.enable()

    return off


def as_python_starts(task: Callable[[], object]) -> Callable[[], object]:
    """The task with the thresholds that a fresh process has, whatever was there before."""

    def fresh() -> object:
        found = gc.get_threshold()
        gc.set_threshold(*PYTHONS)
        try:
            return task()
        finally:
            gc.set_threshold(*found)

    return fresh
