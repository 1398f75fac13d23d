"""What a view by structure is made of: frames within frames, each with boxes and the edges between them.

A closed unit is one box on screen. An open one is drawn as a frame, with units of its own inside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Detail = Literal["program", "calls", "lines", "values"]
Kind = Literal["scope", "list", "line", "range", "value"]
Ids = NDArray[np.int32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Dock:
    """Leaves that a box reads and that are drawn inside it: a box of their own would have thousands of
    edges."""

    path: str
    name: str
    nodes: tuple[int, ...]
    shape: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """One box at one level.

    path: what opens it. name: its heading, `q` for a call whose result is the list q. note: what is said
    beside it, such as `linear`. mark: the number of the function, None where it is not one. members: every
    node in it, ascending; docked leaves are not. cells: the nodes that its strip shows, in the order of
    `shape`. copies: the paths of the twins that are stacked as this box, or that this open one is one of;
    empty if it is alone. docks: the leaves that it reads. inner: what is in it, None while it is closed.
    opens: whether there is anything to open.
    """

    path: str
    kind: Kind
    name: str
    note: str
    mark: int | None
    members: Ids
    cells: tuple[int, ...]
    shape: tuple[int, ...]
    copies: tuple[str, ...] = ()
    docks: tuple[Dock, ...] = ()
    inner: Frame | None = None
    opens: bool = True


@dataclass(frozen=True, slots=True)
class Join:
    """`count` edges of the graph from one unit to another; first: the target node and slot of one of them."""

    source: int
    target: int
    count: int
    first: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One level: units in topological order, joins between them by their places.

    reads: places of the units that read from outside the frame, docks not counted. leaves: places of those
    that are used outside it. count: how many nodes are inside.
    """

    path: str
    title: str
    note: str
    count: int
    units: tuple[Unit, ...]
    joins: tuple[Join, ...]
    reads: tuple[int, ...] = ()
    leaves: tuple[int, ...] = ()


def boxes(frame: Frame) -> Iterator[Unit]:
    """The closed units of a frame and of the frames in it: what is a box on screen."""
    for unit in frame.units:
        if unit.inner is None:
            yield unit
        else:
            yield from boxes(unit.inner)
