"""One run's state: what the program was given, what it made, printed and drew, and what is noted of it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import CodeType, FrameType
from typing import Any, Final, Protocol

from app.sandbox.child import places
from app.sandbox.child.places import NOWHERE, FilePlace
from app.sandbox.child.printing import Output
from app.sandbox.child.values import Value
from app.sandbox.events import Drawn, Event, Passed, Printed
from app.sandbox.job import Job
from engine.errors import LimitError
from engine.graph import Graph, topological_order
from engine.labels import check_group, check_label
from engine.notices import Notice
from engine.ops import LEAF
from engine.program.given import Given
from engine.program.places import Place
from engine.program.record import Record
from engine.run import Figure, PassRecord
from engine.scoping.lists import Lists
from engine.scoping.scopes import Scopes
from engine.watched import Watched

PASSES: Final = 20_000  # of a run's document: an answer has no room for those of an endless loop


class Stopped(BaseException):
    """A limit is used up. No `except Exception` takes it, and a bare `except` only delays it."""

    def __init__(self, error: LimitError) -> None:
        super().__init__(error.message)
        self.error = error
        self.where = NOWHERE


class Numbered(Protocol):
    """What numbers the objects of the program's own engine."""

    def serials(self, things: Sequence[Any]) -> Sequence[int] | None: ...

    def count(self) -> int: ...


class Follows(Protocol):
    """Who follows the run pass by pass."""

    def passed(
        self, record: PassRecord, subject: Any, graph: Graph | None, frame: FrameType | None
    ) -> PassRecord: ...

    def keep(self, records: list[PassRecord]) -> None: ...

    def settle(self) -> None: ...

    def leaf_at(self, name: str) -> Any: ...

    def goes_on(self) -> None: ...


class Controlled(Protocol):
    """What a run that is followed sends."""

    has_stopped: bool
    waited: float

    def after_pass(self, number: int) -> None: ...


class Session:
    """Everything that changes while one program runs.

    names: the program's own. files_of_code: by the file name that is in its code objects, the attached file,
    None for the program itself. kinds: the types whose assignment to a name is looked at. makes_values: false
    for a program that certainly makes none, and runs as it stands. last_place: of the program's last
    statement. own: what numbers the objects of an engine of the program's. value: the class of the run's own
    Values. exact: for leaves of one label the
    number that each is given, by label and how many such leaves came before; a None keeps the literal.
    """

    def __init__(
        self,
        job: Job,
        emit: Callable[[Event], None] | None = None,
        exact: Mapping[tuple[str, int], float | None] | None = None,
    ) -> None:
        self.job = job
        self.given = dict(job.values)
        self._given = Given(self.given, exact)
        self.labellings = self._given.labellings
        self.names: dict[str, Any] = {}
        self.files_of_code: dict[str, str | None] = {}
        self.output = Output(job.limits.printed, self._tell_printed if emit else None, self._printing_at)
        self.record: Record[Value] = Record()
        self.kinds: set[type] = {list, tuple, dict}
        self.makes_values = True
        self.last_place: Place | None = None
        self.scopes = Scopes()
        self.lists = Lists(self.scopes, self._serials, self._made_in_all)
        self.own: Numbered | None = None
        self.notices: list[Notice] = []
        self.figures: list[Figure] = []
        self.figure_lines: dict[int, int | None] = {}
        self.pass_records: list[PassRecord] = []
        self.cacheable = True
        self.stopped: Stopped | None = None
        self.value: type[Value] = type("Value", (Value,), {"__slots__": (), "session": self})
        self.kinds.add(self.value)
        self.value.__module__ = "micrograd.engine"
        self.value.__qualname__ = "Value"
        self.watched: dict[str, Watched] = {}
        self.follower: Follows | None = None
        self.undoing: list[Callable[[], object]] = []
        self.control: Controlled | None = None
        self._emit = emit
        self.made = 0
        self.enough = job.limits.values
        self.stack = self.scopes.stack
        self.site: tuple[CodeType, int] | None = None
        self._noticed: set[tuple[str, int | None]] = set()

    # -- Values --------------------------------------------------------------------------------------------

    alive_in_c: Callable[[], list[Any]] = staticmethod(list)

    def is_value(self, thing: Any) -> bool:
        """Whether an object of the program is one of Backlens's Values."""
        return isinstance(thing, Value)

    def count(self) -> None:
        """Looks whether there are too many Values. Raises Stopped.

        Of a run that is watched those count that are alive, because it may train for long.
        """
        most = self.job.limits.values
        if self._emit is not None:
            self.enough = self.made + most - self._alive()
        if self.made > self.enough:
            raise self.stop("values", "The program would make more than {:,} Values.", most)

    def _alive(self) -> int:
        gc.collect()
        kinds = self.kinds - {list, tuple, dict}
        found = sum(type(thing) in kinds for thing in gc.get_referrers(*kinds))
        return found + len(self.alive_in_c())

    def _serials(self, things: Sequence[Any]) -> Sequence[int] | None:
        """The serial numbers of the elements of a list, if all are Values, or all of the program's engine."""
        if all(issubclass(kind, Value) for kind in set(map(type, things))):
            return [thing.serial for thing in things]
        return None if self.own is None else self.own.serials(things)

    def _made_in_all(self) -> int:
        return self.made if self.own is None else max(self.made, self.own.count())

    def stop(self, limit: str, sentence: str, most: float) -> Stopped:
        """What ends the run for a limit that is used up."""
        if self.stopped is None:
            self.stopped = Stopped(LimitError(sentence.format(most), limit=limit, value=most))
        return self.stopped

    def parameter(self, data: float, label: str, group: str) -> Value:
        """A new leaf that a network made."""
        made = self.value(data, label, group)
        self.record.parameters.append(made)
        return made

    def checked_group(self, path: Any) -> str:
        """A group as it is kept. Raises LimitError for a path that is too long."""
        if not isinstance(path, str):
            raise TypeError(f"a group must be a str, not {type(path).__name__}.")
        if path:
            check_group(path)
        return path

    def set_label(self, value: Value, label: str) -> None:
        """Labels a Value; a leaf whose number comes with the request gets it now, in place of its literal."""
        check_label(label)
        value.call(label)
        self.record.label(value, label)
        if value.op is LEAF and label:
            self.give(value)

    def give(self, leaf: Value) -> None:
        """Gives a leaf the number that the request holds for its name."""
        number = self._given.to(leaf)
        if number is not None:
            leaf.put(number)

    def check_size(self, output: Value) -> None:
        """Refuses a graph of too many nodes before anything goes through it."""
        most = self.job.limits.nodes
        if self.made > most:
            count = len(topological_order(output))
            if count > most:
                raise self.stop("nodes", f"A graph has at most {{:,}} nodes; this one has {count:,}.", most)

    def differentiated(self, value: Any) -> None:
        """Notes that `backward` was called on this."""
        holder = next((name for name, thing in self.names.items() if thing is value), None)
        self.record.differentiated = (value, holder)

    def passed(
        self,
        value: float,
        nodes: int | None,
        frame: FrameType | None,
        subject: Any,
        graph: Graph | None = None,
    ) -> None:
        """Notes that a backward pass has ended. graph: under its subject, if that is a Value of the run."""
        line = places.of_frame(frame, self.files_of_code).line
        record = PassRecord(len(self.pass_records) + 1, value, nodes, line)
        follower = self.follower
        if follower is not None:
            record = follower.passed(record, subject, graph, frame)
        self.pass_records.append(record)
        if follower is not None:
            follower.keep(self.pass_records)
        if self._emit is not None and self.job.live is None:
            self._emit(Passed(record))
        if self.control is not None:
            self.control.after_pass(record.number)
        if follower is not None:
            follower.goes_on()

    # -- places and remarks --------------------------------------------------------------------------------

    def place_of(self, code: CodeType | None, at: int) -> FilePlace:
        """Where a piece of code lies in the program or its files."""
        if code is None:
            return NOWHERE
        return FilePlace(self.files_of_code.get(code.co_filename), places.place_in(code, at))

    def notice(self, code: str, message: str, line: int | None = None, column: int | None = None) -> None:
        """Adds a notice, once for each code and line."""
        if (code, line) not in self._noticed:
            self._noticed.add((code, line))
            self.notices.append(Notice(code, message, line, column))

    def notice_here(self, code: str, message: str) -> None:
        """Adds a notice at the line that the program is at."""
        found = places.of_frame(sys._getframe(1), self.files_of_code)
        place = None if found.file else found.place
        self.notice(code, message, *(place[:2] if place else (None, None)))

    def remarks(self) -> Iterator[Notice]:
        """Every notice of the run, and that its text was cut."""
        yield from self.notices
        if self.output.cut:
            line, column = self.output.cut_at or (None, None)
            most = self.job.limits.printed
            yield Notice("printed-cut", f"Only the first {most:,} printed characters are kept.", line, column)
        if (step := self._pass_step()) > 1:
            message = f"Of {len(self.pass_records):,} passes one in {step} is kept, and the last."
            yield Notice("passes-thinned", message)

    def kept_passes(self) -> tuple[PassRecord, ...]:
        """The passes of the run's document: all of them, or of very many one in 2, in 4, and so on."""
        last = len(self.pass_records)
        return (*self.pass_records[: last - 1 : self._pass_step()], *self.pass_records[-1:])

    def _pass_step(self) -> int:
        step = 1
        while len(self.pass_records) > step * PASSES:
            step *= 2
        return step

    def drawn(self, figure: Figure) -> None:
        """Keeps a figure."""
        self.figures.append(figure)
        if self._emit is not None:
            self._emit(Drawn(figure))

    def undo(self) -> None:
        """Takes back what was changed in modules that the program imported."""
        while self.undoing:
            self.undoing.pop()()

    def _tell_printed(self, text: str) -> None:
        if self._emit is not None:
            self._emit(Printed(text))

    def _printing_at(self) -> tuple[int, int] | None:
        found = places.of_frame(sys._getframe(1), self.files_of_code)
        return None if found.place is None or found.file else (found.place.line, found.place.column)
