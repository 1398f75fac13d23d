"""Whose turn it was at each write to a grad: the share that one node passed on to one of its inputs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from engine.foreign.own.reading import Reading
from engine.foreign.own.replay import Write

_NAMES: Final = ("out", "output", "result", "res", "node", "current", "cur", "vertex", "z", "n", "v", "u")


class Share(NamedTuple):
    """One write, by positions. upstream: the grads of the source that may have been passed on: what it held
    then, and what it was given last.
    """

    write: Write
    source: int | None
    upstream: tuple[float, ...] = ()

    @property
    def got(self) -> float:
        """What the write added."""
        return self.write.new - self.write.old

    def passes(self, partial: float, tolerance: float) -> bool:
        """Whether it added the partial times the source's grad."""
        return any(fits(self.got, self.write, partial * up, tolerance * abs(up)) for up in self.upstream)

    def sets(self, partial: float, tolerance: float) -> bool:
        """Whether it left just this share, where there was one already."""
        if self.write.old == 0.0:
            return False
        return any(near(self.write.new, partial * up, tolerance * abs(up)) for up in self.upstream)


def near(a: float, b: float, tolerance: float) -> bool:
    """Whether two numbers are the same but for rounding; nan is as nan."""
    if a == b or (math.isnan(a) and math.isnan(b)):
        return True
    if not (math.isfinite(a) and math.isfinite(b)):
        return False
    return abs(a - b) <= 1e-9 * max(abs(a), abs(b)) + tolerance


def fits(got: float, write: Write, want: float, tolerance: float) -> bool:
    """Whether a write added this much, as far as a difference of two grads can tell."""
    lost = 4e-16 * max(abs(write.old), abs(write.new))
    return near(got, want, tolerance + lost) or near(write.new, write.old + want, tolerance)


def shares(reading: Reading, writes: Sequence[Write]) -> list[Share]:
    """The writes with their sources, in the order in which they came."""
    grad = [0.0] * len(reading)
    last = [0.0] * len(reading)
    found = []
    for write in writes:
        source = _source(write, len(reading) - 1)
        upstream: tuple[float, ...] = () if source is None else (grad[source],)
        if source is not None and last[source] != grad[source] and _recurses(write):
            upstream = (grad[source], last[source])
        found.append(Share(write, source, upstream))
        last[write.node] = write.new - write.old
        grad[write.node] = write.new
    return found


def _recurses(write: Write) -> bool:
    """Whether it was written by a pass that hands each share on as it comes, path by path."""
    names = [code.co_name for code, _ in write.places[:2]]
    return len(names) == 2 and names[0] == names[1]


def _source(write: Write, output: int) -> int | None:
    """Of several the one that a variable of a telling name holds; the pass's own `self` comes last."""
    found = dict(write.sources)
    if len(set(found.values())) < 2:
        return next(iter(found.values()), None)
    for name in _NAMES:
        if name in found:
            return found[name]
    inner = {name: source for name, source in found.items() if not (name == "self" and source == output)}
    return max((inner or found).values())


def recorded(reading: Reading, found: Sequence[Share]) -> Sequence[Sequence[float | None]]:
    """For each node and input the partial that the program used: kept by it, or seen in what it passed on."""
    known: list[Sequence[float | None]] = [
        (None,) * len(inputs) if kept is None or len(kept) != len(inputs) else kept
        for kept, inputs in zip(reading.partials, reading.inputs, strict=True)
    ]
    if not found:
        return known
    partials = list(map(list, known))
    counts: dict[tuple[int, int], int] = {}
    before: int | None = None
    for share in found:
        source, node = share.source, share.write.node
        in_turn, before = source == before, source
        if source is None or reading.partials[source] is not None:
            continue
        slots = [slot for slot, j in enumerate(reading.inputs[source]) if j == node]
        turn = counts.get((source, node), 0)
        counts[source, node] = turn + 1
        if not share.upstream or not share.upstream[0] or not math.isfinite(share.upstream[0]):
            continue
        partial = share.got / share.upstream[0]
        if turn < len(slots):
            partials[source][slots[turn]] = partial
        elif in_turn and slots and not reading.repeats[source]:
            # A set has the input of `a * a` once, and it gets two shares.
            partials[source][slots[0]] = (partials[source][slots[0]] or 0.0) + partial
    return partials
