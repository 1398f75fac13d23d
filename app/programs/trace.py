"""The trace: each use of the chain rule in a backward pass, as the REST contract writes it."""

from itertools import islice
from typing import Final

from app.programs.answer import TraceDocument
from app.programs.passes import Numbers
from engine import autodiff
from engine.graph import Graph
from engine.names import node_id
from engine.ops import CONSTANT

TRACE_SHOWN: Final = 20_000


def count_steps(graph: Graph) -> int:
    """How many steps a backward pass has: the seed, and one for each slot that is not a constant's."""
    return 1 + sum(graph.ops[source] is not CONSTANT for sources in graph.inputs for source in sources)


def output_name(graph: Graph) -> str:
    """What the graph's output is called: its label, else its id."""
    return graph.labels[graph.output] or node_id(graph.output)


def trace_document(graph: Graph, numbers: Numbers, first: int) -> list[TraceDocument]:
    """The steps from ``first`` on, as many as one answer shows."""
    steps = autodiff.backward_steps(graph, numbers.frame.data, list(numbers.start))
    output = output_name(graph)
    return [step_document(graph, step, output) for step in islice(steps, first, first + TRACE_SHOWN)]


def step_document(graph: Graph, step: autodiff.BackwardStep, output: str) -> TraceDocument:
    """One use of the chain rule; `output` is what the graph's output is called."""
    seed = f"∂{output}/∂{output} = 1"
    return TraceDocument(
        {
            "step": step.step,
            "node": node_id(step.node),
            "from": None if step.from_ is None else node_id(step.from_),
            "slot": step.slot,
            "upstream": step.upstream,
            "partial": step.partial,
            "contribution": step.contribution,
            "before": step.before,
            "after": step.after,
            "rule": seed if step.from_ is None else graph.ops[step.from_].rule(step.slot or 0),
        }
    )


def cut_message(first: int, steps: int) -> str:
    """What is said of a trace that is not shown to its end."""
    last = first + TRACE_SHOWN
    return f"The trace shows steps {first:,} to {last - 1:,} of {steps:,}; `trace_from` {last} shows more."
