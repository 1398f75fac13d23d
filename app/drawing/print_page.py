"""A finished SVG -> the bytes of a PNG or a PDF: what a worker process runs. Knows no graph and no view.

Typst reads the SVG, styles and all, and sets its text as text. It brings DejaVu Sans Mono along, so that a
picture looks the same on a machine without a font; labels in other scripts take a font of the system. The
document that holds the picture is the one below, so nothing is read from a disk or a network.
"""

from functools import cache
from typing import Any, Literal

from app.drawing.svg.style import MONO, UI

PrintFormat = Literal["png", "pdf"]

DPI = 96.0
"""Pixels to an inch at scale 1, as in a browser."""
_SHEET = b"""\
#set document(title: sys.inputs.title, date: none)
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(sys.inputs.svg), format: "svg", alt: sys.inputs.title)
"""


def print_page(svg: str, title: str, form: PrintFormat, scale: float) -> bytes:
    """The picture as one PNG, `scale` pixels to each of its own, or as a PDF of one page."""
    import typst

    families = {MONO: "'DejaVu Sans Mono'", UI: "'DejaVu Sans','DejaVu Sans Mono'"}
    for screen, paper in families.items():
        svg = svg.replace(screen, paper)
    made = typst.compile(
        _SHEET,
        format=form,
        ppi=DPI * scale,
        font_paths=_fonts(),
        sys_inputs={"svg": svg, "title": title},
    )
    assert isinstance(made, bytes)  # one page
    return made


@cache
def _fonts() -> Any:
    """Typst's own fonts and the system's, looked for once in a process."""
    import typst

    return typst.Fonts()
