"""What a program calls its lists of Values: `q` in `q = linear(x, wq)`, `wte` in `weights['wte'] = …`.

A list counts as it is when its scope ends, because `losses` in `losses = []` grows until then. Until then it
is held; after that it is known by the serial numbers of its Values, so that no Value is kept alive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from engine.scoping.scopes import Scopes
from engine.scoping.sites import NAME

# Elements of one list, of all lists together, and dimensions.
MOST: Final = 200_000
MOST_IN_ALL: Final = 2_000_000
DEEPEST: Final = 4
# Elements that are looked at, at least, and for each Value that the program made.
LOOKED_AT: Final = 2_000_000
FOR_EACH_VALUE: Final = 8

HOLDERS: Final = frozenset((list, tuple))
# What the first element of a list of Values is not.
_PLAIN: Final = frozenset((int, float, str, bool, bytes, complex, type(None)))
# Scopes around this one in which a list may be known by the same name.
_AROUND: Final = 4

Serials = Callable[[Sequence[Any]], Sequence[int] | None]


class Lists:
    """The lists of one run: for each scope and name the shape and the serial numbers, the last one last.

    serials: gives the serial numbers of a list's elements if all of them are Values. made: how many Values
    there are. steady: false for a program that could tell that its lists live on until their scopes end.
    """

    def __init__(
        self, scopes: Scopes, serials: Serials, made: Callable[[], int], *, steady: bool = True
    ) -> None:
        self.known: dict[tuple[int, str], tuple[tuple[int, ...], tuple[int, ...]]] = {}
        self.steady = steady
        self._scopes = scopes
        self._serials = serials
        self._made = made
        self._count = self._looked_at = 0
        # What is held in each scope that is open: its place in the stack, the entry there, lists by name.
        self._held: list[tuple[int, list[Any], dict[str, Any]]] = []
        self._last: dict[str, tuple[int, ...]] = {}
        scopes.before_opening = self.settle

    def hold(self, thing: Any, name: str) -> None:
        """Notes that a list, or a dict of lists, was given a name."""
        if type(thing) is dict:
            if not thing or type(next(iter(thing))) is not str:
                return
        elif thing and type(thing[0]) in _PLAIN:
            return
        stack, held = self._scopes.stack, self._held
        entry = stack[-1]
        if held and held[-1][1] is not entry:
            self.settle()
        if not held or held[-1][1] is not entry:
            if any(names.get(name) is thing for _, _, names in held[-_AROUND:]):
                return  # it is the list of a scope around this one, which has grown
            held.append((len(stack) - 1, entry, {}))
        held[-1][2][name] = thing
        if not self.steady:
            self._settle_last()

    def settle(self) -> None:
        """Reads what was held in scopes that have ended."""
        stack, held = self._scopes.stack, self._held
        while held and not (held[-1][0] < len(stack) and stack[held[-1][0]] is held[-1][1]):
            self._settle_last()

    def close(self) -> None:
        """Reads all that is still held: the program has ended. What was last may be looked at again."""
        self._looked_at = 0
        while self._held:
            self._settle_last()

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """A block after which all is as it was, so that lists are read before the program ends."""
        kept = (dict(self.known), self._count, self._looked_at, list(self._held), dict(self._last))
        try:
            yield
        finally:
            self.known, self._count, self._looked_at, self._held, self._last = kept

    def _settle_last(self) -> None:
        _, entry, names = self._held.pop()
        if len(entry) < 2:
            return  # nothing was made in it
        for name, thing in names.items():
            for each, called in _lists(thing, name):
                if self._looked_at > LOOKED_AT + FOR_EACH_VALUE * self._made() and entry[1]:
                    return
                self._note(each, called[:NAME], entry[1], nested=called is not name)

    def _note(self, thing: Sequence[Any], name: str, scope: int, *, nested: bool) -> None:
        found = self._read(thing)
        if found is None or (nested and self._last.get(name) == found[1]):
            return
        place = (scope, name)
        self._count += len(found[1]) - len(self.known.pop(place, ((), ()))[1])
        self.known[place] = found
        self._last[name] = found[1]
        if self._count > MOST_IN_ALL:
            self._forget()

    def _read(self, thing: Sequence[Any]) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
        """Shape and serial numbers of a list that holds Values alone, or rows of them; rows of different
        lengths are one row.
        """
        shape: tuple[int, ...] = (len(thing),)
        for _ in range(DEEPEST):
            if not thing or len(thing) > MOST:
                return None
            self._looked_at += len(thing)
            if not HOLDERS.issuperset(map(type, thing)):
                serials = self._serials(thing)
                return None if serials is None else (shape or (len(serials),), tuple(serials))
            widths = set(map(len, thing))
            if sum(map(len, thing)) > MOST:
                return None
            shape = (*shape, widths.pop()) if shape and len(widths) == 1 else ()
            thing = [each for row in thing for each in row]
        return None

    def _forget(self) -> None:
        """Lets go of the oldest lists: of a long training only the last steps are kept."""
        for place in list(self.known):
            if self._count <= MOST_IN_ALL // 2:
                return
            if place[0]:
                self._count -= len(self.known.pop(place)[1])


def _lists(thing: Any, name: str) -> Iterator[tuple[Sequence[Any], str]]:
    """The list itself; of a dict those among its values whose keys are names."""
    if type(thing) is not dict:
        yield thing, name
        return
    for key, each in list(thing.items()):
        if type(key) is str and type(each) in HOLDERS and each and type(each[0]) not in _PLAIN:
            yield each, key
