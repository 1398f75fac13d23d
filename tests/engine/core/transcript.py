"""Prints what random work with Values gives, errors included, so that two cores can be compared by it.

    python -m tests.engine.core.transcript SEED ROUNDS

Numbers are mostly usual and sometimes at the edges of doubles, or none; Values are mostly plain, sometimes of
subclasses, and their attributes are assigned and deleted as a program can.
"""

from __future__ import annotations

import copy
import operator
import random
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from engine.graph import Graph
from engine.ops import CATALOGUE
from engine.value import Value, apply, total

EDGES = (0.0, -0.0, 1.0, -1.0, 0.5, 710.0, -710.0, 1e308, -1e308, 5e-324, 1e-320, 20.0, -20.0)
ODD = (
    float("inf"),
    float("-inf"),
    float("nan"),
    True,
    Fraction(1, 3),
    10**300,
    10**400,
    2**53 + 1,
    "x",
    None,
    1j,
)
ASSIGNED = (0, 1.5, "s", None, 3, True, [1], 10**400)
OPERATORS = (operator.add, operator.sub, operator.mul, operator.truediv, operator.pow)
NAMES = [
    (word, entry.arity)
    for entry in CATALOGUE.values()
    if not entry.token and entry.arity is not None
    for word in (entry.name, *entry.aliases)
]


class Slotted(Value):
    __slots__ = ()


class Open(Value):
    """One that has a dictionary."""


class Fixed(Value):
    """One whose number cannot be set."""

    @property
    def data(self) -> float:
        return 7.0

    @data.setter
    def data(self, number: object) -> None:
        pass


KINDS = (Slotted, Open, Fixed)


class Work:
    """A pool of Values, and one random thing done to it after another."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.values: list[Any] = [self.made() for _ in range(6)]

    def made(self) -> Any:
        rng = self.rng
        kind = Value if rng.random() < 0.9 else rng.choice(KINDS)
        try:
            return kind(self.number(), label=rng.choice(("", "a", "b")), group=rng.choice(("", "g")))
        except Exception:
            return Value(1.0)

    def number(self) -> Any:
        rng = self.rng
        draw = rng.random()
        if draw < 0.25:
            return rng.choice(EDGES)
        if draw < 0.3:
            return rng.choice(ODD)
        return rng.randint(-5, 5) if draw < 0.4 else rng.gauss(0.0, 2.0)

    def one(self) -> Any:
        return self.rng.choice(self.values)

    def any(self) -> Any:
        return self.one() if self.rng.random() < 0.75 else self.number()

    # What can be done, by how often.

    def operate(self) -> Any:
        sides = [self.one(), self.any()]
        self.rng.shuffle(sides)
        return self.rng.choice(OPERATORS)(*sides)

    def call(self) -> Any:
        word, arity = self.rng.choice(NAMES)
        return getattr(self.one(), word)(*([self.any()] if arity == 2 else []))

    def sign(self) -> Any:
        return self.rng.choice((operator.neg, operator.pos, operator.abs))(self.one())

    def add_up(self) -> Any:
        start = self.rng.choice(((), (), (0,), (0.0,), (1,), (self.one(),)))
        return total([self.any() for _ in range(self.rng.randint(0, 20))], *start)

    def apply(self) -> Any:
        entry = self.rng.choice(list(CATALOGUE.values()))
        return apply(entry, *[self.any() for _ in range(self.rng.randint(1, 3))])

    def assign(self) -> Any:
        value = self.one()
        setattr(value, self.rng.choice(("data", "grad")), self.rng.choice(ASSIGNED))
        return value

    def relabel(self) -> Any:
        value = self.one()
        value.label = self.rng.choice(("", "q", None, [], "é"))
        value.group = self.rng.choice(("", "h/i", 4))
        return value

    def rewire(self) -> Any:
        value, some = self.one(), [self.one() for _ in range(4)]
        value.inputs = self.rng.choice(((), (some[0],), tuple(some[:2]), tuple(some), [some[0]], (1, 2)))
        if self.rng.random() < 0.3:
            value.op = self.rng.choice((*CATALOGUE.values(), None))

    def forget(self) -> Any:
        delattr(self.one(), self.rng.choice(("data", "grad", "label", "op", "inputs", "group")))

    def duplicate(self) -> Any:
        return self.rng.choice((copy.copy, copy.deepcopy))(self.one())

    def back(self) -> Any:
        return self.one().backward()

    def back_once(self) -> Any:
        return self.one()._backward()

    def unmade(self) -> Any:
        kind = self.rng.choice((Value, *KINDS))
        self.values.append(kind.__new__(kind))

    def read(self) -> Any:
        graph = Graph(self.one())
        return graph.inputs, graph.labels, graph.groups, [entry.name for entry in graph.ops]

    def look(self) -> Any:
        value = self.one()
        return value._op, len(value._prev), repr(value)

    def lines(self, steps: int) -> Iterator[str]:
        """What each of so many random steps gives."""
        often: list[tuple[Callable[[], Any], int]] = [
            (self.operate, 50), (self.call, 20), (self.sign, 8), (self.add_up, 8), (self.apply, 2),
            (self.assign, 3), (self.relabel, 2), (self.rewire, 1), (self.forget, 1), (self.duplicate, 1),
            (self.back, 3), (self.back_once, 1), (self.look, 2), (self.unmade, 1), (self.read, 2),
        ]  # fmt: skip
        ways, weights = zip(*often, strict=True)
        for _ in range(steps):
            yield said(self._take, *self.rng.choices(ways, weights))
        for value in self.values:
            yield said(value.backward)
        for value in self.values:
            yield said(lambda each=value: each)

    def _take(self, way: Callable[[], Any]) -> Any:
        found = way()
        if isinstance(found, Value):
            self.values.append(found)
        return found


def said(action: Callable[..., Any], *arguments: Any) -> str:
    """What an action gives, or how it fails."""
    try:
        return shown(action(*arguments))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def shown(thing: Any) -> str:
    if not isinstance(thing, Value):
        return repr(thing)
    plain = (thing.data, thing.grad, thing.op.name, len(thing.inputs), thing.label, thing.group)
    return repr((type(thing).__name__, *plain))


def main() -> None:
    seed, rounds = map(int, sys.argv[1:])
    for each in range(rounds):
        for line in Work(random.Random(f"{seed} {each}")).lines(60):
            print(line.replace("\n", " "))


if __name__ == "__main__":
    main()
