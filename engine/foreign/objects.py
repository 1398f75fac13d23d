"""The graph under any Value-like object as ours: one of ours, of micrograd, of a class like it, of PyTorch.

None of these libraries is imported: their objects are known by what they have.
"""

from __future__ import annotations

from typing import Any

from engine.foreign.interop import InteropError
from engine.foreign.micrograd import from_micrograd, is_like_micrograd
from engine.foreign.torch import from_torch
from engine.value import Value


def read(thing: Any) -> Value:
    """The graph under any object that keeps a number, its grad and what it was computed from: our own Value,
    micrograd's, the lecture's, a class of that kind, a scalar tensor of PyTorch.

    Raises InteropError for anything else, and for a graph that cannot be read.
    """
    if isinstance(thing, Value):
        return thing
    if hasattr(thing, "grad_fn"):
        return from_torch(thing)
    if is_like_micrograd(thing):
        return from_micrograd(thing)
    raise InteropError(
        f"A {type(thing).__name__} is not a node of a computation graph.",
        hint="Read are objects with `data`, `grad` and their inputs in `_prev` or `_children`.",
    )
