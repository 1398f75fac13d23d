"""A list of nodes in place of a program: read as a run that has no text, so that every call takes it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Final

from engine.foreign.node_list import NodeList, read_nodes
from engine.graph import Graph
from engine.names import UniqueNames, parse_id
from engine.notices import Notice
from engine.program import Limits
from engine.run import Run, settle

MOST_NOTICES: Final = 20


def run_of(
    nodes: Sequence[Any], values: Mapping[str, float], output: str | None, state: str, limits: Limits
) -> Run:
    """The run of a list. With `state: program` its numbers are those of the list, with `values` set on top.

    Raises NodeListError, UnknownNodeError, LimitError, and LeafError for a value of what is not a leaf.
    """
    listed = read_nodes(nodes, output, limits.nodes)
    loose = dict.fromkeys(_unique(listed.graph, listed.outside))
    run = Run(
        source="",
        graph=listed.graph,
        frame=listed.frame,
        states=listed.states,
        passes=listed.passes,
        lines=listed.lines,
        printed="",
        notices=(),
        result=None,
        echo=None,
        reusable=True,
        parameters=_parameters(listed.graph),
        loose=(),
    )
    data = tuple(settle(run, values))
    graph = listed.graph
    unused = [
        name
        for name in values
        if name not in graph.ids and parse_id(name, len(graph)) is None and name not in loose
    ]
    run = replace(
        run,
        loose=(*loose, *unused),
        notices=tuple(_notices(listed, tuple(loose), unused)),
    )
    if state == "program" and data != run.frame.data:
        stale = tuple("stale" if known == "fresh" else known for known in run.states)
        run = replace(run, frame=replace(run.frame, data=data), states=stale)
    return run


def _parameters(graph: Graph) -> tuple[str, ...]:
    """What a descent moves: leaves in a group, as a network's are, if there are any, else every leaf."""
    grouped = tuple(name for leaf, name in graph.names.items() if graph.groups[leaf])
    return grouped or tuple(graph.names.values())


def _unique(graph: Graph, names: Sequence[str]) -> list[str]:
    unique = UniqueNames(graph.ids)
    return [unique.add(name) for name in names]


def _notices(listed: NodeList, loose: Sequence[str], unused: Sequence[str]) -> list[Notice]:
    found = [
        Notice("independent", f"The output does not depend on `{name[:64]}`.")
        for name in islice(loose, MOST_NOTICES)
    ]
    found += [
        Notice("unused-value", f"The graph does not use the number given for `{name[:64]}`.")
        for name in islice(unused, MOST_NOTICES)
    ]
    if listed.left_out:
        found.append(
            Notice("left-out", f"The output does not depend on {listed.left_out:,} more of the nodes.")
        )
    return found
