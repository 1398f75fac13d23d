"""Pictures of graphs: `Drawer` takes a graph with its numbers and a choice, and gives a finished SVG or DOT.

Nothing here knows HTTP. Where a picture cannot be made, a DrawingError says why.
"""

from app.drawing.choice import Direction, Look, Theme, ViewChoice
from app.drawing.drawer import Drawer
from app.drawing.errors import DrawingError, InvalidView, LayoutBusy, LayoutTimeout, LayoutUnavailable
from app.drawing.limits import FallbackView, PictureTooLarge, TooManyPixels

__all__ = [
    "Direction",
    "Drawer",
    "DrawingError",
    "FallbackView",
    "InvalidView",
    "LayoutBusy",
    "LayoutTimeout",
    "LayoutUnavailable",
    "Look",
    "PictureTooLarge",
    "Theme",
    "TooManyPixels",
    "ViewChoice",
]
