"""Which peers are here, and why one is not."""

from __future__ import annotations

import shutil
from functools import cache
from importlib.util import find_spec

from benchmarks.c_loop import compiler

MICROGRAD, MICROGRAD_OFF = "micrograd as shipped", "micrograd, collector off"
TORCH = "PyTorch eager, float64, one thread"
C = "C loop over the same tape, cc -O3"


@cache
def missing(peer: str) -> str | None:
    """Why a peer cannot be measured here, None when it can."""
    if peer in (MICROGRAD, MICROGRAD_OFF):
        return None if find_spec("micrograd") else "micrograd is not installed (make peers)"
    if peer == TORCH:
        return None if find_spec("torch") else "torch is not installed (make peers)"
    if peer == C:
        return None if compiler() else "there is no C compiler"
    if peer == "dot":
        return None if shutil.which("dot") else "there is no `dot` on this machine"
    raise KeyError(peer)


def absent(*peers: str) -> dict[str, str]:
    """Those of the peers that are not here, and why."""
    return {peer: why for peer in peers if (why := missing(peer)) is not None}
