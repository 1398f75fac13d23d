"""The compiled loops: forward, backward and descent over a tape.

They are made from the functions of the op catalogue (``engine.kernels.generate``), so nothing about an op is
said here; an op added to the catalogue is in the loops.

Importing this module imports numba, which takes about half a second; ``engine.kernels.dispatch`` does so
when it pays.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from threading import Lock
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


class Updates:
    """What moves in a descent, and how: ids of leaves, an update rule with its settings, and a sign.

    sign: −1 to go uphill. memory: float64[2, k], what the rule remembers of each leaf.
    """

    def __init__(self, moved: NDArray[np.int32], rule: Rule, settings: Settings, sign: float) -> None:
        self.moved, self.rule, self.settings, self.sign = moved, rule, settings, sign
        self.memory = np.zeros((2, len(moved)))


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
        updates: Updates,
        rates: NDArray[np.float64],
        taken: int,
    ) -> NDArray[np.float64]:
        """As many steps as there are ``rates``: update, forward, backward.

        Arguments:
            dots: the tape's.
            data, grad: both passes at the start, and at the end.
            updates: what moves, and how. What it remembers is written into it.
            taken: how many steps were taken before.

        Returns:
            The output after each step. There are fewer than rates if the output or a parameter was
            no longer finite after a step, which is not counted; then `data` holds that step's forward pass.
        """
        losses = np.empty(len(rates))

        def run(
            tape: Tape,
            data: NDArray[np.float64],
            grad: NDArray[np.float64],
            moved: NDArray[Any],
            steps: slice,
        ) -> int:
            return int(
                self._descend(
                    *_arrays(tape), _clear(tape), data, grad, moved.astype(np.uint32), rates[steps],
                    taken + steps.start, updates.sign, self._rules[updates.rule], updates.settings,
                    *updates.memory, losses[steps],
                )
            )  # fmt: skip

        last = len(rates) - 1
        if dots is None or last < 1:
            return losses[: run(tape, data, grad, updates.moved, slice(0, last + 1))]
        # The last step goes over every node, so that all numbers are there.
        kept_data, kept_grad = data[dots.kept], grad[dots.kept]
        here = np.searchsorted(dots.kept, updates.moved)
        good = run(dots.tape, kept_data, kept_grad, here, slice(0, last))
        data[dots.kept], grad[dots.kept] = kept_data, kept_grad
        if good < last:
            self.forward(tape, data)
            return losses[:good]
        return losses[: good + run(tape, data, grad, updates.moved, slice(last, last + 1))]


def load() -> Kernels:
    """The loops for the catalogue as it is now; compiled at the first call if never before."""
    with _loading:  # two threads that ask at once would compile twice
        return _load(tuple(CATALOGUE.values()), tuple(RULES.values()))


_load = lru_cache(maxsize=2)(Kernels)
_loading = Lock()


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
