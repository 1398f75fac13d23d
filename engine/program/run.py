"""Running a program: text and numbers in, a graph with its numbers out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from engine.collector import building
from engine.errors import EngineError, LeafError, LimitError, UnknownNodeError
from engine.graph import Frame, Graph
from engine.names import UniqueNames, leaf_path
from engine.notices import Notice
from engine.ops import LEAF
from engine.program.budget import over
from engine.program.kinds import is_number, wrong_value
from engine.program.limits import Limits
from engine.program.machine import TOO_DEEP, Machine
from engine.program.output import chosen_output, default_output
from engine.program.places import placed
from engine.program.printer import PRINTED
from engine.program.program import Program, compile_program
from engine.program.reprs import repr_of
from engine.program.unavailable import Unavailable
from engine.program.values import TracedValue, is_value
from engine.run import Run, State, is_leaf_id, not_a_leaf

# More remarks of one kind than this help no one.
MOST_UNUSED = 20


@building()
def run(
    source: str,
    *,
    values: Mapping[str, float] | None = None,
    output: str | None = None,
    state: State = "fresh",
    seed: int = 0,
    limits: Limits | None = None,
) -> Run:
    """Runs a program.

    Arguments:
        source: the program.
        values: numbers for leaves by name, given as the leaf gets its label.
        output: a label or an id; by default the program's last Value.
        state: ``fresh`` if ``settle`` follows, so that ids may stand for names; ``program`` if the numbers
            stay as the program leaves them.
        seed: of the program's random numbers.
        limits: the budgets of the run.

    Raises:
        ProgramError: with its place, for what is outside the language or fails.
        LimitError: with its place, for a budget that is used up.
        LeafError: for a number given to a node that is not a leaf.
        UnknownNodeError: for an output that the program does not make.
    """
    limits, given = limits or Limits(), dict(values or {})
    program = compile_program(source, limits)
    machine = Machine(limits, given, seed)
    finished = _finish(machine, program, output)
    exact = _exact(machine, finished.graph)
    if exact:
        # Leaves share a label, and which of them a number is for is known only now.
        machine.close()
        machine = Machine(limits, given, seed, exact)
        finished = _finish(machine, program, output)
    machine.budget.end()
    try:
        made = _told(machine, program, finished, state)
    except LimitError as error:
        raise placed(error, machine.place) from None
    machine.close()
    return made


@dataclass(frozen=True, slots=True)
class _Finished:
    graph: Graph | None
    echoed: Any
    result: str | None


def _finish(machine: Machine, program: Program, output: str | None) -> _Finished:
    try:
        echoed = program.execute(machine)
        root = default_output(machine, echoed)
        if output is not None:
            root = chosen_output(machine, output, root)
        graph = None if root is None else _graph(machine, root)
        result = None if echoed is None or isinstance(echoed, Unavailable) else _shown(machine, echoed)
    except RecursionError:
        error = over(machine.limits, "depth", TOO_DEEP)
        raise placed(error, machine.place) from None
    except MemoryError:
        raise placed(over(machine.limits, "held", "The program ran out of memory."), machine.place) from None
    except (LeafError, UnknownNodeError):
        raise
    except EngineError as error:
        raise placed(error, machine.place) from None
    except (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError) as error:
        # Whatever Python itself refuses, such as a generator that goes through itself.
        reason = wrong_value(f"This cannot be computed: {str(error)[:200]}.")
        raise placed(reason, machine.place) from None
    return _Finished(graph, echoed, result)


def _graph(machine: Machine, root: TracedValue) -> Graph:
    machine.check_size(root)
    return Graph(root)


def _shown(machine: Machine, echoed: Any) -> str:
    """What a notebook shows of a final expression, cut where what is printed would be."""
    used = machine.record.numbers_used
    text = repr_of(machine, echoed)
    if is_value(echoed):
        # With other numbers for the node its repr can be written again; not so that of a list of Values.
        machine.record.numbers_used = used
    if len(text) > PRINTED:
        machine.notice("result-cut", f"Only the first {PRINTED:,} characters of the result are kept.")
    return text[:PRINTED]


def _exact(machine: Machine, graph: Graph | None) -> dict[tuple[str, int], float | None]:
    """For leaves of one label: the number that each should have been given, where that differs."""
    if graph is None or not machine.labellings:
        return {}
    ids = {id(node): i for i, node in enumerate(graph.nodes)}
    exact = {}
    for leaf, name, count in machine.labellings:
        i = ids.get(id(leaf))
        if i is not None and graph.labels[i] == leaf.label:
            wanted = machine.given.get(graph.names[i])
            if wanted != machine.given.get(name):
                exact[name, count] = wanted
    return exact


def _told(machine: Machine, program: Program, finished: _Finished, state: State) -> Run:
    graph, echoed = finished.graph, finished.echoed
    nodes = [] if graph is None else [node for node in graph.nodes if isinstance(node, TracedValue)]
    echo = _node(graph, echoed)
    loose = dict(_loose(machine, graph, state))
    return Run(
        source=program.source,
        graph=graph,
        frame=Frame((), ()) if graph is None else graph.frame(),
        states=machine.record.states(nodes),
        passes=tuple([node.passes for node in nodes]),
        lines=tuple([node.line for node in nodes]),
        printed=machine.printer.text(),
        notices=(*machine.notices, *_cut(machine), *_unused(machine, loose)),
        result=finished.result,
        echo=echo,
        reusable=not machine.record.numbers_used and (echo is not None or not is_value(echoed)),
        parameters=_parameters(machine, graph),
        loose=tuple(loose),
        held=tuple(_held(machine, graph)),
    )


def _node(graph: Graph | None, thing: Any) -> int | None:
    nodes = () if graph is None else graph.nodes
    return next((i for i, node in enumerate(nodes) if node is thing), None)


def _held(machine: Machine, graph: Graph | None) -> Iterator[tuple[str, tuple[int, ...]]]:
    """What a list was called that holds Values, alone or in rows: `losses` in `losses = [… for …]`.

    A list may be in others as often as it likes, and is looked through once. Raises LimitError.
    """
    if graph is None:
        return
    ids = {id(node): i for i, node in enumerate(graph.nodes)}
    known: dict[int, frozenset[int]] = {}
    made: dict[int, tuple[int, ...]] = {}

    def direct(row: Sequence[Any]) -> frozenset[int]:
        if id(row) not in known:
            machine.budget.clock()
            known[id(row)] = frozenset(ids[id(each)] for each in row if id(each) in ids)
        return known[id(row)]

    for name, thing in machine.names.items():
        if type(thing) not in (list, tuple):
            continue
        if id(thing) not in made:
            rows = {id(row): row for row in thing if type(row) in (list, tuple)}
            found = set(direct(thing))
            for row in rows.values():
                machine.budget.gather(len(direct(row)))
                found |= direct(row)
            made[id(thing)] = tuple(sorted(found))
        if made[id(thing)]:
            yield name, made[id(thing)]


def _parameters(machine: Machine, graph: Graph | None) -> tuple[str, ...]:
    """What networks made, if the output depends on any of it, else every leaf."""
    if graph is None:
        return ()
    parameters = {id(parameter) for parameter in machine.record.parameters}
    made = [name for i, name in graph.names.items() if id(graph.nodes[i]) in parameters]
    return tuple(made or graph.names.values())


def _loose(machine: Machine, graph: Graph | None, state: State) -> Iterator[tuple[str, TracedValue | None]]:
    """Leaves that the program holds and its output does not depend on, by name; then values without a use."""
    names = {} if graph is None else graph.ids
    inside = set() if graph is None else {id(node) for node in graph.nodes}
    unique = UniqueNames(names)
    for thing in {id(held): held for held in machine.names.values()}.values():
        if type(thing) is TracedValue and thing.op is LEAF and thing.label and id(thing) not in inside:
            yield unique.add(leaf_path(thing.label, thing.group)), thing
    for name in machine.given:
        if name not in unique and not (state == "fresh" and is_leaf_id(graph, name)):
            _check_leaf(machine, name)
            yield unique.add(name), None


def _check_leaf(machine: Machine, name: str) -> None:
    """Raises LeafError if the program uses the name for something that has no number to be set."""
    record = machine.record
    if name in record.labels_of_leaves:
        return
    if name in record.labels_of_interiors:
        raise not_a_leaf(name, f"`{name}` is computed from the leaves")
    if is_number(machine.names.get(name)):
        raise not_a_leaf(name, f"`{name}` is a plain number in the program")


def _cut(machine: Machine) -> Iterator[Notice]:
    place = machine.printer.cut_at
    if place is not None:
        yield Notice(
            "printed-cut",
            f"Only the first {PRINTED:,} printed characters are kept.",
            place.line,
            place.column,
        )


def _unused(machine: Machine, loose: Mapping[str, TracedValue | None]) -> Iterator[Notice]:
    for name, leaf in islice(loose.items(), MOST_UNUSED):
        shown = name[:64]
        if leaf is None and name not in machine.record.labels_of_leaves:
            yield Notice("unused-value", f"The program does not use the number given for `{shown}`.")
        else:
            line = None if leaf is None else leaf.line
            yield Notice("independent", f"The output does not depend on `{shown}`.", line)
