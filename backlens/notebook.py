"""``import backlens.notebook``, and a Value or a Graph at the end of a cell shows itself as the drawing.

Drawn in the notebook's own process, without a server, with the data and the grads that the nodes hold.
Jupyter, marimo and whatever else asks for ``_repr_mimebundle_`` shows it; as an image, so that its style
does not reach the page around it, and follows the reader's light or dark theme.

    theme("dark")       always dark, "light" always light, "auto" as the reader's system
    look("classic")     ops beside the values, "merged" in them
"""

from base64 import b64encode
from collections.abc import Collection
from dataclasses import replace
from typing import Any, get_args

from app.drawing.choice import Look, Theme, ViewChoice
from app.drawing.layout.dot import layout_dot
from app.drawing.layout.layouts import arrange
from app.drawing.layout.worker import place
from app.drawing.limits import Limits, PictureTooLarge
from app.drawing.quotient.fallback_views import fitting_view
from app.drawing.scene import Scene
from app.drawing.svg.picture import draw
from engine.foreign.objects import read
from engine.graph import Graph
from engine.value import Value

_choice = ViewChoice()


def theme(name: Theme) -> None:
    """How the next drawings are coloured. Raises ValueError."""
    _check(name, get_args(Theme))
    _choose(replace(_choice, theme=name))


def look(name: Look) -> None:
    """How the next drawings are drawn. Raises ValueError."""
    _check(name, get_args(Look))
    _choose(replace(_choice, look=name))


def _check(name: str, known: Collection[str]) -> None:
    if name not in known:
        raise ValueError(f"{name!r} is not one of {', '.join(known)}.")


def _choose(choice: ViewChoice) -> None:
    global _choice
    _choice = choice


def svg(thing: Any, choice: ViewChoice | None = None) -> str:
    """The drawing of the graph under a Value, ours or of any class that `show` opens, with the numbers that
    its nodes hold now.

    Raises PictureTooLarge with the views that would fit, InteropError for what has none.
    """
    graph = thing if isinstance(thing, Graph) else Graph(read(thing))
    chosen = choice or _choice
    view = fitting_view(graph, chosen, Limits())
    frame = graph.frame()
    # A Value does not know of passes. Where any grad is not 0 there was one.
    passed = any(frame.grad)
    states = ["fresh" if passed and not graph.is_constant(i) else "none" for i in range(len(graph))]
    passes = [1 if state == "fresh" else 0 for state in states]
    scene = Scene(graph, frame, states, passes, frozenset(graph.leaves))
    # Ids of its own, because a page may hold many drawings.
    named = replace(chosen, prefix=chosen.prefix or f"g{graph.structure[:8]}-")
    return draw(view, arrange(view, place(layout_dot(graph, view))), scene, named)


def _show(
    thing: Value | Graph, include: Collection[str] | None = None, exclude: Collection[str] | None = None
) -> dict[str, str]:
    plain = repr(thing) if isinstance(thing, Value) else f"<Graph of {len(thing):,} nodes>"
    try:
        drawn = svg(thing)
    except PictureTooLarge as error:
        bundle = {
            "text/plain": f"{plain}\n{error.message} backlens.notebook.svg(value, choice) draws a part of it."
        }
    else:
        picture = b64encode(drawn.encode()).decode()
        bundle = {
            "text/html": f'<img alt="Computation graph" src="data:image/svg+xml;base64,{picture}">',
            "image/svg+xml": drawn,
            "text/plain": plain,
        }
    return {
        kind: content
        for kind, content in bundle.items()
        if (not include or kind in include) and kind not in (exclude or ())
    }


def _install(kind: Any) -> None:
    kind._repr_mimebundle_ = _show


_install(Value)
_install(Graph)
