"""What is repeated, folded into one box with a count: the calls of a network, the turns of a loop.

The folded graph is the quotient of a graph by role, at one level of groups. Nothing is lost: every node is in
exactly one part; every edge joins two parts, and is counted there, or lies inside one. What a line computes
only on the way to what it computes as often is one part with that: the steps of one expression. Roles may
feed each other in a circle, as a recurrent cell does; what lies on a circle is one part, so that the folded
graph never has one.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from app.drawing.errors import InvalidView
from app.drawing.quotient.groups import Level, bare, calls, levels, outermost
from app.drawing.quotient.roles import Ids, Role, Roles
from app.drawing.quotient.topology import components

GLANCE = 30
"""Boxes, and edges between them, that are taken in at a glance: the finest level of groups that keeps to it
is drawn unless a level is chosen."""


@dataclass(frozen=True, slots=True)
class Part:
    """Nodes that share one box.

    outlets: the members that are used outside, or the output. path: the group without a call's number, for
    what a network computes or is made of. name: what the program calls them; empty where it does not. line:
    the one that made them all, if it is one. times: how often what the box shows is there. ops: the first
    node of each op, in order. circle: several roles that feed each other.
    """

    members: tuple[int, ...]
    outlets: tuple[int, ...]
    path: str
    name: str
    line: int | None
    times: int
    ops: tuple[int, ...]
    circle: bool


@dataclass(frozen=True, slots=True)
class Join:
    """All edges from one part into another: how many, and the first of them as (target, slot)."""

    source: int
    target: int
    first: tuple[int, int]
    count: int


@dataclass(frozen=True, slots=True)
class Fold:
    """The folded graph: parts by their last member, joins by their first edge; `inside` counts the edges that
    lie within a part."""

    parts: tuple[Part, ...]
    joins: tuple[Join, ...]
    inside: int


def group_levels(roles: Roles) -> tuple[Level, ...]:
    """The levels of groups, calls not told apart, finest first."""
    return tuple(levels(roles.groups))


def fold(roles: Roles, collapsed: Iterable[str] = ()) -> Fold:
    """The fold at these groups, given with or without a call's number; a group that is in none of them is a
    box by itself. Without any, at the finest level that is taken in at a glance, else the coarsest.

    Raises InvalidView for a group that the graph does not have.
    """
    known = group_levels(roles)
    chosen = tuple(dict.fromkeys(map(bare, collapsed)))
    unknown = tuple(sorted(set(chosen).difference(*known)))
    if unknown:
        raise InvalidView(
            f"The graph has no group `{unknown[0]}`.",
            names=unknown,
            hint="`groups` of the graph document lists every group.",
        )
    if chosen or not known:
        return _fold(roles, frozenset(chosen))
    for level in known[:-1]:
        if _groups(roles, frozenset(level)) <= GLANCE:
            made = _fold(roles, frozenset(level))
            if max(len(made.parts), len(made.joins)) <= GLANCE:
                return made
    return _fold(roles, frozenset(known[-1]))


def _groups(roles: Roles, closed: frozenset[str]) -> int:
    """How many boxes the groups alone would take."""
    return len({(outermost(role.path, closed), role.kind) for role in roles.found if role.path})


def _fold(roles: Roles, closed: frozenset[str]) -> Fold:
    merged = np.array(_steps(roles, _merged(roles, closed)), np.int64)
    size = int(merged.max(initial=-1)) + 1
    starts, ends = merged[roles.of[roles.source]], merged[roles.of[roles.target]]
    pairs = np.unique(starts * size + ends)
    circle = np.array(components(size, zip((pairs // size).tolist(), (pairs % size).tolist(), strict=True)))
    part_of = circle[merged] if size else merged
    members: dict[int, list[int]] = {}
    for role, part in zip(roles.found, part_of.tolist(), strict=True):
        members.setdefault(part, []).extend(role.members)
    for nodes in members.values():
        nodes.sort()
    order = sorted(members, key=lambda part: members[part][-1])
    place = np.zeros(size, np.int64)
    place[order] = np.arange(len(order))
    home = place[part_of]
    joins, outlets, inside = _joined(roles, home[roles.of[roles.source]], home[roles.of[roles.target]])
    sharing: dict[int, list[Role]] = {}
    for role, k in zip(roles.found, home.tolist(), strict=True):
        sharing.setdefault(k, []).append(role)
    rings = Counter(circle.tolist())
    parts = [
        _part(roles, members[part], outlets.get(k, ()), sharing[k], closed, rings[part] > 1)
        for k, part in enumerate(order)
    ]
    return Fold(tuple(parts), joins, inside)


def _merged(roles: Roles, closed: frozenset[str]) -> list[int]:
    """For every role the number of the part that it belongs to, circles not yet looked for."""
    number: dict[Hashable, int] = {}
    of = [-1] * len(roles.found)
    for k, role in enumerate(roles.found):
        if role.kind != "given":
            path = outermost(role.path, closed) or role.path
            key: Hashable = (path, role.kind) if path and role.kind != "apart" else k
            of[k] = number.setdefault(key, len(number))
    for k, role in enumerate(roles.found):
        if role.kind == "given":
            used = frozenset((of[user], slot) for user, slot in role.users)
            of[k] = number.setdefault((role.made, used), len(number))
    return of


def _steps(roles: Roles, of: list[int]) -> list[int]:
    """The parts with every step of an expression in the part of the expression.

    A role that nobody named goes to its only user, if the same line makes both as often. All its edges lead
    there, so no circle can come of it. Plain numbers go wherever only one line uses them.
    """
    found = roles.found
    users: dict[int, set[int]] = {}
    pairs = np.unique(roles.of[roles.source] * len(found) + roles.of[roles.target])
    for pair in pairs.tolist():
        users.setdefault(pair // len(found), set()).add(pair % len(found))
    heads: dict[int, Role] = {}
    shared = Counter(of)
    joined = list(of)
    at_output = int(roles.of[roles.graph.output])
    for k in sorted(range(len(found)), key=lambda k: found[k].members[-1], reverse=True):
        role, into = found[k], {joined[user] for user in users.get(k, ())} - {of[k]}
        heads.setdefault(of[k], role)
        if len(into) != 1 or role.line is None or role.name or k == at_output or shared[of[k]] > 1:
            continue
        (part,) = into
        head = heads.get(part)
        if head is None or head.kind != "apart" or head.line != role.line:
            continue
        is_step = role.kind == "apart" and len(role.members) == len(head.members)
        if is_step or role.kind == "given":
            joined[k] = part
    number = {part: k for k, part in enumerate(dict.fromkeys(joined))}
    return [number[part] for part in joined]


def _joined(roles: Roles, starts: Ids, ends: Ids) -> tuple[tuple[Join, ...], dict[int, tuple[int, ...]], int]:
    """The joins, the outlets of each part, and how many edges lie inside of one."""
    across = np.flatnonzero(starts != ends)
    size = int(max(starts.max(initial=0), ends.max(initial=0))) + 1
    codes, first, counts = np.unique(
        starts[across] * size + ends[across], return_index=True, return_counts=True
    )
    edges = across[first]
    joins = [
        Join(code // size, code % size, (int(roles.target[edge]), int(roles.slot[edge])), count)
        for code, edge, count in zip(codes.tolist(), edges.tolist(), counts.tolist(), strict=True)
    ]
    used = np.unique(roles.source[across], return_index=True)
    outlets: dict[int, list[int]] = {}
    for node, part in zip(used[0].tolist(), starts[across][used[1]].tolist(), strict=True):
        outlets.setdefault(part, []).append(node)
    return (
        tuple(sorted(joins, key=lambda join: join.first)),
        {part: tuple(nodes) for part, nodes in outlets.items()},
        len(starts) - len(across),
    )


def _part(
    roles: Roles,
    members: Sequence[int],
    outlets: tuple[int, ...],
    sharing: Sequence[Role],
    closed: frozenset[str],
    circle: bool,
) -> Part:
    graph = roles.graph
    if graph.output in members and graph.output not in outlets:
        outlets = (*outlets, graph.output)
    is_group = all(role.path and role.kind != "apart" for role in sharing)
    path = _common([outermost(role.path, closed) or role.path for role in sharing]) if is_group else ""
    counted = [role for role in sharing if role.kind != "given"] or sharing
    times = max(len(role.members) for role in counted)
    if path:
        is_computed = any(role.kind == "group" for role in sharing)
        turns = {calls(group) for group in {graph.groups[i] for i in members}}
        times = len(turns) if is_computed else len(members)
    lines = {roles.origins.line(i) for i in members}
    return Part(
        members=tuple(members),
        outlets=outlets,
        path=path,
        name="" if path else _name(roles, outlets, sharing),
        line=lines.pop() if len(lines) == 1 else None,
        times=times,
        ops=() if path or circle else tuple(sorted(role.members[0] for role in counted)),
        circle=circle,
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
