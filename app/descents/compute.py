"""A descent as the REST contract words it: parameters by name or group, bounded before and while it runs."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, cast

from app.descents.answer import DescentDocument, DescentFrameDocument, OptimizerDocument, StoppedDocument
from app.descents.request import DescendRequest, OptimizerRequest, ScheduleRequest
from app.http.problems import ProblemError
from app.programs.document import grads, node_id
from engine.descent.optimisers import (
    Descent,
    Direction,
    Optimizer,
    Schedule,
    Stopped,
    descend,
    optimizer,
    schedule,
)
from engine.errors import LeafError, LimitError, UnknownNodeError
from engine.graph import Frame, Graph
from engine.ops import LEAF
from engine.program import Limits, Run
from engine.update_rules import Memory, Rule


def descent_document(
    run: Run, ask: DescendRequest, begin: Callable[[Graph], list[float]], limits: Limits
) -> DescentDocument:
    """Run the descent. `begin` gives the data that it starts from.

    Raises LimitError when it would be, or turns out to be, too much work, LeafError or UnknownNodeError for a
    parameter or a watched node that is none, DescentError for settings that make no sense.
    """
    graph = graph_of(run)
    watched = None if ask.watch is None else watched_nodes(graph, ask.watch)
    course = run_descent(run, graph, ask, lambda: begin(graph), watched, ask.stride, limits)
    descent, moved = course.descent, course.moved
    return DescentDocument(
        losses=list(descent.losses),
        values={graph.names[leaf]: descent.frame.data[leaf] for leaf in moved},
        grads=grads(run, graph, descent.frame.grad),
        frames=[frame_document(step, frame) for step, frame in descent.frames],
        watched=watched_document(watched),
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
    previous: bool = False,
) -> Course:
    """A descent within its limits. Raises what `descent_document` does. previous: as `descend` takes it."""
    asked = planned(run, graph, ask, watched)
    check_size(asked, ask.steps, limits, 1 if stride is None else 2 + ask.steps // stride)
    descent = descend(
        graph,
        begin(),
        asked.moved,
        ask.learning_rate,
        ask.steps,
        ask.direction,
        optimizer=asked.optimizer,
        schedule=asked.schedule,
        stride=stride,
        watch=watched,
        previous=previous,
        between=_clock(ask.steps, limits.seconds),
    )
    left = left_by(asked, len(descent.losses) - 1, descent.memory)
    return Course(descent, asked.moved, left, stopped_document(descent.stopped))


@dataclass(frozen=True, slots=True)
class Planned:
    """A descent that is asked for, in ids: what moves, what is watched, and how steps are made."""

    graph: Graph
    moved: tuple[int, ...]
    watched: Sequence[int] | None
    optimizer: Optimizer
    schedule: Schedule

    @property
    def width(self) -> int:
        """Nodes in one frame."""
        return len(self.graph) if self.watched is None else len(self.watched)


def planned(run: Run, graph: Graph, ask: Steps, watched: Sequence[int] | None) -> Planned:
    """Raises as `descent_document` does for a parameter or a setting."""
    moved = _leaves(run, graph, run.parameters if ask.parameters is None else ask.parameters)
    course = ask.schedule
    rates = schedule(course.kind, course.final, taken=course.step, over=course.over)
    return Planned(graph, moved, watched, _optimizer(graph, ask.optimizer), rates)


def graph_of(run: Run) -> Graph:
    """Raises ProblemError for a program without a Value."""
    if run.graph is None:
        raise ProblemError("no-value", "The program makes no Value, so there is nothing to descend.")
    return run.graph


def frame_document(step: int, frame: Frame) -> DescentFrameDocument:
    """The numbers at one step."""
    return DescentFrameDocument(step=step, data=list(frame.data), grad=list(frame.grad))


def watched_document(watched: Sequence[int] | None) -> list[str] | None:
    """The nodes in the frames, by id; None for all."""
    return None if watched is None else [node_id(node) for node in watched]


def stopped_document(stopped: Stopped | None) -> StoppedDocument | None:
    """Why it ended early, if it did."""
    if stopped is None:
        return None
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


def left_by(asked: Planned, steps: int, remembered: Mapping[int, Memory]) -> OptimizerDocument:
    """The optimizer as a descent of so many good steps left it."""
    rule, names = asked.optimizer.rule, asked.graph.names
    state = {
        names[leaf]: dict(zip(rule.memory, memory, strict=False))
        for leaf, memory in remembered.items()
        if rule.memory
    }
    settings = zip((name for name, _ in rule.settings), asked.optimizer.settings, strict=False)
    taken = asked.optimizer.taken + max(0, steps)
    return cast("OptimizerDocument", {"kind": rule.name, **dict(settings), "step": taken, "state": state})


def check_size(asked: Planned, steps: int, limits: Limits, frames: int) -> None:
    """Refuse before anything is computed; so many `frames` are held at once."""
    size = len(asked.graph)
    work = steps * size
    if work > limits.descent:
        raise LimitError(
            f"{steps:,} steps of {size:,} nodes are {work:,}; the limit is {limits.descent:,}.",
            limit="descent",
            value=limits.descent,
            hint=f"Take {limits.descent // size:,} steps at a time and go on from the `values`.",
        )
    held = steps + 1 + 2 * frames * asked.width
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


def watched_nodes(graph: Graph, names: Sequence[str]) -> tuple[int, ...]:
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
