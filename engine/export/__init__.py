"""A graph and its numbers as other people's text: a module a format, a line a format in the list below."""

from engine.errors import EngineError, LimitError
from engine.export.document import DOCUMENT
from engine.export.dot import DOT
from engine.export.format import Format
from engine.export.jax import JAX
from engine.export.latex import LATEX
from engine.export.mermaid import MERMAID
from engine.export.micrograd import MICROGRAD
from engine.export.python import PYTHON
from engine.export.torch import TORCH
from engine.graph import Frame, Graph

FORMATS: dict[str, Format] = {
    each.name: each for each in (PYTHON, MICROGRAD, TORCH, JAX, LATEX, MERMAID, DOT, DOCUMENT)
}
MOST = 20_000  # nodes: a longer program than this no interpreter reads in a moment

__all__ = ["FORMATS", "MOST", "Format", "export"]


def export(name: str, graph: Graph, frame: Frame) -> str:
    """The graph in the format of this name.

    Raises EngineError for a format that there is not (code ``unknown-form``) and for an op that it cannot
    say (``unknown-op``), LimitError above MOST nodes.
    """
    found = FORMATS.get(name)
    if found is None:
        known = ", ".join(f"`{known}`" for known in FORMATS)
        raise EngineError(f"There is no format `{name}`.", code="unknown-form", hint=f"There are {known}.")
    if len(graph) > MOST:
        raise LimitError(
            f"{len(graph):,} nodes are too many to be written out; the limit is {MOST:,}.",
            limit="exported_nodes",
            value=MOST,
        )
    return found.write(graph, frame)
