"""The scopes of a run as its graph needs them: those in which its nodes were made, and those around them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Final

from engine.run import NamedList, Scope
from engine.scoping.lists import Lists
from engine.scoping.scopes import Scopes

# Nodes of all lists together that are kept, lists, and characters of their names.
MOST_NODES: Final = 1_000_000
MOST_LISTS: Final = 200_000
MOST_CHARACTERS: Final = 1_000_000


def told(
    scopes: Scopes,
    lists: Lists,
    inputs: Sequence[tuple[int, ...]],
    made_in: Sequence[int],
    serials: Sequence[int],
) -> tuple[Scope, ...]:
    """The scopes, outermost first, each before what is in it.

    Arguments:
        scopes: of the run.
        lists: of the run.
        inputs: of each node of the graph.
        made_in: for each node of the graph the index of the scope that it was made in.
        serials: for each node its serial number, -1 for what has none.
    """
    opened, paths = scopes.opened, scopes.paths()
    inside: dict[int, list[int]] = {0: []}
    for node in sorted(range(len(serials)), key=serials.__getitem__):
        inside.setdefault(made_in[node], []).append(node)
    for scope in list(inside):
        while scope > 0 and opened[scope].parent not in inside:
            scope = opened[scope].parent
            inside[scope] = []
    order = sorted(inside)
    places = {scope: k for k, scope in enumerate(order)}
    nodes = {serial: node for node, serial in enumerate(serials)}
    held = _lists(scopes, lists, inputs, places, nodes)
    return tuple(
        [
            Scope(
                paths[scope],
                "" if (site := opened[scope].site) is None else site.name,
                None if site is None else site.line,
                -1 if site is None else places[opened[scope].parent],
                tuple(inside[scope]),
                tuple(held.get(scope, ())),
                None if site is None else site.file,
            )
            for scope in order
        ]
    )


def _lists(
    scopes: Scopes,
    lists: Lists,
    inputs: Sequence[tuple[int, ...]],
    places: dict[int, int],
    nodes: dict[int, int],
) -> dict[int, list[NamedList]]:
    """The lists of each scope that are in the graph; if there are too many, those of the outermost scopes,
    and of these the last.
    """
    lists.close()
    depths = [0]
    for each in scopes.opened[1:]:
        depths.append(depths[each.parent] + 1)
    found: dict[int, list[NamedList]] = {}
    count = kept = characters = 0
    for (scope, name), (shape, serials) in sorted(
        lists.known.items(), key=lambda known: (depths[known[0][0]], -known[0][0])
    ):
        held = _in_graph(name, shape, serials, nodes) if scope in places else None
        if held is None:
            continue
        if _is_order(held.nodes, inputs):
            continue
        count, kept = count + len(held.nodes), kept + 1
        characters += len(name)
        if count > MOST_NODES or kept > MOST_LISTS or characters > MOST_CHARACTERS:
            break
        found.setdefault(scope, []).append(held)
    return found


def _in_graph(
    name: str, shape: tuple[int, ...], serials: Sequence[int], nodes: dict[int, int]
) -> NamedList | None:
    """A list of which all is in the graph, or those rows of a matrix of which all is."""
    ids = [nodes.get(serial, -1) for serial in serials]
    if -1 not in ids:
        return NamedList(name, shape, tuple(ids))
    width = shape[-1]
    rows = [ids[at : at + width] for at in range(0, len(ids), width)] if len(shape) > 1 else []
    kept = [row for row in rows if -1 not in row]
    if not kept or any(set(row) != {-1} for row in rows if -1 in row):
        return None
    return NamedList(name, (len(kept), width), tuple(chain.from_iterable(kept)), shape)


def _is_order(nodes: Sequence[int], inputs: Sequence[tuple[int, ...]]) -> bool:
    """Whether a list holds nodes with all that they are computed from, as `topo` does: it says in which order
    to go through the graph, and nothing of what the nodes are.
    """
    inside: set[int] | None = None
    for node in nodes:
        if inputs[node]:
            if inside is None:
                inside = set(nodes)
            if not inside.issuperset(inputs[node]):
                return False
    return inside is not None
