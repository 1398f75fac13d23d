"""The graph document: a run and its numbers, as the REST contract writes them. Knows no HTTP."""

from collections import Counter
from collections.abc import Callable, Collection
from itertools import islice
from typing import Final

from app.programs import run_document
from app.programs.answer import (
    CheckDocument,
    FrameDocument,
    GraphDocument,
    GroupDocument,
    NoticeDocument,
    TraceDocument,
)
from app.programs.node_document import node_document
from app.programs.own_engine import own_engine, own_trace
from app.programs.parts import Parts
from app.programs.passes import Numbers
from app.programs.scopes import scopes
from app.programs.trace import cut_message, output_name, trace_document
from app.programs.windows import window_document
from engine import autodiff
from engine.custom import refuse_custom
from engine.errors import LimitError
from engine.findings import OwnEngine
from engine.gradcheck import check
from engine.graph import Frame, Graph
from engine.names import node_id
from engine.notices import Notice, non_finite
from engine.outline import structure_of
from engine.run import Run
from engine.steps import count_steps

NODES_SHOWN: Final = 20_000
CHECK_WORK: Final = 5_000_000  # leaves × nodes: about two seconds of forward passes

_OF_NUMBERS: Final = ("non-finite", "non-finite-grad")  # notices that the answer's own numbers decide


def grads(run: Run, graph: Graph, grad: Collection[float]) -> dict[str, float]:
    """Every leaf's grad by name; a leaf that the output does not depend on has 0."""
    numbers = tuple(grad)
    return {name: numbers[leaf] for leaf, name in graph.names.items()} | dict.fromkeys(run.loose, 0.0)


def document(run: Run, numbers: Callable[[Graph], Numbers], ask: Parts) -> GraphDocument:
    """The document with the parts asked for; `numbers` gives those of the run's graph, if it has one.

    Raises LimitError when a check would be too much work.
    """
    if run.graph is None:
        return _without_graph(run, ask)
    return _with_graph(run, run.graph, numbers(run.graph), ask)


def _without_graph(run: Run, ask: Parts) -> GraphDocument:
    include = ask.include
    made = GraphDocument(
        source=run.source,
        output=None,
        value=None,
        result=run.result,
        structure=None,
        grads=dict.fromkeys(run.loose, 0.0),
        parameters=[],
        nodes=[],
        groups=[],
        printed=run.printed,
        notices=[_notice(notice) for notice in run.notices],
        reusable=run.reusable,
        ran=run_document.ran(run),
        own_engine=None,
    )
    _add_told(made, run, include)
    if "frame" in include:
        made["frame"] = FrameDocument(structure=None, data=[], grad=[])
    if "trace" in include:
        made["trace"] = []
    if "check" in include:
        made["check"] = {}
    return made


def _with_graph(run: Run, graph: Graph, numbers: Numbers, ask: Parts) -> GraphDocument:
    parts = set(ask.include)
    frame = numbers.frame
    notices = [notice for notice in run.notices if notice.code not in _OF_NUMBERS]
    passed = any(numbers.passes)
    notices += non_finite(graph, frame.data, frame.grad if passed else None, run.lines)
    is_window = ask.window is not None  # a request for a few nodes is not sent a number for each leaf
    is_large = "nodes" in parts and len(graph) > NODES_SHOWN
    if is_large:
        parts = (parts - {"nodes"}) | {"frame", "groups"}
        notices.append(Notice("nodes-left-out", _too_many(len(graph))))
    own = run.own if numbers.as_left else None
    steps = 0 if not passed else count_steps(graph) if own is None else len(own.contributions)
    if "trace" in parts and steps > ask.trace_from + ask.trace_count:
        notices.append(Notice("trace-cut", cut_message(ask.trace_from, ask.trace_count, steps)))
    made = GraphDocument(
        source=run.source,
        output=node_id(graph.output),
        value=frame.data[graph.output],
        result=_result(run, frame),
        structure=structure_of(run),
        grads={} if is_window else grads(run, graph, frame.grad),
        parameters=[] if is_window else list(run.parameters),
        nodes=[node_document(run, graph, numbers, i) for i in range(len(graph))] if "nodes" in parts else [],
        groups=_groups(graph) if "groups" in parts else [],
        printed=run.printed,
        notices=[_notice(notice) for notice in notices],
        reusable=run.reusable,
        ran=run_document.ran(run),
        own_engine=own_engine(run.own),
    )
    _add_told(made, run, parts)
    if run.echo is not None and run.reusable:
        made["echo"] = node_id(run.echo)
    if is_large:
        made["output_name"] = output_name(graph)
        made["steps"] = steps or count_steps(graph)
    if "frame" in parts:
        made["frame"] = _frame(run, graph, numbers)
        if own is not None:
            made["frame"]["expected_grad"] = list(own.expected)
    if "trace" in parts:
        made["trace"] = _trace(graph, numbers, own, ask) if passed else []
    if "check" in parts:
        made["check"] = _check(graph, numbers)
    if ask.window is not None:
        made["window"] = window_document(run, graph, numbers, ask.window, made.get("trace", []))
    return made


def _add_told(made: GraphDocument, run: Run, parts: Collection[str]) -> None:
    """What a program did, where it is asked for."""
    if "scopes" in parts:
        made["scopes"] = scopes(run)
    if "passes" in parts:
        made["passes"] = run_document.passes(run)
    if "watch" in parts:
        made["watched"] = [run_document.watch_document(each) for each in run.watched]
    if "figures" in parts:
        made["figures"] = run_document.figures(run)


def _trace(graph: Graph, numbers: Numbers, own: OwnEngine | None, ask: Parts) -> list[TraceDocument]:
    """The steps of a pass; of the program's own engine those that led to its numbers."""
    if own is None:
        return trace_document(graph, numbers, ask.trace_from, ask.trace_count)
    steps = own_trace(graph, numbers.frame.data, own, output_name(graph))
    return list(islice(steps, ask.trace_from, ask.trace_from + ask.trace_count))


def _frame(run: Run, graph: Graph, numbers: Numbers) -> FrameDocument:
    """Every number, and how many grads are in each state."""
    counts = Counter(state for i, state in enumerate(numbers.states) if not graph.is_constant(i))
    return FrameDocument(
        structure=structure_of(run),
        data=list(numbers.frame.data),
        grad=list(numbers.frame.grad),
        grad_states=dict(counts),
        passes=max(numbers.passes),
    )


def _result(run: Run, frame: Frame) -> str | None:
    """The echo of a final expression; of a run that serves other numbers too, with the answer's own."""
    if run.echo is None or not run.reusable:
        return run.result
    return f"Value(data={frame.data[run.echo]})"


def _notice(notice: Notice) -> NoticeDocument:
    node = None if notice.node is None else node_id(notice.node)
    return NoticeDocument(
        code=notice.code,
        message=notice.message,
        line=notice.line,
        column=notice.column,
        file=notice.file,
        node=node,
    )


def _too_many(count: int) -> str:
    return f"The graph has {count:,} values, too many to list one by one."


def _groups(graph: Graph) -> list[GroupDocument]:
    ids = [node_id(i) for i in range(len(graph))]  # once each, however many levels a node is in
    return [{"path": path, "nodes": [ids[i] for i in nodes]} for path, nodes in graph.prefixes.items()]


def _check(graph: Graph, numbers: Numbers) -> dict[str, CheckDocument]:
    if len(graph.leaves) * len(graph) > CHECK_WORK:
        raise LimitError(
            f"A check of {len(graph.leaves):,} leaves in a graph of {len(graph):,} nodes is too much work.",
            limit="check",
            value=CHECK_WORK,
            hint="Check a smaller program: one row of the data, a smaller network.",
        )
    refuse_custom(graph, "its grads cannot be checked with other numbers")
    data = autodiff.forward(graph, numbers.frame.data)
    return {
        name: CheckDocument(
            fd=found.fd, h=found.h, abs_error=found.abs_error, rel_error=found.rel_error, method=found.method
        )
        for name, found in check(graph, data).items()
    }
