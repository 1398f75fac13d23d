"""A graph and its outline -> frames: the boxes and edges at each level of the program's structure.

Knows no numbers, no SVG, no layout and no HTTP.
"""

from app.drawing.frames.frame import Detail, Dock, Frame, Join, Unit

__all__ = ["Detail", "Dock", "Frame", "Join", "Unit"]
