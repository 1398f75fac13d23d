"""A reading as a graph of ours: ops recognised, operands in order, labels, and where each node came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, Final

from engine.custom import custom_op
from engine.foreign.own.makers import op_of
from engine.foreign.own.reading import Plain, Reading, Recognised
from engine.graph import Graph
from engine.labels import LABEL
from engine.ops import CONSTANT, LEAF, Op

_WRAPPERS: Final = ("lift", "wrap", "ensure", "to_", "as_", "coerce", "promote", "const", "convert")

_Known = Sequence[Recognised | None]
_Partials = Sequence[Sequence[float | None]]


@dataclass(frozen=True, slots=True)
class Built:
    """The graph and, in id order, where its nodes are in the reading (None for a number that the program
    keeps nowhere), what the program calls their ops, and their numbers.
    """

    graph: Graph
    positions: Sequence[int | None]
    words: Sequence[str]
    data: Sequence[float]
    grad: Sequence[float]


def build(reading: Reading, known: _Known, partials: _Partials) -> Built:
    """The graph under the output. An op of the program's own has the partials that it used, else 0."""
    ops = [_op(reading, k, found, partials) for k, found in enumerate(known)]
    words = ["" if found is None else found.word for found in known]
    if all(found is None or _in_order(reading.inputs[k], found.arguments) for k, found in enumerate(known)):
        return _in_place(reading, known, ops, words)
    return _in_new_order(reading, known, ops, words)


def _in_order(inputs: tuple[int, ...], arguments: Sequence[int | Plain]) -> bool:
    """Whether the arguments are the inputs as they were read, or these and one number after them."""
    return (
        arguments is inputs
        or arguments == inputs
        or (isinstance(arguments[-1], Plain) and arguments[:-1] == inputs)
    )


def _in_place(reading: Reading, known: _Known, ops: Sequence[Op], words: Sequence[str]) -> Built:
    """Where the order of the reading is that of the graph: numbers that are not nodes come just before what
    uses them.
    """
    own = [
        found.arguments[-1] if found is not None and len(found.arguments) > len(inputs) else None
        for found, inputs in zip(known, reading.inputs, strict=True)
    ]
    ids = [k + before for k, before in enumerate(accumulate(each is not None for each in own))]
    inputs = [tuple([ids[j] for j in each]) for each in reading.inputs] if any(own) else reading.inputs
    columns: tuple[list[Any], ...] = ([], [], [], [], [], [], [])
    begin = 0
    rows = (ops, inputs, range(len(ops)), words, reading.data, reading.grad, reading.labels)
    for k, number in enumerate(own):
        if isinstance(number, Plain):
            _extend(columns, rows, begin, k)
            _extend(columns, ((CONSTANT,), ((),), (None,), ("",), (number.number,), (0.0,), ("",)), 0, 1)
            inputs[k] += (ids[k] - 1,)
            begin = k
    _extend(columns, rows, begin, len(ops))
    all_ops, all_inputs, positions, said, data, grad, labels = columns
    return Built(Graph.of(all_ops, all_inputs, labels, [""] * len(labels)), positions, said, data, grad)


def _extend(columns: Sequence[list[Any]], rows: Sequence[Sequence[Any]], begin: int, end: int) -> None:
    for column, row in zip(columns, rows, strict=True):
        column.extend(row[begin:end])


@dataclass(slots=True, eq=False)
class _Node:
    """A node whose place in the order is still to be found."""

    op: Op
    inputs: tuple[_Node, ...]
    data: float
    grad: float
    label: str
    position: int | None
    word: str = ""
    group: str = field(default="")


def _in_new_order(reading: Reading, known: _Known, ops: Sequence[Op], words: Sequence[str]) -> Built:
    """Where the program forgot the order of operands, which is the order of the graph."""
    made: list[_Node] = []
    for k, found in enumerate(known):
        arguments = () if found is None else found.arguments
        inputs = tuple(
            [
                _Node(CONSTANT, (), each.number, 0.0, "", None) if isinstance(each, Plain) else made[each]
                for each in arguments
            ]
        )
        made.append(_Node(ops[k], inputs, reading.data[k], reading.grad[k], reading.labels[k], k, words[k]))
    graph = Graph(made[-1])
    nodes = [node for node in graph.nodes if isinstance(node, _Node)]
    return Built(
        graph,
        [node.position for node in nodes],
        [node.word for node in nodes],
        [node.data for node in nodes],
        [node.grad for node in nodes],
    )


def _op(reading: Reading, k: int, found: Recognised | None, partials: _Partials) -> Op:
    if found is None:
        return CONSTANT if reading.is_plain(k) or _is_wrapped(reading, k) else LEAF
    if found.op is not None:
        return found.op
    return custom_op((found.word or "custom")[:LABEL], reading.data[k], [each or 0.0 for each in partials[k]])


def _is_wrapped(reading: Reading, k: int) -> bool:
    """Whether a leaf is a number that an op wrapped: made by an operator, or by what operators call for it,
    and without a name; or whether it takes no grad anyway. What another constructor makes is a leaf.
    """
    if not reading.takes[k]:
        return True
    method = reading.made[k].method
    if not method or reading.labels[k]:
        return False
    return op_of(method) is not None or method.lstrip("_").startswith(_WRAPPERS)
