"""One run, followed: of each pass what is asked for, as far as the time for telling goes.

The first pass is told in full, and the newest always with its value. Whatever goes wrong here is not the
program's fault, and is left out.
"""

from __future__ import annotations

import gc
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from operator import attrgetter
from time import monotonic
from types import FrameType
from typing import TYPE_CHECKING, Any, Final

from app.sandbox.child.following import non_finite
from app.sandbox.child.following.budget import Budget
from app.sandbox.child.following.engines import Engine, NotFollowedError, Ours, Theirs, all_under
from app.sandbox.child.following.frames import around, local_names
from app.sandbox.child.following.loops import Loops
from app.sandbox.child.following.measuring import Measured, Numbers, scope_norms
from app.sandbox.child.following.named import Finder
from app.sandbox.child.values import Value
from app.sandbox.events import Event, NonFinite, Part, PassDetail, Passed
from engine.foreign.interop import InteropError
from engine.graph import Graph
from engine.norms import Norms, ScopeNorms
from engine.run import PassRecord

if TYPE_CHECKING:
    from app.sandbox.child.own import Own
    from app.sandbox.child.session import Session

ROWS: Final = 20_000  # lists and scopes whose norms are kept for the run's document
_DEEPER: Final = 400  # frames that are ours, beside those that the program may have
_SCOPE: Final[Callable[[Any], int]] = attrgetter("scope")

# As they were before any program could change them.
_limit, _set_limit = sys.getrecursionlimit, sys.setrecursionlimit


class Follower:
    """What follows a run. emit: takes what is told, None where nobody listens.

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
        self._lists: Final = Budget(0.03)
        self._scopes: Final = Budget(0.02)
        self._engine: Engine | None = None
        self._subject: type | None = None
        self._measured_at = 0
        self._data: dict[str, Numbers] = {}
        self._waiting: tuple[PassRecord, PassDetail] | None = None
        self._is_finite = True
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
        found = self._first_non_finite(record, subject, graph) if self._emit is not None else None
        whole = record.number == 1 or found is not None
        if not whole and self._emit is not None and not self._telling.allows():
            self._waiting = (record, PassDetail(self._seconds()))
            return record
        if not whole and self._emit is None and not self._may_measure(record.number):
            return record
        with _undisturbed():
            parts = None
            if whole or self._may_measure(record.number):
                with suppress(Exception):
                    norms, parts = self._measure(record.number, subject, graph, frame, whole=whole)
                    record = replace(record, norms=norms)
            if self._emit is not None:
                with self._telling.spending():
                    of = None
                    with suppress(Exception):
                        of = self.loops.passes(frame, record.number)
                    self._waiting = None
                    self._emit(Passed(record, PassDetail(self._seconds(), of, parts, False, found)))
        return record

    def settle(self) -> None:
        """Tells the newest pass, if there was no time for it."""
        if self._waiting is not None and self._emit is not None:
            waiting, self._waiting = self._waiting, None
            self._emit(Passed(*waiting))

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
        waited: float = getattr(getattr(self._session, "control", None), "waited", 0.0)
        return max(0.0, monotonic() - self._began - waited)

    # -- numbers -------------------------------------------------------------------------------------------

    def _may_measure(self, number: int) -> bool:
        """Whether there is time for the lists; after a gap for two passes, for the change between them."""
        return self._lists.allows(1.0 if self._measured_at == number - 1 else 2.0)

    def _measure(
        self, number: int, subject: Any, graph: Graph | None, frame: FrameType | None, *, whole: bool
    ) -> tuple[Norms | None, tuple[Part, ...] | None]:
        """The norms of the pass, and its numbers if they are asked for."""
        with self._lists.spending():
            engine = self._engine_of(subject)
            if engine is None:
                return None, None
            leaves = Finder(engine, self.modules).find(self._names(frame))
            measured = [Measured(each, engine) for each in leaves]
            before = self._data if self._measured_at == number - 1 else {}
            lists = tuple([each.norms(before.get(each.name)) for each in measured])
            self._measured_at, self._data = number, {each.name: each.data for each in measured}
            parts = tuple([each.part() for each in measured]) if self._has_parts else None
        scopes: tuple[ScopeNorms, ...] = ()
        if self._session.job.scopes and (whole or self._scopes.allows()):
            with self._scopes.spending():
                scopes = self._scope_norms(engine, subject, graph)
        return Norms(lists, scopes), parts

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

    def _scope_norms(self, engine: Engine, subject: Any, graph: Graph | None) -> tuple[ScopeNorms, ...]:
        if graph is not None:
            things: Sequence[Any] = graph.nodes
            made_in = list(map(_SCOPE, things))
        else:
            things = all_under(engine, subject)
            made_in = self._own.scopes_of(things)
        return scope_norms(self._session.scopes, made_in, engine.data(things), engine.grads(things))

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
