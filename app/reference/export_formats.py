"""The formats in which a graph leaves for another tool: pictures of a view, and texts of the whole graph."""

from collections import Counter
from typing import Final

from engine.export import FORMATS, Format

PICTURES: Final = {
    "svg": ("Drawing (SVG)", "image/svg+xml"),
    "png": ("Drawing (PNG)", "image/png"),
    "pdf": ("Drawing (PDF)", "application/pdf"),
    "dot": ("Drawing (DOT)", "text/vnd.graphviz"),
}
"""Title and media type of each format of a picture, the default first."""

_SUFFIXES: Final = Counter(each.suffix for each in FORMATS.values())


def filename(of: Format) -> str:
    """What a graph in this format is saved as; where several share a suffix, the name tells them apart."""
    shared = _SUFFIXES[of.suffix] > 1
    return f"graph_{of.name}.{of.suffix}" if shared else f"graph.{of.suffix}"
