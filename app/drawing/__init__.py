"""Pictures of graphs: `Drawer` takes a graph with its numbers and a choice, and gives a finished SVG or DOT.

Nothing here knows HTTP. Where a picture cannot be made, a DrawingError says why.
"""

from app.drawing.choice import Direction, Look, Theme, ViewChoice
from app.drawing.drawer import Drawer
from app.drawing.errors import (
    DrawingError,
    InvalidView,
    LayoutBusy,
    LayoutTimeout,
    LayoutUnavailable,
    PictureTooLarge,
    TooManyPixels,
)
from app.drawing.offers import Offer
from app.drawing.origins import Origins

__all__ = [
    "Direction",
    "Drawer",
    "DrawingError",
    "InvalidView",
    "LayoutBusy",
    "LayoutTimeout",
    "LayoutUnavailable",
    "Look",
    "Offer",
    "Origins",
    "PictureTooLarge",
    "Theme",
    "TooManyPixels",
    "ViewChoice",
]
