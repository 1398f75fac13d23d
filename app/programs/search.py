"""The index of a run's graph, kept as long as the graph is, and numbers as a search takes them."""

from typing import Final
from weakref import WeakKeyDictionary

import numpy as np

from app.programs.passes import Numbers as Kept
from engine.graph import Graph
from engine.outline import outline_of
from engine.run import Run
from engine.search.index import Index
from engine.search.masks import Numbers

_indices: Final[WeakKeyDictionary[Graph, Index]] = WeakKeyDictionary()


def index_of(run: Run, graph: Graph) -> Index:
    """The index of a run's graph, made when it is first asked for."""
    found = _indices.get(graph)
    if found is None:
        found = _indices[graph] = Index(run, graph, outline_of(run))
    return found


def arrays(graph: Graph, numbers: Kept) -> Numbers:
    """The numbers of an answer, as a search takes them."""
    count = len(graph)
    return Numbers(
        data=np.fromiter(numbers.frame.data, np.float64, count),
        grad=np.fromiter(numbers.frame.grad, np.float64, count),
        has_grad=np.fromiter((state != "none" for state in numbers.states), np.bool_, count),
    )
