"""A graph and its numbers as other people's text. One module a form, one line a form in the list below."""

from engine.errors import EngineError, LimitError
from engine.export.document import DOCUMENT
from engine.export.dot import DOT
from engine.export.form import Form
from engine.export.jax import JAX
from engine.export.latex import LATEX
from engine.export.mermaid import MERMAID
from engine.export.micrograd import MICROGRAD
from engine.export.python import PYTHON
from engine.export.torch import TORCH
from engine.graph import Frame, Graph

FORMS: dict[str, Form] = {
    form.name: form for form in (PYTHON, MICROGRAD, TORCH, JAX, LATEX, MERMAID, DOT, DOCUMENT)
}
MOST = 20_000  # nodes: a longer program than this no interpreter reads in a moment

__all__ = ["FORMS", "MOST", "Form", "export"]


def export(name: str, graph: Graph, frame: Frame) -> str:
    """The graph in the form of this name.

    Raises EngineError for a form that there is not (code ``unknown-form``) and for an op that the form cannot
    say (``unknown-op``), LimitError above MOST nodes.
    """
    form = FORMS.get(name)
    if form is None:
        known = ", ".join(f"`{known}`" for known in FORMS)
        raise EngineError(f"There is no form `{name}`.", code="unknown-form", hint=f"There are {known}.")
    if len(graph) > MOST:
        raise LimitError(
            f"{len(graph):,} nodes are too many to be written out; the limit is {MOST:,}.",
            limit="exported_nodes",
            value=MOST,
        )
    return form.write(graph, frame)
