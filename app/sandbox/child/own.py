"""What is noted of a program's own engine while it runs: who was made where, passes, numbers that changed.

A label counts only with the object that it was given to. Nothing but the newest object and what a pass was
called on is kept alive, so that a long training loop needs no more memory than it does alone.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import repeat
from operator import itemgetter
from types import CodeType
from typing import Any

from app.sandbox.child.journal import Instances, RunJournal
from app.sandbox.child.notes import WIDTH, Notes
from app.sandbox.child.session import Session, Stopped
from app.sandbox.child.sides import INSIDE, OUTSIDE, Sides
from engine.foreign.journal import NOWHERE, Journal, Made, Pass


class Own:
    """The notes of one run. engines: the types of what was made."""

    def __init__(self, session: Session) -> None:
        self.journal = RunJournal(self.made_of)
        self.engines: set[type] = set()
        self.last_made: Any = None
        self.last_drawn: Any = None
        self.last_assigned: Any = None
        self.given: set[str] = set()
        self.closed = False
        session.own = self
        self._session = session
        self._notes = Notes()
        self._room = session.enough * WIDTH  # how long the notes may grow before objects are counted
        self._labels: dict[int, tuple[int, str]] = {}
        self.sides = Sides(session.files_of_code)
        self._kept: list[Any] = []
        self._told: dict[tuple[int, int, int, int, str], Made] = {}
        self._subject: tuple[Any, Callable[[], object], Any, CodeType, int] | None = None
        self.made = self._maker()

    # -- objects -------------------------------------------------------------------------------------------

    def _maker(self) -> Callable[[Any], None]:
        """What a constructor of an engine calls. It runs for each object, so all that it needs is at hand."""
        session, flat, side_of = self._session, self._notes.flat, self.sides.known.get
        here, stack = session.scopes.here, session.scopes.stack
        getframe = sys._getframe
        last: type | None = None

        def made(thing: Any) -> None:
            nonlocal last
            frame: Any = getframe(2)
            code = frame.f_code
            inner = None
            if side_of(id(code)) == INSIDE:  # most objects are made by an operator that is used outside
                inner = code
                frame = frame.f_back
                code = frame.f_code
            if side_of(id(code)) != OUTSIDE:
                frame, inner = self.sides.maker_of(getframe(2))
                code = None if frame is None else frame.f_code
            top = stack[-1]
            flat.extend(
                (
                    id(thing),
                    code,
                    0 if frame is None else frame.f_lasti,
                    inner,
                    top[1] if len(top) > 1 else here(),
                )
            )
            self.last_made = thing
            if len(flat) > self._room:
                self._count(thing)
            if type(thing) is not last:
                last = type(thing)
                self.engine(last)

        return made

    def _count(self, thing: Any) -> None:
        """Looks whether there are too many objects. Raises Stopped."""
        if self.closed:
            return
        session, notes = self._session, self._notes
        session.made = notes.made
        if session.made > session.enough:
            try:
                session.count()
            except Stopped as stopped:
                code, at, *_ = notes.of(thing) or (None, 0)
                stopped.where = session.place_of(code, at)
                raise
            notes.keep(self._alive())
        self._room = (session.enough - notes.before) * WIDTH

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
        serial = self.serial(thing)
        if serial is None and type(thing) in self.engines:
            # Its class has no constructor that could be added to: it was made here, as far as can be seen.
            frame = sys._getframe(2)
            scope = self._session.scopes.here()
            self._notes.flat.extend((id(thing), frame.f_code, frame.f_lasti, None, scope))
            self._kept.append(thing)
            serial = self.serial(thing)
        if serial is not None:
            known = self._labels.get(id(thing))
            if known is None or known[0] != serial:
                self._labels[id(thing)] = (serial, name)
                if name in self._session.given:
                    self._give(thing, name)
        if top:
            self.last_assigned = thing

    def _give(self, thing: Any, name: str) -> None:
        """Gives a leaf the number that the request holds for its name."""
        if not _children(thing) and self.put(thing, self._session.given[name]):
            self.given.add(name)

    def put(self, thing: Any, number: float) -> bool:
        """Gives an object this number, if it holds another. False where it holds none."""
        for attribute in self._numbers():
            held = getattr(thing, attribute, None)
            if isinstance(held, int | float):
                if held != number:
                    whole = type(held) is int and number.is_integer()
                    with suppress(Exception):  # an object of the program may refuse in any way
                        setattr(thing, attribute, int(number) if whole else number)
                return True
        return False

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
        self._session.passed(number, None, sys._getframe(1), thing)

    def data(self, thing: Any, name: str) -> None:
        """Notes the number of an object that is about to be changed."""
        if type(thing) in self.engines and id(thing) not in self.journal.data_before and self.journal.passes:
            self.journal.data_before[id(thing)] = (thing, getattr(thing, name, None))

    def has_inputs(self, thing: Any) -> bool:
        """Whether an object was computed from others, as far as it tells."""
        return _children(thing)

    def labelled(self, name: str) -> Any:
        """The last object that was given a name and is still there."""
        found = [thing for thing in self._alive() if self._label_of(thing) == name]
        return max(found, key=lambda thing: self.serial(thing) or 0, default=None)

    def _label_of(self, thing: Any) -> str:
        known = self._labels.get(id(thing))
        return known[1] if known is not None and known[0] == self.serial(thing) else ""

    def _alive(self) -> list[Any]:
        """The objects of engine classes that are still there."""
        engines = self.engines
        # An object refers to its class. `gc.get_objects` would also touch what other threads are making.
        found = [thing for thing in gc.get_referrers(*engines) if type(thing) in engines]
        return found + self.alive_in_c()

    def serial(self, thing: Any) -> int | None:
        """The number of an object among all that were made."""
        return self._notes.serials().get(id(thing))

    # -- after the program ---------------------------------------------------------------------------------

    def close(self) -> Journal:
        """The journal. What is made from now on is the check's."""
        journal = self.journal
        journal.files = self._session.files_of_code
        if not self.closed:
            self.closed = True
            journal.instances = self._instances()
        for engine in self.engines:
            source = self.sides.source_of(engine)
            if source is not None:
                journal.classes[engine] = source
        return journal

    def so_far(self) -> Journal:
        """The journal as it is, to read a graph while the program continues."""
        found = RunJournal(self.made_of)
        found.files, found.sources = self._session.files_of_code, self.journal.sources
        found.passes, found.instances = self.journal.passes, self._instances()
        sources = ((engine, self.sides.source_of(engine)) for engine in self.engines)
        found.classes = {engine: source for engine, source in sources if source is not None}
        return found

    def _instances(self) -> Instances:
        return Instances(partial(self.instances, self._notes.made))

    def instances(self, count: int) -> list[Any]:
        """Those of the first so many objects that are still there, in the order of making."""
        serials = self._notes.serials()
        alive = [(serials.get(id(thing), 0), thing) for thing in self._alive()]
        return [thing for serial, thing in sorted(alive, key=itemgetter(0)) if 0 < serial <= count]

    def made_of(self, ids: Iterable[int]) -> list[Made]:
        """What is known of the objects with these ids. Most of them were made in the same few places."""
        labels, told, notes = self._labels, self._told, self._notes
        known, flat, before = notes.serials(), notes.flat, notes.before
        found = []
        for each in ids:
            serial = known.get(each, 0)
            if serial > before:
                end = (serial - before) * WIDTH
                code, at, inner, scope = flat[end - WIDTH + 1 : end]
            elif serial:
                code, at, inner, scope = notes.at(serial)
            else:
                found.append(NOWHERE)
                continue
            named = labels.get(each)
            label = named[1] if named is not None and named[0] == serial else ""
            key = (id(code), at, id(inner), scope, label)
            made = told.get(key)
            if made is None:
                place = self._session.place_of(code, at)
                method = None if inner is None else self.sides.method(inner)
                made = Made(place.line, place.file, label, scope, "" if method is None else method[1])
                told[key] = made
            found.append(made)
        return found

    def serials_of(self, things: Iterable[Any]) -> list[int]:
        """The number of each, -1 for what is not of the program's engine."""
        return list(map(self._notes.serials().get, map(id, things), repeat(-1)))

    def scopes_at(self, serials: Iterable[int]) -> list[int]:
        """The index of the scope that each was made in; 0, the whole program, where that is not known."""
        return self._notes.scopes(serials)

    def serials(self, things: Sequence[Any]) -> Sequence[int] | None:
        """The numbers of these objects, if all of them are of the program's engine."""
        if not self.engines.issuperset(map(type, things)):
            return None
        known = self._notes.serials()
        try:
            return [known[id(thing)] for thing in things]
        except KeyError:  # one of a class whose constructor could not be added to
            return None

    alive_in_c: Callable[[], list[Any]] = staticmethod(list)

    @property
    def room(self) -> int:
        """How long the notes may grow before objects are counted."""
        return self._room

    def count_from_c(self, thing: Any) -> int:
        """What `made` does where the notes have grown so long; how long they may grow from then on."""
        self._count(thing)
        return self._room

    @property
    def notes_list(self) -> list[Any]:
        """The flat list of notes, for what adds to it in the place of `made`."""
        return self._notes.flat

    def stand_for(self, copies: Mapping[int, Any]) -> None:
        """Objects that were copied: the copies, by the `id` of what they were copied from, are known by the
        same notes and labels.
        """
        serials = self._notes.serials()
        for before, copy in copies.items():
            serial = serials.get(before)
            if serial is not None:
                serials[id(copy)] = serial
            if before in self._labels:
                self._labels[id(copy)] = self._labels[before]

    def count(self) -> int:
        """How many objects were made."""
        return self._notes.made


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
