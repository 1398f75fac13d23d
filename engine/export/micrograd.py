"""A graph as a program of the micrograd package.

What micrograd has a sign or a method for is written with it. Any other op, and one of micrograd's own where
it would raise instead of giving what IEEE-754 gives, is made with a small helper that the program brings.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from engine.export.format import Format
from engine.export.naming import identifiers, literal, remark
from engine.export.source import definition_names, helper_texts, source_of
from engine.graph import Frame, Graph
from engine.ops import CONSTANT, LEAF, Op

_SIGNS = {"add": "+", "sub": "-", "mul": "*", "div": "/"}
_TAKEN = ("Value", "apply", "math", "sys")
_DEEP = 400  # micrograd walks a graph by calling itself

_APPLY = '''\
def apply(value, partials, *inputs):
    """A Value for which micrograd has no method."""
    numbers = [source.data for source in inputs]
    out = Value(value(*numbers), inputs)

    def _backward():
        for source, partial in zip(inputs, partials):
            source.grad += out.grad * partial(out.data, *numbers)

    out._backward = _backward
    return out
'''


def write(graph: Graph, frame: Frame) -> str:
    """A program that builds the graph, calls ``backward()`` and prints the output and every leaf's grad."""
    names = identifiers(graph, {*_TAKEN, *definition_names()})
    at = [literal(frame.data[i]) if op is CONSTANT else names[i] for i, op in enumerate(graph.ops)]
    native = [_is_native(graph, frame, i) for i in range(len(graph))]
    foreign = {op for op, own in zip(graph.ops, native, strict=True) if not own}
    helpers = {name for op in foreign for name in source_of(op).helpers()}
    lines: list[str] = [
        '"""A graph for the micrograd package, written by Backlens. It prints value and grads."""',
        "",
    ]
    if helpers or foreign or "math." in "".join(map(literal, frame.data)):
        lines.append("import math")
    if _depth(graph) > _DEEP:
        lines.append("import sys")
    lines += ["", "from micrograd.engine import Value", ""]
    if _depth(graph) > _DEEP:
        lines += [f"sys.setrecursionlimit({10 * _depth(graph)})", ""]
    for text in helper_texts(helpers):
        lines += ["", text, ""]
    if foreign:
        lines += ["", _APPLY, ""]
    lines += list(_statements(graph, frame, names, at, native))
    output = names[graph.output]
    grads = ", ".join(f"{remark(graph.names[i])!r}: {names[i]}.grad" for i in graph.leaves)
    lines += ["", f"{output}.backward()", f"print({output}.data, {{{grads}}})", ""]
    return "\n".join(lines)


def _is_native(graph: Graph, frame: Frame, i: int) -> bool:
    """Whether micrograd's own op gives the same here."""
    op, inputs = graph.ops[i], graph.inputs[i]
    if op is LEAF or op is CONSTANT or op.name in ("add", "sub", "mul", "neg"):
        return True
    if op.name == "sum":
        return True
    numbers = [frame.data[j] for j in inputs]
    if op.name == "relu":
        return numbers[0] == numbers[0]
    if op.name == "div":
        # micrograd divides by taking the power −1, which raises where that is not finite.
        return _is_tame(numbers[1])
    if op.name == "pow":
        exponent = numbers[1]
        whole = graph.ops[inputs[1]] is CONSTANT and math.isfinite(exponent) and exponent == round(exponent)
        return whole and 1.0 <= exponent <= 16.0 and _is_tame(numbers[0])
    return False


def _is_tame(x: float) -> bool:
    return 1e-12 < abs(x) < 1e12


def _statements(
    graph: Graph, frame: Frame, names: list[str], at: list[str], native: list[bool]
) -> Iterator[str]:
    for i, (op, inputs) in enumerate(zip(graph.ops, graph.inputs, strict=True)):
        arguments = [at[j] for j in inputs]
        if op is LEAF:
            yield f"{names[i]} = Value({literal(frame.data[i])})"
        elif op is not CONSTANT:
            made = _native(op, arguments) if native[i] else _applied(graph, op, inputs, arguments)
            yield f"{names[i]} = {made}"


def _native(op: Op, arguments: list[str]) -> str:
    if op.name == "neg":
        return f"-{arguments[0]}"
    if op.name == "relu":
        return f"{arguments[0]}.relu()"
    if op.name == "sum":
        return f"sum([{', '.join(arguments)}])"
    if op.name == "pow":
        return f"{arguments[0]}**{int(float(arguments[1]))}"
    return f"{arguments[0]} {_SIGNS[op.name]} {arguments[1]}"


def _applied(graph: Graph, op: Op, inputs: tuple[int, ...], arguments: list[str]) -> str:
    """``apply(lambda a: …, [lambda out, a: …], x)``: the op's own formulas."""
    source = source_of(op)
    value = f"lambda {', '.join(source.value.arguments)}: {source.value.on(source.value.arguments)}"
    partials = [f"lambda {', '.join(p.arguments)}: {p.on(p.arguments)}" for p in source.partials]
    inside = [
        f"Value({text})" if graph.ops[j] is CONSTANT else text
        for j, text in zip(inputs, arguments, strict=True)
    ]
    if op.arity == 2:
        # A constant takes no gradient, and its partial may have no number here.
        partials = [
            "lambda out, a, b: 0.0" if graph.ops[j] is CONSTANT else p
            for j, p in zip(inputs, partials, strict=True)
        ]
    return f"apply({value}, [{', '.join(partials)}], {', '.join(inside)})"


def _depth(graph: Graph) -> int:
    depths: list[int] = []
    for inputs in graph.inputs:
        depths.append(1 + max((depths[j] for j in inputs), default=0))
    return depths[-1]


MICROGRAD = Format("micrograd", "micrograd program", "py", "text/x-python", write)
