"""A node moved by h: the difference quotient and, if asked for, its error for smaller and smaller h."""

from typing import Final

from app.programs.answer import FrameDocument
from app.programs.graph import settled
from app.programs.runs import Runs
from app.resources.nudge.answer import NUDGE, BentDocument, ErrorDocument, NudgeDocument
from app.resources.nudge.request import NudgeRequest
from engine.custom import refuse_custom
from engine.errors import LimitError
from engine.explain.kinks import Kinks
from engine.explain.nudge import STEPS, error_curve, nudge
from engine.gradcheck import Check
from engine.graph import Graph
from engine.kernels import dispatch as loops
from engine.names import node_id
from engine.outline import structure_of

ERROR_CURVE_WORK: Final = 2_000_000  # nodes × steps of a curve: about a second


def nudge_json(runs: Runs, ask: NudgeRequest) -> bytes:
    """One node moved by h. Raises NoValueError and what ``nudge_document`` does."""
    run = runs.get(ask)
    graph, data = settled(run, ask, "there is nothing to nudge")
    refuse_custom(graph, "no node of the graph can be nudged")
    return NUDGE.dump_json(nudge_document(graph, structure_of(run), ask, data))


def nudge_document(graph: Graph, structure: str, ask: NudgeRequest, data: list[float]) -> NudgeDocument:
    """Move the node. `structure` is of the run, `data` a forward pass's result.

    Raises UnknownNodeError, ConstantError, NudgeError, and LimitError for a curve that is too much work.
    """
    node = graph.resolve(ask.node)
    if ask.curve and len(graph) * len(STEPS) > ERROR_CURVE_WORK:
        raise LimitError(
            f"A curve of {len(STEPS)} steps in a graph of {len(graph):,} nodes is too much work.",
            limit="error_curve",
            value=ERROR_CURVE_WORK,
            hint="Ask without `curve`, or for a smaller program.",
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
    )
    if ask.frame:
        made["changed"] = [node_id(i) for i in found.changed]
        made["frame"] = FrameDocument(structure=structure, data=list(found.data), grad=grad)
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
