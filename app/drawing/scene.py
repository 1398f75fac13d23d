"""What is written into a picture, and how it is said: names, origins, states."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.drawing.numbers import MINUS, NOT_COMPUTED, TO, format_number, format_range
from app.drawing.quotient.boxes import Box, op_symbols
from app.drawing.text import clean
from engine.graph import Frame, Graph
from engine.ops import LEAF

GROUP_BADGE, CYCLE_BADGE = "⊞", "↻"
TRAINABLE, FIXED = "θ", "="
FEW = 3
"""Different plain numbers that head the box they share."""
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
_NOTABLE = ("stale", "accumulated", "fresh", "assigned")
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

    def heading(self, box: Box) -> str:
        """What a box is headed with."""
        if box.kind == "group":
            return clean(box.group)
        if box.kind != "fold":
            return self.name(box.members[0])
        if box.name:
            return clean(box.name)
        numbers = sorted({self.frame.data[node] for node in box.members})
        return ", ".join(map(_short, numbers)) if len(numbers) <= FEW else "numbers"

    def is_unnamed(self, box: Box) -> bool:
        """Whether the heading is not the program's own word."""
        if box.kind == "fold":
            return not box.group and not box.is_named
        return box.kind == "value" and not self.graph.labels[box.members[0]]

    def badge(self, box: Box) -> str:
        """The op's symbol, or what kind of leaf it is."""
        node = box.lead
        if box.cycle:
            return CYCLE_BADGE
        if box.kind == "group" or (box.kind == "fold" and box.group and self.graph.inputs[node]):
            return GROUP_BADGE
        if box.kind == "fold" and self.graph.inputs[node]:
            return op_symbols(self.graph, box)
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

    def range_of(self, box: Box) -> tuple[str, str]:
        """Data and grad of what is used of a fold: from the least to the greatest."""
        data = format_range([self.frame.data[node] for node in box.outlets])
        grads = [self.frame.grad[node] for node in box.outlets if self.has_grad(node)]
        return data, format_range(grads) if grads else NOT_COMPUTED

    def state_of(self, box: Box) -> tuple[str, int]:
        """The state that a fold's grads are in, the most notable where they differ; and the most passes."""
        states = {self.state(node) for node in box.outlets}
        state = next((each for each in _NOTABLE if each in states), "none")
        return state, max((self.passes[node] for node in box.outlets), default=0)

    def fold_sentence(self, box: Box) -> str:
        """A fold's name, how often it is there, and its ranges, for who hears the drawing."""
        data, grad = self.range_of(box)
        state, passes = self.state_of(box)
        words = [self.heading(box), f"{box.times:,} times"] if box.times > 1 else [self.heading(box)]
        words += [f"{len(box.members):,} values", f"data {_spoken(data)}"]
        if grad == NOT_COMPUTED:
            is_constant = self.graph.is_constant(box.lead)
            return ", ".join([*words, "constant, takes no grad" if is_constant else "grad not computed yet"])
        about = _STATE_WORDS.get(state) or f"added over {passes} passes"
        return ", ".join([*words, f"grad {_spoken(grad)}", about])

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


def _spoken(text: str) -> str:
    """A range as it is said: from one end to the other."""
    least, to, most = text.partition(TO)
    return f"from {least} to {most}" if to else text


def _short(number: float) -> str:
    """A constant as a person would type it, to six digits."""
    return f"{number:.6g}".replace("-", MINUS)
