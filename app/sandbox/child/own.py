"""What is noted of a program's own engine while it runs: who was made where, passes, numbers that changed.

Notes are kept by `id`, which a later object may take over: each note has a serial number, and a label counts
only with the object that it was given to. Nothing but the newest object and what a pass was called on is kept
alive, so that a long training loop needs no more memory than it does alone.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from itertools import count
from types import CodeType
from typing import Any

from app.sandbox.child.places import FilePlace
from app.sandbox.child.session import Session, Stopped
from engine.foreign.journal import Journal, Made, Pass, SourceClass

_Note = tuple[CodeType | None, int, int, int, CodeType | None]
_CONSTRUCTORS = ("__init__", "__new__", "__post_init__")  # through which any method makes an object
# On which side of the engine's classes code lies: in another part of the program, in them, or elsewhere.
_OUTSIDE, _INSIDE, _ELSEWHERE = 1, 0, -1


class Own:
    """The notes of one run. classes: the engine classes of the texts. engines: the types of what was made."""

    def __init__(self, session: Session) -> None:
        self.journal = Journal()
        self.classes: list[SourceClass] = []
        self.engines: set[type] = set()
        self.last_made: Any = None
        self.last_drawn: Any = None
        self.last_assigned: Any = None
        self.given: set[str] = set()
        self.closed = False
        session.own = self
        self._session = session
        self._notes: dict[int, _Note] = {}
        self._labels: dict[int, tuple[int, str]] = {}
        # By `id`, because a code object is hashed by all that is in it, each time.
        self._outside: dict[int, int] = {}
        self._looked_at: list[CodeType] = []
        self._kept: list[Any] = []
        self._subject: tuple[Any, Callable[[], object], Any, CodeType, int] | None = None
        self.made = self._maker()

    # -- objects -------------------------------------------------------------------------------------------

    def _maker(self) -> Callable[[Any], None]:
        """What a constructor of an engine calls. It runs for each object, so all that it needs is at hand."""
        session, notes, outside, kinds = self._session, self._notes, self._outside, self._session.kinds
        serials, here = count(1), session.scopes.here
        stack = session.scopes.stack
        getframe = sys._getframe

        def made(thing: Any) -> None:
            frame: Any = getframe(2)
            inner = None
            while frame is not None:
                code = frame.f_code
                side = outside.get(id(code))
                if side is None:
                    side = self._look(code)
                if side > 0:
                    break
                if side == 0 and inner is None and code.co_name not in _CONSTRUCTORS:
                    inner = code
                frame = frame.f_back
            serial = next(serials)
            top = stack[-1]
            scope = top[1] if len(top) > 1 else here()
            if frame is None:
                notes[id(thing)] = (None, 0, scope, serial, inner)
            else:
                notes[id(thing)] = (code, frame.f_lasti, scope, serial, inner)
            self.last_made = thing
            if serial > session.enough and not self.closed:
                session.made = serial
                try:
                    session.count()
                except Stopped as stopped:
                    stopped.where = session.place_of(*notes[id(thing)][:2])
                    raise
            kind = type(thing)
            if kind not in kinds:
                kinds.add(kind)
                self.engines.add(kind)

        return made

    def _look(self, code: CodeType) -> int:
        """On which side of the engine's classes code lies."""
        files = self._session.files_of_code
        side = _ELSEWHERE
        if code.co_filename in files:
            side = _OUTSIDE
            if code.co_name != "<module>" and self._method(code) is not None:
                side = _INSIDE
        self._outside[id(code)] = side
        self._looked_at.append(code)
        return side

    def _method(self, code: CodeType) -> tuple[SourceClass, str] | None:
        """The engine class of the text that code lies in, and its method."""
        file, line = self._session.files_of_code[code.co_filename], code.co_firstlineno
        for each in self.classes:
            if each.file == file:
                for name, (first, last) in each.methods.items():
                    if first <= line <= last:
                        return each, name
        return None

    def engine(self, kind: Any) -> None:
        """An engine class of the text was defined."""
        with suppress(TypeError):  # a class whose own class cannot be hashed
            self.engines.add(kind)
            self._session.kinds.add(kind)

    def is_instance(self, thing: Any) -> bool:
        """Whether an object is one of the engine's."""
        return type(thing) in self.engines

    def label(self, thing: Any, name: str, top: bool) -> None:
        """Notes that an assignment gave an object a name."""
        note = self._notes.get(id(thing))
        if note is None and type(thing) in self.engines:
            # Its class has no constructor that could be added to: it was made here, as far as can be seen.
            frame = sys._getframe(2)
            serial = len(self._notes) + 1
            note = (frame.f_code, frame.f_lasti, self._session.scopes.here(), serial, None)
            self._notes[id(thing)] = note
            self._kept.append(thing)
        if note is not None:
            known = self._labels.get(id(thing))
            if known is None or known[0] != note[3]:
                self._labels[id(thing)] = (note[3], name)
                if name in self._session.given:
                    self._give(thing, name)
        if top:
            self.last_assigned = thing

    def _give(self, thing: Any, name: str) -> None:
        """Gives a leaf its number, if it holds another."""
        number = self._session.given[name]
        for attribute in self._numbers():
            held = getattr(thing, attribute, None)
            if isinstance(held, int | float) and not _children(thing):
                self.given.add(name)
                if held != number:
                    whole = type(held) is int and number.is_integer()
                    with suppress(Exception):  # an object of the program may refuse in any way
                        setattr(thing, attribute, int(number) if whole else number)
                return

    def _numbers(self) -> Iterable[str]:
        return self.data_names or ("data",)

    data_names: tuple[str, ...] = ()

    # -- passes and changes --------------------------------------------------------------------------------

    def subject(self, thing: Any, function: Any, plain: bool) -> Any:
        """Notes what a pass is about to be called on; gives it back. function: a method's name, or it."""
        if type(thing) in self.engines:
            frame = sys._getframe(1)

            def replay() -> object:
                return getattr(thing, function)() if isinstance(function, str) else function(thing)

            on = None if isinstance(function, str) else function
            self._subject = (thing, replay, on, frame.f_code, frame.f_lasti)
        else:
            self._subject = None
        return thing

    def passed(self) -> None:
        """Notes that the pass has ended."""
        if self._subject is None:
            return
        (thing, replay, on, code, at), self._subject = self._subject, None
        place = self._session.place_of(code, at)
        number = next((_number(thing, name) for name in self._numbers()), float("nan"))
        before = self.journal.passes[-1] if self.journal.passes else None
        count = 1 if before is None else before.number + 1
        over = before.over + 1 if before is not None and before.output is thing else 1
        self.journal.passes[:] = [Pass(thing, place.line, place.file, number, replay, on, count, over)]
        self.journal.data_before.clear()
        self._session.differentiated(thing)
        self._session.passed(number, None, sys._getframe(1))

    def data(self, thing: Any, name: str) -> None:
        """Notes the number of an object that is about to be changed."""
        if type(thing) in self.engines and id(thing) not in self.journal.data_before and self.journal.passes:
            self.journal.data_before[id(thing)] = (thing, getattr(thing, name, None))

    def has_inputs(self, thing: Any) -> bool:
        """Whether an object was computed from others, as far as it tells."""
        return _children(thing)

    def labelled(self, name: str) -> Any:
        """The last object that was given a name and is still there."""
        found = [
            thing
            for thing in self._alive()
            if (known := self._labels.get(id(thing))) is not None
            and known[1] == name
            and known[0] == self._notes[id(thing)][3]
        ]
        return max(found, key=lambda thing: self._notes[id(thing)][3], default=None)

    def _alive(self) -> list[Any]:
        """The objects of engine classes that are still there."""
        engines = self.engines
        # An object refers to its class. `gc.get_objects` would also touch what other threads are making.
        return [thing for thing in gc.get_referrers(*engines) if type(thing) in engines]

    # -- after the program ---------------------------------------------------------------------------------

    def close(self) -> Journal:
        """The journal, with every object that is still there. What is made from now on is the check's."""
        journal = self.journal
        journal.files = self._session.files_of_code
        self.closed = True
        alive = [thing for thing in self._alive() if id(thing) in self._notes]
        alive.sort(key=lambda thing: self._notes[id(thing)][3])
        journal.instances[:] = alive
        # Most objects are made in the same few places.
        places: dict[tuple[int, int], FilePlace] = {}
        methods: dict[int, str] = {id(None): ""}
        for thing in alive:
            code, at, scope, serial, inner = self._notes[id(thing)]
            place = places.get((id(code), at))
            if place is None:
                place = places[id(code), at] = self._session.place_of(code, at)
            if id(inner) not in methods:
                found = None if inner is None else self._method(inner)
                methods[id(inner)] = "" if found is None else found[1]
            known = self._labels.get(id(thing))
            label = known[1] if known is not None and known[0] == serial else ""
            journal.made[id(thing)] = Made(place.line, place.file, label, scope, methods[id(inner)])
        for engine in self.engines:
            source = self._source_of(engine)
            if source is not None:
                journal.classes[engine] = source
        return journal

    def serial(self, thing: Any) -> int | None:
        """The number of an object among all that were made."""
        note = self._notes.get(id(thing))
        return None if note is None else note[3]

    def serials(self, things: Sequence[Any]) -> Sequence[int] | None:
        """The numbers of these objects, if all of them are of the program's engine."""
        if not self.engines.issuperset(map(type, things)):
            return None
        notes = self._notes
        try:
            return [notes[id(thing)][3] for thing in things]
        except KeyError:  # one of a class whose constructor could not be added to
            return None

    def count(self) -> int:
        """How many objects were made."""
        return 0 if self.last_made is None else self._notes[id(self.last_made)][3]

    def _source_of(self, engine: type) -> SourceClass | None:
        for function in vars(engine).values():
            code = getattr(function, "__code__", None)
            if code is not None and code.co_filename in self._session.files_of_code:
                found = self._method(code)
                if found is not None:
                    return found[0]
        return None


def _number(thing: Any, name: str) -> float:
    try:
        return float(getattr(thing, name))
    except (AttributeError, TypeError, ValueError, OverflowError):
        return float("nan")


def _children(thing: Any) -> bool:
    for name in ("_prev", "_children", "children", "_parents", "parents", "_inputs", "inputs", "prev"):
        found = getattr(thing, name, None)
        if found is not None and not callable(found):
            return bool(found)
    return False
