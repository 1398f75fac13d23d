"""Two graphs beside each other: which nodes are the same, and what of them differs.

It knows graphs, outlines and numbers; programs and their texts it does not know.
"""

from engine.alignment.differences import Difference, Differences, Kind, differences
from engine.alignment.side import Side
from engine.alignment.union import Union, union_of

__all__ = ["Difference", "Differences", "Kind", "Side", "Union", "differences", "union_of"]
