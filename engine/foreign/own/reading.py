"""An object graph, read: its instances with inputs before uses, and the numbers that they hold.

Nothing is decided here: what the ops are, and which numbers are right, is the business of others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from engine.foreign.journal import Made
from engine.foreign.own.attributes import Layout
from engine.ops import Op


@dataclass(frozen=True, slots=True)
class Plain:
    """A plain number among a node's inputs."""

    number: float


Argument: TypeAlias = int | Plain  # a position, or a number that the program does not keep as a node


class Recognised(NamedTuple):
    """op: None for one of its own. word: what the program calls it. arguments: in the op's order."""

    op: Op | None
    word: str
    arguments: tuple[Argument, ...]


@dataclass(slots=True)
class Reading:
    """Items by position, inputs before uses; the last is the output.

    objects: the instances; a Plain for a number. inputs: positions, as often as the program keeps them.
    repeats: whether one used twice is kept twice. partials: those that the program keeps, or None.
    data: as the last pass saw it; now: as it is. grad: as the program left it.
    takes: whether it is to get one. labels: what the program calls it, by an attribute or by assignment. at:
    by `id(instance)`. alike: whether all are instances of one class. beside: whether the grads are
    kept in a dictionary beside them.
    """

    layout: Layout
    objects: list[Any] = field(default_factory=list)
    inputs: list[tuple[int, ...]] = field(default_factory=list)
    repeats: list[bool] = field(default_factory=list)
    partials: list[tuple[float, ...] | None] = field(default_factory=list)
    data: list[float] = field(default_factory=list)
    now: list[float] = field(default_factory=list)
    grad: list[float] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)
    takes: list[bool] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    at: dict[int, int] = field(default_factory=dict)
    alike: bool = False
    beside: bool = False

    def __len__(self) -> int:
        return len(self.objects)

    @property
    def engine(self) -> type:
        """The most special class that all instances share: the engine, where ops may be classes of it."""
        kinds = {type(thing) for thing in self.objects if type(thing) is not Plain}
        bases = type(self.objects[-1]).__mro__
        shared = (base for base in bases if all(issubclass(kind, base) for kind in kinds))
        return next((base for base in shared if base is not object), self.layout.kind)

    def is_plain(self, position: int) -> bool:
        """Whether this is a number and no instance."""
        return type(self.objects[position]) is Plain
