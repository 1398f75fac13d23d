"""A map of a graph: edges from values of one span to those of another, as shades of a square."""

from base64 import b64encode

import numpy as np
from numpy.typing import NDArray

from app.programs.answer import MapDocument
from engine.graph import Graph
from engine.outline import edges_of

SIDE = 104
"""Cells along each side of the square, however large the graph is."""


def edge_map(graph: Graph) -> MapDocument:
    """The shades in rows of values, in columns of their inputs."""
    return {"side": SIDE, "shades": b64encode(shades(graph).tobytes()).decode()}


def shades(graph: Graph, side: int = SIDE) -> NDArray[np.uint8]:
    """From 0, where no edge is, to 255, where most are, on a logarithmic scale; by value, then by input."""
    edges = edges_of(graph)
    row, column = (np.int64(side) * ends // max(1, len(graph)) for ends in (edges.target, edges.source))
    counts = np.bincount(row * side + column, minlength=side * side)
    most = np.log1p(counts.max())
    if most == 0:
        return np.zeros(side * side, np.uint8)
    shade: NDArray[np.uint8] = np.ceil(255 * np.log1p(counts) / most).astype(np.uint8)
    return shade
