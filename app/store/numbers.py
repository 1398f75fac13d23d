"""The numbers of a stored graph as bytes and back, bit for bit."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Final, cast, get_args

from app.programs.numbers import GradState
from app.programs.passes import Numbers
from engine.graph import Frame, Graph

_VERSION: Final = 1
_HEAD: Final = struct.Struct("<BII?")  # version, nodes, kept leaves, whether any leaf held a grad before
_STATES: Final[tuple[GradState, ...]] = get_args(GradState)  # written by position: only ever add at the end


def pack(graph: Graph, numbers: Numbers, values: Mapping[str, float]) -> bytes:
    """Data, grads, their states; and which leaves have a number of their own, as `values` names them.

    The number of a leaf is its data, so only that of a name without a part in the graph is written.
    """
    n = len(graph)
    kept = sorted(graph.ids[name] for name in values if name in graph.ids)
    loose = {name: number for name, number in values.items() if name not in graph.ids}
    before = any(numbers.start)
    parts = [
        _HEAD.pack(_VERSION, n, len(kept), before),
        struct.pack(f"<{n}d", *numbers.frame.data),
        struct.pack(f"<{n}d", *numbers.frame.grad),
        struct.pack(f"<{n}d", *numbers.start) if before else b"",
        struct.pack(f"<{n}I", *numbers.passes),
        struct.pack(f"<{len(kept)}I", *kept),
        bytes(map(_STATES.index, numbers.states)),
        json.dumps(loose, sort_keys=True).encode() if loose else b"",
    ]
    return b"".join(parts)


def unpack(graph: Graph, packed: bytes) -> tuple[Numbers, dict[str, float]]:
    """The numbers and `values` that `pack` was given."""
    _, n, count, before = _HEAD.unpack_from(packed)
    at = _HEAD.size

    def take(form: str) -> tuple[float, ...]:
        nonlocal at
        found = struct.unpack_from(form, packed, at)
        at += struct.calcsize(form)
        return found

    data, grad = take(f"<{n}d"), take(f"<{n}d")
    start = take(f"<{n}d") if before else (0.0,) * n
    passes = cast("tuple[int, ...]", take(f"<{n}I"))
    kept = cast("tuple[int, ...]", take(f"<{count}I"))
    states = tuple([_STATES[code] for code in packed[at : at + n]])
    loose: dict[str, float] = json.loads(packed[at + n :] or b"{}")
    values = {graph.names[leaf]: data[leaf] for leaf in kept} | loose
    return Numbers(Frame(data, grad), states, passes, start), values
