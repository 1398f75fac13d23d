"""What is written into a picture, and how it is said: names, origins, states."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from app.drawing.numbers import MINUS, NOT_COMPUTED, format_number
from app.drawing.quotient.boxes import Box
from app.drawing.text import clean
from engine.graph import Frame, Graph
from engine.names import node_id
from engine.ops import LEAF

GROUP_BADGE = "⊞"
TRAINABLE, FIXED = "θ", "="
LISTED = 4
"""Inputs that an origin names; of more it says how many."""
STATE_CLASS = {
    "none": "is-pending",
    "fresh": "is-fresh",
    "stale": "is-stale",
    "accumulated": "is-acc",
    "assigned": "is-fresh",
}
"""The state of a grad as a class of its card."""
_STATE_WORDS = {
    "fresh": "up to date",
    "stale": "stale",
    "assigned": "set by the program",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """Data and grad as a card shows them; the state of the grad, how many passes are in it, and whether there
    can be one."""

    data: str
    grad: str
    state: str
    passes: int
    takes_grad: bool

    def words(self) -> list[str]:
        """The same as a screen reader says it."""
        data = f"data {self.data}"
        if not self.takes_grad:
            return [data, "constant, takes no grad"]
        if self.grad == NOT_COMPUTED:
            return [data, "grad not computed yet"]
        return [data, f"grad {self.grad}", state_words(self.state, self.passes)]


@dataclass(frozen=True, slots=True)
class Scene:
    """A graph with its numbers at one moment: what a view is filled with.

    states and passes are those of the grads, in id order; parameters are the ids of the leaves that descent
    moves. details: how many boxes each detail has, where the picture is to say so.
    """

    graph: Graph
    frame: Frame
    states: Sequence[str]
    passes: Sequence[int]
    parameters: Collection[int]
    details: Mapping[str, int] | None = None

    @classmethod
    def of(
        cls,
        graph: Graph,
        frame: Frame,
        states: Sequence[str],
        passes: Sequence[int],
        parameters: Collection[int] | None = None,
    ) -> Self:
        """A scene in which descent moves these leaves, every one if None."""
        moved = graph.leaves if parameters is None else parameters
        return cls(graph, frame, states, passes, frozenset(moved))

    def name(self, node: int) -> str:
        """What a card is headed with: the label; a constant without one is its number, another node its
        id."""
        label = clean(self.graph.titles[node])
        if label:
            return label
        return _short(self.frame.data[node]) if self.graph.is_constant(node) else node_id(node)

    def heading(self, box: Box) -> str:
        """What a box is headed with."""
        return clean(box.group) if box.kind == "group" else self.name(box.members[0])

    def is_unnamed(self, box: Box) -> bool:
        """Whether the heading is not the program's own word."""
        return box.kind == "value" and not self.graph.labels[box.members[0]]

    def badge(self, box: Box) -> str:
        """The op's symbol, or what kind of leaf it is."""
        node = box.members[0]
        if box.kind == "group":
            return GROUP_BADGE
        return self.graph.ops[node].symbol or (TRAINABLE if node in self.parameters else FIXED)

    def origin(self, node: int) -> str:
        """The op written out over the inputs' names, as in `a × b`; empty for what no op made."""
        op = self.graph.ops[node]
        names = [self.name(source) for source in self.graph.inputs[node]]
        if not names:
            return ""
        if op.arity is None:
            return " + ".join(names) if len(names) <= LISTED else f"sum of {len(names):,}"
        if op.token:
            return f" {op.symbol} ".join(names)
        if len(names) == 1:
            return f"{op.symbol}{names[0]}" if op.symbol == MINUS else f"{op.symbol} {names[0]}"
        return f"{op.symbol}({', '.join(names)})"

    def state(self, node: int) -> str:
        """The state of the grad; a constant's is `none`."""
        return "none" if self.graph.is_constant(node) else self.states[node]

    def reading(self, box: Box) -> Reading | None:
        """The numbers of the node that a box shows; None where it shows none."""
        node = box.node
        if node is None:
            return None
        state = self.state(node)
        return Reading(
            data=format_number(self.frame.data[node]),
            grad=NOT_COMPUTED if state == "none" else format_number(self.frame.grad[node]),
            state=state,
            passes=self.passes[node],
            takes_grad=state != "none" or not self.graph.is_constant(node),
        )

    def sentence(self, box: Box) -> str:
        """Name, numbers, state and origin of a value."""
        reading = self.reading(box)
        assert reading is not None
        assert box.node is not None
        words = [self.name(box.node), *reading.words()]
        if self.graph.ops[box.node] is LEAF:
            words.append("leaf, trainable" if box.node in self.parameters else "leaf, held fixed")
        elif reading.takes_grad:
            words.append(f"from {self.origin(box.node)}")
        return ", ".join(words)


def state_words(state: str, passes: int) -> str:
    """The state of a grad that there is, as a screen reader says it."""
    return _STATE_WORDS.get(state) or f"sum of {passes} passes"


def _short(number: float) -> str:
    """A constant as a person would type it, to six digits."""
    return f"{number:.6g}".replace("-", MINUS)
