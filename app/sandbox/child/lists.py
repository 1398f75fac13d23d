"""Lists of Values that a program gives a name: `q` in `q = linear(x, wq)`.

They are kept by the serial numbers of their Values, so that no Value is kept alive.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from app.sandbox.child.scopes import Scopes

# Elements of one list that are looked at, and of all lists together.
MOST: Final = 20_000
MOST_IN_ALL: Final = 2_000_000


class Lists:
    """The lists of one run: for each scope and name the shape and the serial numbers, the last one last."""

    def __init__(self, scopes: Scopes) -> None:
        self.known: dict[tuple[int, str], tuple[tuple[int, ...], tuple[int, ...]]] = {}
        self._scopes = scopes
        self._count = 0

    def note(self, thing: Sequence[Any], name: str, serial: Callable[[Any], int | None]) -> None:
        """Notes that a list was given a name, if it holds Values alone, or rows of one length of them."""
        if not thing or len(thing) > MOST:
            return
        first = thing[0]
        if serial(first) is not None:
            shape: tuple[int, ...] = (len(thing),)
            found = [serial(each) for each in thing]
        elif type(first) in (list, tuple) and first and serial(first[0]) is not None:
            width = len(first)
            if width * len(thing) > MOST or any(
                type(row) not in (list, tuple) or len(row) != width for row in thing
            ):
                return
            shape = (len(thing), width)
            found = [serial(each) for row in thing for each in row]
        else:
            return
        if None in found:
            return
        place = (self._scopes.here(), name)
        self._count += len(found) - len(self.known.pop(place, ((), ()))[1])
        self.known[place] = (shape, tuple(found))  # type: ignore[arg-type]  # no None among them
        if self._count > MOST_IN_ALL:
            self._forget()

    def _forget(self) -> None:
        """Lets go of the oldest lists: of a long training only the last steps are kept."""
        for place in list(self.known):
            if self._count <= MOST_IN_ALL // 2:
                return
            if place[0]:
                self._count -= len(self.known.pop(place)[1])
