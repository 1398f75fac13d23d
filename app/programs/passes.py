"""Which numbers an answer shows: a run's own, or those of passes made for the request."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from app.programs.numbers import GradState
from engine.graph import Frame, Graph
from engine.kernels import dispatch as loops
from engine.run import Run, settle


@dataclass(frozen=True, slots=True)
class Numbers:
    """A frame and how its grads came to be. `start` is what the leaves held before the last pass."""

    frame: Frame
    states: tuple[GradState, ...]
    passes: tuple[int, ...]
    start: tuple[float, ...]


def left_by(run: Run, graph: Graph) -> Numbers:
    """Data and grads exactly as the program left them."""
    states = cast("tuple[GradState, ...]", run.states)
    return Numbers(run.frame, states, run.passes, (0.0,) * len(graph))


def begin(run: Run, graph: Graph, values: Mapping[str, float], state: str) -> list[float]:
    """The data that passes begin with: as the program left it, or settled and computed again."""
    if state == "program":
        return list(run.frame.data)
    return loops.forward(graph, settle(run, values))


def evaluated(run: Run, graph: Graph, values: Mapping[str, float], state: str) -> Numbers:
    """A new forward and backward pass, or the program's own numbers."""
    if state == "program":
        return left_by(run, graph)
    return backward(graph, begin(run, graph, values, state), None, 1)


def untouched(graph: Graph, data: list[float]) -> Numbers:
    """Data without any grad."""
    zeros = (0.0,) * len(graph)
    states: list[GradState] = ["none"] * len(graph)
    return Numbers(Frame(tuple(data), zeros), tuple(states), (0,) * len(graph), zeros)


def forward(run: Run, graph: Graph, values: Mapping[str, float], state: str) -> Numbers:
    """A forward pass; no grad is known after it."""
    return untouched(graph, loops.forward(graph, begin(run, graph, values, state)))


def backward(graph: Graph, data: list[float], before: Numbers | None, passes: int) -> Numbers:
    """`passes` backward passes that add to what the leaves held `before`; None: each begins at 0.

    A pass is the same each time, so it is computed once and added as often as asked.
    """
    once = loops.backward(graph, data)
    grad, start = list(once), [0.0] * len(graph)
    counts = [0 if graph.is_constant(i) else 1 for i in range(len(graph))]
    states: list[GradState] = ["fresh" if count else "none" for count in counts]
    if before is not None:
        for leaf in graph.leaves:
            held = before.frame.grad[leaf]
            for _ in range(passes):
                start[leaf], held = held, held + once[leaf]
            grad[leaf], counts[leaf] = held, before.passes[leaf] + passes
            if passes > 1 or before.states[leaf] != "none":
                states[leaf] = "accumulated"
    return Numbers(Frame(tuple(data), tuple(grad)), tuple(states), tuple(counts), tuple(start))
