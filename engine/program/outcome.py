"""What is read from a run after its program has ended: what lists were called, which numbers found no use.

It asks little of a run, so that however the program ran, the same is read from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Protocol

from engine.graph import Graph
from engine.names import UniqueNames, leaf_path
from engine.notices import Notice
from engine.ops import LEAF
from engine.program.record import Record
from engine.run import State, is_leaf_id, not_a_leaf

# More remarks of one kind than this help no one.
MOST_UNUSED = 20


class Ended(Protocol):
    """A run whose program has ended.

    labellings: leaves whose number may be given, with the name and how many of that name came before.
    """

    @property
    def given(self) -> Mapping[str, float]: ...

    @property
    def names(self) -> Mapping[str, Any]: ...

    @property
    def record(self) -> Record[Any]: ...

    @property
    def labellings(self) -> Sequence[tuple[Any, str, int]]: ...

    def is_value(self, thing: Any) -> bool: ...


def exact(ended: Ended, graph: Graph | None) -> dict[tuple[str, int], float | None]:
    """For leaves of one label: the number that each should have been given, where that differs."""
    if graph is None or not ended.labellings:
        return {}
    ids = {id(node): i for i, node in enumerate(graph.nodes)}
    found = {}
    for leaf, name, count in ended.labellings:
        i = ids.get(id(leaf))
        if i is not None and graph.labels[i] == leaf.label:
            wanted = ended.given.get(graph.names[i])
            if wanted != ended.given.get(name):
                found[name, count] = wanted
    return found


def held(
    names: Mapping[str, Any], ids: Mapping[int, int], gather: Callable[[int], object]
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """What a list was called that holds Values, alone or in rows: `losses` in `losses = [… for …]`.

    A list may be in others as often as it likes, and is looked through once.

    Arguments:
        names: the program's own.
        ids: the graph's nodes, by the ``id`` of their objects.
        gather: is given the number of ids of each row before they are gathered, and may refuse by an error.
    """
    known: dict[int, frozenset[int]] = {}
    made: dict[int, tuple[int, ...]] = {}

    def direct(row: Sequence[Any]) -> frozenset[int]:
        if id(row) not in known:
            gather(0)
            known[id(row)] = frozenset(ids[id(each)] for each in row if id(each) in ids)
        return known[id(row)]

    for name, thing in names.items():
        if type(thing) not in (list, tuple):
            continue
        if id(thing) not in made:
            rows = {id(row): row for row in thing if type(row) in (list, tuple)}
            found = set(direct(thing))
            for row in rows.values():
                gather(len(direct(row)))
                found |= direct(row)
            made[id(thing)] = tuple(sorted(found))
        if made[id(thing)]:
            yield name, made[id(thing)]


def parameters(ended: Ended, graph: Graph | None) -> tuple[str, ...]:
    """What networks made, if the output depends on any of it, else every leaf."""
    if graph is None:
        return ()
    of_networks = {id(parameter) for parameter in ended.record.parameters}
    made = [name for i, name in graph.names.items() if id(graph.nodes[i]) in of_networks]
    return tuple(made or graph.names.values())


def loose(ended: Ended, graph: Graph | None, state: State) -> Iterator[tuple[str, Any]]:
    """Leaves that the program holds and its output does not depend on, by name; then values without a use,
    with None. Raises LeafError for a number that was given to what has none to be set.
    """
    names = {} if graph is None else graph.ids
    inside = set() if graph is None else {id(node) for node in graph.nodes}
    unique = UniqueNames(names)
    for thing in {id(each): each for each in ended.names.values()}.values():
        if ended.is_value(thing) and thing.op is LEAF and thing.label and id(thing) not in inside:
            yield unique.add(leaf_path(thing.label, thing.group)), thing
    for name in ended.given:
        if name not in unique and not (state == "fresh" and is_leaf_id(graph, name)):
            check_leaf(ended, name)
            yield unique.add(name), None


def check_leaf(ended: Ended, name: str) -> None:
    """Raises LeafError if the program uses the name for something that has no number to be set."""
    record = ended.record
    if name in record.labels_of_leaves:
        return
    if name in record.labels_of_interiors:
        raise not_a_leaf(name, f"`{name}` is computed from the leaves")
    if type(ended.names.get(name)) in (float, int, bool):
        raise not_a_leaf(name, f"`{name}` is a plain number in the program")


def unused(ended: Ended, found: Mapping[str, Any]) -> Iterator[Notice]:
    """What a reader should know of numbers and leaves without a use."""
    for name, leaf in islice(found.items(), MOST_UNUSED):
        shown = name[:64]
        if leaf is None and name not in ended.record.labels_of_leaves:
            yield Notice("unused-value", f"The program does not use the number given for `{shown}`.")
        else:
            line = None if leaf is None else leaf.line
            yield Notice("independent", f"The output does not depend on `{shown}`.", line)
