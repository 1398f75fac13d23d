"""A descent under way: many steps over one graph, in the readable loop or in the compiled one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from engine import autodiff
from engine.descent.plan import Plan
from engine.graph import Frame
from engine.kernels import dispatch
from engine.update_rules import Memory

if TYPE_CHECKING:
    from engine.kernels.compiled import Kernels
    from engine.kernels.tape import Tape


class Loop(Protocol):
    """A descent under way, which has done a forward and a backward pass at one step."""

    pause: int  # steps after which a caller who watches the clock should be asked

    def memory(self) -> dict[int, Memory]:
        """What the update rule remembers of each parameter."""

    def frame(self, nodes: Sequence[int] | None) -> Frame:
        """The numbers at the step that was reached, of these nodes or of all."""

    def advance(self, rates: Sequence[float]) -> tuple[list[float], int | None]:
        """One step for each rate: update, forward, backward.

        Returns:
            The output after each step, and None. If the output or a parameter is no longer finite
            after a step: the outputs before it, and the first node that is not finite there; then the loop
            is where it was before that step.
        """


def loop(plan: Plan, data: Sequence[float]) -> Loop:
    """The loop that is quicker for so many steps, after its first forward and backward pass."""
    lowered = dispatch.lower(plan.graph, len(plan.graph) * (plan.steps + 1))
    if lowered is None:
        return _ReadableLoop(plan, data)
    return _CompiledLoop(plan, *lowered, dispatch.as_array(plan.graph, data))


def first_non_finite(data: Sequence[float]) -> int | None:
    """The first id whose number is nan or infinite, None where there is none."""
    return next((i for i, number in enumerate(data) if number - number != 0.0), None)


class _ReadableLoop:
    def __init__(self, plan: Plan, data: Sequence[float]) -> None:
        self._plan, self._taken = plan, plan.optimizer.taken
        self._memory = {i: plan.optimizer.memory.get(i, (0.0, 0.0)) for i in plan.moved}
        self._data = autodiff.forward(plan.graph, data)
        self._grad = autodiff.backward(plan.graph, self._data)
        self.pause = max(1, 20_000 // len(plan.graph))

    def memory(self) -> dict[int, Memory]:
        return self._memory

    def frame(self, nodes: Sequence[int] | None) -> Frame:
        if nodes is None:
            return Frame(tuple(self._data), tuple(self._grad))
        return Frame(tuple(self._data[i] for i in nodes), tuple(self._grad[i] for i in nodes))

    def advance(self, rates: Sequence[float]) -> tuple[list[float], int | None]:
        losses: list[float] = []
        graph = self._plan.graph
        watched = (graph.output, *self._plan.moved)
        for rate in rates:
            moved, memory = self._update(rate)
            data = autodiff.forward(graph, moved)
            if any(data[i] - data[i] != 0.0 for i in watched):
                return losses, first_non_finite(data)
            self._data, self._memory = data, memory
            self._grad = autodiff.backward(graph, data)
            self._taken += 1
            losses.append(data[graph.output])
        return losses, None

    def _update(self, rate: float) -> tuple[list[float], dict[int, Memory]]:
        """All parameters from one backward pass."""
        optimizer, sign, step = self._plan.optimizer, self._plan.sign, float(self._taken + 1)
        moved, memory = list(self._data), dict(self._memory)
        for i in memory:
            moved[i], memory[i] = optimizer.rule.update(
                moved[i], sign * self._grad[i], rate, step, optimizer.settings, memory[i]
            )
        return moved, memory


class _CompiledLoop:
    def __init__(self, plan: Plan, kernels: Kernels, tape: Tape, data: Any) -> None:
        import numpy as np

        from engine.kernels.compiled import Updates

        chosen = plan.optimizer
        moved = np.array(plan.moved, np.int32)
        self._np, self._kernels, self._tape, self._taken = np, kernels, tape, chosen.taken
        self._data, self._grad = data, np.empty(len(tape))
        self._updates = Updates(moved, chosen.rule, chosen.settings, plan.sign)
        for p, i in enumerate(plan.moved):
            self._updates.memory[:, p] = chosen.memory.get(i, (0.0, 0.0))
        self._dots = kernels.dots(tape)
        self.pause = max(1, 1_000_000 // len(tape))
        self._pass()

    def _pass(self) -> None:
        self._kernels.forward(self._tape, self._data)
        self._kernels.backward(self._tape, self._data, self._grad)

    def memory(self) -> dict[int, Memory]:
        first, second = self._updates.memory.tolist()
        return dict(zip(self._updates.moved.tolist(), zip(first, second, strict=True), strict=True))

    def frame(self, nodes: Sequence[int] | None) -> Frame:
        if nodes is None:
            return Frame(tuple(self._data.tolist()), tuple(self._grad.tolist()))
        chosen = self._np.array(nodes, self._np.intp)
        return Frame(tuple(self._data[chosen].tolist()), tuple(self._grad[chosen].tolist()))

    def advance(self, rates: Sequence[float]) -> tuple[list[float], int | None]:
        moved, memory = self._updates.moved, self._updates.memory
        before = self._data[moved], memory.copy()
        steps = self._np.array(rates, self._np.float64)
        losses = self._steps(steps)
        broken = None
        if len(losses) < len(rates):
            broken = int(self._np.flatnonzero(~self._np.isfinite(self._data))[0])
            # The loop has overwritten what it stood on: the good steps are taken again.
            self._data[moved], memory[:] = before
            self._pass()
            self._steps(steps[: len(losses)])
        self._taken += len(losses)
        return losses.tolist(), broken

    def _steps(self, rates: Any) -> Any:
        return self._kernels.descend(
            self._tape, self._dots, self._data, self._grad, self._updates, rates, self._taken
        )
