"""One run's state: its names, its budgets, its random numbers, what it printed and what it made."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from engine.errors import LimitError
from engine.graph import topological_order
from engine.labels import check_label
from engine.notices import Notice
from engine.ops import LEAF
from engine.program.budget import Budget, over
from engine.program.given import Given
from engine.program.limits import Limits
from engine.program.places import START, Place
from engine.program.printer import Printer
from engine.program.record import Record
from engine.program.values import TracedValue
from engine.program.vocabulary import Vocabulary
from engine.run import PassRecord
from engine.scoping.lists import Lists
from engine.scoping.scopes import Scopes
from engine.watched import Watched

# One call of a program's function is some ten Python calls, and 200 of them may wait for one another. These
# are calls from Python to Python, which take no room on the C stack.
sys.setrecursionlimit(max(sys.getrecursionlimit(), 10_000))


TOO_DEEP = "Recursion is too deep. Is the base case reached?"


class Machine:
    """Everything that changes while one program runs; made for each run and used by one thread.

    given: numbers for leaves by name, the first of their two applications. exact: as in `Given`.
    """

    def __init__(
        self,
        limits: Limits,
        given: Mapping[str, float],
        seed: int,
        exact: Mapping[tuple[str, int], float | None] | None = None,
    ) -> None:
        self.limits = limits
        self.budget = Budget(limits)
        self.given = given
        self._given = Given(given, exact)
        self.labellings = self._given.labellings
        self.seed = seed
        self.random = Random(seed)
        self.names: dict[str, Any] = {}
        self.vocabulary = Vocabulary()
        self.place: Place = START
        self.depth = 0
        self.waiting = 0
        self.nonlin = "tanh"
        self.printer = Printer()
        self.record: Record[TracedValue] = Record()
        self.notices: list[Notice] = []
        self.pass_records: list[PassRecord] = []
        self.watched: dict[str, Watched] = {}
        self.scopes = Scopes()
        self.stack = self.scopes.stack
        self.lists = Lists(self.scopes, _serials, lambda: self.budget.values)
        self.free: dict[str, TracedValue] = {}
        self._noticed: set[tuple[str, int]] = set()

    # -- Values --------------------------------------------------------------------------------------------

    def leaf(self, data: float, label: str = "", group: str = "") -> TracedValue:
        """A new leaf."""
        return TracedValue(self, data, label, group)

    def parameter(self, data: float, label: str, group: str) -> TracedValue:
        """A new leaf that a network made."""
        made = self.leaf(data, label, group)
        self.record.parameters.append(made)
        return made

    def set_label(self, value: TracedValue, label: str) -> None:
        """Labels a Value; a leaf whose number comes with the request gets it now, in place of its literal."""
        check_label(label)
        value.label = label
        self.record.label(value, label)
        if value.op is LEAF and label:
            self.give(value)

    def give(self, leaf: TracedValue) -> None:
        """Gives a leaf the number that the request holds for its name."""
        number = self._given.to(leaf)
        if number is not None:
            leaf.data = number

    def bind(self, value: Any) -> None:
        """Notes that a plain assignment at the top level bound this."""
        if type(value) is TracedValue:
            self.record.last_assigned = value

    def free_leaf(self, name: str) -> TracedValue:
        """The leaf of a name that the program never assigns, made at its first use."""
        if name not in self.free:
            made = self.free[name] = self.leaf(self.given[name], name)
            # As if all of them were made before the program begins.
            free = self.vocabulary.free
            made.scope, made.serial = 0, free.index(name) - len(free)
        return self.free[name]

    def check_size(self, output: TracedValue) -> None:
        """Refuses a graph of too many nodes before anything goes through it."""
        if self.budget.values > self.limits.nodes:
            count = len(topological_order(output))
            if count > self.limits.nodes:
                raise over(self.limits, "nodes", f"A graph has at most {{}} nodes; this one has {count:,}.")

    def is_value(self, thing: Any) -> bool:
        """Whether an object of the program is a Value of it."""
        return type(thing) is TracedValue

    # -- calls ---------------------------------------------------------------------------------------------

    def enter(self) -> None:
        """Counts a call of a program's function; its caller takes it back from ``depth``."""
        self.budget.step()
        if self.depth >= self.limits.depth:
            raise self.too_deep()
        self.depth += 1

    def wait(self) -> None:
        """Counts a generator that is asked for an element; its caller takes it back from ``waiting``."""
        if self.waiting >= self.limits.depth:
            raise self.too_deep()
        self.waiting += 1

    def too_deep(self) -> LimitError:
        """The error for functions that call one another too deeply."""
        return over(self.limits, "depth", TOO_DEEP)

    # -- remarks -------------------------------------------------------------------------------------------

    def notice(self, code: str, message: str, place: Place | None = None) -> None:
        """Adds a notice, once for each code and line."""
        place = place or self.place
        if (code, place.line) not in self._noticed:
            self._noticed.add((code, place.line))
            self.notices.append(Notice(code, message, place.line, place.column))

    def close(self) -> None:
        """Lets go of everything but what the graph's Values need, so that nothing waits for the collector."""
        self.names.clear()
        self.free.clear()
        self.labellings.clear()
        self.record = Record()


def _serials(things: Sequence[Any]) -> Sequence[int] | None:
    """The serial numbers of the elements of a list, if all of them are Values."""
    if all(type(thing) is TracedValue for thing in things):
        return [thing.serial for thing in things]
    return None
