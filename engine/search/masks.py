"""Which nodes, lists, scopes and lines the words and conditions of a query hold for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.names import parse_id
from engine.search.index import Index, Mask
from engine.search.query import OPS, Comparison, Query

Doubles = NDArray[np.float64]

_COMPARE: Final[dict[str, Callable[[Doubles, float], Mask]]] = {
    "<": np.less,
    "<=": np.less_equal,
    "=": np.equal,
    ">=": np.greater_equal,
    ">": np.greater,
}
_PLACE: Final = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Numbers:
    """Every node's data and grad. has_grad: where one was computed; elsewhere no condition on it holds."""

    data: Doubles
    grad: Doubles
    has_grad: Mask


def conditions(index: Index, query: Query, numbers: Numbers) -> Mask:
    """The nodes for which every condition holds that is not a word."""
    found = np.ones(index.size, np.bool_)
    for op in query.ops:
        found &= index.ops.being(op)
    for line in query.lines:
        found &= index.lines == line
    for comparison in query.comparisons:
        found &= _compared(comparison, numbers)
    for which in query.non_finite:
        holds = np.isnan if which == "nan" else np.isinf
        found &= holds(numbers.data) | (holds(numbers.grad) & numbers.has_grad)
    return found


def _compared(comparison: Comparison, numbers: Numbers) -> Mask:
    if comparison.field == "data":
        return _COMPARE[comparison.sign](numbers.data, comparison.number)
    return _COMPARE[comparison.sign](numbers.grad, comparison.number) & numbers.has_grad


def values(index: Index, query: Query) -> Mask:
    """The nodes for which every word holds: one at least in their own name, others perhaps in their scopes'.

    Plain numbers that an op wrapped are found only where somebody asks for constants.
    """
    found, own = np.ones(index.size, np.bool_), np.full(index.size, not query.words)
    for word in query.words:
        mine = _own(index, word)
        own |= mine
        found &= mine | within(index, word)[index.outline.scope_of]
    found &= own
    if "constant" not in (*query.words, *query.ops):
        found &= ~index.ops.being("constant")
    return found


def exact(index: Index, query: Query) -> Mask:
    """The nodes whose name, or id, is one of the words, letter for letter."""
    found = np.zeros(index.size, np.bool_)
    for word in query.words:
        found |= index.labels.being(word)
        if (node := parse_id(word, index.size)) is not None:
            found[node] = True
    return found


def _own(index: Index, word: str) -> Mask:
    found = index.labels.holding(word) | _elements(index, word)
    if word in OPS:
        found |= index.ops.being(word)
    if (node := parse_id(word, index.size)) is not None:
        found[node] = True
    return found


def _elements(index: Index, word: str) -> Mask:
    """The nodes that are in a list of such a name; `q[5]` is an element of one."""
    name, bracket, _ = word.partition("[")
    if not bracket:
        return np.append(index.lists.holding(word), False)[index.list_of]
    places = [int(digits) for digits in _PLACE.findall(word)]
    found = np.zeros(index.size, np.bool_)
    ends = ending(index, name)
    flat = np.fromiter((len(held.list.shape) == 1 for held in index.held), np.bool_, len(index.held))
    if len(places) < 2:
        found[index.elements_at(ends & flat, places)] = True
    for number in np.flatnonzero(ends & ~flat):
        held = index.held[int(number)].list
        if len(places) <= len(held.shape) and all(
            place < most for place, most in zip(places, held.shape, strict=False)
        ):
            nodes = np.array(held.nodes, np.int32).reshape(held.shape)[tuple(places)]
            found[np.ravel(nodes)] = True
    return found


def ending(index: Index, name: str) -> Mask:
    """The lists whose name ends like this."""
    ends = np.fromiter((text.endswith(name) for text in index.lists.texts), np.bool_)
    return ends[index.lists.codes] if len(ends) else np.zeros(0, np.bool_)


def lists(index: Index, query: Query) -> Mask:
    """The lists for which every word holds: one at least in their own name, others in their scopes'."""
    entries = np.fromiter((held.entry for held in index.held), np.int32, len(index.held))
    return _named(query, index.lists.holding, lambda word: within(index, word)[entries], len(entries))


def scopes(index: Index, query: Query) -> Mask:
    """The scopes for which every word holds: one at least in their own name. Never the outermost."""
    count = len(index.outline.entries)
    found = _named(query, index.scopes.holding, lambda word: within(index, word), count)
    found[:1] = False
    return found


def _named(query: Query, own: Callable[[str], Mask], around: Callable[[str], Mask], count: int) -> Mask:
    found, some = np.ones(count, np.bool_), np.full(count, not query.words)
    for word in query.words:
        mine = own(word)
        some |= mine
        found &= mine | around(word)
    found &= some
    return found


def within(index: Index, word: str) -> Mask:
    """The scopes that have this word in their name, and all that are inside them."""
    found = index.scopes.holding(word)
    if found.any():
        for number, entry in enumerate(index.outline.entries):
            if entry.parent >= 0 and found[entry.parent]:
                found[number] = True
    return found


def lines(index: Index, query: Query) -> list[int]:
    """The program's lines, from 1, that hold every word; without a word those asked for by number."""
    if not query.words:
        return [line for line in dict.fromkeys(query.lines) if line <= len(index.text)]
    return [
        number
        for number, text in enumerate(index.text, 1)
        if all(word in text.lower() for word in query.words) and all(number == line for line in query.lines)
    ]
