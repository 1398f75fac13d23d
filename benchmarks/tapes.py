"""A graph on its tape with the arrays of one descent, in our loops and in C."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from benchmarks.c_loop import CLoop, compiler
from engine import Graph, Value
from engine.kernels import compiled
from engine.kernels.compiled import Updates
from engine.update_rules import RULES


@cache
def c_loop() -> CLoop:
    """The C peer under our numbering of ops."""
    cc = compiler()
    assert cc is not None
    return CLoop(compiled.load().codes, cc)


class Run:
    """One graph and all that a many-step loop reads and writes; each loop has numbers of its own."""

    def __init__(self, output: Value, parameters: list[Value], rate: float, steps: int) -> None:
        graph = Graph(output)
        self.kernels = compiled.load()
        self.nodes = len(graph)
        self._steps = steps
        self._tape = self.kernels.tape(graph)
        self._dots = self.kernels.dots(self._tape)
        self._start = np.array(graph.frame().data)
        ids = {id(node): i for i, node in enumerate(graph.nodes)}
        self._parameters = np.array([ids[id(p)] for p in parameters], np.int32)
        self._rates = np.full(steps, rate)
        self._losses = np.empty(steps)
        self._updates = Updates(self._parameters, RULES["sgd"], (0.0, 0.0, 0.0), 1.0)

    def ours(self) -> Callable[[], float]:
        """A task: all the steps in the compiled loop. It gives the last loss."""
        data, grad = self._numbers()
        start = data.copy()

        def task() -> float:
            data[self._parameters] = start[self._parameters]
            losses = self.kernels.descend(self._tape, self._dots, data, grad, self._updates, self._rates, 0)
            return float(losses[-1])

        return task

    def in_c(self) -> Callable[[], float]:
        """The same in C."""
        data, grad = self._numbers()
        start, loop = data.copy(), c_loop()

        def task() -> float:
            data[self._parameters] = start[self._parameters]
            loop.descend(self._tape, data, grad, self._parameters, self._rates, self._losses)
            return float(self._losses[-1])

        return task

    def _numbers(self) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], ...]:
        data, grad = self._start.copy(), np.zeros(self.nodes)
        self.kernels.forward(self._tape, data)
        self.kernels.backward(self._tape, data, grad)
        return data, grad
