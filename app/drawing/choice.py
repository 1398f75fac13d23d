"""What a request may choose about a picture."""

import re
from dataclasses import dataclass
from typing import Literal

from app.drawing.errors import InvalidView

Direction = Literal["LR", "TB"]
Detail = Literal["program", "calls", "lines", "values"]
Look = Literal["merged", "classic"]
Theme = Literal["auto", "light", "dark"]
Background = Literal["paper", "white", "none"]
_PREFIX = re.compile(r"(?:[A-Za-z][A-Za-z0-9_-]{0,31})?")


@dataclass(frozen=True, slots=True)
class ViewChoice:
    """Which nodes are on screen, and how.

    direction: None is the one that fills its place better, and left to right for single values.
    detail, open, folded: by the scopes and lists of the program, with these boxes open; folded alone opens
    what the structure says. fit: width and height in px that the first view is chosen for, where neither
    detail nor open is; else only the direction is chosen by it. collapsed: group paths, each drawn as one
    box. around: a node and the number of hops from it that are drawn. inline: for a page that styles it; else
    complete on its own, with this background. prefix begins every id.
    Raises InvalidView if the prefix cannot begin an id or the hops are negative.
    """

    direction: Direction | None = None
    look: Look = "merged"
    theme: Theme = "auto"
    collapsed: tuple[str, ...] = ()
    folded: bool = False
    detail: Detail | None = None
    open: tuple[str, ...] = ()
    fit: tuple[int, int] | None = None
    around: tuple[str, int] | None = None
    inline: bool = False
    background: Background = "paper"
    prefix: str = ""

    def __post_init__(self) -> None:
        if not _PREFIX.fullmatch(self.prefix):
            raise InvalidView(
                "A prefix is a letter and up to 31 letters, digits, `-` or `_`.", names=(self.prefix,)
            )
        if self.around is not None and self.around[1] < 0:
            raise InvalidView("The number of hops around a node is 0 or more.", names=(self.around[0],))

    @property
    def is_framed(self) -> bool:
        """Whether scopes and lists are boxes; a neighbourhood is one of values."""
        if self.around is not None or self.detail == "values":
            return False
        return self.folded or self.detail is not None or bool(self.open)

    @property
    def is_first(self) -> bool:
        """Whether the detail is to be chosen by what fits."""
        return (
            self.fit is not None
            and self.around is None
            and self.detail is None
            and not (self.open or self.collapsed)
        )

    @property
    def layout_key(self) -> tuple[object, ...]:
        """What of the choice moves a box in a view of values: theme, prefix and styling do not."""
        return (self.direction or "LR", self.look, tuple(sorted(set(self.collapsed))), self.around)
