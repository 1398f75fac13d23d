"""The compiled loops: forward, backward and descent over a tape.

They are made from the functions of the op catalogue (``engine.kernels.generate``), so nothing about an op is
said here; an op added to the catalogue is in the loops.

Importing this module imports numba, which takes about half a second; ``engine.kernels.dispatch`` does so
when it pays.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from engine.graph import Graph
from engine.kernels.dots import Dots, dots
from engine.kernels.fills import fills
from engine.kernels.generate import generate
from engine.kernels.numba_cache import compiled
from engine.kernels.tape import Tape
from engine.ops import CATALOGUE, Op
from engine.update_rules import RULES, Rule, Settings

_DATA = numba.float64[::1]
_BYTES = numba.uint8[::1]
_IDS = numba.uint32[::1]  # unsigned, so that no index is asked whether it counts from the end
_TAPE = (_BYTES, _IDS, _IDS, _BYTES, _IDS)
_TYPES: Any = numba.types
_SIGNATURES = {
    "forward": (*_TAPE, _DATA),
    "backward": (*_TAPE, _IDS, _DATA, _DATA),
    "descend": (
        *_TAPE, _IDS, _DATA, _DATA,
        _IDS, _DATA, numba.int64, numba.float64, numba.int64, _TYPES.UniTuple(numba.float64, 3),
        _DATA, _DATA, _DATA,
    ),
}  # fmt: skip


class Kernels:
    """The loops for one catalogue of ops and one of update rules."""

    def __init__(self, ops: Sequence[Op], rules: Sequence[Rule]) -> None:
        """Compiles, or reads what was compiled before."""
        made = generate(ops, rules)
        self.codes = made.codes
        self._rules = made.rules
        self._dots = made.add, made.multiply, made.first_fold
        module: Any = compiled(made.text, _SIGNATURES)
        self._forward, self._backward, self._descend = module.forward, module.backward, module.descend

    def tape(self, graph: Graph) -> Tape:
        """The graph under this numbering of ops."""
        return fills(Tape.of(graph, self.codes), self._dots[2])

    def dots(self, tape: Tape) -> Dots | None:
        """The tape with its sums of products as one node each, on which ``descend`` is quicker."""
        return dots(tape, *self._dots)

    def forward(self, tape: Tape, data: NDArray[np.float64]) -> None:
        """Computes ``data`` (float64[n]) in place from its leaves and constants."""
        self._forward(*_arrays(tape), data)

    def backward(self, tape: Tape, data: NDArray[np.float64], grad: NDArray[np.float64]) -> None:
        """Writes a fresh pass into ``grad`` (float64[n]); ``data`` is a forward pass's result."""
        self._backward(*_arrays(tape), _clear(tape), data, grad)

    def descend(
        self,
        tape: Tape,
        dots: Dots | None,
        data: NDArray[np.float64],
        grad: NDArray[np.float64],
        parameters: NDArray[np.int32],
        rates: NDArray[np.float64],
        done: int,
        sign: float,
        rule: Rule,
        settings: Settings,
        memory: tuple[NDArray[np.float64], NDArray[np.float64]],
        losses: NDArray[np.float64],
    ) -> int:
        """As many steps as there are ``rates``: update, forward, backward. Says how many were taken.

        ``dots`` are the tape's. ``data`` and ``grad`` hold both passes at the start and at the end; ``sign``
        is −1 to go uphill. ``done`` steps were taken before. ``losses[k]`` is the output after step k. It
        ends early after the step at which the output or a parameter was no longer finite, which is not
        counted; then ``data`` holds that step's forward pass.
        """

        def run(
            tape: Tape,
            data: NDArray[np.float64],
            grad: NDArray[np.float64],
            parameters: NDArray[Any],
            steps: slice,
        ) -> int:
            return int(
                self._descend(
                    *_arrays(tape), _clear(tape), data, grad, parameters.astype(np.uint32), rates[steps],
                    done + steps.start, sign, self._rules[rule], settings, *memory, losses[steps],
                )
            )  # fmt: skip

        last = len(rates) - 1
        if dots is None or last < 1:
            return run(tape, data, grad, parameters, slice(0, last + 1))
        # The last step goes over every node, so that all numbers are there.
        kept_data, kept_grad = data[dots.kept], grad[dots.kept]
        here = np.searchsorted(dots.kept, parameters)
        taken = run(dots.tape, kept_data, kept_grad, here, slice(0, last))
        data[dots.kept], grad[dots.kept] = kept_data, kept_grad
        if taken < last:
            self.forward(tape, data)
            return taken
        return taken + run(tape, data, grad, parameters, slice(last, last + 1))


def load() -> Kernels:
    """The loops for the catalogue as it stands now; compiled at the first call if never before."""
    return _load(tuple(CATALOGUE.values()), tuple(RULES.values()))


_load = lru_cache(maxsize=2)(Kernels)


def _arrays(tape: Tape) -> tuple[NDArray[Any], ...]:
    return (
        tape.codes,
        tape.first.view(np.uint32),
        tape.second.view(np.uint32),
        tape.takes,
        tape.terms.view(np.uint32),
    )


def _clear(tape: Tape) -> NDArray[np.uint32]:
    return tape.clear.view(np.uint32)
