"""One run, followed: of each pass what is asked for, as far as the time for telling goes.

The first pass and the last one that its loop will make are sent in full, and the newest always with its
value. Whatever goes wrong here is not the program's fault, and is left out.
"""

from __future__ import annotations

import gc
import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from time import monotonic
from types import FrameType
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from app.sandbox.child.following import non_finite
from app.sandbox.child.following.budget import Budget
from app.sandbox.child.following.engines import Engine, NotFollowedError, Ours, Theirs
from app.sandbox.child.following.frames import around, local_names
from app.sandbox.child.following.loops import Loops
from app.sandbox.child.following.measuring import Measured, Numbers
from app.sandbox.child.following.named import Finder
from app.sandbox.child.following.nodes import Nodes, of_objects, of_values
from app.sandbox.child.following.snapshots import Snapshots
from app.sandbox.child.values import Value
from app.sandbox.events import Event, NonFinite, Part, PassDetail, Passed, Recorded
from engine.foreign.interop import InteropError
from engine.graph import Graph
from engine.norms import ListNorms, Norms, ScopeNorms
from engine.run import PassRecord

if TYPE_CHECKING:
    from app.sandbox.child.own import Own
    from app.sandbox.child.session import Session

ROWS: Final = 20_000  # lists and scopes whose norms are kept for the run's document
BURST: Final = 200  # passes that are sent at once
A_SECOND: Final = 200  # and in the long run
RECORDING: Final = 0.1  # seconds for graphs of passes before they have a share
# A loop of at most so many passes, that take at most so many bytes together, is sent pass by pass in full
# whatever the time, to be looked at pass by pass; of a loop whose length is not known, so many bytes are.
SHORT: Final = 200
SHORT_BYTES: Final = 24 * 2**20
UNKNOWN_BYTES: Final = 8 * 2**20
_DEEPER: Final = 400  # frames that are ours, beside those that the program may have

# As they were before any program could change them.
_limit, _set_limit = sys.getrecursionlimit, sys.setrecursionlimit


@dataclass(frozen=True, slots=True)
class _Current:
    """A pass that has just ended, before the program continues."""

    record: PassRecord
    subject: Any
    graph: Graph | None
    frame: FrameType | None
    is_short: bool


class Follower:
    """What follows a run. emit: takes what is sent, None where nobody listens.

    modules: the names of the program's modules.
    """

    def __init__(self, session: Session, own: Own, emit: Callable[[Event], None] | None) -> None:
        self.loops: Final = Loops()
        self.modules: frozenset[str] = frozenset(("__main__",))
        self._session: Final = session
        self._own: Final = own
        self._emit: Final = emit
        self._has_parts: Final = session.job.live is not None and session.job.live.parts
        self._began: Final = monotonic()
        self._telling: Final = Budget(0.02)
        self._lists: Final = Budget(0.015)
        self._scopes: Final = Budget(0.01)
        self._recording: Final = Budget(0.03, start=RECORDING)
        self._snapshots: Final = Snapshots(session, own)
        self._is_recorded: Final = session.job.live is not None and session.job.live.record
        self._current: _Current | None = None
        self._room, self._told_at = float(BURST), monotonic()
        self._engine: Engine | None = None
        self._subject: type | None = None
        self._may_be_short = self._is_recorded
        self._sent_bytes = 0
        self._measured_at = 0
        self._data: dict[str, Numbers] = {}
        self._waiting: tuple[PassRecord, PassDetail] | None = None
        self._is_finite = True
        self._of: int | None = None
        self._rows, self._stride, self._newest = 0, 1, 0

    def passed(
        self, record: PassRecord, subject: Any, graph: Graph | None, frame: FrameType | None
    ) -> PassRecord:
        """Tells of a pass that has ended; gives its record, with norms where there was time for them.

        Arguments:
            record: of the pass.
            subject: what it was called on.
            graph: under it, where the subject is a Value of the run.
            frame: of who called it.
        """
        is_short = self._is_short(record.number)
        self._current = current = _Current(record, subject, graph, frame, is_short)
        if self._emit is None:
            if record.number > 1 and not self._may_measure(record.number):
                return record
            with _undisturbed():
                return replace(record, norms=self._measured(current, whole=record.number == 1)[0])
        found = self._first_non_finite(record, subject, graph)
        is_last = self._of is not None and record.number >= self._of
        whole = record.number == 1 or is_last or found is not None
        if not whole and not is_short and not self._may_tell():
            self._waiting = (record, PassDetail(self._seconds(), self._of))
            return record
        with _undisturbed():
            return self._tell(current, found, whole=whole)

    def settle(self) -> None:
        """Tells the newest pass in full, if there was no time for it; the program waits, or has ended."""
        if self._emit is None:
            return
        if self._current is not None:
            with _undisturbed():
                if self._waiting is not None:
                    self._tell(self._current, None, whole=True)
                else:
                    self._recorded(self._current, whole=True)
        elif self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            self._emit(Passed(*waiting))

    def goes_on(self) -> None:
        """Lets go of the pass: the program continues."""
        self._current = None

    def _is_short(self, number: int) -> bool:
        """Whether all passes of the loop can be sent in full."""
        if self._may_be_short:
            if self._of is None:
                self._may_be_short = self._sent_bytes < UNKNOWN_BYTES and number <= SHORT
            else:
                most = SHORT_BYTES * max(1, number - 1)
                self._may_be_short = self._of <= SHORT and self._of * self._sent_bytes <= most
        return self._may_be_short

    def leaf_at(self, name: str) -> Any:
        """The leaf at a place in the parts of the pass that has just ended, `layers.0.w[1][2]`, or None."""
        head, *indices = name.replace("]", "").split("[")
        current = self._current
        if current is None or not indices or not all(index.isdecimal() for index in indices):
            return None
        with suppress(Exception), _undisturbed():
            engine = self._engine_of(current.subject)
            if engine is None:
                return None
            for leaves in Finder(engine, self.modules).find(self._names(current.frame)):
                if leaves.name == head and len(leaves.shape) == len(indices):
                    return leaves.things[
                        np.ravel_multi_index([int(index) for index in indices], leaves.shape)
                    ]
        return None

    def _tell(self, current: _Current, found: NonFinite | None, *, whole: bool) -> PassRecord:
        """Tells of a pass, the whole of it or what there is time for; gives its record."""
        record, norms, parts = current.record, None, None
        self._waiting = None
        recorded = self._recorded(current, whole=whole or current.is_short)
        if whole or current.is_short or self._may_measure(record.number):
            norms, parts = self._measured(current, whole=whole)
            record = replace(record, norms=norms)
        with self._telling.spending(counts=not current.is_short):
            self._of = None
            with suppress(Exception):
                self._of = self.loops.passes(current.frame, record.number)
            if self._emit is not None:
                detail = PassDetail(self._seconds(), self._of, parts, recorded, found)
                self._emit(Passed(record, detail))
        return record

    def _recorded(self, current: _Current, *, whole: bool) -> bool:
        """Tells the graph of a pass, if there is time for it; whether it was told."""
        number, snapshots = current.record.number, self._snapshots
        if not self._is_recorded or number == snapshots.last:
            return self._is_recorded and number == snapshots.last
        if not whole and not (snapshots.is_due(number) and self._recording.allows()):
            return False
        with suppress(Exception), self._recording.spending(counts=not current.is_short):
            run = snapshots.take(current.record, current.subject, current.graph, self._seconds())
            self._sent_bytes += len(run)
            if self._emit is not None:
                self._emit(Recorded(number, run))
            return True
        return False

    def _may_tell(self) -> bool:
        """Whether there is time to tell another pass, and the reader can follow."""
        now = monotonic()
        self._room = min(BURST, self._room + (now - self._told_at) * A_SECOND)
        self._told_at = now
        if self._room < 1 or not self._telling.allows():
            return False
        self._room -= 1
        return True

    def keep(self, records: list[PassRecord]) -> None:
        """Lets go of norms where the run's document would have too many: of every second pass, and so on."""
        norms = records[-1].norms
        if norms is None:
            return
        before, self._newest = self._newest, len(records) - 1
        if before % self._stride:
            self._let_go(records, before)
        self._rows += _rows(norms)
        while self._rows > ROWS and self._stride < len(records):
            self._stride *= 2
            for at in range(self._stride // 2, self._newest, self._stride):
                self._let_go(records, at)

    def _let_go(self, records: list[PassRecord], at: int) -> None:
        norms = records[at].norms
        if norms is not None:
            self._rows -= _rows(norms)
            records[at] = replace(records[at], norms=None)

    def _seconds(self) -> float:
        control = self._session.control
        waited = 0.0 if control is None else control.waited
        return max(0.0, monotonic() - self._began - waited)

    # -- numbers -------------------------------------------------------------------------------------------

    def _may_measure(self, number: int) -> bool:
        """Whether there is time for the lists; after a gap for two passes, for the change between them."""
        return self._lists.allows(1.0 if self._measured_at == number - 1 else 2.0)

    def _measured(self, current: _Current, *, whole: bool) -> tuple[Norms | None, tuple[Part, ...] | None]:
        """The norms of a pass, and its numbers if they are asked for; None where they cannot be read."""
        with suppress(Exception):
            return self._measure(current, whole=whole)
        return None, None

    def _measure(self, current: _Current, *, whole: bool) -> tuple[Norms | None, tuple[Part, ...] | None]:
        number, subject, graph = current.record.number, current.subject, current.graph
        with self._lists.spending(counts=not current.is_short):
            engine = self._engine_of(subject)
            if engine is None:
                return None, None
            leaves = Finder(engine, self.modules).find(self._names(current.frame))
            measured = [Measured(each, engine) for each in leaves]
            before = self._data if self._measured_at == number - 1 else {}
            lists = tuple([each.norms(before.get(each.name)) for each in measured])
            self._measured_at, self._data = number, {each.name: each.data for each in measured}
            parts = tuple([each.part() for each in measured]) if self._has_parts else None
            self._sent_bytes += sum(len(each.data) + len(each.grad) for each in parts or ())
        scopes: tuple[ScopeNorms, ...] = ()
        computed: tuple[ListNorms, ...] = ()
        session = self._session
        if session.job.scopes and (whole or self._scopes.allows()):
            with self._scopes.spending():
                nodes = self._snapshots.nodes_of(number) or self._nodes(engine, subject, graph)
                scopes, computed = nodes.norms(session.scopes, session.lists)
        return Norms(lists + computed, scopes), parts

    def _nodes(self, engine: Engine, subject: Any, graph: Graph | None) -> Nodes:
        return of_objects(self._own, engine, subject) if graph is None else of_values(graph)

    def _engine_of(self, subject: Any) -> Engine | None:
        if self._subject is not type(subject):
            self._subject, self._engine = type(subject), None
            if isinstance(subject, Value):
                self._engine = Ours()
            else:
                with suppress(InteropError, NotFollowedError):
                    self._engine = Theirs(self._own, subject)
        return self._engine

    def _names(self, frame: FrameType | None) -> Iterator[tuple[str, Any]]:
        """The program's names, then those of its open functions, the outermost first."""
        yield from list(self._session.names.items())
        known = self._session.files_of_code
        inside = [each for each in around(frame) if each.f_code.co_filename in known]
        for each in reversed(inside):
            if each.f_code.co_name != "<module>":
                yield from local_names(each).items()

    def _first_non_finite(self, record: PassRecord, subject: Any, graph: Graph | None) -> NonFinite | None:
        """Where a number is none, at the first pass that has one."""
        if not self._is_finite:
            return None
        engine = self._engine_of(subject)
        if graph is None:
            if engine is None or math.isfinite(record.value):
                return None
        elif math.isfinite(sum(Ours().data(graph.nodes))) and math.isfinite(sum(Ours().grads(graph.nodes))):
            return None
        self._is_finite = False
        with suppress(Exception), _undisturbed():
            if graph is not None:
                data, grads = (list(get(graph.nodes)) for get in (Ours().data, Ours().grads))
                found = non_finite.in_graph(self._session, graph, data, grads)
                self._is_finite = found is None
                return found
            if engine is not None:
                return non_finite.in_objects(self._own, engine, subject)
        return None


def _rows(norms: Norms) -> int:
    return len(norms.lists) + len(norms.scopes)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """A block that may go deeper than the program, and in which its garbage waits."""
    before, was_on = _limit(), gc.isenabled()
    _set_limit(before + _DEEPER)
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
        _set_limit(before)
