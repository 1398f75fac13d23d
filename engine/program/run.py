"""Running a program: text and numbers in, a graph with its numbers out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.collector import building
from engine.errors import EngineError, LeafError, LimitError, UnknownNodeError
from engine.graph import Frame, Graph
from engine.notices import Notice
from engine.program.budget import over
from engine.program.kinds import wrong_value
from engine.program.limits import Limits
from engine.program.machine import TOO_DEEP, Machine
from engine.program.outcome import exact, held, loose, parameters, unused
from engine.program.output import chosen_output, default_output
from engine.program.places import placed
from engine.program.printer import PRINTED
from engine.program.program import Program, compile_program
from engine.program.reprs import repr_of
from engine.program.unavailable import Unavailable
from engine.program.values import TracedValue, is_value
from engine.run import Run, Scope, State
from engine.scoping.told import told
from engine.watched import fitting


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
    numbers = exact(machine, finished.graph)
    if numbers:
        # Leaves share a label, and which of them a number is for is known only now.
        machine.close()
        machine = Machine(limits, given, seed, numbers)
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


def _told(machine: Machine, program: Program, finished: _Finished, state: State) -> Run:
    graph, echoed = finished.graph, finished.echoed
    nodes = [] if graph is None else [node for node in graph.nodes if isinstance(node, TracedValue)]
    ids = {id(node): i for i, node in enumerate(nodes)}
    echo = ids.get(id(echoed))
    independent = dict(loose(machine, graph, state))
    return Run(
        source=program.source,
        graph=graph,
        frame=Frame((), ()) if graph is None else graph.frame(),
        states=machine.record.states(nodes),
        passes=tuple([node.passes for node in nodes]),
        lines=tuple([node.line for node in nodes]),
        printed=machine.printer.text(),
        notices=(*machine.notices, *_cut(machine), *unused(machine, independent)),
        result=finished.result,
        echo=echo,
        reusable=not machine.record.numbers_used and (echo is not None or not is_value(echoed)),
        parameters=parameters(machine, graph),
        loose=tuple(independent),
        held=tuple(held(machine.names, ids, machine.budget.gather)),
        scopes=_scopes(machine, graph, nodes),
        pass_records=tuple(machine.pass_records),
        watched=fitting(machine.watched),
    )


def _scopes(machine: Machine, graph: Graph | None, nodes: Sequence[TracedValue]) -> tuple[Scope, ...]:
    if graph is None:
        return ()
    return told(
        machine.scopes,
        machine.lists,
        graph.inputs,
        [node.scope for node in nodes],
        [node.serial for node in nodes],
    )


def _cut(machine: Machine) -> Iterator[Notice]:
    place = machine.printer.cut_at
    if place is not None:
        yield Notice(
            "printed-cut",
            f"Only the first {PRINTED:,} printed characters are kept.",
            place.line,
            place.column,
        )
