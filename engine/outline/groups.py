"""Groups as entries: each call of a network, a layer or a neuron, and each level of an imported group.

A group lies in the scope in which its nodes were made. `n[3]/layer0` is the entry `n[k]/layer0[0]` there, k
counting the calls of that name in that scope.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from engine.graph import Graph
from engine.run import NamedList, Scope

_CALL = re.compile(r"\[\d+\]$")


@dataclass(slots=True)
class Tree:
    """Entries while they are found: of each its path, name, place, parent and lists."""

    paths: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    places: list[tuple[int | None, str | None]] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    lists: list[tuple[NamedList, ...]] = field(default_factory=list)

    @classmethod
    def of(cls, scopes: Sequence[Scope]) -> Tree:
        """The program's scopes; the outermost alone where none are known."""
        scopes = scopes or (Scope("", "", None, -1, ()),)
        return cls(
            [scope.path for scope in scopes],
            [scope.name for scope in scopes],
            [(scope.line, scope.file) for scope in scopes],
            [scope.parent for scope in scopes],
            [scope.lists for scope in scopes],
        )

    def add(self, parent: int, name: str, number: int, place: tuple[int | None, str | None]) -> int:
        """A new entry; gives its index."""
        above = self.paths[parent]
        self.paths.append(f"{above}{'/' if above else ''}{name}[{number}]")
        self.names.append(name)
        self.places.append(place)
        self.parents.append(parent)
        self.lists.append(())
        return len(self.paths) - 1


class Groups:
    """Adds groups to a tree, each under the scope that its nodes are in."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._known: dict[tuple[int, str], int] = {}
        self._taken = set(tree.paths)
        self._counts: dict[tuple[int, str], int] = {}

    def entry(self, scope: int, group: str, place: tuple[int | None, str | None]) -> int:
        """The entry of a group. place: where its first node was made."""
        found = self._known.get((scope, group))
        if found is None:
            above, _, last = group.rpartition("/")
            parent = self.entry(scope, above, place) if above else scope
            found = self._known[scope, group] = self._opened(parent, _CALL.sub("", last) or last, place)
        return found

    def _opened(self, parent: int, name: str, place: tuple[int | None, str | None]) -> int:
        above = self._tree.paths[parent]
        number = self._counts.get((parent, name), 0)
        while f"{above}{'/' if above else ''}{name}[{number}]" in self._taken:
            number += 1
        self._counts[parent, name] = number + 1
        made = self._tree.add(parent, name, number, place)
        self._taken.add(self._tree.paths[made])
        return made


_PART = re.compile(r"(?P<net>.+?)(?:/(?P<layer>layer\d+))?(?:/neuron(?P<neuron>\d+))?")


def parameters(graph: Graph, grouped: Iterable[int]) -> list[NamedList]:
    """The parameters that networks made, as lists: `n.layer0`, a row `w0… b` for each neuron.

    grouped: the leaves that are in a group.
    """
    neurons: dict[str, dict[str, int]] = {}
    for leaf in grouped:
        neurons.setdefault(graph.groups[leaf], {})[graph.labels[leaf]] = leaf
    rows: dict[str, dict[int, list[int]]] = {}
    for group, leaves in neurons.items():
        labels = [*(f"w{i}" for i in range(len(leaves) - 1)), "b"]
        part = _PART.fullmatch(group)
        if part is None or len(labels) < 2 or leaves.keys() != set(labels):
            continue
        name = part["net"].replace("/", ".") + (f".{part['layer']}" if part["layer"] else "")
        number = -1 if part["neuron"] is None else int(part["neuron"])
        rows.setdefault(name, {})[number] = [leaves[label] for label in labels]
    return [_matrix(name, rows[name]) for name in sorted(rows, key=_numbered)]


def _numbered(name: str) -> list[str | int]:
    """By which `n.layer10` comes after `n.layer2`."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", name)]


def _matrix(name: str, found: dict[int, list[int]]) -> NamedList:
    rows = [found[number] for number in sorted(found)]
    nodes = tuple([node for row in rows for node in row])
    shape: tuple[int, ...] = (len(nodes),)
    if -1 not in found and len({len(row) for row in rows}) == 1:
        shape = (len(rows), len(rows[0]))
    return NamedList(name, shape, nodes)
