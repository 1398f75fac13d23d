"""What a lesson's text may say about the numbers of its program: each claim is computed."""

from collections.abc import Callable, Sequence
from typing import Final

from app.teaching.blocks import TextError
from engine import autodiff
from engine.descent.plan import Plan
from engine.descent.stepping import descend
from engine.graph import Graph
from engine.run import Run


class Claims:
    """What a lesson's text may say about the fresh numbers of its program."""

    def __init__(self, ran: Run, file: str) -> None:
        if ran.graph is None:
            raise TextError(f"{file}: the program makes no Value.")
        self.graph: Final[Graph] = ran.graph
        self.data: Final = autodiff.forward(ran.graph, list(ran.frame.data))
        self.grad: Final = autodiff.backward(ran.graph, self.data)
        self._parameters: Final = ran.parameters
        self._file: Final = file

    def number(self, claim: str) -> float:
        """The number of a placeholder. Raises TextError."""
        kind, *words = claim.split()
        kinds: dict[str, Callable[[Sequence[str]], float]] = {
            "data": lambda given: self.data[self._node(given[0])],
            "grad": lambda given: self.grad[self._node(given[0])],
            "partial": lambda given: self._partial(given[0], given[1]),
            "contribution": lambda given: self.grad[self._node(given[0])] * self._partial(given[0], given[1]),
            "difference": lambda given: self._difference(given[0], float(given[1])),
            "after": lambda given: self._moved(given[0], float(given[1])),
            "loss": lambda given: self._loss(float(given[0]), int(given[1])),
            "minus": lambda given: self.data[self._node(given[0])] - float(given[1]),
        }
        try:
            return kinds[kind](words)
        except (KeyError, IndexError, ValueError) as error:
            raise TextError(f"{self._file}: {{{{ {claim} }}}} has no number: {error}.") from None

    def _node(self, label: str) -> int:
        return self.graph.labels.index(label)

    def _partial(self, target: str, source: str) -> float:
        to, node = self._node(target), self._node(source)
        slot = list(self.graph.inputs[to]).index(node)
        partial = autodiff.partials(self.graph, self.data, to)[slot]
        if partial is None:
            raise ValueError("a constant takes no grad")
        return partial

    def _moved(self, leaf: str, h: float) -> float:
        moved = list(self.data)
        moved[self._node(leaf)] += h
        return autodiff.forward(self.graph, moved)[self.graph.output]

    def _difference(self, leaf: str, h: float) -> float:
        return (self._moved(leaf, h) - self.data[self.graph.output]) / h

    def _loss(self, rate: float, steps: int) -> float:
        leaves = tuple(self.graph.ids[name] for name in self._parameters)
        return descend(Plan(self.graph, leaves, rate, steps), self.data).losses[-1]
