"""Runs small work in the readable loops and large work in the compiled ones: the numbers are the same.

The readable loops of ``autodiff`` take about 2.2 µs a node for a forward and a backward pass; a tape is made
in 0.5 µs a node and run in 6 ns. What decides is what the compiled loops cost before they begin (CPU time on
one core, measured by ``benchmarks/threshold.py``):

- once they are in memory, lowering, numpy and copies cost what the readable loop needs for 10 nodes;
- loading numba and the loops from disk takes 0.6 s, as much as 300,000 nodes in the readable loop;
- compiling them, once on a machine, takes 7 s, as much as 3,500,000 nodes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from engine import autodiff
from engine.graph import Graph
from engine.kernels import folders

if TYPE_CHECKING:
    from engine.kernels.compiled import Kernels
    from engine.kernels.tape import Tape

# Nodes, each counted once for every forward and backward pass over it, from which on a compiled loop pays.
LOADED = 50
ON_DISK = 300_000
NEVER_COMPILED = 3_500_000

_loaded: Kernels | None = None
_tapes: WeakKeyDictionary[Graph, tuple[Kernels, Tape]] = WeakKeyDictionary()


def pays(work: int) -> bool:
    """Whether the compiled loops are worth it for so many nodes, counted once for every pass over them."""
    if _loaded is not None:
        return work >= LOADED
    # Looking at the disk costs as much as a step of a small graph, so that comes last.
    return work >= NEVER_COMPILED or (work >= ON_DISK and folders.exist())


def forward(graph: Graph, data: Sequence[float]) -> list[float]:
    """What ``autodiff.forward`` gives."""
    if (lowered := lower(graph, len(graph))) is None:
        return autodiff.forward(graph, data)
    kernels, tape = lowered
    values = as_array(graph, data)
    kernels.forward(tape, values)
    return list(values.tolist())


def backward(graph: Graph, data: Sequence[float]) -> list[float]:
    """What ``autodiff.backward`` gives."""
    if (lowered := lower(graph, len(graph))) is None:
        return autodiff.backward(graph, data)
    kernels, tape = lowered
    values = as_array(graph, data)
    grad = values.copy()
    kernels.backward(tape, values, grad)
    return list(grad.tolist())


def as_array(graph: Graph, data: Sequence[float]) -> Any:
    """``data`` as float64[n].

    Raises:
        ValueError: there is not a number for each node. Compiled loops do not check where an array ends.
    """
    import numpy as np

    if len(data) != len(graph):
        raise ValueError(f"A graph of {len(graph)} nodes needs as many numbers, not {len(data)}.")
    return np.array(data, np.float64)


def lower(graph: Graph, work: int) -> tuple[Kernels, Tape] | None:
    """The compiled loops and the graph's tape; None if they do not pay for work on so many nodes, or if the
    graph has an op that is not in them.
    """
    if not pays(work):
        return None
    from engine.kernels import compiled as kernels

    global _loaded
    _loaded = kernels.load()
    kept = _tapes.get(graph)
    if kept is None or kept[0] is not _loaded:
        if any(op.arity and op not in _loaded.codes for op in graph.ops):
            return None
        kept = _tapes[graph] = (_loaded, _loaded.tape(graph))
    return kept
