"""A graph as plain DOT, for any Graphviz: no classes, no styles, one record of text a node."""

from __future__ import annotations

from collections.abc import Iterator

from engine.export.format import Format
from engine.graph import Frame, Graph
from engine.ops import CONSTANT


def write(graph: Graph, frame: Frame) -> str:
    """One box a node, one edge an argument; ``a*a`` has two edges."""
    return "\n".join(["digraph {", "  rankdir=LR", "  node [shape=box]", *_lines(graph, frame), "}", ""])


def _lines(graph: Graph, frame: Frame) -> Iterator[str]:
    for i, op in enumerate(graph.ops):
        words = [op.symbol, graph.labels[i], f"data {frame.data[i]:.4f}"]
        if op is not CONSTANT:
            words.append(f"grad {frame.grad[i]:.4f}")
        # \n is Graphviz's own sign for a new line; what a person wrote is quoted around it.
        label = r"\n".join(quoted(word) for word in words if word)
        yield f'  n{i} [label="{label}"]'
    for edge in graph.edges():
        yield f"  n{edge.source} -> n{edge.target}"


def quoted(text: str) -> str:
    """The string as it is inside quotes of DOT."""
    plain = "".join(c if c.isprintable() else "�" for c in text)
    return plain.replace("\\", "\\\\").replace('"', '\\"')


DOT = Format("dot", "DOT for Graphviz", "dot", "text/vnd.graphviz", write)
