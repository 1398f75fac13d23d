"""An own engine, read and checked: its graph as ours, and what is to be said of its grads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from engine.collector import building
from engine.findings import OwnEngine
from engine.foreign.interop import InteropError
from engine.foreign.journal import NOWHERE, Journal
from engine.foreign.own.beside import add_grads
from engine.foreign.own.elsewhere import moved
from engine.foreign.own.graphs import Built, build
from engine.foreign.own.judge import Case, judge, judge_large
from engine.foreign.own.objects import forget
from engine.foreign.own.operations import operations
from engine.foreign.own.reader import read
from engine.foreign.own.reading import Reading
from engine.foreign.own.recognise import recognise
from engine.foreign.own.replay import UNWATCHED, Replay, replay
from engine.foreign.own.turns import recorded, shares
from engine.graph import Frame, Graph
from engine.ops import CUSTOM

LARGE: Final = 20_000  # nodes; a trace has as many steps at most


@dataclass(frozen=True, slots=True)
class Seen:
    """An own engine's graph.

    frame: data and grads as the program left them. lines, files, scopes: of each node, where it was made.
    objects: the instance of each node, None for a number that has none.
    """

    graph: Graph
    frame: Frame
    lines: tuple[int | None, ...]
    files: tuple[str | None, ...]
    scopes: tuple[int, ...]
    objects: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Examined(Seen):
    """An own engine's graph, and the judgement of it."""

    own: OwnEngine


@building()
def seen(output: object, journal: Journal) -> Seen:
    """Reads the graph under an instance as `examine` does, and checks nothing.

    Raises:
        InteropError: for an object that is not read as an engine; its message is for the reader.
    """
    forget()
    try:
        reading = read(output, journal)
        if reading.layout.grad is None:
            add_grads(reading)
        partials = recorded(reading, shares(reading, ()))
        return _seen(reading, build(reading, recognise(reading, partials), partials))
    except (InteropError, MemoryError):
        raise
    except Exception as error:  # of their code, or of ours in view of their objects
        raise InteropError(f"A {type(output).__name__} could not be read: {type(error).__name__}.") from error
    finally:
        forget()


@building()
def examine(output: object, journal: Journal) -> Examined:
    """Reads the graph under an instance of an own engine, and checks the last pass over it.

    Arguments:
        output: the instance. Code of its class may run, and what it raises is taken for "cannot be told".
        journal: what was noted while the program ran; an empty one for an instance from anywhere else.

    Raises:
        InteropError: for an object that is not read as an engine; its message is for the reader.
    """
    forget()
    try:
        return _examined(output, journal)
    except (InteropError, MemoryError):
        raise
    except Exception as error:  # of their code, or of ours in view of their objects
        raise InteropError(f"A {type(output).__name__} could not be read: {type(error).__name__}.") from error
    finally:
        forget()


def _examined(output: object, journal: Journal) -> Examined:
    found = _of_its_own_pass(output, journal)
    last = journal.passes[-1].output if journal.passes else output
    if last is output or any(each.output is output for each in journal.passes):
        return found
    try:
        other = _of_its_own_pass(last, journal)
    except InteropError:
        return found
    return replace(found, own=moved(found.own, found.objects, other.own, other.objects))


def _of_its_own_pass(output: object, journal: Journal) -> Examined:
    reading = read(output, journal)
    if reading.layout.grad is None:
        add_grads(reading)
    passes = [each for each in journal.passes if each.output is output]
    if passes and len(reading) > LARGE:
        found = _case(reading, UNWATCHED, journal)
        own = judge_large(found, journal)
        if own is not None:
            return _told(found, own)
    replayed = replay(reading, passes[-1].replay, journal.instances) if passes else UNWATCHED
    found = _case(reading, replayed, journal)
    return _told(found, judge(found, journal))


def _case(reading: Reading, replayed: Replay, journal: Journal) -> Case:
    passes = [each for each in journal.passes if each.output is reading.objects[-1]]
    found = shares(reading, replayed.writes or ())
    partials = recorded(reading, found)
    built = build(reading, recognise(reading, partials), partials)
    return Case(
        reading=reading,
        built=built,
        partials=partials,
        found=found,
        replayed=replayed,
        passes=max([len(passes), *[each.over for each in passes]]) if passes else 0,
        only=len(journal.passes) == 1 and journal.passes[0].number == 1,
        tried=operations(reading, journal, _own_functions(reading, built)),
    )


def _own_functions(reading: Reading, built: Built) -> set[str]:
    """The names by which the program may have called what the catalogue does not have."""
    own = [i for i, op in enumerate(built.graph.ops) if op.name == CUSTOM]
    positions = [built.positions[i] for i in own]
    return {built.words[i] for i in own} | {reading.made[k].method for k in positions if k is not None}


def _told(case: Case, own: OwnEngine) -> Examined:
    seen = _seen(case.reading, case.built)
    return Examined(seen.graph, seen.frame, seen.lines, seen.files, seen.scopes, seen.objects, own)


def _seen(reading: Reading, built: Built) -> Seen:
    positions = built.positions
    made = [NOWHERE if k is None else reading.made[k] for k in positions]
    data = [built.data[i] if k is None else reading.now[k] for i, k in enumerate(positions)]
    return Seen(
        graph=built.graph,
        frame=Frame(tuple(data), tuple(built.grad)),
        lines=tuple([each.line for each in made]),
        files=tuple([each.file for each in made]),
        scopes=tuple([each.scope for each in made]),
        objects=tuple([None if k is None or reading.is_plain(k) else reading.objects[k] for k in positions]),
    )
