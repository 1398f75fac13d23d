"""One node, as graph documents have it."""

from app.programs.answer import NodeDocument
from app.programs.passes import Numbers
from engine import autodiff
from engine.graph import Graph
from engine.names import node_id
from engine.ops import CUSTOM, LEAF
from engine.run import Run


def node_document(run: Run, graph: Graph, numbers: Numbers, i: int) -> NodeDocument:
    """The node at this position, with its numbers."""
    data = numbers.frame.data
    slots = zip(graph.inputs[i], autodiff.partials(graph, data, i), strict=True)
    node = NodeDocument(
        id=node_id(i),
        op=graph.ops[i].name,
        name=graph.names.get(i, ""),
        label=graph.labels[i],
        group=graph.groups[i],
        line=run.lines[i],
        file=run.files[i] if run.files else None,
        data=data[i],
        grad=numbers.frame.grad[i],
        grad_state=numbers.states[i],
        passes=numbers.passes[i],
        inputs=[{"node": node_id(source), "partial": partial} for source, partial in slots],
    )
    if graph.titles[i] != graph.labels[i]:
        node["title"] = graph.titles[i]
    if graph.ops[i] is not LEAF:
        del node["name"]
    if graph.ops[i].name == CUSTOM:
        node["symbol"] = graph.ops[i].symbol
    if numbers.as_left and run.own is not None and (expected := run.own.expected[i]) is not None:
        node["expected_grad"] = expected
    return node
