"""What one picture may hold, and the errors for what is more."""

from dataclasses import dataclass

from app.drawing.choice import ViewChoice
from app.drawing.errors import DrawingError

NODES, COST = 500, 8_000
"""Defaults; a host may set others."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one picture may have: drawn nodes, and boxes plus the total rank span of its edges."""

    nodes: int = NODES
    cost: int = COST


@dataclass(frozen=True, slots=True)
class FallbackView:
    """A view that fits: what a button says, the choice, and how many nodes it draws."""

    title: str
    choice: ViewChoice
    nodes: int


class PictureTooLarge(DrawingError):  # noqa: N818  # names say what happened, as in the tree of errors
    """More than one picture can hold.

    limit and value: which limit and its number; found: what this picture would have, in `noun`, at least
    where it is not `exact`; views: what would fit.
    """

    code = "picture-too-large"

    def __init__(
        self,
        limit: str,
        value: int,
        found: int,
        views: tuple[FallbackView, ...],
        noun: str = "values",
        *,
        exact: bool = True,
    ) -> None:
        count = f"{found:,}" if exact else f"More than {value:,}"
        too_many = {
            "drawn_nodes": f"{count} {noun} are too many for one picture.",
            "edge_span": f"The edges are too long for one picture: they cross {count} ranks in all.",
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
