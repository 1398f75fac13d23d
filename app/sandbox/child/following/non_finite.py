"""Where the first number of a pass is that is none."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from app.sandbox.child.following.engines import Engine
from app.sandbox.child.own import Own
from app.sandbox.child.session import Session
from app.sandbox.codec.bounds import TEXT
from app.sandbox.events import NonFinite
from engine.foreign.interop import inputs_first
from engine.graph import Graph
from engine.names import leaf_path


def in_graph(
    session: Session, graph: Graph, data: Sequence[float], grad: Sequence[float]
) -> NonFinite | None:
    """In a graph of the run's Values: the first node whose data is none, else the last whose grad is."""
    at = _first(data)
    if at is None:
        at = next((i for i in reversed(range(len(grad))) if not math.isfinite(grad[i])), None)
        if at is None:
            return None
    number = data[at] if not math.isfinite(data[at]) else grad[at]
    node: Any = graph.nodes[at]
    line = session.place_of(node.code, node.at).line or node.line
    name = leaf_path(node.label, node.group) if node.label else None
    return NonFinite(at, name and name[:TEXT], line, _what(number))


def in_objects(own: Own, engine: Engine, root: Any) -> NonFinite | None:
    """Under an object of the program's own engine, whose graph has no ids yet."""
    things = [thing for thing, _ in inputs_first(root, lambda thing: tuple(engine.inputs(thing)))]
    data, grad = list(engine.data(things)), list(engine.grads(things))
    at = _first(data)
    number = None if at is None else data[at]
    if at is None:
        at = next((i for i in reversed(range(len(grad))) if not math.isfinite(grad[i])), None)
        if at is None:
            return None
        number = grad[at]
    (made,) = own.made_of([id(things[at])])
    return NonFinite(None, made.label[:TEXT] or None, made.line, _what(number))


def _first(numbers: Sequence[float]) -> int | None:
    return next((i for i, each in enumerate(numbers) if not math.isfinite(each)), None)


def _what(number: Any) -> Any:
    return "nan" if math.isnan(number) else "inf"
