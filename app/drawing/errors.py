"""What can go wrong with a picture.

    DrawingError            anything that keeps a picture from being drawn
    ├── InvalidView         the view asks for something that this graph does not have
    ├── PictureTooLarge     refused before layout; carries the limit and the views that would fit
    ├── TooManyPixels       a PNG at this scale would be too large; says which scale would fit
    ├── LayoutTimeout       the layout was killed at its deadline
    ├── LayoutBusy          too many layouts wait already
    └── LayoutUnavailable   no worker can draw just now

Every message is a full sentence. `code` is the word under which the service answers; nothing here knows HTTP.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.drawing.offers import Offer


class DrawingError(Exception):
    """The root: a sentence, a stable code and, where there is one, a hint."""

    code = "drawing-unavailable"

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InvalidView(DrawingError):  # noqa: N818  # names say what happened, as in the tree above
    """A group that the graph does not have, or a prefix that cannot begin an id. `names` lists what was
    meant."""

    code = "unknown-node"

    def __init__(self, message: str, *, names: tuple[str, ...] = (), hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.names = names


class PictureTooLarge(DrawingError):  # noqa: N818  # as above
    """More than one picture can hold.

    limit and value: which limit and its number; found: what this picture would have; views: what would fit.
    """

    code = "picture-too-large"

    def __init__(self, limit: str, value: int, found: int, views: "tuple[Offer, ...]") -> None:
        too_many = {
            "drawn_nodes": f"{found:,} values are too many for one picture.",
            "edge_span": f"The edges are too long for one picture: they cross {found:,} ranks in all.",
        }
        super().__init__(
            f"{too_many[limit]} The limit is {value:,}.",
            hint="Draw one of the `views`; the numbers are complete without a picture."
            if views
            else "Draw the neighbourhood of one value; the numbers are complete without a picture.",
        )
        self.limit = limit
        self.value = value
        self.found = found
        self.views = views


class TooManyPixels(DrawingError):  # noqa: N818  # as above
    """A PNG of `found` pixels, where `value` are allowed; `scale` would fit."""

    code = "picture-too-large"

    def __init__(self, value: int, found: int, scale: float) -> None:
        super().__init__(
            f"At this scale the picture would have {found:,} pixels. The limit is {value:,}.",
            hint=f"A scale of {scale:g} would fit; a PDF is sharp at any size.",
        )
        self.limit = "pixels"
        self.value = value


class LayoutTimeout(DrawingError):  # noqa: N818  # as above
    """The layout ran into its deadline and was killed. `seconds` is the deadline."""

    code = "layout-too-slow"

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"The layout was stopped after {seconds:g} seconds.",
            hint="Collapse a group or draw the neighbourhood of one value.",
        )
        self.seconds = seconds


class LayoutBusy(DrawingError):  # noqa: N818  # as above
    """As many layouts as may wait are waiting."""

    code = "busy"


class LayoutUnavailable(DrawingError):  # noqa: N818  # as above
    """The workers cannot be started, or one of them died over this picture."""
