"""What a program draws with matplotlib: each figure as SVG when it is shown, and the rest at the end."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from app.sandbox.child import places
from app.sandbox.child.session import Session
from engine.run import Figure


def are_wanted(texts: Iterable[str]) -> bool:
    """Whether one of the texts seems to draw."""
    return any("matplotlib" in text or "pylab" in text for text in texts)


def load() -> None:
    """Imports matplotlib, where it is, while the machine's own files can still be seen."""
    if find_spec("matplotlib") is None:
        return
    import matplotlib as mpl

    mpl.use("svg")
    for name in ("matplotlib.pyplot", "matplotlib.font_manager", "matplotlib.backends.backend_svg"):
        import_module(name)


def prepare(session: Session) -> None:
    """Sets matplotlib up to draw into memory."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "backlens", "svg.fonttype": "path", "figure.max_open_warning": 0})
    import matplotlib.pyplot as plt

    plt.close("all")

    def show(*arguments: Any, **words: Any) -> None:
        for number in plt.get_fignums():
            _keep(session, plt.figure(number))
        plt.close("all")

    _note_lines(session)
    before = plt.show
    session.undoing.append(lambda: setattr(plt, "show", before))
    plt.show = show


def _note_lines(session: Session) -> None:
    """Notes the line that begins each figure."""
    from matplotlib._pylab_helpers import Gcf

    begin = Gcf._set_new_active_manager

    def noted(manager: Any) -> None:
        line = places.of_frame(sys._getframe(1), session.files_of_code).line
        session.figure_lines[manager.num] = line
        begin(manager)

    session.undoing.append(lambda: setattr(Gcf, "_set_new_active_manager", begin))
    setattr(Gcf, "_set_new_active_manager", staticmethod(noted))  # noqa: B010  # not for mypy to judge


def close(session: Session) -> None:
    """Keeps what is still open when the program has ended."""
    plt = sys.modules.get("matplotlib.pyplot")
    if plt is not None:
        for number in plt.get_fignums():
            _keep(session, plt.figure(number))
        plt.close("all")


def _keep(session: Session, figure: Any) -> None:
    if len(session.figures) >= session.job.limits.figures or not session.job.figures:
        return
    if not figure.get_axes():
        return
    line = session.figure_lines.get(figure.number)
    drawn = io.StringIO()
    figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
    title = next((axes.get_title() for axes in figure.get_axes() if axes.get_title()), "")
    name = title or f"figure {len(session.figures) + 1}"
    session.drawn(Figure(name[:200], line, drawn.getvalue()))
