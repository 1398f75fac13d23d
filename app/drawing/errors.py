"""What can go wrong with a picture.

    DrawingError            anything that keeps a picture from being drawn
    ├── InvalidView         the view asks for something that this graph does not have
    ├── PictureTooLarge     refused before layout; carries the limit and the views that would fit (limits)
    ├── TooManyPixels       a PNG at this scale would be too large; says which scale would fit (limits)
    ├── LayoutTimeout       the layout was killed at its deadline
    ├── LayoutBusy          too many layouts wait already
    └── LayoutUnavailable   no worker can draw just now

Every message is a full sentence. `code` is the word under which the service answers; nothing here knows HTTP.
"""


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
