"""A graph as a PyTorch program in float64."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import EngineError
from engine.export.format import Format
from engine.export.naming import identifiers, literal, remark
from engine.graph import Frame, Graph
from engine.ops import CONSTANT, LEAF, Op

# PyTorch's function for each op that has no sign of its own. Its softplus is a straight line above 20, which
# is 2e-9 off; log(eᵃ + e⁰) is not.
_FUNCTIONS = {
    "exp": "torch.exp({})", "expm1": "torch.expm1({})", "log": "torch.log({})", "log1p": "torch.log1p({})",
    "sqrt": "torch.sqrt({})", "abs": "torch.abs({})", "sin": "torch.sin({})", "cos": "torch.cos({})",
    "tan": "torch.tan({})", "asin": "torch.asin({})", "acos": "torch.acos({})", "atan": "torch.atan({})",
    "sinh": "torch.sinh({})", "cosh": "torch.cosh({})", "tanh": "torch.tanh({})",
    "sigmoid": "torch.sigmoid({})", "relu": "torch.relu({})", "erf": "torch.erf({})",
    "softplus": "torch.logaddexp({0}, torch.zeros_like({0}))", "neg": "-{}",
    "max": "torch.maximum({}, {})", "min": "torch.minimum({}, {})",
    "add": "{} + {}", "sub": "{} - {}", "mul": "{} * {}", "div": "{} / {}", "pow": "{} ** {}",
}  # fmt: skip
_SIGNED = ("add", "sub", "mul", "div", "pow")


def write(graph: Graph, frame: Frame) -> str:
    """A program that builds the graph, calls ``backward()`` and prints the output and every leaf's grad."""
    names = identifiers(graph, ("torch", "math", "tensor"))
    output = names[graph.output]
    grads = ", ".join(f"{remark(graph.names[i])!r}: {names[i]}.grad.item()" for i in graph.leaves)
    return "\n".join(
        [
            '"""A graph for PyTorch, written by Backlens. It prints value and grads."""',
            "",
            "import math",
            "",
            "import torch",
            "",
            "",
            "def tensor(number, requires_grad=False):",
            "    return torch.tensor(number, dtype=torch.float64, requires_grad=requires_grad)",
            "",
            "",
            *_statements(graph, frame, names),
            "",
            f"{output}.backward()",
            f"print({output}.item(), {{{grads}}})",
            "",
        ]
    )


def _statements(graph: Graph, frame: Frame, names: list[str]) -> Iterator[str]:
    for i, (op, inputs) in enumerate(zip(graph.ops, graph.inputs, strict=True)):
        if op is LEAF:
            yield f"{names[i]} = tensor({literal(frame.data[i])}, requires_grad=True)"
        elif op is not CONSTANT:
            yield f"{names[i]} = {_call(op, [_argument(graph, frame, names, op, j) for j in inputs])}"


def _argument(graph: Graph, frame: Frame, names: list[str], op: Op, j: int) -> str:
    if graph.ops[j] is not CONSTANT:
        return names[j]
    number = literal(frame.data[j])
    if op.name in _SIGNED and not number.startswith("-"):
        return number
    return f"tensor({number})"


def _call(op: Op, arguments: list[str]) -> str:
    if op.name == "sum":
        return f"sum([{', '.join(arguments)}])"
    if op.name not in _FUNCTIONS:
        raise EngineError(f"PyTorch has no `{op.name}`.", code="unknown-op")
    return _FUNCTIONS[op.name].format(*arguments)


TORCH = Format("torch", "PyTorch program", "py", "text/x-python", write)
