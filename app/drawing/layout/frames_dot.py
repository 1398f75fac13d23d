"""Frames as DOT for people: an open one is a cluster, a closed box has its name, its size and its ranges.

Attributes are all ours; what a user wrote is only in labels.
"""

import graphviz

from app.drawing.choice import Direction
from app.drawing.frames.frame import Frame, Unit
from app.drawing.layout.assembly import box_id
from app.drawing.layout.dot import quoted
from app.drawing.numbers import MINUS, NOT_COMPUTED, TO, format_range
from app.drawing.scene import Scene
from app.drawing.text import times


def frames_dot(scene: Scene, frame: Frame, direction: Direction) -> str:
    """The whole picture. Graphviz lays clusters out in one piece, so places differ from those of the SVG."""
    digraph = graphviz.Digraph(
        "backlens",
        graph_attr={"rankdir": direction, "compound": "true", "nodesep": "0.3", "ranksep": "0.5"},
        node_attr={"shape": "box", "margin": "0.1,0.05", "fontname": "monospace", "fontsize": "11"},
        edge_attr={"arrowsize": "0.6", "penwidth": "1.2"},
    )
    _add(digraph, scene, frame)
    return str(digraph.source)


def _add(digraph: graphviz.Digraph, scene: Scene, frame: Frame) -> None:
    for unit in frame.units:
        if unit.inner is None:
            digraph.node(box_id(unit), label=graphviz.nohtml(_label(scene, unit)), id=box_id(unit))
        else:
            with digraph.subgraph(name=_cluster(unit)) as inner:
                heading = " ".join(filter(None, (unit.inner.title, unit.inner.note)))
                inner.attr(label=graphviz.nohtml(quoted(heading)), style="rounded", fontname="monospace")
                _add(inner, scene, unit.inner)
    for join in frame.joins:
        source, target = frame.units[join.source], frame.units[join.target]
        tail, head = _last(source), _first(target)
        ends = {} if source.inner is None else {"ltail": _cluster(source)}
        ends |= {} if target.inner is None else {"lhead": _cluster(target)}
        digraph.edge(box_id(tail), box_id(head), **ends)


def _cluster(unit: Unit) -> str:
    return f"cluster_{int(unit.members[-1])}_{len(unit.members)}"


def _first(unit: Unit) -> Unit:
    """The closed box in a unit that an edge to it ends at: what reads from outside, if it says so."""
    while unit.inner is not None:
        unit = unit.inner.units[unit.inner.reads[0] if unit.inner.reads else 0]
    return unit


def _last(unit: Unit) -> Unit:
    """The closed box in a unit that an edge from it begins at."""
    while unit.inner is not None:
        unit = unit.inner.units[unit.inner.leaves[-1] if unit.inner.leaves else -1]
    return unit


def _label(scene: Scene, unit: Unit) -> str:
    """Name and size; data; grad. No line is empty."""
    copies = times(len(unit.copies) or 1)
    count = "" if unit.kind == "value" else f"{len(unit.members):,} values"
    first = " ".join(filter(None, (quoted(unit.name), quoted(unit.note), copies))) or box_id(unit)
    nodes = unit.cells or tuple(unit.members.tolist())
    grads = [scene.frame.grad[node] for node in nodes if scene.state(node) != "none"]
    rows = [count, f"data {format_range([scene.frame.data[node] for node in nodes])}"]
    rows.append(f"grad {format_range(grads) if grads else NOT_COMPUTED}")
    shown = [row.replace(MINUS, "-").replace(NOT_COMPUTED, "-").replace(TO, " ... ") for row in rows if row]
    return r"\n".join([first, *shown])
