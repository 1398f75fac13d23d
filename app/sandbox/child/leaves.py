"""The leaves of a program that is under way, by the names that its graph gives them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from app.sandbox.child.own import Own
from app.sandbox.child.session import Session
from app.sandbox.child.values import Value
from engine.graph import Graph
from engine.names import leaf_path, parse_id
from engine.ops import LEAF


def named_leaves(session: Session, own: Own, names: Iterable[str]) -> dict[str, Callable[[float], object]]:
    """For each of these names that is one, what gives its leaf a number.

    Names are those of the graph of the newest pass, ids of its leaves too, those of leaves beside it, and
    places in the parts of the pass: `layers.0.w[1][2]`.
    """
    wanted = set(names)
    differentiated = session.record.differentiated
    subject = None if differentiated is None else differentiated[0]
    found: dict[str, Any] = {}
    if isinstance(subject, Value):
        with session.record.quiet():
            found = _in_graph(subject, wanted)
            for each in _beside(session):
                found.setdefault(leaf_path(each.label, each.group), each)
        for name in wanted - found.keys():
            thing = _placed(session, name)
            if isinstance(thing, Value):
                found[name] = thing
        return {name: found[name].put for name in wanted if name in found}
    for name in wanted:
        thing = own.labelled(name)
        thing = _placed(session, name) if thing is None else thing
        if thing is not None and not own.has_inputs(thing):
            found[name] = partial(own.put, thing)
    return found


def _placed(session: Session, name: str) -> Any:
    return None if session.follower is None else session.follower.leaf_at(name)


def _in_graph(subject: Value, wanted: set[str]) -> dict[str, Any]:
    graph = Graph(subject)
    nodes: Any = graph.nodes
    found = {name: nodes[leaf] for leaf, name in graph.names.items() if name in wanted}
    for name in wanted - found.keys():
        at = parse_id(name, len(nodes))
        if at is not None and nodes[at].op is LEAF:
            found[name] = nodes[at]
    return found


def _beside(session: Session) -> Iterable[Value]:
    yield from session.record.parameters
    for each in list(session.names.values()):
        if isinstance(each, Value) and each.op is LEAF:
            yield each
