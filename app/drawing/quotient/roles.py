"""Which nodes of a graph have the same role.

Two nodes have the same role if the same op made them on the same line under the same name, digits not
counted; inside a network, if their groups are equal but for the number of the call. A network's results and
its parameters have different roles. A plain number, and a leaf without a name, inherits the role of its
users. Where no line is known, as in a graph that came as a list, the roles of the inputs take its place.
"""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.drawing.quotient.groups import bare
from app.drawing.quotient.origins import Origins
from engine.graph import Graph
from engine.ops import CONSTANT, LEAF

Ids = NDArray[np.int64]
Key = tuple[Hashable, ...]
Kind = Literal["group", "single", "leaf", "inherited"]
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class Role:
    """Nodes that were made in the same way.

    kind: `group` for what a network computes, `single` for any other result, `leaf`, and `inherited` for what
    has the role of its users: (role, slot) each. path: the group, without a call's number. name: what the
    program calls the nodes. line: the one that made them.
    """

    kind: Kind
    path: str
    name: str
    line: int | None
    made: Key
    users: frozenset[tuple[int, int]] = frozenset()
    members: list[int] = field(default_factory=list)


class Roles:
    """The roles of the visible nodes. of: the role of each node, -1 where it is not visible. source, target,
    slot: the edges between visible nodes, by target and slot."""

    def __init__(self, graph: Graph, visible: Iterable[int], origins: Origins) -> None:
        self.graph = graph
        self.origins = origins
        self.found: list[Role] = []
        self._number: dict[Key, int] = {}
        self._visible = list(visible)
        self._held = {node: name for name, nodes in reversed(origins.held) for node in nodes}
        self._bare = {group: bare(group) for group in set(graph.groups)}
        self.of: Ids = np.full(len(graph), -1, np.int64)
        self.source, self.target, self.slot = self._edges()
        self._find()

    @property
    def groups(self) -> Iterable[str]:
        """Every group, without a call's number."""
        return self._bare.values()

    def name(self, node: int) -> str:
        """What the program calls the node: its label without digits, or the list that it is in."""
        label = self.graph.labels[node]
        if not label:
            return self._held.get(node, "")
        return _DIGITS.sub("", label).replace("[]", "").strip(" _") or label

    def _edges(self) -> tuple[Ids, Ids, Ids]:
        arity = np.fromiter(map(len, self.graph.inputs), np.int64, len(self.graph))
        source = np.fromiter(chain.from_iterable(self.graph.inputs), np.int64, int(arity.sum()))
        target = np.repeat(np.arange(len(self.graph)), arity)
        slot = np.arange(len(source)) - np.repeat(arity.cumsum() - arity, arity)
        if len(self._visible) == len(self.graph):
            return source, target, slot
        seen = np.zeros(len(self.graph), bool)
        seen[self._visible] = True
        kept = seen[source] & seen[target]
        return source[kept], target[kept], slot[kept]

    def _find(self) -> None:
        graph, origins = self.graph, self.origins
        results = self._named_results()
        later: list[int] = []
        # A role is looked for once for all nodes that are written alike.
        alike: dict[Key, int] = {}
        of = self.of.tolist()
        ops, groups, labels, held_by = graph.ops, graph.groups, graph.labels, self._held
        paths = self._bare
        lines = origins.lines or [None] * len(graph)
        for i in self._visible:
            op, group, label, line = ops[i], groups[i], labels[i], lines[i]
            held = held_by.get(i)
            if op is CONSTANT or (op is LEAF and not group and not label and not held):
                later.append(i)
                continue
            is_single = not group or i in results
            # Ops differ by their names, because their own hash is that of all that they are.
            written = (op.name, paths[group], label, line, held, is_single)
            known = alike.get(written)
            if known is None or (line is None and is_single and op is not LEAF):
                known = alike[written] = self._enter(i, is_single, of)
            of[i] = known
            self.found[known].members.append(i)
        self.of = np.array(of, np.int64)
        self._inherit(later)

    def _enter(self, node: int, is_single: bool, of: list[int]) -> int:
        graph = self.graph
        op, path, name = graph.ops[node], self._bare[graph.groups[node]], self.name(node)
        line = self.origins.line(node)
        if op is LEAF:
            role = Role("leaf", path, "" if path else name, line, () if path else (name, line))
        elif not is_single:
            role = Role("group", path, "", line, ())
        else:
            place: Key = (line,)
            if line is None:
                # Constants have no role yet, and none of their own: they follow their users.
                roles = [of[source] for source in graph.inputs[node]]
                place = (None, frozenset(roles) if op.arity is None else tuple(roles))
            role = Role("single", path, name, line, (op.name, name, *place))
        return self._numbered((role.kind, role.path, *role.made), role)

    def _numbered(self, key: Key, role: Role) -> int:
        k = self._number.setdefault(key, len(self.found))
        if k == len(self.found):
            self.found.append(role)
        return k

    def _inherit(self, later: list[int]) -> None:
        """Roles for what inherits that of its users."""
        wanted = np.zeros(len(self.graph), bool)
        wanted[np.array(later, np.int64)] = True
        users: dict[int, set[tuple[int, int]]] = {i: set() for i in later}
        for edge in np.flatnonzero(wanted[self.source]).tolist():
            target = int(self.target[edge])
            by = int(self.of[target])
            # In a network it does not matter which weight a number meets, nor in a sum which place it has.
            anywhere = self.found[by].kind == "group" or self.graph.ops[target].arity is None
            users[int(self.source[edge])].add((by, 0 if anywhere else int(self.slot[edge])))
        for i in later:
            used = frozenset(users[i])
            line = self.origins.line(i)
            made = (self.graph.ops[i].name, line)
            k = self._numbered(("inherited", used, *made), Role("inherited", "", "", line, made, used))
            self.found[k].members.append(i)
            self.of[i] = k

    def _named_results(self) -> set[int]:
        """What a network computed and the program itself named, such as scores, if it is used outside: it is
        drawn beside the network."""
        graph = self.graph
        named = [
            i
            for i, (group, label) in enumerate(zip(graph.groups, graph.labels, strict=True))
            if group and (label or i in self._held) and graph.inputs[i]
        ]
        if not named:
            return set()
        number = {path: k for k, path in enumerate(dict.fromkeys(self._bare.values()))}
        codes = {group: number[path] for group, path in self._bare.items()}
        group = np.fromiter((codes[path] for path in graph.groups), np.int64, len(graph))
        is_named = np.zeros(len(graph), bool)
        is_named[named] = True
        out = is_named[self.source] & (group[self.source] != group[self.target])
        found = set(self.source[out].tolist())
        return found | ({graph.output} & set(named))
