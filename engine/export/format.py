"""One format in which a graph leaves for another tool."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.graph import Frame, Graph


@dataclass(frozen=True, slots=True)
class Format:
    """name: its stable word. suffix: of a file. media: its media type. write: graph and numbers to text."""

    name: str
    title: str
    suffix: str
    media: str
    write: Callable[[Graph, Frame], str]
