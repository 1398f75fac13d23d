"""The index of a run's graph, kept as long as the graph is."""

from typing import Final

from engine.graph import Graph
from engine.kept import KeptWith
from engine.outline import outline_of
from engine.run import Run
from engine.search.index import Index

_indices: Final = KeptWith[Graph, Index]("search_index")


def index_of(run: Run, graph: Graph) -> Index:
    """The index of a run's graph, made when it is first asked for."""
    return _indices.get(graph) or _indices.keep(graph, Index(run, graph, outline_of(run)))
