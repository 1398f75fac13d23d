"""A nudge as the REST contract words it: a node by name, its quotient and, if asked for, the curve."""

from typing import Final

from app.http.problems import ProblemError
from app.programs.answer import FrameDocument
from app.programs.document import node_id
from app.programs.request import NudgeRequest
from app.resources.nudge.answer import BentDocument, ErrorDocument, NudgeDocument
from engine.explain.kinks import Kinks
from engine.explain.nudge import STEPS, error_curve, nudge
from engine.gradcheck import Check
from engine.graph import Graph
from engine.kernels import dispatch as loops

ERROR_CURVE_WORK: Final = 2_000_000  # nodes × steps of a curve: about a second


def nudge_document(graph: Graph, ask: NudgeRequest, data: list[float]) -> NudgeDocument:
    """Move the node. `data` is a forward pass's result.

    Raises UnknownNodeError, ConstantError, NudgeError, and ProblemError for a curve that is too much work.
    """
    node = graph.resolve(ask.node)
    if ask.curve and len(graph) * len(STEPS) > ERROR_CURVE_WORK:
        raise ProblemError(
            "limit-exceeded",
            f"A curve of {len(STEPS)} steps in a graph of {len(graph):,} nodes is too much work.",
            "Ask without `curve`, or for a smaller program.",
            limit=("error_curve", ERROR_CURVE_WORK),
        )
    grad = loops.backward(graph, data)
    found = nudge(graph, data, grad[node], node, ask.h, ask.method)
    made = NudgeDocument(
        node=node_id(node),
        x=found.x,
        h=ask.h,
        method=ask.method,
        difference=found.check.fd,
        grad=grad[node],
        abs_error=found.check.abs_error,
        rel_error=found.check.rel_error,
        kink=found.kinks.found,
        kinks=_bent(graph, found.kinks),
        slopes={"left": found.kinks.left, "right": found.kinks.right},
        before=found.before,
        above=found.above,
        below=found.below,
        changed=[node_id(i) for i in found.changed],
        frame=FrameDocument(structure=graph.structure, data=list(found.data), grad=grad),
    )
    if ask.curve:
        made["curve"] = [_error(check) for check in error_curve(graph, data, grad[node], node, ask.method)]
    return made


def _bent(graph: Graph, kinks: Kinks) -> list[BentDocument]:
    at = [BentDocument(node=node_id(i), op=graph.ops[i].name, where="point") for i in kinks.at]
    return at + [
        BentDocument(node=node_id(i), op=graph.ops[i].name, where="interval")
        for i in kinks.between
        if i not in kinks.at
    ]


def _error(check: Check) -> ErrorDocument:
    return ErrorDocument(h=check.h, difference=check.fd, abs_error=check.abs_error, rel_error=check.rel_error)
