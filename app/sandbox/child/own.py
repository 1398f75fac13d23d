"""What is noted of a program's own engine while it runs: who was made where, passes, numbers that changed.

A label counts only with the object that it was given to. Nothing but the newest object and what a pass was
called on is kept alive, so that a long training loop needs no more memory than it does alone.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from operator import itemgetter
from types import CodeType
from typing import Any

from app.sandbox.child.notes import WIDTH, Notes
from app.sandbox.child.session import Session, Stopped
from engine.foreign.journal import NOWHERE, Journal, Made, Pass, SourceClass

# On which side of the engine's classes code lies: in another part of the program, in a method of theirs, or
# elsewhere, as constructors do, through which any method makes an object.
_CONSTRUCTORS = ("__init__", "__new__", "__post_init__")
_OUTSIDE, _INSIDE, _ELSEWHERE = 1, 0, -1


class Own:
    """The notes of one run. classes: the engine classes of the texts. engines: the types of what was made."""

    def __init__(self, session: Session) -> None:
        self.journal = _Journal(self)
        self.classes: list[SourceClass] = []
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
        # By `id`, because a code object is hashed by all that is in it, each time.
        self._outside: dict[int, int] = {}
        self._looked_at: list[CodeType] = []
        self._kept: list[Any] = []
        self._told: dict[tuple[int, int, int, int, str], Made] = {}
        self._subject: tuple[Any, Callable[[], object], Any, CodeType, int] | None = None
        self.made = self._maker()

    # -- objects -------------------------------------------------------------------------------------------

    def _maker(self) -> Callable[[Any], None]:
        """What a constructor of an engine calls. It runs for each object, so all that it needs is at hand."""
        session, flat, side_of = self._session, self._notes.flat, self._outside.get
        here, stack = session.scopes.here, session.scopes.stack
        getframe = sys._getframe
        last: type | None = None

        def made(thing: Any) -> None:
            nonlocal last
            frame: Any = getframe(2)
            code = frame.f_code
            inner = None
            if side_of(id(code)) == _INSIDE:  # most objects are made by an operator that is used outside
                inner = code
                frame = frame.f_back
                code = frame.f_code
            if side_of(id(code)) != _OUTSIDE:
                frame, inner = self._maker_of(getframe(2))
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

    def _maker_of(self, frame: Any) -> tuple[Any, CodeType | None]:
        """The frame outside the engine's classes that makes an object, and the innermost method."""
        inner = None
        while frame is not None:
            code = frame.f_code
            side = self._outside.get(id(code))
            if side is None:
                side = self._look(code)
            if side == _OUTSIDE:
                break
            if side == _INSIDE and inner is None:
                inner = code
            frame = frame.f_back
        return frame, inner

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

    def _look(self, code: CodeType) -> int:
        """On which side of the engine's classes code lies."""
        files = self._session.files_of_code
        side = _ELSEWHERE
        if code.co_filename in files:
            side = _OUTSIDE
            if code.co_name != "<module>" and self._method(code) is not None:
                side = _ELSEWHERE if code.co_name in _CONSTRUCTORS else _INSIDE
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
        return [thing for thing in gc.get_referrers(*engines) if type(thing) in engines]

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
            journal.instances = _Instances(self, self._notes.made)
        for engine in self.engines:
            source = self._source_of(engine)
            if source is not None:
                journal.classes[engine] = source
        return journal

    def so_far(self) -> Journal:
        """The journal as it is, to read a graph while the program continues."""
        found = _Journal(self)
        found.files, found.sources = self._session.files_of_code, self.journal.sources
        found.passes, found.instances = self.journal.passes, _Instances(self, self._notes.made)
        sources = ((engine, self._source_of(engine)) for engine in self.engines)
        found.classes = {engine: source for engine, source in sources if source is not None}
        return found

    def instances(self, count: int) -> list[Any]:
        """Those of the first so many objects that are still there, in the order of making."""
        serials = self._notes.serials()
        alive = [(serials.get(id(thing), 0), thing) for thing in self._alive()]
        return [thing for serial, thing in sorted(alive, key=itemgetter(0)) if 0 < serial <= count]

    def made_of(self, ids: Iterable[int]) -> list[Made]:
        """What is known of the objects with these ids. Most of them were made in the same few places."""
        labels, told = self._labels, self._told
        found = []
        for each, serial, note in self._notes.of_all(ids):
            if note is None:
                found.append(NOWHERE)
                continue
            code, at, inner, scope = note
            known = labels.get(each)
            label = known[1] if known is not None and known[0] == serial else ""
            key = (id(code), at, id(inner), scope, label)
            made = told.get(key)
            if made is None:
                place = self._session.place_of(code, at)
                method = None if inner is None else self._method(inner)
                made = Made(place.line, place.file, label, scope, "" if method is None else method[1])
                told[key] = made
            found.append(made)
        return found

    def serials_of(self, things: Iterable[Any]) -> list[int]:
        """The number of each, -1 for what is not of the program's engine."""
        known = self._notes.serials()
        return [known.get(id(thing), -1) for thing in things]

    def scopes_of(self, things: Iterable[Any]) -> list[int]:
        """The index of the scope that each was made in; 0, the whole program, where that is not known."""
        return [0 if note is None else note[3] for _, _, note in self._notes.of_all(map(id, things))]

    def serials(self, things: Sequence[Any]) -> Sequence[int] | None:
        """The numbers of these objects, if all of them are of the program's engine."""
        if not self.engines.issuperset(map(type, things)):
            return None
        known = self._notes.serials()
        try:
            return [known[id(thing)] for thing in things]
        except KeyError:  # one of a class whose constructor could not be added to
            return None

    def count(self) -> int:
        """How many objects were made."""
        return self._notes.made

    def _source_of(self, engine: type) -> SourceClass | None:
        for function in vars(engine).values():
            code = getattr(function, "__code__", None)
            if code is not None and code.co_filename in self._session.files_of_code:
                found = self._method(code)
                if found is not None:
                    return found[0]
        return next((each for each in self.classes if each.name == engine.__name__), None)


class _Instances(Sequence[Any]):
    """The objects that were there when the program ended; looked for when somebody asks."""

    def __init__(self, own: Own, count: int) -> None:
        self._own, self._count = own, count
        self._found: list[Any] | None = None

    def _all(self) -> list[Any]:
        if self._found is None:
            self._found = self._own.instances(self._count)
        return self._found

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Any]:
        return iter(self._all())

    def __getitem__(self, index: Any) -> Any:
        return self._all()[index]


class _Journal(Journal):
    """A journal that looks up what is asked of it."""

    def __init__(self, own: Own) -> None:
        super().__init__()
        self._own = own

    def made_of(self, ids: Iterable[int]) -> list[Made]:
        return self._own.made_of(ids)


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
