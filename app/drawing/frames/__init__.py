"""A graph and its outline -> frames: the boxes and edges at each level of the program's structure.

Knows no numbers, no SVG, no layout and no HTTP.
"""

from app.drawing.frames.frame import Detail, Dock, Frame, Join, Unit, boxes
from app.drawing.frames.views import counts, frames

__all__ = ["Detail", "Dock", "Frame", "Join", "Unit", "boxes", "counts", "frames"]
