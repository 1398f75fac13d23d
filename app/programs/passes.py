"""Which numbers an answer shows: a run's own, or those of passes made for the request."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import cast

from app.programs.numbers import GradState
from engine.autodiff import backward_steps
from engine.custom import refuse_custom
from engine.graph import Frame, Graph
from engine.kernels import dispatch as loops
from engine.run import Run, is_leaf_id, settle


@dataclass(frozen=True, slots=True)
class Numbers:
    """A frame and how its grads came to be.

    start: what the leaves held before the last pass. as_left: whether all is as the program left it.
    """

    frame: Frame
    states: tuple[GradState, ...]
    passes: tuple[int, ...]
    start: tuple[float, ...]
    as_left: bool = False


def left_by(run: Run, graph: Graph) -> Numbers:
    """Data and grads exactly as the program left them."""
    states = cast("tuple[GradState, ...]", run.states)
    return Numbers(run.frame, states, run.passes, (0.0,) * len(graph), as_left=True)


def begin(run: Run, graph: Graph, values: Mapping[str, float], state: str) -> list[float]:
    """The data that passes begin with: as the program left it, or settled and computed again.

    What only the program can compute keeps its data: other numbers for names made the program run again.
    Raises CustomOpError where an id stands for a name there.
    """
    if state == "program":
        return list(run.frame.data)
    data = settle(run, values)
    if graph.custom is None:
        return loops.forward(graph, data)
    if any(name not in graph.ids and is_leaf_id(graph, name) for name in values):
        refuse_custom(graph, "an id cannot stand for a name")
    return list(run.frame.data)


def recomputed(graph: Graph, data: list[float]) -> list[float]:
    """The data of a forward pass; what only the program can compute stays as it is."""
    return data if graph.custom is not None else loops.forward(graph, data)


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


def stepped(graph: Graph, numbers: Numbers, count: int) -> Numbers:
    """The same data with the grads after the first `count` steps of a backward pass."""
    data = numbers.frame.data
    grad, states = [0.0] * len(graph), cast("list[GradState]", ["none"] * len(graph))
    for step in islice(backward_steps(graph, data, list(numbers.start)), count):
        grad[step.node], states[step.node] = step.after, "fresh"
    passes = tuple(0 if state == "none" else 1 for state in states)
    return Numbers(Frame(data, tuple(grad)), tuple(states), passes, numbers.start)


def pending(numbers: Numbers, spans: Iterable[tuple[int, int]]) -> Numbers:
    """The same numbers without the grads of these places, of which each span has the first and the last."""
    grad, states, passes = list(numbers.frame.grad), list(numbers.states), list(numbers.passes)
    for first, last in spans:
        for node in range(first, min(last + 1, len(grad))):
            grad[node], states[node], passes[node] = 0.0, "none", 0
    frame = Frame(numbers.frame.data, tuple(grad))
    return Numbers(frame, tuple(states), tuple(passes), numbers.start)


def forward(run: Run, graph: Graph, values: Mapping[str, float], state: str) -> Numbers:
    """A forward pass; no grad is known after it."""
    return untouched(graph, recomputed(graph, begin(run, graph, values, state)))


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
