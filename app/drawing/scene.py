"""What is written into a picture, and how it is said: names, origins, states."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.drawing.boxes import Box
from app.drawing.numbers import MINUS, NOT_COMPUTED, format_number
from app.drawing.text import clean
from engine.graph import Frame, Graph
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
    "fresh": "computed this pass",
    "stale": "stale, some data changed since",
    "assigned": "set by the program",
}


@dataclass(frozen=True, slots=True)
class Scene:
    """A graph with its numbers at one moment: what a view is filled with.

    states and passes are those of the grads, in id order; parameters are the ids of the leaves that descent
    moves.
    """

    graph: Graph
    frame: Frame
    states: Sequence[str]
    passes: Sequence[int]
    parameters: Collection[int]

    def name(self, node: int) -> str:
        """What a card is headed with: the label; a constant without one is its number, another node its
        id."""
        label = clean(self.graph.labels[node])
        if label:
            return label
        return _short(self.frame.data[node]) if self.graph.is_constant(node) else f"n{node}"

    def badge(self, box: Box) -> str:
        """The op's symbol, or what kind of leaf it is."""
        if box.kind == "group":
            return GROUP_BADGE
        node = box.members[0]
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

    def data(self, node: int) -> str:
        """The data as a card shows it."""
        return format_number(self.frame.data[node])

    def grad(self, node: int) -> str:
        """The grad as a card shows it: a dash where none was computed."""
        return format_number(self.frame.grad[node]) if self.has_grad(node) else NOT_COMPUTED

    def has_grad(self, node: int) -> bool:
        """Whether there is a grad to show; a constant never has one."""
        return self.states[node] != "none" and not self.graph.is_constant(node)

    def state(self, node: int) -> str:
        """The state of the grad; a constant's is `none`."""
        return self.states[node] if self.has_grad(node) else "none"

    def sentence(self, node: int) -> str:
        """Name, numbers, state and origin, for who hears the drawing."""
        words = [self.name(node), f"data {self.data(node)}"]
        if self.graph.is_constant(node):
            return ", ".join([*words, "constant, takes no grad"])
        state = self.state(node)
        if state == "none":
            words.append("grad not computed yet")
        else:
            about = _STATE_WORDS.get(state) or f"added over {self.passes[node]} passes"
            words += [f"grad {self.grad(node)}", about]
        if self.graph.ops[node] is LEAF:
            return ", ".join([*words, "leaf, trainable" if node in self.parameters else "leaf, held fixed"])
        return ", ".join([*words, f"from {self.origin(node)}"])


def _short(number: float) -> str:
    """A constant as a person would type it, to six digits."""
    return f"{number:.6g}".replace("-", MINUS)
