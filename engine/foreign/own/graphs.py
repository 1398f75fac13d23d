"""A reading as a graph of ours: ops recognised, operands in order, labels, and where each node came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from engine.custom import custom_op
from engine.foreign.own.makers import op_of
from engine.foreign.own.reading import Plain, Reading
from engine.foreign.own.recognise import Recognised
from engine.graph import Graph
from engine.labels import LABEL
from engine.ops import CONSTANT, LEAF, Op

_WRAPPERS: Final = ("lift", "wrap", "ensure", "to_", "as_", "coerce", "promote", "const", "convert")


@dataclass(slots=True, eq=False)
class OwnNode:
    """A node of the graph. position: in the reading, None for a number that the program keeps nowhere."""

    op: Op
    inputs: tuple[OwnNode, ...]
    data: float
    grad: float
    label: str
    position: int | None
    word: str = ""
    group: str = field(default="")


def build(
    reading: Reading, known: Sequence[Recognised | None], partials: Sequence[Sequence[float | None]]
) -> Graph:
    """The graph under the output. An op of the program's own has the partials that it used, else 0."""
    made: list[OwnNode] = []
    for k, found in enumerate(known):
        inputs: tuple[OwnNode, ...] = ()
        if found is None:
            op = LEAF if not reading.is_plain(k) and not _is_wrapped(reading, k) else CONSTANT
        else:
            inputs = tuple(
                [
                    OwnNode(CONSTANT, (), each.number, 0.0, "", None)
                    if isinstance(each, Plain)
                    else made[each]
                    for each in found.arguments
                ]
            )
            op = found.op or custom_op(
                (found.word or "custom")[:LABEL], reading.data[k], [each or 0.0 for each in partials[k]]
            )
        label = "" if reading.is_plain(k) else _label(reading, k)
        word = "" if found is None else found.word
        made.append(OwnNode(op, inputs, reading.data[k], reading.grad[k], label, k, word))
    return Graph(made[-1])


def nodes_of(graph: Graph) -> list[OwnNode]:
    """The nodes of a graph that was built here, in id order."""
    return [node for node in graph.nodes if isinstance(node, OwnNode)]


def _is_wrapped(reading: Reading, k: int) -> bool:
    """Whether a leaf is a number that an op wrapped: made by an operator, or by what operators call for it,
    and without a name; or whether it takes no grad anyway. What another constructor makes is a leaf.
    """
    if not reading.takes[k]:
        return True
    method = reading.made[k].method
    if not method or _label(reading, k):
        return False
    return op_of(method) is not None or method.lstrip("_").startswith(_WRAPPERS)


def _label(reading: Reading, k: int) -> str:
    return (reading.layout.label(reading.objects[k]) or reading.made[k].label)[:LABEL]
