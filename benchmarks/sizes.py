"""Row 3: nanoseconds a node for a forward and a backward pass, from 10² to 10⁶ nodes."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from benchmarks.clock import side_by_side
from benchmarks.peers import C, missing
from benchmarks.table import Line
from benchmarks.tapes import Run
from engine import Value, building
from engine.value import total

SIZES = (100, 1_000, 10_000, 100_000, 1_000_000)


def chain(n: int) -> Value:
    """y ← y·x, y ← y + x, …"""
    x = y = Value(0.5)
    for k in range(n - 1):
        y = y + x if k % 2 else y * x
    return y


def wide_sum(n: int) -> Value:
    """One sum of n − 1 leaves."""
    output: Value = total([Value(0.001 * k) for k in range(n - 1)])
    return output


def random_dag(n: int) -> Value:
    """Each op takes any earlier nodes; what nobody took is summed at the end."""
    draw = random.Random(1)
    nodes = [Value(draw.uniform(-1.0, 1.0)) for _ in range(max(2, n // 10))]
    used: set[int] = set()
    while len(nodes) < n - 1:
        a, b, kind = draw.randrange(len(nodes)), draw.randrange(len(nodes)), draw.randrange(4)
        used |= {a} if kind == 3 else {a, b}
        x, y = nodes[a], nodes[b]
        nodes.append(x + y if kind == 0 else x * y if kind == 1 else x - y if kind == 2 else x.tanh())
    output: Value = total([node for i, node in enumerate(nodes) if i not in used])
    return output


def sizes(seconds: float, counts: Sequence[int] = SIZES) -> list[Line]:
    """One line a size and shape. Passes repeat inside the many-step loop: no call is counted."""
    shapes: dict[str, Callable[[int], Value]] = {
        "chain": chain, "wide sum": wide_sum, "random DAG": random_dag,
    }  # fmt: skip
    lines: list[Line] = []
    for name, shape in shapes.items():
        flat = {n: _one(name, shape, n, seconds / (3 * len(counts)), lines) for n in counts}
        from_1000 = [t for n, t in flat.items() if n >= 1_000]
        if name != "random DAG" and from_1000:
            spread = max(from_1000) / min(from_1000)
            work = f"(3) {name}: slowest size over fastest, from 10³"
            lines.append(Line(work, "Backlens", max(from_1000), spread, "≤ 1.4", spread <= 1.4))
    return lines


def _one(name: str, shape: Callable[[int], Value], n: int, seconds: float, lines: list[Line]) -> float:
    with building():
        output = shape(n)
    passes = max(10, 200_000 // n)  # so that numbers are where the pass before left them
    run = Run(output, [], 0.0, passes)
    del output
    tasks: dict[str, Callable[[], object]] = {"Backlens": run.ours()}
    if not missing(C):
        tasks[C] = run.in_c()
    times = {who: t / passes / run.nodes for who, t in side_by_side(tasks, seconds).items()}
    work = f"(3) forward and backward, a node: {name} of {run.nodes:,}"
    lines.append(Line(work, "Backlens", times["Backlens"]))
    if C in times:
        ratio = times[C] / times["Backlens"]
        goal = ("≥ 0.77×", ratio >= 1 / 1.3) if name == "random DAG" else ("", None)
        lines.append(Line(work, C, times[C], ratio, *goal))
    else:
        lines.append(Line(work, C, None, note=missing(C) or ""))
    return times["Backlens"]
