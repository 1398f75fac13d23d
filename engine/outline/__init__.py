"""The tree of scopes and lists that the program's text gives its graph, and which of them are alike.

It knows graphs and runs, and nothing of drawing.
"""

from engine.outline.build import outline_of
from engine.outline.edges import Edges, edges_of
from engine.outline.entry import Entry, Outline
from engine.outline.structure import structure_of

__all__ = ["Edges", "Entry", "Outline", "edges_of", "outline_of", "structure_of"]
