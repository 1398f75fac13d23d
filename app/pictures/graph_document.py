"""The graph document with what only drawing knows of a graph: how many boxes each detail has, and a map."""

from collections.abc import Callable

from app.programs.answer import GraphDocument
from app.programs.document import document
from app.programs.parts import Parts
from app.programs.passes import Numbers
from engine.graph import Graph
from engine.run import Run


def graph_document(run: Run, numbers: Callable[[Graph], Numbers], ask: Parts) -> GraphDocument:
    """The document with the parts asked for; `details` by themselves, or beside `scopes`.

    Raises LimitError when a check would be too much work.
    """
    made = document(run, numbers, ask)
    if {"scopes", "details"} & set(ask.include) and run.graph is not None:
        from app.drawing.frames.views import counts  # loads numpy
        from engine.outline import outline_of

        made["details"] = dict(counts(run.graph, outline_of(run)))
    if "map" in ask.include and run.graph is not None:
        from app.pictures.edge_map import edge_map  # loads numpy

        made["map"] = edge_map(run.graph)
    return made
