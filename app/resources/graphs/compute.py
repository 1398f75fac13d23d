"""What each call does to a stored graph: its numbers in, other numbers out. No HTTP, and no state."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from math import isfinite
from typing import cast

from app.descents.plan import plan_of
from app.descents.run import FinishedDescent, run_descent
from app.descents.stream import Event, descent_events
from app.programs import passes
from app.programs.fields import Python
from app.programs.graph import graph_of
from app.programs.numbers import GradState
from app.programs.passes import Numbers
from app.programs.request import ProgramRequest
from app.programs.runs import Runs
from app.resources.graphs.request import PatchRequest, StepRequest, StoredBackwardRequest
from app.store import Shape
from app.stored.graph import CONSEQUENCE, Stored, by_name, lasting
from engine.custom import refuse_custom
from engine.descent.plan import Plan
from engine.descent.stepping import End
from engine.errors import LeafError, ProgramError, UnknownNodeError
from engine.graph import Frame, Graph
from engine.kernels import dispatch as loops
from engine.names import node_id
from engine.ops import LEAF
from engine.program import Limits
from engine.run import Run, settle


def patch(runs: Runs, stored: Stored, ask: PatchRequest) -> Stored:
    """Numbers set on leaves, or another program with the numbers that still have a leaf there."""
    if ask.source is not None:
        return _rebuild(runs, stored, ask)
    graph = stored.graph
    unknown = tuple(
        name for name in ask.values if name not in stored.shape.run.loose and not _is_known(graph, name)
    )
    if unknown:
        shown = ", ".join(f"`{name[:64]}`" for name in unknown[:5])
        raise UnknownNodeError(
            f"The graph has no leaf {shown}.",
            names=unknown[:20],
            hint="Each leaf's `name` is in the document.",
        )
    refuse_custom(graph, "its leaves cannot be given other numbers")
    numbered = replace(stored.shape.run, frame=stored.numbers.frame)
    data = loops.forward(graph, settle(numbered, ask.values))
    values = {**stored.values, **by_name(graph, ask.values)}
    return stored.with_numbers(_moved(stored.numbers, data), values)


def forward(stored: Stored) -> Stored:
    """Data from the leaves upward. Grads stay, and are stale if any data changed."""
    return stored.with_numbers(
        _moved(stored.numbers, passes.recomputed(stored.graph, list(stored.numbers.frame.data)))
    )


def backward(stored: Stored, ask: StoredBackwardRequest) -> Stored:
    """Passes that begin at 0, or add to what the leaves hold."""
    before = None if ask.zero_grad else stored.numbers
    count = 1 if ask.zero_grad else ask.passes
    return stored.with_numbers(passes.backward(stored.graph, list(stored.numbers.frame.data), before, count))


def step(stored: Stored, ask: StepRequest, limits: Limits) -> tuple[Stored, FinishedDescent]:
    """Descent: backward, update, forward, as often as asked."""
    finished = run_descent(_plan(stored, ask), lambda: list(stored.numbers.frame.data), limits)
    return _stepped(stored, finished.plan, finished.descent), finished


def step_events(
    stored: Stored, ask: StepRequest, limits: Limits, last_event: str | None, keep: Callable[[Stored], int]
) -> Iterator[Event | None]:
    """The same as events. ``keep`` is given what the descent leaves, and returns the new revision."""
    yield from descent_events(
        stored.shape.run,
        _plan(stored, ask),
        lambda: list(stored.numbers.frame.data),
        limits,
        last_event,
        lambda plan, end: keep(_stepped(stored, plan, end)),
    )


def _plan(stored: Stored, ask: StepRequest) -> Plan:
    return plan_of(stored.shape.run, stored.graph, ask, keep_previous=True)


def _stepped(stored: Stored, plan: Plan, end: End) -> Stored:
    """What a descent leaves: the grads before its last update, which are stale; those of a descent that was
    stopped belong to the numbers that it kept.
    """
    graph, data = stored.graph, end.frame.data
    if end.stopped is None:
        assert end.previous is not None
        grad, state = end.previous, "stale"
    else:
        grad, state = end.frame.grad, "fresh"
    counts = tuple([0 if graph.is_constant(i) else 1 for i in range(len(graph))])
    states = cast("tuple[GradState, ...]", tuple([state if count else "none" for count in counts]))
    found = Numbers(Frame(data, grad), states, counts, (0.0,) * len(graph))
    moved = {graph.names[leaf]: data[leaf] for leaf in plan.moved}
    return stored.with_numbers(found, {**stored.values, **moved})


def _is_known(graph: Graph, name: str) -> bool:
    """Whether it is a leaf's name, or of a node that `settle` will refuse; a leaf's label alone is not."""
    try:
        node = graph.resolve(name)
    except UnknownNodeError:
        return False
    return name in graph.ids or name == node_id(node) or graph.ops[node] is not LEAF


def _moved(before: Numbers, data: list[float]) -> Numbers:
    """Other data under the same grads, which are stale then."""
    # As text, because 0.0 and -0.0 are equal and not the same.
    if list(map(repr, data)) == list(map(repr, before.frame.data)):
        return before
    states = cast(
        "tuple[GradState, ...]",
        tuple(["stale" if state in ("fresh", "accumulated") else state for state in before.states]),
    )
    return Numbers(Frame(tuple(data), before.frame.grad), states, before.passes, before.start)


def _rebuild(runs: Runs, stored: Stored, ask: PatchRequest) -> Stored:
    """The new program runs with the numbers that it asks for, then with all that still have a leaf."""
    assert ask.source is not None
    given, shape = ask.values, stored.shape
    program = ProgramRequest(
        source=ask.source,
        output=ask.output,
        seed=shape.seed,
        files=dict(shape.files) if ask.files is None else ask.files,
        python=cast("Python", shape.python) if ask.python is None else ask.python,
    )
    kept = {name: number for name, number in stored.values.items() if name not in given}

    def run(values: Mapping[str, float]) -> Run:
        return runs.get(program.model_copy(update={"values": dict(values)}))

    needed = dict(given)
    try:
        first = run(needed)
    except ProgramError as error:
        asked = {name: kept[name] for name in error.names if name in kept}
        if error.code != "unknown-name" or not asked:
            raise
        needed |= asked
        first = run(needed)
    leaves = graph_of(first, CONSEQUENCE).ids.keys() | set(first.loose)
    values = {name: number for name, number in kept.items() if name in leaves and isfinite(number)} | given
    try:
        last = run(values)
    except LeafError:  # with these numbers it takes another branch, on which one of them is not a leaf
        last, values = first, needed
    graph = graph_of(last, CONSEQUENCE)
    found = passes.untouched(graph, passes.begin(last, graph, values, "fresh"))
    shape = Shape(lasting(last), graph, program.output, program.seed, program.files, program.python)
    return Stored(shape, found, by_name(graph, values))
