"""Row 4: 10,000 steps of descent on small graphs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks.clock import side_by_side
from benchmarks.peers import MICROGRAD, TORCH, C, absent, missing
from benchmarks.table import Line
from benchmarks.tapes import Run
from engine import Value

STEPS = 10_000
Make = Callable[[Any], Any]


def expression(leaf: Make) -> tuple[Any, list[Any]]:
    """L = (a·b + c)·f of the lecture."""
    a, b, c, f = (leaf(x) for x in (2.0, -3.0, 10.0, -2.0))
    return (a * b + c) * f, [a, b, c, f]


def rosenbrock(leaf: Make) -> tuple[Any, list[Any]]:
    """(1 − x)² + 100·(y − x²)²."""
    x, y = leaf(-1.2), leaf(1.0)
    return (1.0 - x) ** 2 + 100.0 * (y - x**2) ** 2, [x, y]


def descents(seconds: float, steps: int = STEPS) -> list[Line]:
    """Ours and C take all the steps, the others a hundredth of them."""
    lines = []
    # The expression has no lowest point: a rate so small that it stays where it is for all the steps.
    for name, make, rate in (("(a·b + c)·f", expression, 1e-7), ("Rosenbrock", rosenbrock, 1e-4)):
        run = Run(*make(Value), rate, steps)
        few = max(1, steps // 100)
        tasks: dict[str, Callable[[], object]] = {"Backlens": run.ours()}
        if not missing(C):
            tasks[C] = run.in_c()
        if not missing(MICROGRAD):
            tasks[MICROGRAD] = _micrograd(make, rate, few)
        if not missing(TORCH):
            tasks[TORCH] = _torch(make, rate, few)
        times = side_by_side(tasks, seconds / 2)
        times = {who: t * (steps / few if who in (MICROGRAD, TORCH) else 1.0) for who, t in times.items()}
        work = f"(4) {steps:,} steps of {name}, {run.nodes} nodes"
        each = times["Backlens"] / steps
        goal = (f"< 100 ns a step: {each * 1e9:.0f}", each < 100e-9) if make is expression else ("", None)
        lines.append(Line(work, "Backlens", times["Backlens"], None, *goal))
        for who, t in times.items():
            if who != "Backlens":
                lines.append(Line(work, who, t, t / times["Backlens"]))
        lines += [Line(work, who, None, note=why) for who, why in absent(C, MICROGRAD, TORCH).items()]
    return lines


def _micrograd(
    make: Callable[[Make], tuple[Any, list[Any]]], rate: float, steps: int
) -> Callable[[], object]:
    from micrograd.engine import Value as Theirs

    def task() -> object:
        loss, leaves = make(Theirs)
        for _ in range(steps):
            loss.backward()
            moved = [Theirs(leaf.data - rate * leaf.grad) for leaf in leaves]
            loss, leaves = make(_given(moved))
        return loss

    return task


def _torch(make: Callable[[Make], tuple[Any, list[Any]]], rate: float, steps: int) -> Callable[[], object]:
    import torch

    torch.set_num_threads(1)

    def leaf(x: float) -> Any:
        return torch.tensor(x, dtype=torch.float64, requires_grad=True)

    def task() -> object:
        loss, leaves = make(leaf)
        for _ in range(steps):
            grads = torch.autograd.grad(loss, leaves)
            with torch.no_grad():
                for p, grad in zip(leaves, grads, strict=True):
                    p.sub_(rate * grad)
            loss, leaves = make(_given(leaves))
        return loss

    return task


def _given(leaves: list[Any]) -> Make:
    """A maker of leaves that takes these one after another."""
    rest = iter(leaves)
    return lambda _: next(rest)
