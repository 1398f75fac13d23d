"""`watch(name, anything)`: told as it comes, and the last thing of each name kept for the run's document."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from app.sandbox.child import places
from app.sandbox.child.following.budget import Budget
from app.sandbox.child.own import Own
from app.sandbox.child.values import Value
from app.sandbox.events import Event
from engine.foreign.own.objects import real
from engine.value import Value as Plain
from engine.watched import NAMES, NUMBERS, Watched, watched

if TYPE_CHECKING:
    from app.sandbox.child.session import Session

EVENTS: Final = 10_000  # after which only what there is time for is sent, numbers first
_fields: Any = Plain
_data: Callable[[Any], float] = _fields.data.__get__


class Watching:
    """What a run watches. emit: takes what is sent, None where nobody listens."""

    def __init__(self, session: Session, own: Own, emit: Callable[[Event], None] | None) -> None:
        self._session: Final = session
        self._own: Final = own
        self._emit: Final = emit
        self._told = 0
        self._waiting: dict[str, Watched] = {}
        self._telling: Final = Budget(0.02)

    def watch(self, name: Any, thing: Any, /) -> None:
        """Shows a thing under a name. Raises TypeError for a name that is not a string."""
        session = self._session
        found = watched(name, thing, self._number, repr)
        place = places.of_frame(sys._getframe(1), session.files_of_code)
        last = session.watched
        if found.name not in last and len(last) >= NAMES:
            session.notice_here("watched-names", f"Only the first {NAMES} watched names are kept.")
            return
        if isinstance(found.value, tuple) and len(found.value) < _size(thing):
            session.notice_here("watched-cut", f"Of what is watched, {NUMBERS:,} numbers are kept.")
        found = replace(found, line=place.line, file=place.file, number=len(session.pass_records))
        last[found.name] = found
        if self._emit is None:
            return
        self._told += 1
        if self._told == EVENTS + 1:
            text = f"After {EVENTS:,} watched things the newest are sent, and numbers while there is time."
            session.notice_here("watched-thinned", text)
        if self._told <= EVENTS or (found.kind == "number" and self._telling.allows()):
            self._waiting.pop(found.name, None)
            with self._telling.spending():
                self._emit(found)
        else:
            self._waiting[found.name] = found

    def settle(self) -> None:
        """Tells the newest of what there was no time for."""
        waiting, self._waiting = self._waiting, {}
        for each in waiting.values():
            if self._emit is not None:
                self._emit(each)

    def _number(self, thing: Any) -> float | None:
        """Of a number or a Value what it is."""
        if isinstance(thing, Value):
            self._session.record.numbers_used = True
            return _data(thing)
        if self._own.is_instance(thing):
            return next(self._numbers(thing), None)
        return real(thing)

    def _numbers(self, thing: Any) -> Iterator[float]:
        for name in self._own.data_names or ("data",):
            found = real(getattr(thing, name, None))
            if found is not None:
                yield found


def _size(thing: Any) -> int:
    """How many numbers a list, an array or rows of one length have."""
    size = getattr(thing, "size", None)
    if isinstance(size, int):
        return size
    return len(thing) * len(thing[0]) if thing and isinstance(thing[0], list | tuple) else len(thing)
