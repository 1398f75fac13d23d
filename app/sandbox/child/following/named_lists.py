"""Norms of the program's lists that are computed: `logits`, `losses`, whatever has a name in this pass."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Final

import numpy as np

from app.sandbox.child.following.measuring import Numbers, norm_of
from app.sandbox.codec.bounds import TEXT
from engine.norms import ListNorms
from engine.scoping.lists import Lists
from engine.scoping.scopes import Scopes

MOST: Final = 64  # lists of one pass, those of the outermost scopes first
_LOOKED_AT: Final = 2_000  # the newest of the run


def list_norms(
    scopes: Scopes,
    lists: Lists,
    serials: Sequence[int],
    are_leaves: Sequence[bool],
    data: Numbers,
    grad: Numbers,
) -> tuple[ListNorms, ...]:
    """Of each list that is whole in the graph and holds more than leaves.

    Arguments:
        scopes, lists: of the run.
        serials: of each node its number.
        are_leaves: of each node whether it is one.
        data, grad: of each node.
    """
    places = {serial: node for node, serial in enumerate(serials)}
    found: list[tuple[int, int, ListNorms]] = []
    with lists.unchanged():
        lists.close()
        newest = list(islice(reversed(lists.known.items()), _LOOKED_AT))
    for (scope, name), (shape, members) in newest:
        nodes = [places.get(serial, -1) for serial in members]
        if not nodes or -1 in nodes or all(are_leaves[node] for node in nodes) or len(nodes) == len(serials):
            continue
        depth, path = _path(scopes, scope)
        grads = grad[nodes]
        zeros = int(np.count_nonzero(grads == 0))
        norms = ListNorms(name[:TEXT], shape, path[:TEXT], norm_of(data[nodes]), norm_of(grads), None, zeros)
        found.append((depth, scope, norms))
    found.sort(key=lambda each: each[:2])
    return tuple([norms for _, _, norms in found[:MOST]])


def _path(scopes: Scopes, scope: int) -> tuple[int, str]:
    """How deep a scope is, and its path."""
    names: list[str] = []
    while (each := scopes.opened[scope]).site is not None:
        names.append(f"{each.site.name}[{each.number}]")
        scope = each.parent
    return len(names), "/".join(reversed(names))
