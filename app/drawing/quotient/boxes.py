"""What a picture is made of."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["value", "group", "copy", "op"]


@dataclass(frozen=True, slots=True)
class Box:
    """One rectangle.

    node: the position whose numbers it shows; a group has one if a single value of it is used outside.
    members: the positions that it represents. group: the path of a group. exits: how many of its values are
    used outside. symbol: what an op of its own shows. cut: some of its neighbours are not in the view.
    has_origin: a value says beside its name what it was made of.
    """

    id: str
    kind: Kind
    node: int | None
    members: tuple[int, ...]
    group: str = ""
    exits: int = 1
    cut: bool = False
    has_origin: bool = True
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """One drawn edge between two boxes, given by their places. `slot` is None between an op and its value."""

    id: str
    source: int
    target: int
    slot: int | None


@dataclass(frozen=True, slots=True)
class Draft:
    """The boxes and links of a view before leaves are copied and anything is ranked."""

    boxes: list[Box]
    links: list[Link]
