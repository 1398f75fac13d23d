"""Which leaves are docked: drawn in every box that reads them, because a box of their own would have
thousands of edges.

That is what the program holds in a list; what a scope makes that makes nothing else; and, of the leaves that
a scope makes one by one, those that are many or that very many nodes read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.drawing.frames.frame import Dock, Flags, Ids
from engine.graph import Graph
from engine.ops import CONSTANT
from engine.outline import Entry, Outline
from engine.run import NamedList

CARDS = 8
"""Leaves made one by one in one scope that are drawn as cards; more are docked, line by line."""
USES = 24
"""Nodes that may read a leaf that is drawn as a card."""


@dataclass(frozen=True, slots=True)
class Docks:
    """of: for each node the number of its dock, -1 for most."""

    found: tuple[Dock, ...]
    of: Ids


def find_docks(graph: Graph, outline: Outline, leaf: Flags, uses: Ids, labelled: Flags, lines: Ids) -> Docks:
    """Every dock of a graph; each leaf is in one at most. leaf: which nodes have no inputs."""
    leaf = leaf.copy()
    computed = np.bincount(outline.scope_of[~leaf], minlength=len(outline.entries)) > 0
    leaf[-1:] = False  # the output is always drawn
    of = np.full(len(graph), -1, np.int32)
    found: list[Dock] = []
    for entry, each in _ranked(outline.entries):
        nodes = np.array(each.nodes, np.int32)
        if not len(nodes) or not leaf[nodes].all():
            continue
        free = of[nodes] < 0
        if free.any():
            of[nodes[free]] = len(found)
            held, shape = (
                (each.nodes, each.shape) if free.all() else (nodes[free].tolist(), (int(free.sum()),))
            )
            found.append(Dock(within(entry.path, f".{each.name}"), each.name, tuple(held), shape))
    rest = np.flatnonzero(leaf & (of < 0) & (labelled | (uses > 1)))
    rest = rest[[graph.ops[node] is not CONSTANT for node in rest.tolist()]]
    rest = rest[np.argsort(outline.scope_of[rest], kind="stable")]
    for own in np.split(rest, np.flatnonzero(np.diff(outline.scope_of[rest])) + 1) if len(rest) else ():
        entry = outline.entries[outline.scope_of[own[0]]]
        for dock in _loose(graph, entry, own, uses, lines, bool(computed[outline.scope_of[own[0]]])):
            of[list(dock.nodes)] = len(found)
            found.append(dock)
    return Docks(tuple(found), of)


def _ranked(entries: Sequence[Entry]) -> Iterator[tuple[Entry, NamedList]]:
    """Lists from the outermost scopes in; of one scope matrices before rows, then the smaller ones first."""
    for entry in entries:
        if not entry.lists:
            continue
        yield from (
            (entry, each)
            for each in sorted(entry.lists, key=lambda held: (-min(len(held.shape), 2), len(held.nodes)))
        )


def _loose(
    graph: Graph, entry: Entry, own: NDArray[np.intp], uses: Ids, lines: Ids, computes: bool
) -> Iterator[Dock]:
    """Docks for leaves that one entry makes and no list holds. computes: whether it makes anything else."""
    if entry.path and not computes and len(own) > 1:
        yield Dock(entry.path, entry.name, tuple(own.tolist()), (len(own),))
        return
    busy = uses[own] > USES
    if len(own) - int(busy.sum()) > CARDS:
        by_line: dict[int, list[int]] = {}
        for node, line in zip(own.tolist(), lines[own].tolist(), strict=True):
            by_line.setdefault(line, []).append(node)
        for line, nodes in by_line.items():
            yield Dock(
                within(entry.path, f":{line}"), _named(graph, nodes, line), tuple(nodes), (len(nodes),)
            )
        return
    for node in own[busy].tolist():
        yield Dock(f"n{node}", graph.labels[node] or f"n{node}", (node,), (1,))


def _named(graph: Graph, nodes: Sequence[int], line: int) -> str:
    stems = {graph.labels[node].rstrip("0123456789").rstrip("_[]") for node in nodes}
    stem = stems.pop() if len(stems) == 1 else ""
    return stem or (f"line {line}" if line else "leaves")


def within(path: str, tail: str) -> str:
    """The path of something in a scope."""
    return f"{path}/{tail}" if path else tail
