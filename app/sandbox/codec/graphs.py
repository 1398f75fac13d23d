"""A graph and the arrays that run along its nodes."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, Final, TypedDict

import numpy as np

from app.sandbox.codec.bounds import Bounds
from app.sandbox.codec.errors import GarbledError
from app.sandbox.codec.frame import BYTE, DOUBLE, INDEX, Message
from engine.custom import custom_op
from engine.graph import Frame, Graph
from engine.labels import LEVELS, levels
from engine.ops import CATALOGUE, CONSTANT, CUSTOM, LEAF, Op

OPS: Final[tuple[Op, ...]] = (LEAF, CONSTANT, *CATALOGUE.values())
_CODES: Final = {op.name: code for code, op in enumerate(OPS)}
_CUSTOM: Final = len(OPS)


class GraphTables(TypedDict):
    """What of a graph is text, each text once."""

    nodes: int
    custom: list[str]
    labels: list[str]
    groups: list[str]


class Table:
    """Texts by number, in the order in which they first came."""

    def __init__(self, *first: str) -> None:
        self._numbers: Final = {text: number for number, text in enumerate(first)}

    def number(self, text: str) -> int:
        """The number of this text."""
        return self._numbers.setdefault(text, len(self._numbers))

    def numbers(self, texts: Sequence[str]) -> Iterable[int]:
        """The number of each."""
        for text in dict.fromkeys(texts):
            self.number(text)
        return map(self._numbers.__getitem__, texts)

    def texts(self, most: int) -> list[str]:
        """All of them, each cut to so many characters."""
        return [text[:most] for text in self._numbers]


def encode_graph(graph: Graph, data: Sequence[float], most: tuple[int, int, int]) -> tuple[Any, list[Any]]:
    """The texts and the arrays. data: the numbers at which partials of custom ops are known; most: the
    lengths of a custom op's name, a label and a group.
    """
    custom, labels, groups = Table(), Table(""), Table("")
    named, values, partials = array(INDEX), array(DOUBLE), array(DOUBLE)
    codes = bytes([_CODES.get(op.name, _CUSTOM) for op in graph.ops])
    for node, op in enumerate(graph.ops):
        if op.name == CUSTOM:
            arguments = [data[source] for source in graph.inputs[node]]
            named.append(custom.number(op.symbol))
            values.append(op.value(*arguments))
            partials.extend(op.partial(slot, data[node], arguments) for slot in range(len(arguments)))
    arrays = [
        array(BYTE, codes),
        array(INDEX, map(len, graph.inputs)),
        array(INDEX, list(chain.from_iterable(graph.inputs))),
        array(INDEX, labels.numbers(graph.labels)),
        array(INDEX, groups.numbers(graph.groups)),
        named,
        values,
        partials,
    ]
    texts = GraphTables(
        nodes=len(graph),
        custom=custom.texts(most[0]),
        labels=labels.texts(most[1]),
        groups=groups.texts(most[2]),
    )
    return texts, arrays


def decode_graph(texts: GraphTables, message: Message, bounds: Bounds) -> Graph:
    """The graph. Raises GarbledError for one that no program can have."""
    count = texts["nodes"]
    if not 0 < count <= bounds.nodes:
        raise GarbledError("The graph has too many nodes.")
    codes = message.take(BYTE, count)
    counts = message.take(INDEX, count)
    if sum(counts) > bounds.edges:
        raise GarbledError("The graph has too many edges.")
    flat = message.take(INDEX, sum(counts))
    labels = look_up(texts["labels"], message.take(INDEX, count))
    groups = look_up(_checked_groups(texts["groups"]), message.take(INDEX, count))
    ops = _ops(codes, counts, texts["custom"], message)
    return Graph.of(ops, _inputs(counts, flat), labels, groups)


def _inputs(counts: array[int], flat: array[int]) -> list[tuple[int, ...]]:
    """For each node its inputs, which come before it. Every node but the last is the input of another."""
    sources = np.asarray(flat, np.int64)
    if np.any(sources >= np.repeat(np.arange(len(counts)), np.asarray(counts, np.int64))):
        raise GarbledError("A node comes before its inputs.")
    if np.count_nonzero(np.bincount(sources, minlength=len(counts)) == 0) != 1:
        raise GarbledError("A node has no part in the output.")
    found: list[tuple[int, ...]] = []
    listed, end = flat.tolist(), 0
    for count in counts:
        begin, end = end, end + count
        found.append(tuple(listed[begin:end]))
    return found


def _ops(
    codes: Sequence[int], counts: Sequence[int], custom: Sequence[str], message: Message
) -> Sequence[Op]:
    """The op of each node, which takes as many inputs as the node has."""
    own = [node for node, code in enumerate(codes) if code == _CUSTOM]
    slots = sum(counts[node] for node in own)
    names = look_up(custom, message.take(INDEX, len(own)))
    values, partials = message.take(DOUBLE, len(own)), message.take(DOUBLE, slots)
    if max(codes) > _CUSTOM:
        raise GarbledError("There is no such op.")
    for code, count in set(zip(codes, counts, strict=True)):
        arity = None if code == _CUSTOM else OPS[code].arity
        if code != _CUSTOM and (arity != count if arity is not None else not count):
            raise GarbledError("An op has another number of inputs.")
    if codes[-1] == OPS.index(CONSTANT):
        raise GarbledError("The output is a constant.")
    by_code = (*OPS, LEAF)
    ops = [by_code[code] for code in codes]
    at = 0
    for node, name, value in zip(own, names, values, strict=True):
        if not counts[node]:
            raise GarbledError("An op of the program's own has no inputs.")
        ops[node] = custom_op(name, value, partials[at : at + counts[node]].tolist())
        at += counts[node]
    return ops


def _checked_groups(groups: Sequence[str]) -> Sequence[str]:
    for path in groups:
        if path and (levels(path) > LEVELS or not all(path.split("/"))):
            raise GarbledError("A group is not a path.")
    return groups


def look_up(table: Sequence[str], numbers: array[int]) -> list[str]:
    """The texts of these numbers. Raises GarbledError where there is none."""
    if numbers and max(numbers) >= len(table):
        raise GarbledError("A string is missing.")
    if len(table) == 1:
        return list(table) * len(numbers)
    return [table[number] for number in numbers]


def encode_frame(frame: Frame) -> list[array[Any]]:
    """Data and grads."""
    return [array(DOUBLE, frame.data), array(DOUBLE, frame.grad)]


def decode_frame(message: Message, count: int) -> Frame:
    """The numbers, of whatever value."""
    return Frame(tuple(message.take(DOUBLE, count)), tuple(message.take(DOUBLE, count)))


def encode_ids(numbers: Sequence[int | None]) -> array[Any]:
    """Counts from 1, with None written as 0."""
    return array(INDEX, [number or 0 for number in numbers])


def ids_below(numbers: array[int], count: int) -> tuple[int, ...]:
    """Ids of a graph of `count` nodes. Raises GarbledError for another."""
    if numbers and max(numbers) >= count:
        raise GarbledError("An id is not one of the graph.")
    return tuple(numbers)
