"""From an instance to a reading: the graph under it, however its classes keep their inputs."""

from __future__ import annotations

from typing import Any, Final

from engine.foreign.interop import InteropError, inputs_first
from engine.foreign.journal import NOWHERE, Journal
from engine.foreign.own.alike import read_alike
from engine.foreign.own.attributes import Layout, layout_of
from engine.foreign.own.inputs import Inputs, Way, nothing, way_of
from engine.foreign.own.objects import real
from engine.foreign.own.reading import Plain, Reading
from engine.foreign.own.tapes import taped
from engine.labels import LABEL

_TRIES: Final = 20  # instances without inputs, after which their class is taken for one of leaves


def read(root: Any, journal: Journal) -> Reading:
    """The graph under an instance. Raises InteropError where it cannot be read."""
    layout = layout_of(root)
    return read_alike(root, layout, journal) or _read_one_by_one(root, layout, journal)


def _read_one_by_one(root: Any, layout: Layout, journal: Journal) -> Reading:
    ways = Ways(layout, taped(root, layout.is_node, journal) if layout.inputs is nothing else layout.inputs)
    reading = Reading(layout)
    kept: dict[int, Inputs] = {}
    plain: list[Plain] = []  # kept alive, so that ids stay unique

    rank = {id(instance): k for k, instance in enumerate(journal.instances)}

    def inputs(thing: Any) -> tuple[Any, ...]:
        if type(thing) is Plain:
            return ()
        found = ways.of(thing)(thing)
        items = []
        for item in found.items:
            if not layout.is_node(item):
                item = Plain(_plain(item))
                plain.append(item)
            items.append(item)
        if not found.ordered:
            items.sort(key=lambda item: _age(item, rank, layout))
        kept[id(thing)] = found._replace(items=tuple(items))
        return tuple(items)

    for thing, items in inputs_first(root, inputs):
        _add(reading, thing, items, kept.get(id(thing), Inputs(())), journal)
    made = journal.made_of(reading.at)
    reading.made = [
        NOWHERE if type(thing) is Plain else each for thing, each in zip(reading.objects, made, strict=True)
    ]
    reading.labels = [
        "" if type(thing) is Plain else (layout.label(thing) or each.label)[:LABEL]
        for thing, each in zip(reading.objects, made, strict=True)
    ]
    return reading


class Ways:
    """How each class of a graph keeps its inputs: where ops are classes, each may do so in its own way."""

    def __init__(self, layout: Layout, first: Way | None) -> None:
        self.layout, self.first = layout, first or nothing
        self._known: dict[type, Way] = {}
        self._tried: dict[type, int] = {}

    def of(self, thing: Any) -> Way:
        """The way for this node."""
        kind = type(thing)
        found = self._known.get(kind)
        if found is not None:
            return found
        way = self.first
        if not way(thing).items and self._tried.get(kind, 0) < _TRIES:
            self._tried[kind] = self._tried.get(kind, 0) + 1
            way = way_of(thing, self.layout.is_node)
            if not way(thing).items:
                return self.first  # a leaf, as far as can be seen
        self._known[kind] = way
        return way


def _plain(item: Any) -> float:
    number = real(item)
    if number is None:
        raise InteropError(
            f"Its input is a {type(item).__name__}, not a real number.", hint="Only scalars are read."
        )
    return number


def _age(item: Any, rank: dict[int, int], layout: Layout) -> tuple[int, float, str]:
    """For what a set has forgotten: the order of making, else one that is the same in every run."""
    if type(item) is Plain:
        return len(rank), item.number, ""
    made = rank.get(id(item))
    return (-1, layout.number(item), layout.label(item)) if made is None else (made, 0.0, "")


def _add(reading: Reading, thing: Any, items: tuple[Any, ...], kept: Inputs, journal: Journal) -> None:
    layout = reading.layout
    reading.at[id(thing)] = len(reading)
    reading.objects.append(thing)
    reading.inputs.append(tuple([reading.at[id(item)] for item in items]))
    reading.repeats.append(kept.repeats)
    reading.partials.append(kept.partials)
    if type(thing) is Plain:
        reading.now.append(thing.number)
        reading.data.append(thing.number)
        reading.grad.append(0.0)
        reading.takes.append(False)
        return
    number = layout.number(thing)
    before = journal.data_before.get(id(thing))
    earlier = None if before is None else real(before[1])
    reading.now.append(number)
    reading.data.append(number if earlier is None else earlier)
    reading.grad.append(layout.gradient(thing))
    reading.takes.append(layout.takes_grad(thing))
