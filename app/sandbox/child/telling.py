"""What a run came to: the graph under its output, its numbers, its scopes and lists, and its notices."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.sandbox.child.compiled import Source
from app.sandbox.child.in_c import InC, put_back
from app.sandbox.child.own import Own
from app.sandbox.child.prelude import Picture
from app.sandbox.child.session import Session
from app.sandbox.child.values import Value
from app.sandbox.job import Job
from engine.errors import EngineError, UnknownNodeError
from engine.foreign.own import Examined, examine
from engine.graph import Frame, Graph
from engine.names import UniqueNames
from engine.notices import Notice
from engine.ops import LEAF
from engine.program.outcome import MOST_UNUSED, check_leaf, held, loose, parameters, unused
from engine.program.output import chosen_output, default_output
from engine.run import Run, Scope, is_leaf_id, not_a_leaf
from engine.scoping.told import told
from engine.watched import fitting


@dataclass(slots=True)
class Told:
    """What was read from the program's objects. objects: of each node, None where it has none."""

    graph: Graph | None
    frame: Frame
    objects: Sequence[Any]
    result: str | None
    echoed: Any
    job: Job
    own: Own
    examined: Examined | None = None

    def run(self, session: Session, source: Source, seconds: float) -> Run:
        """All of it as a run."""
        if self.examined is not None:
            return self._of_an_own_engine(session, source, seconds, self.examined)
        record, graph = session.record, self.graph
        nodes: list[Value] = list(self.objects)
        ids = {id(node): i for i, node in enumerate(nodes)}
        places = [session.place_of(node.code, node.at) for node in nodes]
        lines = tuple([place.line or node.line for place, node in zip(places, nodes, strict=True)])
        independent = dict(loose(session, graph, self.job.state))
        echo = ids.get(id(self.echoed))
        return Run(
            source=self.job.source,
            graph=graph,
            frame=self.frame,
            states=record.states(nodes),
            passes=tuple([node.passes for node in nodes]),
            lines=lines,
            printed=session.output.text(),
            notices=(*session.remarks(), *unused(session, independent)),
            result=self.result,
            echo=echo,
            reusable=not record.numbers_used and (echo is not None or not session.is_value(self.echoed)),
            parameters=parameters(session, graph),
            loose=tuple(independent),
            held=tuple(held(session.names, ids, lambda count: None)),
            files=_files([place.file for place in places]),
            scopes=self._scopes(
                session, graph, [node.scope for node in nodes], [node.serial for node in nodes]
            ),
            figures=tuple(session.figures),
            pass_records=session.kept_passes(),
            watched=fitting(session.watched),
            seconds=seconds,
            interpreted=False,
            cacheable=session.cacheable and not source.asks,
        )

    def _of_an_own_engine(self, session: Session, source: Source, seconds: float, found: Examined) -> Run:
        graph = found.graph
        ids = {id(thing): i for i, thing in enumerate(found.objects) if thing is not None}
        independent = dict(self._loose(session, graph, ids))
        states, passes = _states(found, len(session.pass_records), bool(self.own.journal.data_before))
        agreed = found.own.agrees and graph.custom is None
        serials = self.own.serials_of(found.objects)
        return Run(
            source=self.job.source,
            graph=graph,
            frame=found.frame,
            states=states,
            passes=passes,
            lines=found.lines,
            printed=session.output.text(),
            notices=(*session.remarks(), *_unused(independent)),
            result=self.result,
            echo=ids.get(id(self.echoed)),
            reusable=agreed and not source.reads,
            parameters=tuple(graph.names.values()),
            loose=tuple(independent),
            held=tuple(held(session.names, ids, lambda count: None)),
            files=_files(found.files),
            scopes=self._scopes(session, graph, found.scopes, serials),
            figures=tuple(session.figures),
            pass_records=session.kept_passes(),
            watched=fitting(session.watched),
            own=found.own,
            seconds=seconds,
            interpreted=False,
            cacheable=session.cacheable and not source.asks,
        )

    def _loose(self, session: Session, graph: Graph, ids: dict[int, int]) -> Iterator[tuple[str, int | None]]:
        """An own engine's leaves that the output does not depend on, with their lines; unused values."""
        unique = UniqueNames(graph.ids)
        things = {id(each): each for each in session.names.values() if self.own.is_instance(each)}
        for thing, note in zip(things.values(), self.own.journal.made_of(things), strict=True):
            if note.label and not note.method and id(thing) not in ids and not self.own.has_inputs(thing):
                yield unique.add(note.label), note.line
        for name in session.given:
            if name in unique or (self.job.state == "fresh" and is_leaf_id(graph, name)):
                continue
            if name not in self.own.given:
                if name in graph.labels:
                    raise not_a_leaf(name, f"`{name}` is computed from the leaves")
                check_leaf(session, name)
            yield unique.add(name), None

    def _scopes(
        self, session: Session, graph: Graph | None, scopes: Sequence[int], serials: Sequence[int]
    ) -> tuple[Scope, ...]:
        """The scopes in which the graph's Values were made, and those around them, outermost first."""
        if not self.job.scopes or graph is None:
            return ()
        return told(session.scopes, session.lists, graph.inputs, scopes, serials)


def tell(session: Session, own: Own, echoed: Sequence[Any], job: Job, in_c: InC | None = None) -> Told:
    """Reads what the program left. in_c: what its class was replaced by, if it was.

    Raises UnknownNodeError, LeafError, LimitError for a large graph, NotTheSameError.
    """
    last = echoed[-1] if echoed else None
    result = None if last is None or isinstance(last, Picture) else _shown(session, last)
    root = default_output(_Both(session, own), last)
    if job.output is not None:
        root = _chosen(session, own, job.output, root)
    if root is None or session.is_value(root):
        with session.record.quiet():
            if root is None:
                return Told(None, Frame((), ()), (), result, last, job, own)
            session.check_size(root)
            graph = Graph(root)
            return Told(graph, graph.frame(), graph.nodes, result, last, job, own)
    try:
        if in_c is not None and in_c.is_one(root):
            in_c.check()
            copy, before = in_c.as_written(root)
            examined = put_back(examine(copy, own.close()), before)
        else:
            examined = examine(root, own.close())
    except EngineError as error:
        session.notice("unread", f"{error.message}")
        return Told(None, Frame((), ()), (), result, last, job, own)
    if len(examined.graph) > job.limits.nodes:
        count = len(examined.graph)
        raise session.stop(
            "nodes", f"A graph has at most {{:,}} nodes; this one has {count:,}.", job.limits.nodes
        )
    return Told(examined.graph, examined.frame, examined.objects, result, last, job, own, examined)


class _Both:
    """What the output is chosen from: Backlens's own Values, and those of the program's engine."""

    def __init__(self, session: Session, own: Own) -> None:
        self._session, self._own = session, own
        self.given, self.names, self.labellings = session.given, session.names, session.labellings
        self.record = session.record
        if own.last_drawn is not None:
            self.record.last_drawn = own.last_drawn
        # An object of the program is not asked whether it is true.
        if own.last_assigned is not None:
            self.record.last_assigned = own.last_assigned
        if own.last_made is not None:
            self.record.last_made = own.last_made

    def is_value(self, thing: Any) -> bool:
        return self._session.is_value(thing) or self._own.is_instance(thing)


def _chosen(session: Session, own: Own, wanted: str, root: Any) -> Any:
    """The object that a request names."""
    if root is None or session.is_value(root):
        return chosen_output(session, wanted, root)
    found = own.labelled(wanted)
    if found is None and own.is_instance(session.names.get(wanted)):
        found = session.names[wanted]
    if found is not None:
        return found
    examined = examine(root, own.close())
    thing = examined.objects[examined.graph.resolve(wanted)]
    if thing is None:
        raise UnknownNodeError(f"The graph has no node `{wanted}` to begin from.", names=(wanted,))
    return thing


def _shown(session: Session, echoed: Any) -> str:
    """What a notebook shows of a final expression, cut where what is printed would be."""
    used, most = session.record.numbers_used, session.job.limits.printed
    text = repr(echoed)
    if session.is_value(echoed):
        # With other numbers for the node its repr can be written again; not so that of a list of Values.
        session.record.numbers_used = used
    if len(text) > most:
        line, column = (None, None) if session.last_place is None else session.last_place[:2]
        text_cut = f"Only the first {most:,} characters of the result are kept."
        session.notice("result-cut", text_cut, line, column)
    return text[:most].encode("utf-8", "backslashreplace").decode()[:most]


def _files(files: Sequence[str | None]) -> tuple[str | None, ...]:
    return tuple(files) if any(file is not None for file in files) else ()


def _unused(found: dict[str, int | None]) -> Iterator[Notice]:
    for name, line in list(found.items())[:MOST_UNUSED]:
        if line is None:
            yield Notice("unused-value", f"The program does not use the number given for `{name[:64]}`.")
        else:
            yield Notice("independent", f"The output does not depend on `{name[:64]}`.", line)


def _states(found: Examined, passes: int, changed: bool) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The grad state of each node, and how many passes its grad holds, as far as the last pass tells."""
    count = len(found.graph)
    if not passes:
        grads = found.frame.grad
        return tuple(["assigned" if grad else "none" for grad in grads]), (0,) * count
    sums = [0.0] * count
    for each in found.own.contributions:
        sums[each.node] += each.got
    if not found.own.contributions:  # of a large graph that is right, nothing is known of single shares
        sums = list(found.frame.grad)
        if all(map(math.isfinite, sums)):
            return ("stale" if changed else "fresh",) * count, (1,) * count
    states, held_passes = [], []
    for i, (grad, added) in enumerate(zip(found.frame.grad, sums, strict=True)):
        if i == found.graph.output or abs(grad - added) <= 1e-9 * max(1.0, abs(grad)):
            state, number = "stale" if changed else "fresh", 1
        elif grad == 0:
            state, number = "none", 0
        elif found.graph.ops[i] is LEAF:
            state, number = "accumulated", max(2, passes)
        else:
            state, number = "fresh", 1
        states.append(state)
        held_passes.append(number)
    return tuple(states), tuple(held_passes)
