"""The forms in which a graph leaves for another tool: pictures of a view, and texts of the whole graph."""

from collections import Counter
from typing import Final

from app.resources.catalogues.answer import FormatDocument
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


def formats_document() -> list[FormatDocument]:
    """Every form, in the order of a menu."""
    pictures = [
        FormatDocument(name=name, title=title, media=media, filename=f"graph.{name}", call="/api/v1/render")
        for name, (title, media) in PICTURES.items()
    ]
    texts = [
        FormatDocument(
            name=form.name, title=form.title, media=form.media, filename=filename(form), call="/api/v1/export"
        )
        for form in FORMS.values()
    ]
    return pictures + texts
