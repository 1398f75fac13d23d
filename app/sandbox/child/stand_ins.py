"""Modules of ours in place of others': micrograd, graphviz, IPython, scikit-learn's data, requests."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from app.sandbox.child import moons, prelude
from app.sandbox.child.downloads import Downloads
from app.sandbox.child.modules import Importer, module
from app.sandbox.child.session import Session
from engine.nn import Module


def install(
    importer: Importer,
    session: Session,
    downloads: Downloads,
    seed: Callable[[], None],
    watch: Callable[[Any, Any], None],
) -> None:
    """Tells the importer of all of them. seed: sets numpy's random numbers going, once. watch: of the run."""
    engine = {"Value": session.value, "Module": Module}

    def display(*things: Any, **words: Any) -> None:
        prelude.show(session, things)

    def data() -> ModuleType:
        seed()
        return module("sklearn.datasets", moons.FUNCTIONS)

    shown = dict.fromkeys(("Image", "SVG", "HTML", "Markdown", "Math", "Latex"), prelude.Picture)
    graphs = dict.fromkeys(("Digraph", "Graph", "Source"), prelude.Picture)
    importer.stand_ins |= {
        "micrograd": lambda: module("micrograd", {}, package=True),
        "micrograd.engine": lambda: module("micrograd.engine", {"Value": session.value}),
        "micrograd.nn": lambda: module("micrograd.nn", prelude.networks(session, "relu") | engine),
        "engine": lambda: module("engine", prelude.networks(session, "tanh") | engine),
        "backlens": lambda: module("backlens", prelude.networks(session, "tanh") | engine | {"watch": watch}),
        "graphviz": lambda: module("graphviz", graphs),
        "IPython": lambda: module("IPython", {"get_ipython": lambda: None}, package=True),
        "IPython.display": lambda: module(
            "IPython.display", {"display": display, "clear_output": lambda wait=False: None} | shown
        ),
        "sklearn": lambda: module("sklearn", {}, package=True),
        "sklearn.datasets": data,
        "requests": lambda: module("requests", {"get": downloads.get}),
    }
