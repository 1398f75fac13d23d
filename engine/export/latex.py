"""A graph's derivation in LaTeX: every value from the leaves on, then every derivative back to them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from engine import autodiff
from engine.export.format import Format
from engine.graph import Frame, Graph
from engine.ops import CONSTANT, LEAF, Op

# How each op is set, with its arguments in the places of {0} and {1}; else it is \operatorname{name}.
_SET = {
    "add": "{0} + {1}", "sub": "{0} - {1}", "mul": r"{0} \cdot {1}", "div": r"\frac{{{0}}}{{{1}}}",
    "pow": "{0}^{{{1}}}", "neg": "-{0}", "exp": "e^{{{0}}}", "sqrt": r"\sqrt{{{0}}}",
    "abs": r"\left|{0}\right|", "log": r"\ln {0}", "sin": r"\sin {0}", "cos": r"\cos {0}", "tan": r"\tan {0}",
    "sinh": r"\sinh {0}", "cosh": r"\cosh {0}", "tanh": r"\tanh {0}", "asin": r"\arcsin {0}",
    "acos": r"\arccos {0}", "atan": r"\arctan {0}", "sigmoid": r"\sigma\left({0}\right)",
    "expm1": "e^{{{0}}} - 1", "log1p": r"\ln\left(1 + {0}\right)", "max": r"\max\left({0}, {1}\right)",
    "min": r"\min\left({0}, {1}\right)",
}  # fmt: skip
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%",
    "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip
_INDEXED = re.compile(r"([A-Za-z])(\d{1,3})\Z")


def write(graph: Graph, frame: Frame) -> str:
    """Two ``align*`` blocks, forward and backward, with symbols and numbers. They need amsmath alone."""
    names = _names(graph)
    lines = [
        "% Written by Backlens. Needs \\usepackage{amsmath}.",
        "% forward",
        r"\begin{align*}",
        *(f"  {line} \\\\" for line in _forward(graph, frame, names)),
        r"\end{align*}",
        "% backward",
        r"\begin{align*}",
        *(f"  {line} \\\\" for line in _backward(graph, frame, names)),
        r"\end{align*}",
        "",
    ]
    return "\n".join(lines)


def _names(graph: Graph) -> list[str]:
    """A symbol for each node: labels as they are, one letter with digits as an index, ids as indices of n."""
    counts: dict[str, int] = {}
    for label in graph.labels:
        counts[label] = counts.get(label, 0) + 1
    names = []
    for i, label in enumerate(graph.labels):
        indexed = _INDEXED.match(label)
        if not label or counts[label] > 1:
            names.append(f"n_{{{i}}}")
        elif indexed:
            names.append(f"{indexed[1]}_{{{indexed[2]}}}")
        elif len(label) == 1 and label.isalpha():
            names.append(label)
        else:
            names.append(rf"\text{{{escaped(label)}}}")
    return names


def escaped(text: str) -> str:
    """The string so that LaTeX sets it as it is."""
    return "".join(_SPECIAL.get(c, c) if c.isprintable() else "�" for c in text)


def number(x: float) -> str:
    """Six significant digits; powers of ten and what is not finite as they are set."""
    if math.isnan(x):
        return r"\text{nan}"
    if math.isinf(x):
        return r"\infty" if x > 0 else r"-\infty"
    mantissa, _, exponent = f"{x:.6g}".partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa


def _within(text: str) -> str:
    """A number as an argument: what begins with a minus goes in brackets."""
    return rf"\left({text}\right)" if text.startswith("-") else text


def _written(op: Op, arguments: list[str]) -> str:
    if op.arity is None:
        return " + ".join(arguments) if op.name == "sum" else _call(op.name, arguments)
    if op.name in _SET:
        return _SET[op.name].format(*arguments)
    return _call(op.name, arguments)


def _call(name: str, arguments: list[str]) -> str:
    return rf"\operatorname{{{escaped(name)}}}\left({', '.join(arguments)}\right)"


def _forward(graph: Graph, frame: Frame, names: list[str]) -> Iterator[str]:
    for i, (op, inputs) in enumerate(zip(graph.ops, graph.inputs, strict=True)):
        value = number(frame.data[i])
        if op is LEAF:
            yield f"{names[i]} &= {value}"
        elif op is not CONSTANT:
            numbers = [_within(number(frame.data[j])) for j in inputs]
            letters = [numbers[k] if graph.ops[j] is CONSTANT else names[j] for k, j in enumerate(inputs)]
            yield f"{names[i]} &= {_written(op, letters)} = {_written(op, numbers)} = {value}"


def _backward(graph: Graph, frame: Frame, names: list[str]) -> Iterator[str]:
    output = names[graph.output]
    grads = autodiff.backward(graph, frame.data)
    partials = {i: autodiff.partials(graph, frame.data, i) for i, inputs in enumerate(graph.inputs) if inputs}

    def d(a: str, b: str) -> str:
        return rf"\frac{{\partial {a}}}{{\partial {b}}}"

    for i in range(graph.output, -1, -1):
        if graph.ops[i] is CONSTANT:
            continue
        if i == graph.output:
            yield f"{d(output, output)} &= 1"
            continue
        letters = [rf"{d(output, names[t])} \cdot {d(names[t], names[i])}" for t, _ in graph.uses[i]]
        numbers = [
            rf"{_within(number(grads[t]))} \cdot {_within(number(partials[t][slot] or 0.0))}"
            for t, slot in graph.uses[i]
        ]
        yield f"{d(output, names[i])} &= {' + '.join(letters)} = {' + '.join(numbers)} = {number(grads[i])}"


LATEX = Format("latex", "LaTeX derivation", "tex", "application/x-tex", write)
