"""A descent under way, in the loop that ``engine.kernels.dispatch`` picks: many steps over one graph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from engine import autodiff
from engine.graph import Graph
from engine.kernels import dispatch as run
from engine.update_rules import Memory, Rule, Settings

if TYPE_CHECKING:
    from engine.kernels.compiled import Kernels
    from engine.kernels.tape import Tape


class Descending(NamedTuple):
    """What a descent moves, and how: ids of leaves, the update rule, its settings, what each parameter
    remembers, how many steps were taken before, and whether it goes uphill.
    """

    parameters: Sequence[int]
    rule: Rule
    settings: Settings
    memory: Sequence[Memory]
    taken: int = 0
    uphill: bool = False


class Loop(Protocol):
    """A descent under way, which stands at a forward and a backward pass at one step."""

    pause: int  # steps after which a caller who watches the clock should be asked

    @property
    def memory(self) -> list[Memory]: ...

    def numbers(self, nodes: Sequence[int] | None) -> tuple[list[float], list[float]]:
        """Data and grad where the loop stands, of these nodes or of all."""

    def advance(self, rates: Sequence[float]) -> tuple[list[float], int | None]:
        """One step for each rate: update, forward, backward.

        Gives the output after each and None; or, if the output or a parameter is no longer finite after a
        step, what came before it, and the first node that is not finite there. Then the loop stands where
        it stood before that step.
        """


def loop(graph: Graph, data: Sequence[float], how: Descending, steps: int) -> Loop:
    """The loop for so many steps from the leaves in ``data``, standing at its first forward and backward."""
    lowered = run.lower(graph, len(graph) * (steps + 1))
    if lowered is None:
        return _ReadableLoop(graph, data, how)
    return _CompiledLoop(*lowered, run.as_array(graph, data), how)


def first_non_finite(data: Sequence[float]) -> int | None:
    """The first id whose number is nan or infinite, None where there is none."""
    return next((i for i, number in enumerate(data) if number - number != 0.0), None)


class _ReadableLoop:
    def __init__(self, graph: Graph, data: Sequence[float], how: Descending) -> None:
        self._graph, self._how, self._taken = graph, how, how.taken
        self.memory = list(how.memory)
        self._data = autodiff.forward(graph, data)
        self._grad = autodiff.backward(graph, self._data)
        self.pause = max(1, 20_000 // len(graph))

    def numbers(self, nodes: Sequence[int] | None) -> tuple[list[float], list[float]]:
        if nodes is None:
            return list(self._data), list(self._grad)
        return [self._data[i] for i in nodes], [self._grad[i] for i in nodes]

    def advance(self, rates: Sequence[float]) -> tuple[list[float], int | None]:
        losses: list[float] = []
        watched = (self._graph.output, *self._how.parameters)
        for rate in rates:
            moved, memory = self._update(rate)
            data = autodiff.forward(self._graph, moved)
            if any(data[i] - data[i] != 0.0 for i in watched):
                return losses, first_non_finite(data)
            self._data, self.memory = data, memory
            self._grad = autodiff.backward(self._graph, data)
            self._taken += 1
            losses.append(data[self._graph.output])
        return losses, None

    def _update(self, rate: float) -> tuple[list[float], list[Memory]]:
        """All parameters from one backward pass."""
        how, moved, memory = self._how, list(self._data), list(self.memory)
        sign, step = -1.0 if how.uphill else 1.0, float(self._taken + 1)
        for p, i in enumerate(how.parameters):
            moved[i], memory[p] = how.rule.update(
                moved[i], sign * self._grad[i], rate, step, how.settings, memory[p]
            )
        return moved, memory


class _CompiledLoop:
    def __init__(self, kernels: Kernels, tape: Tape, data: Any, how: Descending) -> None:
        import numpy as np

        self._np, self._kernels, self._tape, self._how, self._taken = np, kernels, tape, how, how.taken
        self._data, self._grad = data, np.empty(len(tape))
        self._parameters = np.array(how.parameters, np.int32)
        first, second = (np.array([pair[k] for pair in how.memory], np.float64) for k in (0, 1))
        self._memory = first, second
        self._dots = kernels.dots(tape)
        self.pause = max(1, 1_000_000 // len(tape))
        self._pass()

    def _pass(self) -> None:
        self._kernels.forward(self._tape, self._data)
        self._kernels.backward(self._tape, self._data, self._grad)

    def numbers(self, nodes: Sequence[int] | None) -> tuple[list[float], list[float]]:
        if nodes is None:
            return self._data.tolist(), self._grad.tolist()
        chosen = self._np.array(nodes, self._np.intp)
        return self._data[chosen].tolist(), self._grad[chosen].tolist()

    @property
    def memory(self) -> list[Memory]:
        first, second = (column.tolist() for column in self._memory)
        return list(zip(first, second, strict=True))

    def advance(self, rates: Sequence[float]) -> tuple[list[float], int | None]:
        before = (self._data[self._parameters], *(column.copy() for column in self._memory))
        losses = self._np.empty(len(rates))
        steps = self._np.array(rates, self._np.float64)
        done = self._steps(steps, losses)
        broken = None
        if done < len(rates):
            broken = int(self._np.flatnonzero(~self._np.isfinite(self._data))[0])
            # The loop has overwritten what it stood on: the good steps are taken again.
            self._data[self._parameters] = before[0]
            for column, kept in zip(self._memory, before[1:], strict=True):
                column[:] = kept
            self._pass()
            self._steps(steps[:done], losses)
        self._taken += done
        return losses[:done].tolist(), broken

    def _steps(self, rates: Any, losses: Any) -> int:
        how = self._how
        sign = -1.0 if how.uphill else 1.0
        return self._kernels.descend(
            self._tape, self._dots, self._data, self._grad, self._parameters, rates, self._taken, sign,
            how.rule, how.settings, self._memory, losses,
        )  # fmt: skip
