"""The Values of a program: they count against its budgets and know where they were made."""

from __future__ import annotations

from typing import Any, Protocol

from engine.autodiff import backward_steps
from engine.graph import Graph
from engine.ops import CONSTANT, LEAF, Op
from engine.program.budget import Budget
from engine.program.places import Place
from engine.program.record import NONE, Record
from engine.run import PassRecord
from engine.scoping.scopes import Scopes
from engine.value import Value

# Uses of the chain rule between two looks at the clock.
STEPS = 1_000


class Maker(Protocol):
    """What a Value asks of the run that makes it."""

    budget: Budget
    place: Place
    record: Record[TracedValue]
    pass_records: list[PassRecord]
    scopes: Scopes
    stack: list[list[Any]]

    def set_label(self, value: TracedValue, label: str) -> None: ...

    def check_size(self, output: TracedValue) -> None: ...


class TracedValue(Value):
    """A Value that belongs to a run.

    machine: the run. line: where it was made; scope: in which. serial: its number among the run's Values.
    passes, mark, stamp, changed: what the run's record knows of its numbers.
    """

    __slots__ = ("machine", "line", "scope", "serial", "passes", "mark", "stamp", "changed")

    machine: Maker
    line: int
    scope: int
    serial: int
    passes: int
    mark: str
    stamp: int
    changed: int

    def __init__(self, machine: Maker, data: float, label: str = "", group: str = "") -> None:
        machine.budget.make()
        super().__init__(data, "", group)
        self._enter(machine)
        machine.record.last_made = self
        if label:
            machine.set_label(self, label)

    def _make(self, op: Op, inputs: tuple[Value, ...], data: float) -> Value:
        machine = self.machine
        machine.budget.make()
        made = object.__new__(TracedValue)
        made.data = data
        made.grad = 0.0
        made.op = op
        made.inputs = inputs
        made.label = ""
        made.group = ""
        made._enter(machine)
        if op is not CONSTANT:
            machine.record.last_made = made
        return made

    def _enter(self, machine: Maker) -> None:
        self.machine = machine
        self.line = machine.place.line
        self.serial = machine.budget.values
        top = machine.stack[-1]
        self.scope = top[1] if len(top) > 1 else machine.scopes.here()
        self.passes = 0
        self.mark = NONE
        self.stamp = 0
        self.changed = 0

    def backward(self) -> None:
        """As any Value's, noted in the run's record, paid for by the node, and with an eye on the clock."""
        machine = self.machine
        machine.check_size(self)
        graph = Graph(self)
        machine.budget.step(len(graph))
        grads = [0.0] * len(graph)
        for used in backward_steps(graph, [node.data for node in graph.nodes], grads):
            if used.step % STEPS == 0:
                machine.budget.clock()
        for node, grad in zip(graph.nodes, grads, strict=True):
            node.grad = node.grad + grad if node.op is LEAF else grad
        machine.record.passed(graph)
        machine.pass_records.append(
            PassRecord(len(machine.pass_records) + 1, self.data, len(graph), machine.place.line)
        )

    def _backward(self) -> None:
        self.machine.budget.step(len(self.inputs))
        self.machine.record.used(self)
        super()._backward()


def is_value(thing: Any) -> bool:
    """Whether an object of the program is a Value."""
    return type(thing) is TracedValue
