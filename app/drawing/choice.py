"""What a request may choose about a picture."""

import re
from dataclasses import dataclass
from typing import Literal

from app.drawing.errors import InvalidView

Direction = Literal["LR", "TB"]
Look = Literal["merged", "classic"]
Theme = Literal["auto", "light", "dark"]
_PREFIX = re.compile(r"(?:[A-Za-z][A-Za-z0-9_-]{0,31})?")


@dataclass(frozen=True, slots=True)
class ViewChoice:
    """Which nodes are on screen, and how.

    collapsed: group paths, each drawn as one box. folded: what is repeated is one box with a count, and
    groups go without the number of a call; their level is that of `collapsed`, and chosen if it is empty.
    around: a node and the number of hops from it that are drawn. inline: for a page that styles it; else
    complete on its own. prefix begins every id.
    Raises InvalidView if the prefix cannot begin an id or the hops are negative.
    """

    direction: Direction = "LR"
    look: Look = "merged"
    theme: Theme = "auto"
    collapsed: tuple[str, ...] = ()
    folded: bool = False
    around: tuple[str, int] | None = None
    inline: bool = False
    prefix: str = ""

    def __post_init__(self) -> None:
        if not _PREFIX.fullmatch(self.prefix):
            raise InvalidView(
                "A prefix is a letter and up to 31 letters, digits, `-` or `_`.", names=(self.prefix,)
            )
        if self.around is not None and self.around[1] < 0:
            raise InvalidView("The number of hops around a node is 0 or more.", names=(self.around[0],))

    @property
    def layout_key(self) -> tuple[object, ...]:
        """What of the choice moves a box: theme, prefix and styling do not."""
        return (self.direction, self.look, tuple(sorted(set(self.collapsed))), self.folded, self.around)
