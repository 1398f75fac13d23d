"""A descent as the REST contract words it: parameters by name or group, bounded before and while it runs."""

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol, cast

from app.documents import grads, node_id
from app.errors import ProblemError
from app.schemas.documents import (
    DescentDocument,
    DescentFrameDocument,
    OptimizerDocument,
    StoppedDocument,
)
from app.schemas.requests import DescendRequest, OptimizerRequest, ScheduleRequest
from engine.errors import LeafError, LimitError, UnknownNodeError
from engine.graph import Graph
from engine.ops import LEAF
from engine.optim import Descent, Direction, Optimizer, Stopped, descend, optimizer, schedule
from engine.program import Limits, Run
from engine.updates import Rule


def descent_document(
    run: Run, ask: DescendRequest, begin: Callable[[Graph], list[float]], limits: Limits
) -> DescentDocument:
    """Run the descent. `begin` gives the data that it starts from.

    Raises LimitError when it would be, or turns out to be, too much work, LeafError or UnknownNodeError for a
    parameter or a watched node that is none, DescentError for settings that make no sense.
    """
    graph = run.graph
    if graph is None:
        raise ProblemError("no-value", "The program makes no Value, so there is nothing to descend.")
    watched = None if ask.watch is None else _watched(graph, ask.watch)
    course = run_descent(run, graph, ask, lambda: begin(graph), watched, ask.stride, limits)
    descent, moved = course.descent, course.moved
    return DescentDocument(
        losses=list(descent.losses),
        values={graph.names[leaf]: descent.frame.data[leaf] for leaf in moved},
        grads=grads(run, graph, descent.frame.grad),
        frames=[
            DescentFrameDocument(step=step, data=list(frame.data), grad=list(frame.grad))
            for step, frame in descent.frames
        ],
        watched=None if watched is None else [node_id(node) for node in watched],
        optimizer=course.optimizer,
        stopped=course.stopped,
    )


class Course(NamedTuple):
    """A descent that was run: what it moved, and the parts of its answer that do not depend on its frames."""

    descent: Descent
    moved: tuple[int, ...]
    optimizer: OptimizerDocument
    stopped: StoppedDocument | None


class Steps(Protocol):
    """What of a request decides a descent."""

    @property
    def learning_rate(self) -> float: ...
    @property
    def steps(self) -> int: ...
    @property
    def direction(self) -> Direction: ...
    @property
    def parameters(self) -> Sequence[str] | None: ...
    @property
    def optimizer(self) -> OptimizerRequest: ...
    @property
    def schedule(self) -> ScheduleRequest: ...


def run_descent(
    run: Run,
    graph: Graph,
    ask: Steps,
    begin: Callable[[], list[float]],
    watched: Sequence[int] | None,
    stride: int | None,
    limits: Limits,
) -> Course:
    """A descent within its limits. Raises what `descent_document` does."""
    _check_size(graph, ask.steps, stride, limits, len(graph) if watched is None else len(watched))
    moved = _leaves(run, graph, run.parameters if ask.parameters is None else ask.parameters)
    chosen = _optimizer(graph, ask.optimizer)
    descent = descend(
        graph,
        begin(),
        moved,
        ask.learning_rate,
        ask.steps,
        ask.direction,
        optimizer=chosen,
        schedule=schedule(ask.schedule.kind, ask.schedule.final),
        stride=stride,
        watch=watched,
        between=_clock(ask.steps, limits.seconds),
    )
    stopped = None if descent.stopped is None else _stopped(descent.stopped)
    return Course(descent, moved, _left(graph, chosen, descent), stopped)


def _stopped(stopped: Stopped) -> StoppedDocument:
    return StoppedDocument(step=stopped.step, node=node_id(stopped.node), reason="non-finite")


def _optimizer(graph: Graph, ask: OptimizerRequest) -> Optimizer:
    """The optimizer asked for, with what it remembers of leaves by name."""
    given = {name: getattr(ask, name) for name in ("momentum", "beta1", "beta2", "epsilon")}
    settings = {name: number for name, number in given.items() if number is not None}
    rule = optimizer(ask.kind, settings).rule
    memory = {}
    for name, remembered in ask.state.items():
        if name not in graph.ids:
            raise UnknownNodeError(
                f"`optimizer.state` speaks of `{name[:64]}`, which is no leaf of the graph.", names=(name,)
            )
        memory[graph.ids[name]] = _memory(rule, remembered)
    return optimizer(ask.kind, settings, taken=ask.step, memory=memory)


def _memory(rule: Rule, remembered: dict[str, float]) -> tuple[float, float]:
    numbers = [remembered.get(name, 0.0) for name in rule.memory] + [0.0, 0.0]
    return numbers[0], numbers[1]


def _left(graph: Graph, chosen: Optimizer, descent: Descent) -> OptimizerDocument:
    """The optimizer as the descent left it."""
    rule = chosen.rule
    state = {
        graph.names[leaf]: dict(zip(rule.memory, memory, strict=False))
        for leaf, memory in descent.memory.items()
        if rule.memory
    }
    settings = zip((name for name, _ in rule.settings), chosen.settings, strict=False)
    steps = chosen.taken + max(0, len(descent.losses) - 1)
    left = {"kind": rule.name, **dict(settings), "step": steps, "state": state}
    return cast("OptimizerDocument", left)


def _check_size(graph: Graph, steps: int, stride: int | None, limits: Limits, width: int) -> None:
    """Refuse before anything is computed."""
    work = steps * len(graph)
    if work > limits.descent:
        raise LimitError(
            f"{steps:,} steps of {len(graph):,} nodes are {work:,}; the limit is {limits.descent:,}.",
            limit="descent",
            value=limits.descent,
            hint=f"Take {limits.descent // len(graph):,} steps at a time and go on from the `values`.",
        )
    frames = 1 if stride is None else 2 + steps // stride
    held = steps + 1 + 2 * frames * width
    if held > limits.held:
        raise LimitError(
            f"The answer would hold {held:,} numbers; it may hold {limits.held:,}.",
            limit="held",
            value=limits.held,
            hint="Take a larger `stride`, fewer steps at a time, or `watch` fewer nodes.",
        )


def _leaves(run: Run, graph: Graph, names: Sequence[str]) -> tuple[int, ...]:
    """The leaves of these names and groups, once each, in id order.

    A leaf that the output does not depend on has grad 0 and never moves.
    """
    found: set[int] = set()
    for name in names:
        if name in run.loose:
            continue
        if name not in graph.ids and name in graph.prefixes:
            found.update(i for i in graph.prefixes[name] if graph.ops[i] is LEAF)
            continue
        node = graph.resolve(name)
        if graph.ops[node] is not LEAF:
            raise LeafError(f"`{name}` is computed, so a descent cannot move it.", names=(name,))
        found.add(node)
    return tuple(sorted(found))


def _watched(graph: Graph, names: Sequence[str]) -> tuple[int, ...]:
    """The nodes of these names, ids, labels and groups, once each, in id order. Raises UnknownNodeError."""
    found: set[int] = set()
    for name in names:
        if name not in graph.ids and name in graph.prefixes:
            found.update(graph.prefixes[name])
        else:
            found.add(graph.resolve(name))
    return tuple(sorted(found))


def _clock(steps: int, seconds: float) -> Callable[[int], None]:
    """Ends the descent when its thread has computed for too long, and says how far it came."""
    deadline = 0.0

    def look(step: int) -> None:
        nonlocal deadline
        if step == 0:
            deadline = time.thread_time() + seconds
        elif time.thread_time() > deadline:
            raise LimitError(
                f"The descent computed for {seconds:g} seconds and reached step {step:,} of {steps:,}.",
                limit="seconds",
                value=seconds,
                hint=f"Take {max(1, step // 2):,} steps at a time and go on from the `values`.",
            )

    return look
