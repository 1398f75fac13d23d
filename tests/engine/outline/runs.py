"""Runs of programs with scopes, made by hand: what a program writes is not asked here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine import Value
from engine.graph import Graph, Node
from engine.program import run
from engine.run import NamedList, Run, Scope

EMPTY = run("")


def run_of(
    output: Value,
    scopes: Sequence[tuple[str, int, Sequence[Node]]],
    lists: dict[int, dict[str, Sequence[Value]]] | None = None,
) -> Run:
    """A run with this output.

    Arguments:
        output: the last node.
        scopes: of each its path, the index of the one around it, and what was made in it, in that order. What
            is in none of them was made outside.
        lists: by scope and name.
    """
    graph = Graph(output)
    ids = {id(node): i for i, node in enumerate(graph.nodes)}
    held = {
        scope: tuple(
            NamedList(name, (len(found),), tuple([ids[id(each)] for each in found]))
            for name, found in named.items()
        )
        for scope, named in (lists or {}).items()
    }
    inner = {id(value) for _, _, made in scopes for value in made}
    outside = tuple([i for i, node in enumerate(graph.nodes) if id(node) not in inner])
    outermost = Scope("", "", None, -1, outside, held.get(0, ()))
    rest = [
        Scope(
            path,
            path.rpartition("/")[2].rpartition("[")[0],
            None,
            parent,
            tuple([ids[id(value)] for value in made]),
            held.get(number, ()),
        )
        for number, (path, parent, made) in enumerate(scopes, 1)
    ]
    count = len(graph)
    return replace(EMPTY, graph=graph, lines=(None,) * count, scopes=(outermost, *rest))
