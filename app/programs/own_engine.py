"""What is to be said of a program's own engine, as graph documents have it."""

from collections.abc import Iterator

from app.programs.answer import TraceDocument
from app.programs.own_engine_answer import (
    FindingDocument,
    OperationDocument,
    OwnEngineDocument,
    TriedDocument,
)
from engine import autodiff
from engine.findings import Contribution, OwnEngine, Tried
from engine.graph import Graph
from engine.names import node_id


def own_engine(own: OwnEngine | None) -> OwnEngineDocument | None:
    """The judgement."""
    if own is None:
        return None
    return OwnEngineDocument(
        {
            "class": own.name,
            "line": own.line,
            "file": own.file,
            "agrees": own.agrees,
            "checked": own.checked,
            "fast": own.fast,
            "operations": [
                OperationDocument(
                    op=each.op,
                    method=each.method,
                    line=each.line,
                    file=each.file,
                    forward=each.forward,
                    derivative=each.derivative,
                    cases=each.cases,
                    wrong=each.wrong,
                    through=each.through,
                    tried=[_tried(case) for case in each.tried],
                )
                for each in own.operations
            ],
            "findings": [
                FindingDocument(
                    node=node_id(each.node),
                    line=each.line,
                    file=each.file,
                    method=each.method,
                    op=each.op,
                    slot=each.slot,
                    got=each.got,
                    want=each.want,
                    like=each.like,
                    message=each.message,
                    fix=each.fix,
                )
                for each in own.findings
            ],
        }
    )


def _tried(case: Tried) -> TriedDocument:
    return TriedDocument(
        inputs=list(case.inputs),
        data=case.data,
        want=case.want,
        grads=None if case.grads is None else list(case.grads),
        slopes=None if case.slopes is None else list(case.slopes),
    )


def own_trace(graph: Graph, data: tuple[float, ...], own: OwnEngine, output: str) -> Iterator[TraceDocument]:
    """Their contributions, in the order in which their code made them.

    Arguments:
        data: as the program left it.
        output: what the graph's output is called.
    """
    grad: dict[int, float] = {}  # as far as their pass has come
    for number, used in enumerate(own.contributions):
        yield _step(graph, data, number, used, grad, output)
        grad[used.node] = used.after


def _step(
    graph: Graph,
    data: tuple[float, ...],
    number: int,
    used: Contribution,
    grad: dict[int, float],
    output: str,
) -> TraceDocument:
    source, slot = used.source, used.slot
    partial, rule = None, f"∂{output}/∂{output} = 1" if source is None else None
    if source is not None and slot is not None and slot < len(graph.inputs[source]):
        partial = autodiff.partials(graph, data, source)[slot]
        rule = graph.ops[source].rule(slot)
    return TraceDocument(
        {
            "step": number,
            "node": node_id(used.node),
            "from": None if source is None else node_id(source),
            "slot": slot,
            "upstream": None if source is None else grad.get(source),
            "partial": partial,
            "contribution": used.got,
            "before": used.before,
            "after": used.after,
            "rule": rule,
            "want": used.want,
            "line": used.line,
            "file": used.file,
        }
    )
