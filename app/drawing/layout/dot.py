"""View -> DOT, through the graphviz package.

Attributes are all ours. What a user wrote appears in one place only, the text of a label, and only in the DOT
of an export: the DOT that is laid out has no text at all, so a cached layout holds no user's words or
numbers.
"""

from collections.abc import Collection

import graphviz

from app.drawing.layout.geometry import TRUNK, attributes, has_trunk, inches, sizer
from app.drawing.numbers import MINUS, NOT_COMPUTED
from app.drawing.quotient.boxes import Box
from app.drawing.quotient.view import View
from app.drawing.scene import Scene
from app.drawing.text import clean
from engine.graph import Graph
from engine.ops import CONSTANT, LEAF


def layout_dot(graph: Graph, view: View) -> str:
    """DOT with ids, classes and sizes, and empty labels."""
    return _dot(graph, view, {}, frozenset())


def readable_dot(scene: Scene, view: View) -> str:
    """DOT for people, with names and numbers. Graphviz draws the same boxes in the same places from it."""
    labels = {box.id: _label(scene, view, box) for box in view.boxes}
    return _dot(scene.graph, view, labels, scene.parameters)


def _dot(graph: Graph, view: View, labels: dict[str, str], parameters: Collection[int]) -> str:
    common = attributes(view)
    digraph = graphviz.Digraph(
        "backlens", graph_attr=common["graph"], node_attr=common["node"], edge_attr=common["edge"]
    )
    size = sizer(view)
    for box in view.boxes:
        own = {"id": box.id, "class": classes(graph, box, parameters)}
        if box.kind in {"copy", "op"}:
            own |= {"width": inches(size(box).width), "height": inches(size(box).height)}
        if box.kind == "op":
            own["shape"] = "ellipse"
        digraph.node(box.id, label=graphviz.nohtml(labels.get(box.id, "")), **own)
    trunk = has_trunk(view)
    for link in view.links:
        source, target = view.boxes[link.source], view.boxes[link.target]
        own = {"id": link.id, "class": f"arg{link.slot or 0}"}
        if trunk and graph.inputs[source.members[-1]]:
            own["weight"] = TRUNK
        digraph.edge(source.id, target.id, **own)
    return str(digraph.source)


def classes(graph: Graph, box: Box, parameters: Collection[int]) -> str:
    """What a box is, as classes; the same words in DOT and in SVG."""
    if box.kind == "op":
        return "opnode"
    if box.kind == "group":
        words = ["group"]
    elif box.node is not None and graph.ops[box.node] in (LEAF, CONSTANT):
        words = ["leaf"]
        words += ["constant"] if graph.is_constant(box.node) else []
        words += ["param"] if box.node in parameters else []
    else:
        words = ["calc", f"op-{graph.ops[box.members[0]].name}"]
    words += ["copy"] if box.kind == "copy" else []
    words += ["cut"] if box.cut else []
    words += ["output"] if graph.output in box.members else []
    return " ".join(words)


def _label(scene: Scene, view: View, box: Box) -> str:
    """Name, data and grad, a line each. No line is empty: Graphviz 14 crashes on a label that begins with
    one."""
    if box.kind == "op":
        return box.symbol
    name = quoted(scene.heading(box))
    if box.kind == "copy":
        return name
    reading = scene.reading(box)
    if reading is None:
        rows = [f"values {len(box.members)}", f"outputs {box.exits}"]
    else:
        rows = [f"data {reading.data}", f"grad {reading.grad}"]
    rows = [row.replace(MINUS, "-").replace(NOT_COMPUTED, "-") for row in rows]
    return (" | " if view.look == "classic" else r"\n").join([name, *rows])


def quoted(text: str) -> str:
    """Text that Graphviz shows as it is: no escape sequence, no entity, no HTML."""
    return clean(text).replace("&", "&amp;").replace("\\", "\\\\")
