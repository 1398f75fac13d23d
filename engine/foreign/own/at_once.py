"""Recognising many nodes at once: those of one word whose numbers are plainly those of the op that it names.

What is left out here, because an order of operands, a plain number or the partials have to be looked at, is
recognised one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.foreign.own.edges import Edges, Ids, Numbers, grouped
from engine.foreign.own.makers import op_of
from engine.foreign.own.named import Words
from engine.foreign.own.reading import Reading, Recognised
from engine.foreign.own.words import operation
from engine.ops import Op

COMMUTATIVE: Final = ("add", "mul", "max", "min")


def at_once(
    reading: Reading, words: Words, partials: Sequence[Sequence[float | None]]
) -> Mapping[int, Recognised]:
    """The nodes that are what their first known word says, with their inputs as they are kept."""
    said = words.of_all()
    if said is None:
        return {}
    inputs, edges, data = reading.inputs, Edges(reading.inputs), np.array(reading.data)
    found: dict[int, Recognised] = {}
    for (row, count), nodes in grouped(said, inputs).items():
        told = [word for word in row if word]
        op = next((op for word in told if (op := operation(word) or op_of(word))), None)
        if op is not None and op.arity == count:
            ids = np.array(nodes)
            fits = _fits(op, ids, edges.of(ids, count), data, partials)
            for k in ids[fits].tolist():
                found[k] = Recognised(op, told[0], inputs[k])
    return found


def _fits(
    op: Op, nodes: Ids, sources: Ids, data: Numbers, partials: Sequence[Sequence[float | None]]
) -> NDArray[np.bool_]:
    """Whether the op gives their data, and their partials as well where the order of inputs counts."""
    count, outs = len(nodes), data[nodes]
    arguments = data[sources]
    columns = arguments.tolist()
    given = np.fromiter(map(op.value, *columns), float, count)
    fits = _close(given, outs, 1e-9, np.abs(arguments).max(axis=0))
    if len(sources) == 2 and op.name in COMMUTATIVE:
        return fits
    if len(sources) == 2:
        fits &= sources[0] != sources[1]
    kept = np.array([partials[k] for k in nodes.tolist()], float).T  # None becomes nan
    for slot, rule in enumerate(op.partials):
        wanted = np.fromiter(map(rule, outs.tolist(), *columns), float, count)
        fits &= np.isnan(kept[slot]) | _close(kept[slot], wanted, 1e-7, np.ones(count))
    return fits


def _close(a: Numbers, b: Numbers, relative: float, scale: Numbers) -> NDArray[np.bool_]:
    """Whether they are the same but for rounding; not where one is not finite, which is looked at alone."""
    with np.errstate(all="ignore"):
        off = np.abs(a - b)
        return np.isfinite(off) & (off <= relative * np.maximum(np.abs(a), np.abs(b)) + 1e-14 * scale)
