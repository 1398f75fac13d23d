"""The graph under one output: order, ids, edges, names.

A graph is read from nodes once and then never changes: ids are positions in depth-first post-order from the
output, inputs in slot order (the lecture's ``build_topo``), so the same program gives the same ids. Numbers
are kept apart in frames. This module knows no ``Value``: anything with these six attributes is a node.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from engine.errors import UnknownNodeError
from engine.names import UniqueNames, leaf_path, node_id, parse_id, subscript
from engine.ops import CONSTANT, CUSTOM, LEAF, Op


class Node(Protocol):
    """What a graph is made of. ``inputs`` is ordered and keeps duplicates: ``a*a`` has the input a twice."""

    data: float
    grad: float
    label: str
    group: str

    @property
    def op(self) -> Op: ...

    @property
    def inputs(self) -> Sequence[Node]: ...


@dataclass(frozen=True, slots=True)
class Edge:
    """Node ``source`` is argument number ``slot`` of node ``target``."""

    source: int
    target: int
    slot: int


@dataclass(frozen=True, slots=True)
class Frame:
    """Every node's data and grad at one moment, in id order."""

    data: tuple[float, ...]
    grad: tuple[float, ...]


def topological_order(output: Node) -> list[Node]:
    """Inputs before uses: depth-first post-order, inputs in slot order, without recursion."""
    if _reader is not None and (known := _reader.ordered(output)) is not None:
        return known
    order: list[Node] = []
    seen = {id(output)}
    path: list[tuple[Node, Iterator[Node]]] = [(output, iter(output.inputs))]
    while path:
        node, rest = path[-1]
        for source in rest:
            if id(source) not in seen:
                seen.add(id(source))
                path.append((source, iter(source.inputs)))
                break
        else:
            order.append(node)
            path.pop()
    return order


class Reader(Protocol):
    """What reads the graph under a node of its own kind as this module does, and quicker; None for others.

    The compiled core is one: it reads its own Values.
    """

    def ordered(self, output: Any, /) -> list[Any] | None: ...

    def read(self, output: Any, /) -> tuple[Any, ...] | None: ...


_reader: Reader | None = None


def read_with(reader: Reader | None) -> None:
    """From now on this reader is asked first."""
    global _reader
    _reader = reader


class Graph:
    """The DAG under one output.

    nodes, ops, labels, groups are in id order; ``inputs[i]`` holds one id a slot. ``output`` is the last id.
    """

    nodes: tuple[Node, ...]
    ops: tuple[Op, ...]
    inputs: tuple[tuple[int, ...], ...]
    labels: tuple[str, ...]
    groups: tuple[str, ...]

    def __init__(self, output: Node) -> None:
        if _reader is not None and (known := _reader.read(output)) is not None:
            self.nodes, self.ops, self.inputs, self.labels, self.groups = known
            return
        nodes = topological_order(output)
        ids = {id(node): i for i, node in enumerate(nodes)}
        self.nodes = tuple(nodes)
        self.ops = tuple(node.op for node in nodes)
        self.inputs = tuple(tuple(ids[id(source)] for source in node.inputs) for node in nodes)
        # Copied, because a node may be relabelled after the graph was read.
        self.labels = tuple(node.label for node in nodes)
        self.groups = tuple(node.group for node in nodes)

    @classmethod
    def of(
        cls,
        ops: Sequence[Op],
        inputs: Sequence[tuple[int, ...]],
        labels: Sequence[str],
        groups: Sequence[str],
    ) -> Graph:
        """A graph from what was read of one elsewhere, in id order. It has no `nodes`, and so no `frame`."""
        graph = cls.__new__(cls)
        graph.nodes = ()
        graph.ops, graph.inputs = tuple(ops), tuple(inputs)
        graph.labels, graph.groups = tuple(labels), tuple(groups)
        return graph

    def __len__(self) -> int:
        return len(self.ops)

    @property
    def output(self) -> int:
        """The output's id: the last one."""
        return len(self.ops) - 1

    def frame(self) -> Frame:
        """The nodes' numbers at this moment."""
        return Frame(
            tuple(float(node.data) for node in self.nodes), tuple(float(node.grad) for node in self.nodes)
        )

    def edges(self) -> Iterator[Edge]:
        """Every use of every node, by target and slot."""
        for target, sources in enumerate(self.inputs):
            for slot, source in enumerate(sources):
                yield Edge(source, target, slot)

    @cached_property
    def uses(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """For each node its uses as (target, slot), in id order."""
        found: list[list[tuple[int, int]]] = [[] for _ in self.ops]
        for edge in self.edges():
            found[edge.source].append((edge.target, edge.slot))
        return tuple(map(tuple, found))

    @cached_property
    def leaves(self) -> tuple[int, ...]:
        """Ids of the leaves; constants are not leaves."""
        return tuple(i for i, op in enumerate(self.ops) if op is LEAF)

    @cached_property
    def custom(self) -> int | None:
        """The first node whose op is the program's own, which nothing here can compute again."""
        return next((i for i, op in enumerate(self.ops) if op.name == CUSTOM), None)

    def is_constant(self, node: int) -> bool:
        """Whether the node is a plain number that an op wrapped, which takes no gradient."""
        return self.ops[node] is CONSTANT

    @cached_property
    def names(self) -> dict[int, str]:
        """Each leaf's unique name: its label, ``a#2`` for a later leaf of that label, ``group/label`` for
        what a network made, its id when it has no label.
        """
        unique = UniqueNames()
        return {
            i: unique.add(leaf_path(self.labels[i], self.groups[i]) if self.labels[i] else node_id(i))
            for i in self.leaves
        }

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """What each node is called among the others: its label, and a number where a loop has given the same
        name to several, ``s₁`` to ``s₉``. A leaf keeps its label alone.
        """
        keys = list(zip(self.labels, self.groups, strict=True))
        counts = Counter(key for key in keys if key[0])
        if len(counts) == counts.total():
            return self.labels
        seen: Counter[tuple[str, str]] = Counter()
        titles = list(self.labels)
        for i, key in enumerate(keys):
            if counts[key] > 1 and self.ops[i] is not LEAF:
                seen[key] += 1
                titles[i] += subscript(seen[key])
        return tuple(titles)

    @cached_property
    def ids(self) -> dict[str, int]:
        """Leaf ids by name."""
        return {name: i for i, name in self.names.items()}

    def resolve(self, text: str) -> int:
        """The node of this leaf name, id or label; of several with one label the last.

        Raises:
            UnknownNodeError: for anything else.
        """
        if text in self.ids:
            return self.ids[text]
        node = parse_id(text, len(self))
        if node is not None:
            return node
        if text in self._labelled:
            return self._labelled[text]
        raise UnknownNodeError(f"The graph has no node `{text}`.", names=(text,))

    @cached_property
    def _labelled(self) -> dict[str, int]:
        """The last node of each label."""
        return {label: i for i, label in enumerate(self.labels) if label}

    @cached_property
    def prefixes(self) -> dict[str, tuple[int, ...]]:
        """Every group and every prefix of one, with the ids under it, in order of path."""
        members: dict[str, list[int]] = {}
        for i, group in enumerate(self.groups):
            members.setdefault(group, []).append(i)
        found: dict[str, list[int]] = {}
        for path, ids in members.items():  # each group's path is split once, not for each node
            while path:
                found.setdefault(path, []).extend(ids)
                path = path.rpartition("/")[0]
        return {path: tuple(sorted(found[path])) for path in sorted(found)}

    @cached_property
    def structure(self) -> str:
        """A hash of ops, edges, labels and groups: equal hashes, equal ids."""
        digest = hashlib.blake2b(digest_size=16)
        for op, inputs, label, group in zip(self.ops, self.inputs, self.labels, self.groups, strict=True):
            # repr of label and group, so that no label can look like a separator.
            if op.name == CUSTOM:
                digest.update(repr(op.symbol).encode("utf-8", "backslashreplace"))
            digest.update(f"{op.name}{inputs}{label!r}{group!r}\n".encode("utf-8", "backslashreplace"))
        return digest.hexdigest()
