"""The numbers of a program's graph: those of passes made now, or as the program left them."""

from app.pictures.graph_document import graph_document
from app.programs import passes
from app.programs.answer import GRAPH
from app.programs.kept_numbers import evaluated
from app.programs.request import ProgramRequest
from app.programs.runs import Runs
from app.resources.evaluate.request import BackwardRequest
from engine.graph import Graph


def evaluate(runs: Runs, ask: ProgramRequest) -> bytes:
    """Forward and backward, or the program's own numbers."""
    run = runs.get(ask)
    return GRAPH.dump_json(
        graph_document(
            run,
            lambda graph: evaluated(run, graph, ask.values, ask.state),
            ask,
        )
    )


def forward(runs: Runs, ask: ProgramRequest) -> bytes:
    """A forward pass; no grad is known after it."""
    run = runs.get(ask)
    return GRAPH.dump_json(
        graph_document(run, lambda graph: passes.forward(run, graph, ask.values, ask.state), ask)
    )


def backward(runs: Runs, ask: BackwardRequest) -> bytes:
    """Backward passes that begin at 0, or add up on top of what the leaves hold."""
    run = runs.get(ask)

    def numbers(graph: Graph) -> passes.Numbers:
        if ask.zero_grad and ask.state == "fresh":
            return evaluated(run, graph, ask.values, ask.state)
        data = passes.begin(run, graph, ask.values, ask.state)
        if ask.zero_grad:
            return passes.backward(graph, data, None, 1)
        left = passes.left_by(run, graph) if ask.state == "program" else passes.untouched(graph, data)
        return passes.backward(graph, data, left, ask.passes)

    return GRAPH.dump_json(graph_document(run, numbers, ask))
