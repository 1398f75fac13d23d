"""A graph as a plain Python function with its gradient: no package is needed to run it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.export.format import Format
from engine.export.naming import identifiers, literal, remark
from engine.export.source import as_factor, definition_names, helper_texts, source_of
from engine.graph import Frame, Graph
from engine.ops import CONSTANT, LEAF

_TAKEN = ("math", "value_and_gradient", "term")


def write(graph: Graph, frame: Frame) -> str:
    """``value_and_gradient(a=2.0, …)``, which gives the output and its derivative by every leaf.

    The arithmetic is the engine's own, in the engine's order, so the numbers are the same to the last bit.
    """
    names = identifiers(graph, {*_TAKEN, *definition_names()})
    at = [literal(frame.data[i]) if op is CONSTANT else names[i] for i, op in enumerate(graph.ops)]
    body = [*_forward(graph, names, at), "", *_backward(graph, at)]
    parameters = ", ".join(f"{names[i]}={literal(frame.data[i])}" for i in graph.leaves)
    gradient = ", ".join(f"{remark(graph.names[i])!r}: {_grad(i)}" for i in graph.leaves)
    used = {name for op in set(graph.ops) - {LEAF, CONSTANT} for name in source_of(op).helpers()}
    return "\n".join(
        [
            '"""A function and its gradient, written out by Backlens. Run it: it prints both."""',
            "",
            "import math",
            "",
            "",
            *(line for text in helper_texts(used) for line in (text, "", "")),
            f"def value_and_gradient({parameters}):",
            '    """The value here, and its derivative by each argument."""',
            *(f"    {line}" if line else "" for line in body),
            "",
            f"    return {at[graph.output]}, {{{gradient}}}",
            "",
            "",
            'if __name__ == "__main__":',
            "    print(*value_and_gradient())",
            "",
        ]
    )


def _grad(node: int) -> str:
    return f"_d{node}"


def _forward(graph: Graph, names: list[str], at: list[str]) -> Iterator[str]:
    for i, (op, inputs) in enumerate(zip(graph.ops, graph.inputs, strict=True)):
        if not inputs:
            continue
        value, arguments = source_of(op).value, [at[j] for j in inputs]
        if op.arity is None:
            yield f"{names[i]} = {literal(op.start)}"
            yield f"for term in ({', '.join(arguments)},):"
            yield f"    {names[i]} = {value.on([names[i], 'term'])}"
        else:
            yield f"{names[i]} = {value.on(arguments)}"


def _backward(graph: Graph, at: list[str]) -> Iterator[str]:
    takes = [i for i, op in enumerate(graph.ops) if op is not CONSTANT]
    for i in takes:
        yield f"{_grad(i)} = {'1.0' if i == graph.output else '0.0'}"
    for i in reversed(takes):
        op, inputs = graph.ops[i], graph.inputs[i]
        for slot, j in enumerate(inputs):
            if graph.ops[j] is CONSTANT:
                continue
            if op.arity is None:
                partial = source_of(op).partials[0].on([at[i], at[j]])
            else:
                partial = source_of(op).partials[slot].on([at[i], *(at[k] for k in inputs)])
            yield f"{_grad(j)} += {_grad(i)} * {as_factor(partial)}"


PYTHON = Format("python", "Python function with its gradient", "py", "text/x-python", write)
