"""A graph as a Mermaid flowchart, which Markdown viewers draw."""

from __future__ import annotations

from collections.abc import Iterator

from engine.export.format import Format
from engine.graph import Frame, Graph
from engine.names import node_id
from engine.ops import CONSTANT, LEAF


def write(graph: Graph, frame: Frame) -> str:
    """One box a node with label, data and grad; the op's symbol is before what it made."""
    return "\n".join(["flowchart LR", *(f"  {line}" for line in _lines(graph, frame)), ""])


def _lines(graph: Graph, frame: Frame) -> Iterator[str]:
    for i, op in enumerate(graph.ops):
        if op is CONSTANT:
            yield f'{node_id(i)}["{frame.data[i]:.4f}"]'
            continue
        label = quoted(graph.labels[i] or node_id(i))
        head = label if op is LEAF else f"{quoted(op.symbol)} {label}"
        text = f"{head}<br/>data {frame.data[i]:.4f}<br/>grad {frame.grad[i]:.4f}"
        yield f'{node_id(i)}["{text}"]' if op is LEAF else f'{node_id(i)}("{text}")'
    for edge in graph.edges():
        yield f"{node_id(edge.source)} --> {node_id(edge.target)}"


def quoted(text: str) -> str:
    """The string as it is inside a quoted label: Mermaid reads numbered entities there."""
    return "".join(
        c if c.isalnum() or c in " _-.,:" else f"#{ord(c)};" if c.isprintable() else "�" for c in text
    )


MERMAID = Format("mermaid", "Mermaid flowchart", "mmd", "text/vnd.mermaid", write)
