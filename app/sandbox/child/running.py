"""Running a program as Python: a job in, what it came to out. Nothing here limits or isolates: it is
called in a process of its own.
"""

from __future__ import annotations

import builtins
import linecache
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import CodeType, ModuleType
from typing import Any

from app.sandbox.child import clock, environment, event_loop, figures, stand_ins
from app.sandbox.child.compiled import Source, bound_of, build, free_of, makes_values, read
from app.sandbox.child.downloads import Downloads
from app.sandbox.child.environment import AtExit
from app.sandbox.child.failures import failure
from app.sandbox.child.file_calls import prepare_numpy
from app.sandbox.child.files import Files
from app.sandbox.child.following.follower import Follower
from app.sandbox.child.following.watching import Watching
from app.sandbox.child.in_c import InC, NotTheSameError, class_key, plan_for
from app.sandbox.child.instrument import names
from app.sandbox.child.instrument.engines import Engines
from app.sandbox.child.modules import Importer
from app.sandbox.child.once import Once
from app.sandbox.child.own import Own
from app.sandbox.child.prelude import name_network, vocabulary
from app.sandbox.child.session import Session
from app.sandbox.child.telling import Told, tell
from app.sandbox.child.values import Value
from app.sandbox.events import Event
from app.sandbox.job import Job
from engine.errors import LeafError, LimitError, ProgramError, UnknownNodeError
from engine.foreign.journal import SourceClass
from engine.nn import Module
from engine.program.outcome import exact
from engine.run import Run

MAIN = "main.py"
_HOLDERS = frozenset((list, tuple, dict))
# By what a program could tell that its lists live on until their scopes end.
_TELLING = re.compile(r"__del__|weakref|\bgc\b|getrefcount")


def run_python(job: Job, emit: Callable[[Event], None] | None = None, orders: int | None = None) -> Run:
    """Runs a program as Python.

    Arguments:
        job: the program, its files and its numbers.
        emit: is given printed text, passes and figures as they come.
        orders: the descriptor from which a run that is followed reads what it is to do.

    Raises:
        ProgramError: with its place, for what Python's parser refuses or what the program raises.
        LimitError: with its place, for a limit that is used up.
        LeafError: for a number given to a node that is not a leaf.
        UnknownNodeError: for an output that the program does not make.
    """
    with environment.collecting_rarely():
        if job.agreed and "class " in job.source:
            emit = None if emit is None else Once(emit)
            found = _in_c(job, emit, orders)
            if found is not None:
                return found
        running = Running(job, emit)
        running.follow_orders(orders)
        told = running.run()
        numbers = exact(running.session, told.graph if told.examined is None else None)
        control = running.session.control
        if numbers and not (control and control.has_stopped):
            # Leaves share a label, and which of them a number is for is known only now.
            running = Running(job, None, numbers)
            told = running.run()
        with environment.not_collecting():
            return running.told(told)


def _in_c(job: Job, emit: Once | None, orders: int | None) -> Run | None:
    """The run with the program's class in C, where that class has passed the check; None where it has not, or
    does anything that only the class as it is written can do. It then runs again from its beginning.

    Raises LimitError for time that is used up, which the class as it is written would use too.
    """
    running = Running(job, emit, in_c=True)
    running.follow_orders(orders)
    try:
        told = running.run()
        control = running.session.control
        numbers = exact(running.session, told.graph if told.examined is None else None)
        if running.in_c is None or (numbers and not (control and control.has_stopped)):
            return None
        with environment.not_collecting():
            return running.told(told)
    except LimitError as error:
        if error.limit == "seconds":
            raise
    except Exception:  # noqa: S110  # whatever it is, it comes again with the class as it is written
        pass
    finally:
        if running.in_c is not None:
            running.in_c.end()
    if emit is not None:
        emit.begin_again()
    return None


class Running:
    """One run, from its text to what it came to."""

    def __init__(
        self,
        job: Job,
        emit: Callable[[Event], None] | None,
        numbers: Mapping[tuple[str, int], float | None] | None = None,
        *,
        in_c: bool = False,
    ) -> None:
        self.session = Session(job, emit, numbers)
        self.own = Own(self.session)
        self.files = Files(job.files, job.limits.written)
        self.seconds = 0.0
        self.in_c: InC | None = None
        self._is_in_c = in_c
        self.source: Source
        self.key: str | None = None
        self._job = job
        self._emit = emit
        self._echoed: list[Any] = []
        self._names: dict[str, Any] = {}
        self._importer = Importer(self.files, self._compiled, lambda: self._names)
        self._downloads = Downloads(self.files, self.session)
        self._bound: frozenset[str] = frozenset()
        self._free: tuple[str, ...] = ()
        self._attached = Engines()
        self._follower: Follower | None = None
        self._watching = Watching(self.session, self.own, emit)
        if job.norms or job.live is not None:
            self._follower = Follower(self.session, self.own, emit if job.live is not None else None)
            self.session.follower = self._follower

    def follow_orders(self, orders: int | None) -> None:
        """Does what comes over this descriptor, where the run is followed."""
        live, emit = self._job.live, self._emit
        if orders is not None and emit is not None and live is not None:
            from app.sandbox.child.control import Control

            self.session.control = Control(orders, live, self.session, self.own, emit)

    def run(self) -> Told:
        """Runs the program and reads what it left. Raises as `run_python`."""
        session = self.session
        main = ModuleType("__main__")
        session.names = main.__dict__
        end = AtExit()
        code = self._prepare(main)
        if figures.are_wanted((self._job.source, *self._job.files.values())):
            figures.load()
        began = environment.seconds()
        with environment.around(session, self.files, self._importer, self._downloads, main, end):
            try:
                try:
                    with clock.limited(session):
                        self._execute(code, main)
                finally:
                    end.run()
                    figures.close(session)
                    self._watching.settle()
                    if session.follower is not None:
                        session.follower.settle()
                if session.stopped is not None:
                    raise session.stopped
                self.seconds = environment.seconds() - began
                if self.in_c is not None:
                    self.in_c.settle()
                with environment.not_collecting():
                    return tell(session, self.own, self._echoed, self._job, self.in_c)
            except SystemExit:
                self.seconds = environment.seconds() - began
                if self.in_c is not None:
                    self.in_c.settle()
                return tell(session, self.own, [], self._job, self.in_c)
            except (LeafError, UnknownNodeError, NotTheSameError):
                raise  # of the request and not of the program
            except BaseException as error:
                raise failure(session, error, self._free, self._bound) from None

    def told(self, told: Told) -> Run:
        """What it came to."""
        run = told.run(self.session, self.source, self.seconds)
        if run.own is None:
            return run
        may_be = run.own.agrees and run.graph is not None and run.graph.custom is None
        return replace(
            run, own=replace(run.own, key=self.key if may_be else None, fast=self.in_c is not None)
        )

    # -- before --------------------------------------------------------------------------------------------

    def _prepare(self, main: ModuleType) -> CodeType:
        session, job = self.session, self._job
        attached = self._importer.tops()
        self.source = source = read(job.source, job.limits.text, None, attached)
        session.notices.extend(source.notices)
        session.lists.steady = _TELLING.search(job.source) is None
        session.last_place = None if source.last is None else source.tree.places.of(source.last)
        self._attached = self._attached_engines()
        ours = not source.engines.names and not self._attached.names
        source.engines.know(self._attached)
        words = vocabulary(session, ours) | {"watch": self._watching.watch}
        seed = environment.seeding(session)
        stand_ins.install(self._importer, session, self._downloads, seed, self._watching.watch)
        if ours:
            self._importer.stand_ins["math"] = lambda: words["math"]
        self._importer.after["numpy"] = lambda: self._prepare_numpy(seed)
        self._importer.after["asyncio"] = lambda: event_loop.prepare(session)
        self._importer.after["matplotlib"] = lambda: figures.prepare(session)
        self._names |= vars(builtins) | words | self._hooks()
        self._names |= {"open": self.files.open, "__import__": self._importer.import_}
        self._enter(source.engines.names and source.engines.data, source.classes)
        name = MAIN if MAIN not in self.files else "__main__.py"
        session.files_of_code[name] = None
        self._free = self._free_leaves(source)
        self._bound = bound_of(source)
        self._follow(name, source)
        key = class_key(source)
        self.key = key if key is not None and plan_for(job, source) is not None else None
        if self._is_in_c:
            self._replace(source)
        session.makes_values = bool(attached) or bool(session.made) or makes_values(source)
        code = build(source, session, name, None)
        self._source_lines(name, job.source)
        main.__dict__.update({"__builtins__": self._names, "__file__": name})
        return code

    def _replace(self, source: Source) -> None:
        """Raises NotTheSameError for a program whose class is not to be replaced."""
        plan = plan_for(self._job, source) if self.key in self._job.agreed else None
        if plan is None:
            raise NotTheSameError("The class has not passed the check.")
        self.in_c = InC(plan, self.session, self.own)
        self.in_c.insert(source)
        self._names[names.REPLACE] = self.in_c.replace

    def _prepare_numpy(self, seed: Callable[[], None]) -> None:
        seed()
        self.session.undoing.append(prepare_numpy(self.files))

    def _attached_engines(self) -> Engines:
        """The engines that attached modules define, which could be imported."""
        found = Engines()
        for name in self.files.names():
            if name.endswith(".py"):
                try:
                    text = self.files.text(name)
                    found.know(read(text, self._job.limits.text, name, frozenset()).engines)
                except ProgramError:
                    continue  # it is refused when it is imported
        return found

    def _enter(self, data: Any, classes: list[SourceClass]) -> None:
        self.own.sides.classes.extend(classes)
        for name in data or ():
            if name not in self.own.data_names:
                self.own.data_names = (*self.own.data_names, name)

    def _compiled(self, name: str, text: str) -> CodeType:
        """The code of an attached file."""
        session = self.session
        session.files_of_code[name] = name
        if _TELLING.search(text):
            session.lists.steady = False
        try:
            source = read(text, self._job.limits.text, name, frozenset())
            self._enter(source.engines.data, source.classes)
            source.engines.know(self._attached)
            session.cacheable = session.cacheable and not source.asks
            self._follow(name, source)
            code = build(source, session, name, name)
        except ProgramError as error:
            error.file = name
            raise
        self._source_lines(name, text)
        self.own.journal.sources[name] = text
        return code

    def _follow(self, name: str, source: Source) -> None:
        """Tells who follows the run of the loops of a program, before anything in it is changed."""
        follower = self._follower
        if follower is not None:
            follower.loops.know(name, source.body)
            follower.modules |= {name.removesuffix(".py").replace("/", ".").removesuffix(".__init__")}

    def _free_leaves(self, source: Source) -> tuple[str, ...]:
        """Makes the leaves of free names that have a number; gives the names that have none."""
        session = self.session
        free = free_of(source, self._names.keys() | {"__name__", "__file__", "__doc__", "__builtins__"})
        for name, place in free.items():
            if name in session.given:
                leaf = session.value(session.given[name])
                leaf.at_line(place.line)
                session.names[name] = leaf
                session.set_label(leaf, name)
        session.record.last_made = None
        return tuple(name for name in free if name not in session.given)

    def _source_lines(self, name: str, text: str) -> None:
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)

    # -- what added statements call ------------------------------------------------------------------------

    def _hooks(self) -> dict[str, Any]:
        own = self.own
        return {
            names.TYPE: type,
            names.KINDS: self.session.kinds,
            names.LABEL: self._label,
            names.HELD: self._hold,
            names.HOLDERS: _HOLDERS,
            names.BOX: [None],
            names.STACK: self.session.scopes.stack,
            names.ENGINE: own.engine,
            names.MADE: own.made,
            names.ECHO: self._echo,
            names.SUBJECT: own.subject,
            names.PASSED: own.passed,
            names.DATA: own.data,
            names.RECURSION: RecursionError,
        }

    def _echo(self, thing: Any) -> None:
        self._echoed.append(thing)

    def _label(self, thing: Any, name: str, top: bool) -> None:
        """An assignment gave a name to a Value, a network, or a list."""
        session = self.session
        if type(thing) in _HOLDERS:
            self._hold(thing, name)
        elif isinstance(thing, Value):
            if not thing.label:
                session.set_label(thing, name)
            if top:
                session.record.last_assigned = thing
        elif isinstance(thing, Module):
            name_network(session, thing, name)
        else:
            self.own.label(thing, name, top)

    def _hold(self, thing: Any, name: Any) -> None:
        """A name, an attribute or a key got a list, a tuple or a dict."""
        if self._job.scopes and type(name) is str:
            self.session.lists.hold(thing, name)

    def _execute(self, code: CodeType, main: ModuleType) -> None:
        used = environment.frames()
        # Python 3.11 counts calls from C as well: how deep a program can go from here is tried.
        tried: dict[str, Any] = {}
        with environment.own_depth(used, environment.TRIED):
            exec(environment.DEEPEST, tried)  # noqa: S102  # a program of our own
        used += environment.TRIED - 1 - tried["depth"]
        with environment.own_depth(used):
            exec(code, main.__dict__)  # noqa: S102  # this is what a sandboxed run is for
