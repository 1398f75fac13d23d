"""The forms in which a graph leaves for another tool: pictures of a view, and texts of the whole graph."""

from collections import Counter
from typing import Final

from engine.export import FORMS, Form

PICTURES: Final = {
    "svg": ("Drawing (SVG)", "image/svg+xml"),
    "png": ("Drawing (PNG)", "image/png"),
    "pdf": ("Drawing (PDF)", "application/pdf"),
    "dot": ("Drawing (DOT)", "text/vnd.graphviz"),
}
"""Title and media type of each form of a picture, the default first."""

_SUFFIXES: Final = Counter(form.suffix for form in FORMS.values())


def filename(form: Form) -> str:
    """What a graph in this form is saved as; where several share a suffix, the name tells them apart."""
    shared = _SUFFIXES[form.suffix] > 1
    return f"graph_{form.name}.{form.suffix}" if shared else f"graph.{form.suffix}"
