"""The judgement of an own engine: what its last pass did beside what is right, and who is to blame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from engine.findings import Contribution, Finding, Operation, OwnEngine
from engine.foreign.journal import Journal
from engine.foreign.own import faults
from engine.foreign.own.agreement import uses_that_agree
from engine.foreign.own.blame import Blame
from engine.foreign.own.compare import Right, right
from engine.foreign.own.fidelity import is_faithful, tells_turns
from engine.foreign.own.graphs import Built
from engine.foreign.own.likeness import like, repeated, telling
from engine.foreign.own.makers import op_of
from engine.foreign.own.reading import Reading
from engine.foreign.own.replay import Replay
from engine.foreign.own.totals import by_totals
from engine.foreign.own.turns import Share, near
from engine.graph import Graph
from engine.ops import CONSTANT


@dataclass(frozen=True, slots=True)
class Case:
    """What is judged. partials: the program's own, by position. passes: how many there were over it.
    only: whether there was no other pass. tried: the operations of the class, each on its own.
    """

    reading: Reading
    built: Built
    partials: Sequence[Sequence[float | None]]
    found: Sequence[Share]
    replayed: Replay
    passes: int
    only: bool
    tried: tuple[Operation, ...] = ()

    @property
    def graph(self) -> Graph:
        """What was read, as a graph of ours."""
        return self.built.graph

    def takes(self, i: int) -> bool:
        """Whether a node is to get a grad."""
        position = self.built.positions[i]
        return position is not None and self.reading.takes[position]

    def by_node(self, numbers: Sequence[float]) -> list[float]:
        """Numbers by position as numbers by node."""
        return [0.0 if k is None else numbers[k] for k in self.built.positions]


@dataclass(frozen=True, slots=True)
class _Verdict:
    """expected: as OwnEngine has it. checked: how many uses of the chain rule were compared."""

    expected: tuple[float | None, ...]
    findings: tuple[Finding, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    checked: int = 0


def judge(case: Case, journal: Journal) -> OwnEngine:
    """Compares the last pass with what is right."""
    return _told(case, _judged(case, journal.files), journal)


def judge_large(case: Case, journal: Journal) -> OwnEngine | None:
    """The judgement of a large graph without running its pass again: where every op in it is right when it is
    tried alone, and every interior grad is right as well, nothing is left to be found. Else None.
    """
    graph = case.graph
    ops = {op for op in graph.ops if op.arity != 0}
    if graph.custom is not None or case.passes > 1 or any(each.derivative == "wrong" for each in case.tried):
        return None
    if not ops <= {op_of(each.method) for each in case.tried if each.derivative == "right"}:
        return None
    takes = [op is not CONSTANT and case.takes(i) for i, op in enumerate(graph.ops)]
    built = case.built
    uses = uses_that_agree(graph, built.data, built.grad, takes, lambda i: _known(case, i))
    return None if uses is None else _told(case, _Verdict((None,) * len(graph), checked=uses), journal)


def _told(case: Case, verdict: _Verdict, journal: Journal) -> OwnEngine:
    tried, reading = case.tried, case.reading
    kind = reading.engine
    source = journal.classes.get(kind) or journal.classes.get(type(reading.objects[-1]))
    at_fault = any("wrong" in (each.derivative, each.forward) for each in tried)
    return OwnEngine(
        name=kind.__name__,
        line=None if source is None else source.line,
        agrees=not verdict.findings and not at_fault,
        checked=verdict.checked,
        operations=_through(tried, verdict.findings),
        findings=tuple([replace(each, file=journal.files.get(each.file or "")) for each in verdict.findings]),
        expected=verdict.expected,
        contributions=verdict.contributions,
        file=None if source is None else source.file,
    )


def _through(tried: tuple[Operation, ...], findings: Sequence[Finding]) -> tuple[Operation, ...]:
    """The operations: where grads are replaced in place of added to, `backward()` is not to blame for it."""
    if not findings or any(each.like != "overwrites" or each.op is None for each in findings):
        return tried
    method = findings[0].method
    row = next((each for each in tried if each.method == method), None)
    return tuple(
        [
            replace(each, through=row.op)
            if row is not None and each.op.startswith("backward():") and each.derivative == "wrong"
            else each
            for each in tried
        ]
    )


def _judged(case: Case, files: Mapping[str, str | None]) -> _Verdict:
    graph, replayed = case.graph, case.replayed
    nothing = _Verdict((None,) * len(graph))
    if not case.passes or (case.reading.layout.grad is None and not case.reading.beside):
        return nothing
    truth = right(graph, case.built.data, lambda i: _known(case, i), case.takes)
    uses = sum(1 for row in truth.partials for partial in row if partial is not None)
    faithful = replayed.grad is not None and is_faithful(
        case.reading, replayed.grad, case.passes, only=case.only
    )
    if not faithful or replayed.grad is None:
        return _of_totals(case, truth, uses)
    grad = case.by_node(replayed.grad)
    ids = {k: i for i, k in enumerate(case.built.positions)}
    made = faults.place(graph, truth, case.found, [ids.get(k, 0) for k in range(len(case.reading))], grad)
    wrong = truth.wrong(grad)
    if replayed.writes is None or not tells_turns(case.reading, case.found):
        if wrong:
            return replace(_of_totals(case, truth, uses, grad), checked=uses)
        return replace(_kept(case, truth, made), checked=uses)
    contributions = tuple([_contribution(truth, placed, bool(wrong), files) for placed in made.placed])
    if not wrong:
        return replace(_kept(case, truth, made), checked=uses, contributions=contributions)
    departures = faults.faults(made) or by_totals(graph, truth, grad, range(len(graph)))
    mistake = like(made, departures)
    findings = _blame(case, made).findings(telling(departures, mistake), mistake)
    return _Verdict(_expected(truth, grad), findings, contributions, uses)


def _blame(case: Case, made: faults.Pass) -> Blame:
    built = case.built
    return Blame(case.reading, made, lambda i: built.positions[i], built.words, case.tried)


def _expected(truth: Right, grad: Sequence[float]) -> tuple[float | None, ...]:
    return tuple([want if truth.differs(i, grad[i]) else None for i, want in enumerate(truth.grad)])


def _of_totals(case: Case, truth: Right, uses: int, grad: Sequence[float] | None = None) -> _Verdict:
    """Where nothing is known of single shares: the grads that the program has, if they are of one pass."""
    own = case.by_node(case.reading.grad) if grad is None else grad
    nodes = range(len(own))
    if grad is None:
        if case.passes > 1 or not any(own):
            return _Verdict((None,) * len(own))
        nodes = [i for i in nodes if (case.graph.inputs[i] or case.only) and own[i]]  # type: ignore[assignment]
    found = by_totals(case.graph, truth, own, nodes)
    if not found:
        return _Verdict((None,) * len(own), checked=uses)
    made = faults.Pass(case.graph, truth, [], own)
    judged = set(nodes)
    expected = tuple([each if i in judged else None for i, each in enumerate(_expected(truth, own))])
    return _Verdict(expected, _blame(case, made).findings(found, None), (), uses)


def _kept(case: Case, truth: Right, made: faults.Pass) -> _Verdict:
    """A pass that is right alone. A second one may have begun with the grads of the first."""
    graph = case.graph
    nothing = _Verdict((None,) * len(graph))
    own = case.by_node(case.reading.grad)
    interior = [i for i, inputs in enumerate(graph.inputs) if inputs and i != graph.output]
    if case.passes < 2 or not any(truth.differs(i, own[i]) for i in interior):
        return nothing
    for count in range(2, min(case.passes, 50) + 1):
        grown = repeated(graph, truth.partials, count)
        if all(near(own[i], grown[i], truth.tolerance[i]) for i in interior if truth.takes[i]):
            return _Verdict(_expected_after(case, truth, own, count), _blame(case, made).kept(own, count))
    return nothing


def _expected_after(case: Case, truth: Right, own: Sequence[float], count: int) -> tuple[float | None, ...]:
    """Of interior nodes the grad of one pass, of leaves the sum of all."""
    wanted = [
        want if case.graph.inputs[i] else want * count if own[i] else own[i]
        for i, want in enumerate(truth.grad)
    ]
    return tuple(
        [
            want if truth.takes[i] and not near(own[i], want, truth.tolerance[i] * count) else None
            for i, want in enumerate(wanted)
        ]
    )


def _known(case: Case, i: int) -> list[float | None]:
    """The program's own partials in the order of the op's arguments."""
    positions = case.built.positions
    k = positions[i]
    if k is None:
        return []
    left = list(enumerate(case.reading.inputs[k]))
    found: list[float | None] = []
    for each in case.graph.inputs[i]:
        place = next((pair for pair in left if pair[1] == positions[each]), None)
        if place is not None:
            left.remove(place)
        found.append(None if place is None else case.partials[k][place[0]])
    return found


def _contribution(
    truth: Right, placed: faults.Placed, wrong: bool, files: Mapping[str, str | None]
) -> Contribution:
    write, source, slot = placed.share.write, placed.source, placed.slot
    code, line = write.places[0]
    partial = None if source is None or slot is None else truth.partials[source][slot]
    want: float | None
    if partial is None or source is None:
        want = write.new - write.old if not wrong or write.new == 1.0 else None
    elif placed.again:
        want = None if wrong else placed.share.got
    else:
        want = partial * truth.grad[source] if wrong else placed.share.got
    return Contribution(
        node=placed.node,
        source=source,
        slot=slot,
        got=placed.share.got,
        want=want,
        before=write.old,
        after=write.new,
        line=line,
        file=files.get(code.co_filename),
    )
