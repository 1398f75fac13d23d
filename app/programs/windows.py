"""Some of a graph's nodes, of a graph of any size: a part of a table, or one node and what is near it."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final, cast

import numpy as np

from app.programs.answer import TraceDocument, UseDocument, WindowDocument, WindowNodeDocument
from app.programs.kept_numbers import arrays
from app.programs.node_document import node_document
from app.programs.parts import Window
from app.programs.passes import Numbers
from app.programs.search import index_of
from engine import autodiff
from engine.graph import Graph
from engine.names import node_id
from engine.run import Run
from engine.search.index import Index
from engine.search.order import ordered
from engine.steps import step_of

INPUTS: Final = 100  # of one node
USES: Final = 50  # of a node that was asked for
NEAR: Final = 8  # inputs of a node that come along with it
EXPLAINED: Final = 3  # uses whose own inputs come along


def window_document(
    run: Run, graph: Graph, numbers: Numbers, ask: Window, trace: Sequence[TraceDocument]
) -> WindowDocument:
    """The nodes that a window shows. Raises UnknownNodeError for one that the graph does not have.

    Arguments:
        trace: the steps that are shown beside it.
    """
    index = index_of(run, graph)
    asked: set[int] = set()
    if ask.trace:
        spoken = chain.from_iterable((step["node"], step["from"]) for step in trace)
        shown = [graph.resolve(name) for name in dict.fromkeys(spoken) if name is not None]
        total = len(shown)
    elif ask.nodes is None:
        ids = ordered(index, arrays(graph, numbers), ask.sort)
        if ask.leaves:
            ids = ids[np.isin(ids, np.array(graph.leaves, np.int32))]
        total = len(ids)
        shown = [int(node) for node in ids[ask.from_ : ask.from_ + ask.count]]
    else:
        shown = list(dict.fromkeys(graph.resolve(name) for name in ask.nodes))
        asked = set(shown) if ask.near else asked
        shown = list(dict.fromkeys(chain(shown, *(_near(index, graph, node) for node in asked))))
        total = len(shown)
    nodes = [_node(run, graph, numbers, index, node, node in asked) for node in shown]
    return WindowDocument({"from": ask.from_, "total": total, "nodes": nodes})


def _near(index: Index, graph: Graph, node: int) -> Iterable[int]:
    """What a node is computed from, what uses it, and what else the first of these are computed from."""
    users = [target for target, _ in index.uses(node, USES)]
    beside = chain.from_iterable(graph.inputs[user][:NEAR] for user in users[:EXPLAINED])
    return chain(graph.inputs[node][:NEAR], users, beside, [graph.output])


def _node(
    run: Run, graph: Graph, numbers: Numbers, index: Index, node: int, asked: bool
) -> WindowNodeDocument:
    made = cast("WindowNodeDocument", node_document(run, graph, numbers, node))
    made["inputs"] = made["inputs"][:INPUTS]
    made["scope"] = index.scope(node)
    made["element"] = index.element(node)
    made["arity"] = len(graph.inputs[node])
    made["uses"] = index.count_uses(node)
    if asked:
        made["used_by"] = [
            UseDocument(
                node=node_id(target),
                slot=slot,
                step=step_of(graph, target, slot),
                partial=autodiff.partial(graph, numbers.frame.data, target, slot),
            )
            for target, slot in index.uses(node, USES)
        ]
    return made
