"""Where each object of a program's own engine was made, in as little time and memory as it takes.

Notes lie in one flat list in the order of making, one after another: it is written for each Value that a
program makes, and read once, for those that are left. They are found by `id`, which a later object may take
over: the last note of an id counts. A note's number among all is its serial.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import CodeType
from typing import Any, Final, TypeAlias

# What one note takes: the object's id, then its note.
WIDTH: Final = 5


# Code and instruction outside the engine's classes that made an object, None where there is none; the
# innermost method of the classes on the way; the scope.
Note: TypeAlias = tuple[CodeType | None, int, CodeType | None, int]


class Notes:
    """The notes of one run. flat: what the constructors add to. before: how many were let go."""

    def __init__(self) -> None:
        self.flat: list[Any] = []
        self.before = 0
        self._serials: dict[int, int] = {}
        self._numbered = 0
        self._old: dict[int, Note] = {}  # by serial

    @property
    def made(self) -> int:
        """How many objects there have been."""
        return self.before + len(self.flat) // WIDTH

    def serials(self) -> dict[int, int]:
        """The serial number of each id, counted from 1."""
        count = len(self.flat) // WIDTH
        if count > self._numbered:
            first = self._numbered
            added = self.flat[first * WIDTH : count * WIDTH : WIDTH]
            self._serials.update(zip(added, range(self.before + first + 1, self.before + count + 1)))  # noqa: B905
            self._numbered = count
        return self._serials

    def at(self, serial: int) -> Note:
        """The note of this serial number."""
        if serial <= self.before:
            return self._old[serial]
        begin = (serial - self.before - 1) * WIDTH
        return tuple(self.flat[begin + 1 : begin + WIDTH])

    def of(self, thing: Any) -> Note | None:
        """The note of an object; None for one that no constructor told of."""
        serial = self.serials().get(id(thing))
        return None if serial is None else self.at(serial)

    def scopes(self, serials: Iterable[int]) -> list[int]:
        """Of each of these serial numbers the scope of its note, 0 for one that is not known."""
        flat, before, old = self.flat, self.before, self._old
        return [
            flat[(serial - before) * WIDTH - 1] if serial > before else old[serial][3] if serial in old else 0
            for serial in serials
        ]

    def keep(self, things: Iterable[Any]) -> None:
        """Lets go of all notes but those of these objects, as the others are no longer there."""
        serials = self.serials()
        kept = {each: serials[each] for each in map(id, things) if each in serials}
        self._old = {serial: self.at(serial) for serial in kept.values()}
        self._serials = kept
        self.before = self.made
        self.flat.clear()
        self._numbered = 0
