"""What a picture is made of."""

from dataclasses import dataclass
from typing import Literal

from app.drawing.text import ELLIPSIS
from engine.graph import Graph

Kind = Literal["value", "group", "fold", "copy", "op"]
SYMBOLS = 3
"""Ops of a fold whose symbols are shown."""


@dataclass(frozen=True, slots=True)
class Box:
    """One rectangle.

    node: the position whose numbers it shows; a group has one if a single value of it is used outside.
    members: the positions that it represents. group: the path of a group. exits: how many of its values are
    used outside. symbol: what an op of its own shows. cut: some of its neighbours are not in the view.
    has_origin: a value says beside its name what it was made of.
    A fold is a cluster of the quotient graph: `outlets`, `name`, `times`, `ops` and `cycle` are the
    cluster's; is_named: the name is the program's own word.
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
    outlets: tuple[int, ...] = ()
    name: str = ""
    is_named: bool = False
    times: int = 1
    ops: tuple[int, ...] = ()
    cycle: bool = False

    @property
    def lead(self) -> int:
        """The member that says what the box is: of a fold one of its last op."""
        return self.ops[-1] if self.ops else self.members[0]


@dataclass(frozen=True, slots=True)
class Link:
    """One drawn edge between two boxes, given by their places. `slot` is None between an op and its value;
    `count` edges of the graph are drawn as this one where both sides are folded."""

    id: str
    source: int
    target: int
    slot: int | None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Draft:
    """The boxes and links of a view before leaves are copied and anything is ranked."""

    boxes: list[Box]
    links: list[Link]


def op_symbols(graph: Graph, box: Box) -> str:
    """The symbols of a fold's ops, in order; of many the last ones."""
    symbols = [graph.ops[node].symbol for node in box.ops]
    return " ".join(symbols if len(symbols) <= SYMBOLS else [ELLIPSIS, *symbols[1 - SYMBOLS :]])
