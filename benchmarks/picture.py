"""Row 6: time to a graph's first picture, beside micrograd's ``draw_dot`` through the same Graphviz."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from itertools import count
from typing import Any

import graphviz
import pygraphviz

from app.drawing import Drawer, ViewChoice
from app.drawing.scene import Scene
from benchmarks.clock import side_by_side
from benchmarks.peers import MICROGRAD, absent, missing
from benchmarks.table import Line
from engine import MLP, Graph, Value
from engine.value import total

DRAW_DOT = "micrograd's draw_dot, same Graphviz in process"
SPAWNED = "micrograd's draw_dot, spawning dot by the graphviz package"
# The whole of every graph is drawn, beyond the limits of the page, because draw_dot has no smaller view.
LIMITS = {"node_limit": 10_000, "cost_limit": 1_000_000, "deadline_seconds": 60.0}
ROWS = ((2.0, 3.0, -1.0), (3.0, -1.0, 0.5), (0.5, 1.0, 1.0), (1.0, 1.0, -1.0))
WANTED = (1.0, -1.0, -1.0, 1.0)

Maker = Callable[[Any, Any, Any], Any]


def lecture(value: Any, mlp: Any, add: Any) -> Any:
    """L = (a·b + c)·f."""
    a, b, c, f = (value(x) for x in (2.0, -3.0, 10.0, -2.0))
    return (a * b + c) * f


def four_rows(value: Any, mlp: Any, add: Any) -> Any:
    """The lecture's loss of MLP(3, [4, 4, 1]) on four rows."""
    network = mlp(3, [4, 4, 1])
    return add([(network([value(x) for x in row]) - y) ** 2 for row, y in zip(ROWS, WANTED, strict=True)])


def one_sample(value: Any, mlp: Any, add: Any) -> Any:
    """MLP(2, [16, 16, 1]) on one sample."""
    return mlp(2, [16, 16, 1])([value(0.5), value(-0.25)])


GRAPHS: dict[str, Maker] = {
    "the lecture's graph": lecture,
    "MLP(3, [4, 4, 1]) on four rows": four_rows,
    "MLP(2, [16, 16, 1]) on one sample": one_sample,
}


def pictures(seconds: float) -> list[Line]:
    """From a graph in memory to its SVG. Ours is drawn in a worker process."""
    lines: list[Line] = []
    with asyncio.Runner() as loop:
        drawer = Drawer(workers=1, **LIMITS)  # type: ignore[arg-type]
        drawer.start()
        try:
            loop.run(drawer.ready())
            for name, make in GRAPHS.items():
                lines += _beside(f"(6) first picture of {name}", make, loop, drawer, seconds / len(GRAPHS))
        finally:
            drawer.close()
    return lines


def _beside(work: str, make: Maker, loop: asyncio.Runner, drawer: Drawer, seconds: float) -> list[Line]:
    output = make(Value, lambda nin, nouts: MLP(nin, nouts, "relu", rng=random.Random(0)), total)
    numbers = count()

    def ours() -> None:
        output.label = f"L{next(numbers)}"  # another structure each time, so that none is drawn already
        graph = Graph(output)
        n = len(graph)
        svg = loop.run(drawer.draw(Scene.of(graph, graph.frame(), ("fresh",) * n, (1,) * n), ViewChoice()))
        assert "</svg>" in svg

    tasks: dict[str, Callable[[], object]] = {"Backlens": ours}
    spawned = make is lecture and not missing("dot")
    if not missing(MICROGRAD):
        from micrograd import nn
        from micrograd.engine import Value as Theirs

        theirs = make(Theirs, nn.MLP, sum)
        tasks[DRAW_DOT] = lambda: _in_process(draw_dot(theirs))
        if spawned:
            tasks[SPAWNED] = lambda: draw_dot(theirs).pipe("svg")
    times = side_by_side(tasks, seconds, rounds=5)
    lines = [Line(work, "Backlens", times["Backlens"])]
    lines += [Line(work, who, t, t / times["Backlens"]) for who, t in times.items() if who != "Backlens"]
    lines += [Line(work, DRAW_DOT, None, note=why) for why in absent(MICROGRAD).values()]
    if make is lecture and SPAWNED not in times:
        lines.append(Line(work, SPAWNED, None, note=missing("dot") or missing(MICROGRAD) or ""))
    return lines


def draw_dot(root: Any) -> graphviz.Digraph:
    """What the ``draw_dot`` of micrograd's trace_graph notebook draws: a record a Value, a node an op."""
    nodes, edges = trace(root)
    dot = graphviz.Digraph(format="svg", graph_attr={"rankdir": "LR"})
    for n in nodes:
        dot.node(name=str(id(n)), label=f"{{ data {n.data:.4f} | grad {n.grad:.4f} }}", shape="record")
        if n._op:
            dot.node(name=str(id(n)) + n._op, label=n._op)
            dot.edge(str(id(n)) + n._op, str(id(n)))
    for source, target in edges:
        dot.edge(str(id(source)), str(id(target)) + target._op)
    return dot


def trace(root: Any) -> tuple[set[Any], set[tuple[Any, Any]]]:
    """Every Value under this one, and every use of one by another."""
    nodes: set[Any] = set()
    edges: set[tuple[Any, Any]] = set()
    waiting = [root]
    while waiting:
        value = waiting.pop()
        if value not in nodes:
            nodes.add(value)
            for child in value._prev:
                edges.add((child, value))
                waiting.append(child)
    return nodes, edges


def _in_process(dot: graphviz.Digraph) -> bytes:
    svg: bytes = pygraphviz.AGraph(string=dot.source).draw(format="svg", prog="dot")
    return svg
