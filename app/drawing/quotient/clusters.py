"""The quotient graph of a graph by role: what is repeated is one cluster with a count, such as the calls of a
network and the turns of a loop.

Nothing is lost: every node is in exactly one cluster; every edge lies inside one, or joins two and is counted
there. The quotient graph has no cycle.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.drawing.quotient.groups import Level, bare, calls, check_groups, levels, outermost
from app.drawing.quotient.partition import partition
from app.drawing.quotient.roles import Ids, Role, Roles

READABLE = 30
"""The most boxes, and edges between them, that are read with ease: the finest level of groups within it is
drawn unless a level is chosen."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Nodes that share one box.

    outlets: the members that are used outside, or the output. path: the group without a call's number, for
    what a network computes or is made of. name: what the program calls them; empty where it does not. line:
    the one that made them all, if it is one. times: how many copies there are of what the box shows. ops: the
    first node of each op, in order. cycle: several roles that feed each other.
    """

    members: tuple[int, ...]
    outlets: tuple[int, ...]
    path: str
    name: str
    line: int | None
    times: int
    ops: tuple[int, ...]
    cycle: bool


@dataclass(frozen=True, slots=True)
class ClusterEdge:
    """All edges from one cluster into another: how many, and the first of them as (target, slot)."""

    source: int
    target: int
    first: tuple[int, int]
    count: int


@dataclass(frozen=True, slots=True)
class Quotient:
    """Clusters by their last member, edges between them by their first edge."""

    clusters: tuple[Cluster, ...]
    edges: tuple[ClusterEdge, ...]


def group_levels(roles: Roles) -> tuple[Level, ...]:
    """The levels of groups, calls not told apart, finest first."""
    return tuple(levels(roles.groups))


def quotient(roles: Roles, collapsed: Iterable[str] = ()) -> Quotient:
    """The quotient graph at these groups, given with or without a call's number; a group that is in none of
    them is a cluster of its own. Without any, at the finest level that is READABLE, else the coarsest.

    Raises InvalidView for a group that the graph does not have.
    """
    known = group_levels(roles)
    chosen = frozenset(map(bare, collapsed))
    check_groups(chosen, {path for level in known for path in level})
    if not chosen:
        for level in map(frozenset, known[:-1]):
            if _groups(roles, level) <= READABLE:
                made = _quotient(roles, level)
                if max(len(made.clusters), len(made.edges)) <= READABLE:
                    return made
        chosen = frozenset(known[-1]) if known else chosen
    return _quotient(roles, chosen)


def _groups(roles: Roles, closed: frozenset[str]) -> int:
    """How many boxes the groups alone would take."""
    return len({(outermost(role.path, closed), role.kind) for role in roles.found if role.path})


def _quotient(roles: Roles, closed: frozenset[str]) -> Quotient:
    cluster_of, cyclic = partition(roles, closed)
    sharing: dict[int, list[Role]] = {}
    for role, number in zip(roles.found, cluster_of.tolist(), strict=True):
        sharing.setdefault(number, []).append(role)
    order = sorted(sharing, key=lambda number: max(role.members[-1] for role in sharing[number]))
    place = np.zeros(max(order, default=-1) + 1, np.int64)
    place[order] = np.arange(len(order))
    home = place[cluster_of]
    sources, targets = home[roles.of[roles.source]], home[roles.of[roles.target]]
    outlets = _outlets(roles, sources, targets)
    clusters = [
        _cluster(roles, sharing[number], outlets.get(k, ()), closed, number in cyclic)
        for k, number in enumerate(order)
    ]
    return Quotient(tuple(clusters), _edges(roles, sources, targets))


def _edges(roles: Roles, sources: Ids, targets: Ids) -> tuple[ClusterEdge, ...]:
    across = np.flatnonzero(sources != targets)
    size = int(max(sources.max(initial=0), targets.max(initial=0))) + 1
    codes, first, counts = np.unique(
        sources[across] * size + targets[across], return_index=True, return_counts=True
    )
    edges = across[first]
    found = [
        ClusterEdge(code // size, code % size, (int(roles.target[edge]), int(roles.slot[edge])), count)
        for code, edge, count in zip(codes.tolist(), edges.tolist(), counts.tolist(), strict=True)
    ]
    return tuple(sorted(found, key=lambda edge: edge.first))


def _outlets(roles: Roles, sources: Ids, targets: Ids) -> Mapping[int, Sequence[int]]:
    """The members of each cluster that another one uses, in order."""
    across = np.flatnonzero(sources != targets)
    nodes, at = np.unique(roles.source[across], return_index=True)
    outlets: dict[int, list[int]] = {}
    for node, cluster in zip(nodes.tolist(), sources[across][at].tolist(), strict=True):
        outlets.setdefault(cluster, []).append(node)
    return outlets


def _cluster(
    roles: Roles, sharing: Sequence[Role], used: Sequence[int], closed: frozenset[str], cycle: bool
) -> Cluster:
    graph = roles.graph
    members = tuple(sorted(node for role in sharing for node in role.members))
    is_output = graph.output == members[-1] and graph.output not in used
    outlets = (*used, graph.output) if is_output else tuple(used)
    is_group = all(role.path and role.kind != "single" for role in sharing)
    path = _common([outermost(role.path, closed) or role.path for role in sharing]) if is_group else ""
    counted = [role for role in sharing if role.kind != "inherited"] or sharing
    times = max(len(role.members) for role in counted)
    if path:
        is_computed = any(role.kind == "group" for role in sharing)
        turns = {calls(group) for group in {graph.groups[i] for i in members}}
        times = len(turns) if is_computed else len(members)
    lines = {roles.origins.line(i) for i in members}
    return Cluster(
        members=members,
        outlets=outlets,
        path=path,
        name="" if path else _name(roles, outlets, sharing),
        line=lines.pop() if len(lines) == 1 else None,
        times=times,
        ops=() if path or cycle else tuple(sorted(role.members[0] for role in counted)),
        cycle=cycle,
    )


def _name(roles: Roles, outlets: Sequence[int], sharing: Sequence[Role]) -> str:
    """The label that all outlets have, or what all are called."""
    labels = {roles.graph.labels[i] for i in outlets}
    if len(labels) == 1 and (label := labels.pop()):
        return label
    names = {role.name for role in sharing} - {""}
    return names.pop() if len(names) == 1 else ""


def _common(paths: Sequence[str]) -> str:
    """The longest path that all are under."""
    first, *others = (path.split("/") for path in paths)
    same = 0
    while same < len(first) and all(other[same : same + 1] == [first[same]] for other in others):
        same += 1
    return "/".join(first[:same])
