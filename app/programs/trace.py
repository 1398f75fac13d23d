"""The trace: each use of the chain rule in a backward pass, as the REST contract writes it."""

from itertools import islice

from app.programs.answer import TraceDocument
from app.programs.passes import Numbers
from engine import autodiff
from engine.graph import Graph
from engine.kernels import dispatch as loops
from engine.names import node_id
from engine.steps import steps_from


def output_name(graph: Graph) -> str:
    """What the graph's output is called: its label, else its id."""
    return graph.titles[graph.output] or node_id(graph.output)


def trace_document(graph: Graph, numbers: Numbers, first: int, count: int) -> list[TraceDocument]:
    """So many steps from ``first`` on."""
    data, start = numbers.frame.data, list(numbers.start)
    steps = (
        steps_from(graph, data, loops.backward(graph, data), start, first)
        if first
        else autodiff.backward_steps(graph, data, start)
    )
    output = output_name(graph)
    return [step_document(graph, step, output) for step in islice(steps, count)]


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


def cut_message(first: int, count: int, steps: int) -> str:
    """What is said of a trace that is not shown to its end."""
    last = first + count
    return f"The trace shows steps {first:,} to {last - 1:,} of {steps:,}; `trace_from` {last} shows more."
