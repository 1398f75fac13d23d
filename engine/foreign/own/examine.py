"""An own engine, read and checked: its graph as ours, and what is to be said of its grads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engine.collector import building
from engine.findings import Contribution, Finding, OwnEngine
from engine.foreign.interop import InteropError
from engine.foreign.journal import Journal, Pass
from engine.foreign.own import faults
from engine.foreign.own.blame import Blame
from engine.foreign.own.compare import Right, right
from engine.foreign.own.graphs import OwnNode, build
from engine.foreign.own.likeness import like, telling
from engine.foreign.own.reading import Reading, read
from engine.foreign.own.recognise import recognise
from engine.foreign.own.replay import UNWATCHED, Replay, replay
from engine.foreign.own.turns import Share, recorded, shares
from engine.graph import Frame, Graph


@dataclass(frozen=True, slots=True)
class Examined:
    """An own engine's graph, and the judgement of it.

    frame: data and grads as the program left them. lines, files, scopes: of each node, where it was made.
    objects: the instance of each node, None for a number that has none.
    """

    graph: Graph
    frame: Frame
    lines: tuple[int | None, ...]
    files: tuple[str | None, ...]
    scopes: tuple[int, ...]
    objects: tuple[Any, ...]
    own: OwnEngine


@building()
def examine(output: object, journal: Journal) -> Examined:
    """Reads the graph under an instance of an own engine, and checks the last pass over it.

    Arguments:
        output: the instance. Code of its class may run, and what it raises is taken for "cannot be told".
        journal: what was noted while the program ran; an empty one for an instance from anywhere else.

    Raises:
        InteropError: for an object that is not read as an engine; its message is for the reader.
    """
    try:
        return _examined(output, journal)
    except (InteropError, MemoryError):
        raise
    except Exception as error:
        raise InteropError(f"A {type(output).__name__} could not be read: {type(error).__name__}.") from error


def _examined(output: object, journal: Journal) -> Examined:
    reading = read(output, journal)
    last = next((each for each in reversed(journal.passes) if each.output is output), None)
    replayed = UNWATCHED if last is None else replay(reading, last.replay)
    found = shares(reading, replayed.writes or ())
    partials = recorded(reading, found)
    graph = build(reading, recognise(reading, partials), partials)
    nodes = [_own(node) for node in graph.nodes]
    positions = [node.position for node in nodes]
    objects = [None if k is None or reading.is_plain(k) else reading.objects[k] for k in positions]
    made = [None if k is None else reading.made[k] for k in positions]
    own = _judged(reading, graph, nodes, partials, replayed, found, last, journal)
    return Examined(
        graph=graph,
        frame=Frame(
            tuple(
                [node.data if k is None else reading.now[k] for node, k in zip(nodes, positions, strict=True)]
            ),
            tuple([node.grad for node in nodes]),
        ),
        lines=tuple([None if each is None else each.line for each in made]),
        files=tuple([None if each is None else each.file for each in made]),
        scopes=tuple([0 if each is None else each.scope for each in made]),
        objects=tuple(objects),
        own=own,
    )


def _own(node: Any) -> OwnNode:
    assert isinstance(node, OwnNode)
    return node


def _judged(
    reading: Reading,
    graph: Graph,
    nodes: Sequence[OwnNode],
    partials: Sequence[Sequence[float | None]],
    replayed: Replay,
    found: Sequence[Share],
    last: Pass | None,
    journal: Journal,
) -> OwnEngine:
    data = [node.data for node in nodes]
    truth = right(graph, data, [_known(reading, node, partials) for node in nodes])
    findings: tuple[Finding, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    expected: tuple[float | None, ...] = (None,) * len(graph)
    checked = 0
    if last is not None and replayed.grad is not None and replayed.writes is not None:
        ids = [0] * len(reading)
        for i, node in enumerate(nodes):
            if node.position is not None:
                ids[node.position] = i
        grad = [0.0 if node.position is None else replayed.grad[node.position] for node in nodes]
        made = faults.place(graph, truth, found, ids, grad)
        wrong = truth.wrong(grad)
        checked = sum(1 for each in truth.partials for partial in each if partial is not None)
        contributions = tuple([_contribution(truth, placed, bool(wrong)) for placed in made.placed])
        if wrong:
            departures = faults.faults(made)
            mistake = like(made, departures)
            blame = Blame(reading, made, lambda i: nodes[i].position, [node.word for node in nodes])
            findings = blame.findings(telling(departures, mistake), mistake)
            expected = tuple(
                [truth.grad[i] if truth.differs(i, grad[i]) else None for i in range(len(graph))]
            )
    kind = reading.layout.kind
    source = journal.classes.get(kind) or journal.classes.get(type(reading.objects[-1]))
    return OwnEngine(
        name=kind.__name__,
        line=None if source is None else source.line,
        agrees=not findings,
        checked=checked,
        operations=(),
        findings=findings,
        expected=expected,
        contributions=contributions,
        file=None if source is None else source.file,
    )


def _known(reading: Reading, node: OwnNode, partials: Sequence[Sequence[float | None]]) -> list[float | None]:
    """The program's own partials in the order of the op's arguments."""
    if node.position is None:
        return []
    left = list(enumerate(reading.inputs[node.position]))
    found: list[float | None] = []
    for each in node.inputs:
        place = next((pair for pair in left if pair[1] == each.position), None)
        if place is not None:
            left.remove(place)
        found.append(None if place is None else partials[node.position][place[0]])
    return found


def _contribution(truth: Right, placed: faults.Placed, wrong: bool) -> Contribution:
    write = placed.share.write
    code, line = write.places[0]
    source, slot = placed.source, placed.slot
    partial = None if source is None or slot is None else truth.partials[source][slot]
    want: float | None
    if partial is None or source is None:
        want = write.new - write.old if not wrong or write.new == 1.0 else None
    elif placed.again:
        want = None if wrong else placed.share.got
    else:
        want = partial * truth.grad[source]
    return Contribution(
        node=placed.node,
        source=source,
        slot=slot,
        got=placed.share.got,
        want=want,
        before=write.old,
        after=write.new,
        line=line,
        file=code.co_filename,
    )
