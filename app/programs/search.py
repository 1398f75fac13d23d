"""The index of a run's graph, kept as long as the graph is."""

from typing import Final
from weakref import WeakKeyDictionary

from engine.graph import Graph
from engine.outline import outline_of
from engine.run import Run
from engine.search.index import Index

_indices: Final[WeakKeyDictionary[Graph, Index]] = WeakKeyDictionary()


def index_of(run: Run, graph: Graph) -> Index:
    """The index of a run's graph, made when it is first asked for."""
    found = _indices.get(graph)
    if found is None:
        found = _indices[graph] = Index(run, graph, outline_of(run))
    return found
