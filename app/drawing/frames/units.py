"""The units that the groups of one level are drawn as."""

from __future__ import annotations

from collections.abc import Sequence

from app.drawing.frames.cells import Cells
from app.drawing.frames.frame import Ids, Kind, Unit
from app.drawing.frames.groups import Group
from app.drawing.frames.index import Index
from app.drawing.frames.inside import Inside
from app.drawing.frames.naming import Naming
from app.drawing.frames.split import Split

_SHOWN: dict[str, Kind] = {"scope": "scope", "list": "list", "line": "line", "value": "value"}
"""What is not drawn as a range."""


class Units:
    """Units for the groups of one level. drawn: for each box the place of its group, or -1."""

    def __init__(self, index: Index, inside: Inside, drawn: Ids, count: int) -> None:
        self._index = index
        self._inside = inside
        self._split = Split(drawn[inside.level.box], count)
        self._cells = Cells(index, inside.level, drawn, count)
        self._naming = Naming(index, inside.level)

    def unit(self, k: int, group: Group) -> Unit:
        """The unit of a group, closed."""
        level, place = self._inside.level, group.boxes[0]
        made = level.kinds[place]
        kind: Kind = "range"
        if group.name is None and made in _SHOWN:
            kind = _SHOWN[made]
        members = level.members[self._split.of(k)]
        cells, shape = self._cells.of(k, group, members)
        name, note = self._naming.heading(group)
        return Unit(
            path=self._inside.path_of(self._index, group),
            kind=kind,
            name=name,
            note=note,
            mark=self._naming.mark(group),
            members=members,
            cells=cells,
            shape=shape,
            copies=self.paths(group.boxes) if group.name is None and len(group.boxes) > 1 else (),
            docks=self._cells.docks(k, int(level.refs[place]) if kind == "value" else None),
            opens=len(members) > 1 and kind != "value",
        )

    def paths(self, places: Sequence[int]) -> tuple[str, ...]:
        """The paths of some boxes."""
        return tuple([self._inside.path(self._index, place) for place in places])
