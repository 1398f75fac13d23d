"""A descent as the REST contract words it: parameters by name or group, bounded before and while it runs."""

import time
from collections.abc import Callable, Sequence
from typing import Final

from app.documents import grads, node_id
from app.errors import ProblemError
from app.schemas.documents import DescentDocument, DescentFrameDocument, StoppedDocument
from app.schemas.requests import DescendRequest
from engine.errors import LeafError, LimitError
from engine.graph import Graph
from engine.ops import LEAF
from engine.optim import descend
from engine.program import Limits, Run

CLOCK_EVERY: Final = 20_000  # nodes computed between two looks at the clock


def descent_document(
    run: Run, ask: DescendRequest, begin: Callable[[Graph], list[float]], limits: Limits
) -> DescentDocument:
    """Run the descent. `begin` gives the data that it starts from.

    Raises LimitError when it would be, or turns out to be, too much work, LeafError or UnknownNodeError for a
    parameter that is none.
    """
    graph = run.graph
    if graph is None:
        raise ProblemError("no-value", "The program makes no Value, so there is nothing to descend.")
    _check_size(graph, ask, limits)
    moved = _leaves(run, graph, run.parameters if ask.parameters is None else ask.parameters)
    descent = descend(
        graph,
        begin(graph),
        moved,
        ask.learning_rate,
        ask.steps,
        ask.direction,
        ask.stride,
        _clock(len(graph), ask.steps, limits.seconds),
    )
    stopped = descent.stopped
    return DescentDocument(
        losses=list(descent.losses),
        values={graph.names[leaf]: descent.frame.data[leaf] for leaf in moved},
        grads=grads(run, graph, descent.frame.grad),
        frames=[
            DescentFrameDocument(step=step, data=list(frame.data), grad=list(frame.grad))
            for step, frame in descent.frames
        ],
        stopped=None
        if stopped is None
        else StoppedDocument(step=stopped.step, node=node_id(stopped.node), reason="non-finite"),
    )


def _check_size(graph: Graph, ask: DescendRequest, limits: Limits) -> None:
    """Refuse before anything is computed."""
    work = ask.steps * len(graph)
    if work > limits.descent:
        raise LimitError(
            f"{ask.steps:,} steps of {len(graph):,} nodes are {work:,}; the limit is {limits.descent:,}.",
            limit="descent",
            value=limits.descent,
            hint=f"Take {limits.descent // len(graph):,} steps at a time and go on from the `values`.",
        )
    frames = 1 if ask.stride is None else 2 + ask.steps // ask.stride
    held = ask.steps + 1 + 2 * frames * len(graph)
    if held > limits.held:
        raise LimitError(
            f"The answer would hold {held:,} numbers; it may hold {limits.held:,}.",
            limit="held",
            value=limits.held,
            hint="Take a larger `stride` or fewer steps at a time.",
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


def _clock(nodes: int, steps: int, seconds: float) -> Callable[[int], None]:
    """Ends the descent when its thread has computed for too long, and says how far it came."""
    deadline = time.thread_time() + seconds
    every = max(1, CLOCK_EVERY // nodes)

    def look(step: int) -> None:
        if step % every == 0 and time.thread_time() > deadline:
            raise LimitError(
                f"The descent computed for {seconds:g} seconds and reached step {step:,} of {steps:,}.",
                limit="seconds",
                value=seconds,
                hint=f"Take {max(1, step // 2):,} steps at a time and go on from the `values`.",
            )

    return look
