"""A descent that is asked for, in node ids and within its limits, before anything is computed."""

from collections.abc import Sequence

from app.descents.request import Descending, OptimizerRequest
from engine.custom import refuse_custom
from engine.descent.optimisers import Optimizer, optimizer, schedule
from engine.descent.plan import Plan
from engine.errors import LeafError, LimitError, UnknownNodeError
from engine.graph import Graph
from engine.ops import LEAF
from engine.program import Limits
from engine.run import Run
from engine.update_rules import Rule


def plan_of(
    run: Run,
    graph: Graph,
    ask: Descending,
    *,
    watch: Sequence[str] | None = None,
    stride: int | None = None,
    keep_previous: bool = False,
) -> Plan:
    """The descent that a request asks for.

    Arguments:
        graph: the run's.
        watch: the nodes whose numbers the frames hold, by name; None for all.
        stride: a frame every so many steps; None for the last step's only.
        keep_previous: whether the grads before the last update are wanted too.

    Raises:
        LeafError, UnknownNodeError: for a parameter that is not a leaf, or a node that there is not.
        DescentError: for settings that make no sense.
        CustomOpError: for a graph that only its program can compute.
    """
    refuse_custom(graph, "there can be no descent on this graph")
    watched = None if watch is None else _nodes(graph, watch)
    moved = _leaves(run, graph, run.parameters if ask.parameters is None else ask.parameters)
    rates = ask.schedule
    return Plan(
        graph,
        moved,
        ask.learning_rate,
        ask.steps,
        ask.direction,
        schedule=schedule(rates.kind, rates.final, taken=rates.step, over=rates.over),
        optimizer=_optimizer(graph, ask.optimizer),
        stride=stride,
        watched=watched,
        keep_previous=keep_previous,
    )


def check_size(plan: Plan, limits: Limits, frames: int) -> None:
    """Raises LimitError for too much work, or too large an answer; so many ``frames`` are held at once."""
    size, steps = len(plan.graph), plan.steps
    work = steps * size
    if work > limits.descent:
        raise LimitError(
            f"{steps:,} steps of {size:,} nodes are {work:,}; the limit is {limits.descent:,}.",
            limit="descent",
            value=limits.descent,
            hint=f"Take {limits.descent // size:,} steps at a time and continue from the `values`.",
        )
    width = size if plan.watched is None else len(plan.watched)
    held = steps + 1 + 2 * frames * width
    if held > limits.held:
        raise LimitError(
            f"The answer would hold {held:,} numbers; it may hold {limits.held:,}.",
            limit="held",
            value=limits.held,
            hint="Take a larger `stride`, fewer steps at a time, or `watch` fewer nodes.",
        )


def _nodes(graph: Graph, names: Sequence[str]) -> tuple[int, ...]:
    """The nodes of these names, ids, labels and groups, once each, in id order."""
    found: set[int] = set()
    for name in names:
        if name not in graph.ids and name in graph.prefixes:
            found.update(graph.prefixes[name])
        else:
            found.add(graph.resolve(name))
    return tuple(sorted(found))


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


def _optimizer(graph: Graph, ask: OptimizerRequest) -> Optimizer:
    """The optimizer asked for, with what it remembers of leaves by name."""
    given = {name: getattr(ask, name) for name in ("momentum", "beta1", "beta2", "epsilon")}
    settings = {name: number for name, number in given.items() if number is not None}
    rule = optimizer(ask.kind, settings).rule
    memory = {}
    for name, remembered in ask.state.items():
        if name not in graph.ids:
            raise UnknownNodeError(
                f"`optimizer.state` speaks of `{name[:64]}`, which is not a leaf of the graph.", names=(name,)
            )
        memory[graph.ids[name]] = _memory(rule, remembered)
    return optimizer(ask.kind, settings, taken=ask.step, memory=memory)


def _memory(rule: Rule, remembered: dict[str, float]) -> tuple[float, float]:
    numbers = [remembered.get(name, 0.0) for name in rule.memory] + [0.0, 0.0]
    return numbers[0], numbers[1]
