"""A graph as a program of the explorer's language, with its labels, numbers and grads."""

from engine import autodiff
from engine.export.naming import identifiers, literal
from engine.foreign.interop import close
from engine.graph import Frame, Graph
from engine.ops import CONSTANT, Op
from engine.program.builtins import BUILTINS


def program(graph: Graph) -> str:
    """One line a value, in id order; a value without a label is called by its id.

    Grads that one backward pass gives are left to `backward()`. Any others are assigned, so that the explorer
    shows what the nodes hold; where every grad is 0, no pass was run.
    """
    frame = graph.frame()
    names = identifiers(graph, BUILTINS)
    written = [
        literal(frame.data[i]) if op is CONSTANT else name
        for i, (op, name) in enumerate(zip(graph.ops, names, strict=True))
    ]
    lines: list[str] = []
    for i, (op, inputs) in enumerate(zip(graph.ops, graph.inputs, strict=True)):
        if op is not CONSTANT:
            given = [written[j] for j in inputs]
            if given and all(map(graph.is_constant, inputs)):
                given[0] = f"Value({given[0]})"  # an op of plain numbers alone would make no Value
            made = _made(op, given) if given else f"Value({literal(frame.data[i])})"
            label = graph.labels[i]
            renamed = f"; {names[i]}.label = {label!r}" if label not in ("", names[i]) else ""
            lines.append(f"{names[i]} = {made}{renamed}")
    lines += _grads(graph, frame, names)
    imports = ["import math"] if any("math." in line for line in lines) else []
    return "\n".join([*imports, *lines, ""])


def _made(op: Op, inputs: list[str]) -> str:
    if op.token:
        first, second = (f"({text})" if text.startswith("-") else text for text in inputs)
        return f"{first} {op.token} {second}"
    if op.arity is None:
        return f"{op.name}([{', '.join(inputs)}])"
    if op.arity == 2:
        return f"{op.name}({', '.join(inputs)})"
    return f"-{inputs[0]}" if op.name == "neg" else f"{inputs[0]}.{op.name}()"


def _grads(graph: Graph, frame: Frame, names: list[str]) -> list[str]:
    if not any(frame.grad):
        return []
    right = autodiff.backward(graph, list(frame.data))
    takes_grad = [i for i in range(len(graph)) if not graph.is_constant(i)]
    if all(close(frame.grad[i], right[i]) for i in takes_grad):
        return [f"{names[graph.output]}.backward()"]
    return [f"{names[i]}.grad = {literal(frame.grad[i])}" for i in takes_grad]
