"""The scopes of a run, as graph documents have them: how many Values each holds, and which are alike."""

import hashlib
from collections.abc import Sequence
from typing import Final

from app.programs.run_answer import ListDocument, ScopeDocument
from engine.graph import Graph
from engine.names import node_id
from engine.run import Run, Scope

COMPARED: Final = 5_000_000
"""Nodes, counted in every scope that they are in, up to which scopes are compared; above, none has a twin."""


def scopes(run: Run) -> list[ScopeDocument]:
    """Every scope in which the graph's Values were made, outermost first."""
    counts = _counts(run.scopes)
    inside = _with_nested(run.scopes) if sum(counts) <= COMPARED else None
    return [
        ScopeDocument(
            path=scope.path,
            name=scope.name,
            line=scope.line,
            file=scope.file,
            parent=None if scope.parent < 0 else run.scopes[scope.parent].path,
            nodes=count,
            twin=scope.path if run.graph is None or inside is None else _shape(run.graph, inside[number]),
            lists=[
                ListDocument(name=held.name, shape=list(held.shape), nodes=[node_id(i) for i in held.nodes])
                for held in scope.lists
            ],
        )
        for number, (scope, count) in enumerate(zip(run.scopes, counts, strict=True))
    ]


def _counts(found: Sequence[Scope]) -> list[int]:
    """For each scope how many nodes are in it and in the scopes in it. A parent comes before its own."""
    counts = [len(scope.nodes) for scope in found]
    for number in range(len(found) - 1, 0, -1):
        counts[found[number].parent] += counts[number]
    return counts


def _with_nested(found: Sequence[Scope]) -> list[list[int]]:
    """For each scope its nodes and those of the scopes in it, in id order."""
    inside = [list(scope.nodes) for scope in found]
    for number in range(len(found) - 1, 0, -1):
        inside[found[number].parent] += inside[number]
    return [sorted(nodes) for nodes in inside]


def _shape(graph: Graph, nodes: Sequence[int]) -> str:
    """A hash of ops and of the edges between these nodes, the same wherever in the graph they are."""
    place = {node: number for number, node in enumerate(nodes)}
    digest = hashlib.blake2b(digest_size=8)
    for node in nodes:
        sources = [place.get(source, -1) for source in graph.inputs[node]]
        digest.update(f"{graph.ops[node].name}{sources}\n".encode())
    return digest.hexdigest()
