"""What the norms of scopes and computed lists need of the nodes of a pass, as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from operator import attrgetter
from typing import Any, Final

import numpy as np

from app.sandbox.child.following.engines import Engine, Ours, all_under
from app.sandbox.child.following.measuring import Numbers, scope_norms
from app.sandbox.child.following.named_lists import list_norms
from app.sandbox.child.own import Own
from engine.foreign.own import Seen
from engine.graph import Graph
from engine.norms import ListNorms, ScopeNorms
from engine.scoping.lists import Lists
from engine.scoping.scopes import Scopes

_PLACE: Final = attrgetter("scope", "serial")
_OURS: Final = Ours()


@dataclass(frozen=True, slots=True)
class Nodes:
    """Of each node the scope that it was made in, its serial number, whether it is a leaf, its numbers."""

    made_in: Sequence[int]
    serials: Sequence[int]
    are_leaves: Sequence[bool]
    data: Numbers
    grad: Numbers

    def norms(self, scopes: Scopes, lists: Lists) -> tuple[tuple[ScopeNorms, ...], tuple[ListNorms, ...]]:
        """Of the scopes, and of the lists that are computed."""
        return (
            scope_norms(scopes, self.made_in, self.data, self.grad),
            list_norms(scopes, lists, self.serials, self.are_leaves, self.data, self.grad),
        )


def of_values(graph: Graph) -> Nodes:
    """Of a graph of the run's Values."""
    nodes: Sequence[Any] = graph.nodes
    places = list(map(_PLACE, nodes))
    return _columns([scope for scope, _ in places], [serial for _, serial in places], _OURS, nodes)


def of_objects(own: Own, engine: Engine, root: Any) -> Nodes:
    """Of all under an object of the program's own engine."""
    things = all_under(engine, root)
    serials = own.serials_of(things)
    return _columns(own.scopes_at(serials), serials, engine, things)


def of_seen(found: Seen, serials: Sequence[int]) -> Nodes:
    """Of a graph of the program's own engine that has been read; plain numbers are left out."""
    kept = [thing is not None for thing in found.objects]
    return Nodes(
        list(compress(found.scopes, kept)),
        list(compress(serials, kept)),
        [not inputs for inputs in compress(found.graph.inputs, kept)],
        np.array(found.frame.data, np.float64)[kept],
        np.array(found.frame.grad, np.float64)[kept],
    )


def _columns(made_in: Sequence[int], serials: Sequence[int], engine: Engine, things: Sequence[Any]) -> Nodes:
    data, grad = (np.array(list(each(things)), np.float64) for each in (engine.data, engine.grads))
    return Nodes(made_in, serials, list(map(engine.is_leaf, things)), data, grad)
