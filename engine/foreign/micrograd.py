"""micrograd's graphs, and those of classes like it, as Values of ours: what their objects keep, read back.

They are read as any own engine is, but a graph of Values can be computed again, so data that no op of the
catalogue explains is refused here.
"""

from __future__ import annotations

from typing import Any

from engine.collector import building
from engine.foreign.interop import InteropError
from engine.foreign.journal import Journal
from engine.foreign.own.attributes import layout_of
from engine.foreign.own.graphs import Built, build
from engine.foreign.own.inputs import nothing
from engine.foreign.own.objects import forget
from engine.foreign.own.reader import read
from engine.foreign.own.reading import Reading
from engine.foreign.own.recognise import candidates, recognise
from engine.foreign.own.words import operation
from engine.ops import CATALOGUE, CUSTOM
from engine.value import Value


def is_like_micrograd(thing: Any) -> bool:
    """Whether it keeps a number, its grad and what it was computed from."""
    try:
        layout = layout_of(thing)
    except InteropError:
        return False
    return layout.grad is not None and layout.inputs is not nothing


@building()
def from_micrograd(root: Any) -> Value:
    """The graph under a ``micrograd.engine.Value``, one of the lecture's or of any class like them, with its
    data and grads; ``engine.foreign.own`` says how classes may be written.

    micrograd keeps inputs as a set, so ``a + a`` and ``a * a`` show one input: an op of two with one has it
    twice. It forgets the order of two: for ``+`` and ``*`` that changes nothing but the layout; for ops of a
    subclass whose order matters, the order that gives the data is taken. A constant looks like a leaf there
    and is one here. Labels are kept where the Value has one. Data that nothing explains is refused.
    Raises InteropError.
    """
    forget()
    reading = read(root, Journal())
    partials: list[list[float | None]] = [
        list(kept) if kept is not None else [None] * len(inputs)
        for kept, inputs in zip(reading.partials, reading.inputs, strict=True)
    ]
    built = build(reading, recognise(reading, partials), partials)
    graph = built.graph
    made: list[Value] = []
    for i, op in enumerate(graph.ops):
        if op.name == CUSTOM:
            raise _unexplained(reading, built, i)
        found = Value(built.data[i], graph.labels[i])
        found.op, found.grad = op, built.grad[i]
        found.inputs = tuple([made[each] for each in graph.inputs[i]])
        made.append(found)
    return made[-1]


def _unexplained(reading: Reading, built: Built, node: int) -> InteropError:
    """Why a node is not taken for any op of the catalogue."""
    data, word = built.data[node], built.words[node]
    inputs = [built.data[each] for each in built.graph.inputs[node]]
    known = operation(word)
    if not word:
        shown = ", ".join(map(repr, inputs))
        return InteropError(
            f"It cannot be told which op made {data!r} of {shown}.",
            names=candidates(reading, built.positions[node] or 0),
            hint="Keep the op's sign or name with each node, in `_op`.",
        )
    if known is None:
        return InteropError(
            f"Their `{word}` has no op here.", hint="There are: " + ", ".join(CATALOGUE) + "."
        )
    orders = (inputs, inputs[::-1]) if known.arity == 2 == len(inputs) else (inputs,)
    fits = known.arity is None or known.arity == len(inputs)
    given = dict.fromkeys(repr(known.value(*each)) for each in orders) if fits else ()
    return InteropError(
        f"`{word}` with {len(inputs)} inputs holds {data!r}, but they give {', '.join(given) or 'nothing'}.",
        hint="Was `data` changed after the graph was built? Then build it again first.",
    )
