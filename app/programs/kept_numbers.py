"""The numbers of a graph that is looked at: made once, then served to every question about the same ones.

Finding something in a large graph, going through its table and looking at one value after another are many
questions about the same numbers. A graph that is kept keeps those that it was last asked about.
"""

from collections.abc import Hashable, Mapping
from threading import Lock
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np
from cachetools import LRUCache

from app.programs import passes
from app.programs.passes import Numbers
from engine.graph import Graph
from engine.run import Run
from engine.search.masks import Numbers as Arrays

LARGE: Final = 2_000  # nodes; smaller graphs are computed as quickly as they could be looked up

KEPT: Final = 2  # frames of one graph: drawn are those of a pass, and listed those that the program left

_numbers: Final[WeakKeyDictionary[Graph, LRUCache[Hashable, Numbers]]] = WeakKeyDictionary()
_lock: Final = Lock()
_arrays: Final[WeakKeyDictionary[Graph, tuple[Numbers, Arrays]]] = WeakKeyDictionary()


def evaluated(run: Run, graph: Graph, values: Mapping[str, float], state: str) -> Numbers:
    """What ``passes.evaluated`` gives."""
    # As text, because 0.0 and -0.0 are one key and two numbers.
    key = (state, tuple(sorted((name, repr(number)) for name, number in values.items())))
    with _lock:
        kept = _numbers.setdefault(graph, LRUCache[Hashable, Numbers](KEPT))
        found = kept.get(key)
    if found is None:
        found = passes.evaluated(run, graph, values, state)
        if len(graph) >= LARGE:
            with _lock:
                kept[key] = found
    return found


def arrays(graph: Graph, numbers: Numbers) -> Arrays:
    """The same numbers, as a search takes them."""
    found = _arrays.get(graph)
    if found is None or found[0] is not numbers:
        count = len(graph)
        found = _arrays[graph] = (
            numbers,
            Arrays(
                data=np.fromiter(numbers.frame.data, np.float64, count),
                grad=np.fromiter(numbers.frame.grad, np.float64, count),
                has_grad=np.fromiter((state != "none" for state in numbers.states), np.bool_, count),
            ),
        )
    return found[1]
