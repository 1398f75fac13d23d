"""Which roles share a cluster.

The steps of one expression do: what a line computes only on the way to what it computes as often. Roles may
feed each other in a cycle, as a recurrent cell does; what lies on a cycle shares a cluster, so that the
quotient graph never has one.
"""

from collections import Counter
from collections.abc import Hashable

import numpy as np

from app.drawing.quotient.groups import outermost
from app.drawing.quotient.roles import Ids, Role, Roles
from app.drawing.quotient.topology import components


def partition(roles: Roles, closed: frozenset[str]) -> tuple[Ids, frozenset[int]]:
    """For every role the number of its cluster, and the numbers of those that contain a cycle.

    closed: the groups that are one cluster each, of the outermost where they are nested.
    """
    merged = np.array(_with_steps(roles, _by_role(roles, closed)), np.int64)
    size = int(merged.max(initial=-1)) + 1
    sources, targets = merged[roles.of[roles.source]], merged[roles.of[roles.target]]
    codes = np.unique(sources * size + targets)
    component = components(size, zip((codes // size).tolist(), (codes % size).tolist(), strict=True))
    sizes = Counter(component)
    return np.array(component, np.int64)[merged], frozenset(k for k, count in sizes.items() if count > 1)


def _by_role(roles: Roles, closed: frozenset[str]) -> list[int]:
    """A cluster for each closed group and kind, and for each role that is in none. What has the role of its
    users is together where the same clusters use it."""
    number: dict[Hashable, int] = {}
    of = [-1] * len(roles.found)
    for k, role in enumerate(roles.found):
        if role.kind != "inherited":
            path = outermost(role.path, closed) or role.path
            key: Hashable = (path, role.kind) if path and role.kind != "single" else k
            of[k] = number.setdefault(key, len(number))
    for k, role in enumerate(roles.found):
        if role.kind == "inherited":
            used = frozenset((of[user], slot) for user, slot in role.users)
            of[k] = number.setdefault((role.made, used), len(number))
    return of


def _with_steps(roles: Roles, of: list[int]) -> list[int]:
    """The same with every step of an expression in the cluster of the expression.

    A role that nobody named goes to its only user, if the same line makes both as often. All its edges lead
    there, so no cycle can come of it. Plain numbers go wherever only one line uses them.
    """
    found = roles.found
    users: dict[int, set[int]] = {}
    codes = np.unique(roles.of[roles.source] * len(found) + roles.of[roles.target])
    for code in codes.tolist():
        users.setdefault(code // len(found), set()).add(code % len(found))
    heads: dict[int, Role] = {}
    shared = Counter(of)
    joined = list(of)
    at_output = int(roles.of[roles.graph.output])
    for k in sorted(range(len(found)), key=lambda k: found[k].members[-1], reverse=True):
        role, into = found[k], {joined[user] for user in users.get(k, ())} - {of[k]}
        heads.setdefault(of[k], role)
        if len(into) != 1 or role.line is None or role.name or k == at_output or shared[of[k]] > 1:
            continue
        (cluster,) = into
        head = heads.get(cluster)
        if head is None or head.kind != "single" or head.line != role.line:
            continue
        is_step = role.kind == "single" and len(role.members) == len(head.members)
        if is_step or role.kind == "inherited":
            joined[k] = cluster
    number = {cluster: k for k, cluster in enumerate(dict.fromkeys(joined))}
    return [number[cluster] for cluster in joined]
