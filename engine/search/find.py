"""Lists, calls, lines, matrices and values that a query finds: counts of all, and the rows asked for.

What is there many times, such as a list of a function that is called 36 times, is one row with the number of
its copies.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeVar, get_args

import numpy as np

from engine.names import node_id
from engine.search import masks
from engine.search.index import Ids, Index, Mask
from engine.search.masks import Numbers
from engine.search.query import Query

Kind = Literal["lists", "calls", "lines", "matrices", "values"]

T = TypeVar("T")

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
NODES: Final = 100
"""Nodes of one match that are named; `count` says how many there are."""


@dataclass(frozen=True, slots=True)
class Match:
    """One row.

    path: of the box that draws it. scope: the path of the scope that it is in. copies: how many there are of
    it; the others are like this one, which comes first. count: nodes in it; nodes: the first of them. data,
    grad: of a value; of what has several, the number of largest size; None where there is none.
    """

    kind: Kind
    name: str
    path: str
    scope: str
    line: int | None
    copies: int
    count: int
    nodes: tuple[int, ...]
    shape: tuple[int, ...]
    data: float | None
    grad: float | None


@dataclass(frozen=True, slots=True)
class Found:
    """What there is of one kind. rows: how many rows all of it makes; matches: the rows asked for."""

    count: int
    rows: int
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class _Finder:
    index: Index
    query: Query
    numbers: Numbers
    first: int
    most: int


def find(
    index: Index,
    query: Query,
    numbers: Numbers,
    *,
    kinds: Collection[Kind] = KINDS,
    first: int = 0,
    most: int = 8,
) -> dict[Kind, Found]:
    """What the query finds, by kind, in the order in which kinds are shown.

    Arguments:
        numbers: the data and grads that conditions speak of.
        kinds: those that are asked for.
        first, most: which rows of each kind.
    """
    finder = _Finder(index, query, numbers, first, most)
    holds = masks.conditions(index, query, numbers)
    ways: dict[Kind, Callable[[], Found]] = {
        "lists": lambda: _lists(finder, holds, False),
        "calls": lambda: _calls(finder, holds),
        "lines": lambda: _lines(finder, holds),
        "matrices": lambda: _lists(finder, holds, True),
        "values": lambda: _values(finder, holds),
    }
    return {kind: ways[kind]() for kind in KINDS if kind in kinds}


def _lists(finder: _Finder, holds: Mask, matrices: bool) -> Found:
    """Lists of one dimension, or those of more. Lists of one name in calls of one function are one row."""
    index, entries = finder.index, finder.index.outline.entries
    rows: dict[tuple[str, str, int | None], list[int]] = {}
    found = masks.lists(index, finder.query)
    if finder.query.has_conditions:
        found &= index.some(holds)
    for number in map(int, np.flatnonzero(found)):
        held = index.held[number]
        if (len(held.list.shape) > 1) is not matrices:
            continue
        scope = entries[held.entry]
        rows.setdefault((held.list.name, scope.name, scope.line), []).append(number)
    ordered = sorted(rows.values(), key=lambda row: _nearness(finder.query, index.held[row[0]].list.name))
    count = sum(map(len, ordered))
    return _found(finder, ordered, count, lambda row: _list(finder, row, "matrices" if matrices else "lists"))


def _list(finder: _Finder, row: list[int], kind: Kind) -> Match:
    index = finder.index
    held = index.held[row[0]]
    nodes = np.array(held.list.nodes, np.int32)
    scope = index.outline.entries[held.entry].path
    line = int(index.lines[nodes[0]]) if len(nodes) else 0
    path = f"{scope}/.{held.list.name}" if scope else f".{held.list.name}"
    return _match(finder, kind, held.list.name, path, scope, line or None, len(row), nodes, held.list.shape)


def _calls(finder: _Finder, holds: Mask) -> Found:
    """Calls of a function, and turns of a loop. Those of one function in one place are one row."""
    index, entries = finder.index, finder.index.outline.entries
    found = np.flatnonzero(masks.scopes(index, finder.query))
    if finder.query.has_conditions and len(found):
        found = found[_counts(index, holds)[found] > 0]
    rows: dict[tuple[str, int | None, str | None], list[int]] = {}
    for number in map(int, found):
        entry = entries[number]
        rows.setdefault((entry.name, entry.line, entry.file), []).append(number)
    ordered = sorted(rows.values(), key=lambda row: _nearness(finder.query, entries[row[0]].name))
    return _found(finder, ordered, len(found), lambda row: _call(finder, row))


def _call(finder: _Finder, row: list[int]) -> Match:
    outline = finder.index.outline
    entry = outline.entries[row[0]]
    parent = outline.entries[entry.parent].path
    nodes = outline.inside(row[0])
    return _match(finder, "calls", entry.name, entry.path, parent, entry.line, len(row), nodes, ())


def _counts(index: Index, holds: Mask) -> Ids:
    """For each scope how many of these nodes are in it, nested ones included."""
    entries = index.outline.entries
    counts = np.bincount(index.outline.scope_of[holds], minlength=len(entries)).astype(np.int32)
    for number in range(len(entries) - 1, 0, -1):
        counts[entries[number].parent] += counts[number]
    return counts


def _lines(finder: _Finder, holds: Mask) -> Found:
    """Lines of the program by their text."""
    index = finder.index
    conditional = bool(finder.query.comparisons or finder.query.non_finite or finder.query.ops)
    found = [
        line
        for line in masks.lines(index, finder.query)
        if not conditional or (holds & (index.lines == line)).any()
    ]
    return _found(finder, found, len(found), lambda line: _line(finder, line))


def _line(finder: _Finder, line: int) -> Match:
    index = finder.index
    nodes = np.flatnonzero(index.lines == line).astype(np.int32)
    scope = index.scope(int(nodes[0])) if len(nodes) else ""
    path = f"{scope}/:{line}" if scope else f":{line}"
    return _match(finder, "lines", index.text[line - 1].strip(), path, scope, line, 1, nodes, ())


def _values(finder: _Finder, holds: Mask) -> Found:
    """Single values, those that are called exactly so first."""
    index, query = finder.index, finder.query
    found = masks.values(index, query) & holds
    exact = found & masks.exact(index, query)
    ids = np.concatenate((np.flatnonzero(exact), np.flatnonzero(found & ~exact)))
    shown = ids[finder.first : finder.first + finder.most]
    return Found(len(ids), len(ids), tuple(_value(finder, int(node)) for node in shown))


def _value(finder: _Finder, node: int) -> Match:
    index = finder.index
    line = int(index.lines[node]) or None
    nodes = np.array([node], np.int32)
    return _match(finder, "values", index.name(node), node_id(node), index.scope(node), line, 1, nodes, ())


def _nearness(query: Query, name: str) -> int:
    """How near a name is to what was typed: the word itself, its beginning, somewhere in it."""
    name = name.lower()
    return min((0 if name == word else 1 if name.startswith(word) else 2 for word in query.words), default=2)


def _found(finder: _Finder, rows: Sequence[T], count: int, make: Callable[[T], Match]) -> Found:
    """The rows that are asked for, made into matches."""
    shown = rows[finder.first : finder.first + finder.most]
    return Found(count, len(rows), tuple(make(row) for row in shown))


def _match(
    finder: _Finder,
    kind: Kind,
    name: str,
    path: str,
    scope: str,
    line: int | None,
    copies: int,
    nodes: Ids,
    shape: tuple[int, ...],
) -> Match:
    data, grad = finder.numbers.data[nodes], finder.numbers.grad[nodes]
    grad = grad[finder.numbers.has_grad[nodes]]
    return Match(
        kind,
        name,
        path,
        scope,
        line,
        copies,
        len(nodes),
        tuple(int(node) for node in nodes[:NODES]),
        shape,
        _largest(data),
        _largest(grad),
    )


def _largest(numbers: masks.Doubles) -> float | None:
    """The number of largest size; nan if one of them is."""
    return float(numbers[np.argmax(np.abs(numbers))]) if len(numbers) else None
