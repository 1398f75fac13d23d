"""numpy's legacy random numbers (``np.random.seed``, ``RandomState``) to the last bit, without numpy.

numpy and Python run the same generator, Mersenne Twister 19937 (Matsumoto and Nishimura, 1998), and make the
same doubles of it; they differ in how a seed becomes its state, and in what is made of the doubles. numpy
has frozen this stream (NEP 19), so that what was seeded once, micrograd's demo for one, stays the same.
"""

from __future__ import annotations

import math
import random

_SIZE = 624  # words of the generator's state
LARGEST_SEED = 2**32 - 1


class LegacyRandom:
    """``np.random.RandomState(seed)`` for a whole seed from 0 to 2³² − 1."""

    def __init__(self, seed: int) -> None:
        if not 0 <= seed <= LARGEST_SEED:
            raise ValueError(f"A seed is a whole number from 0 to {LARGEST_SEED}, not {seed}.")
        state = [seed]
        for i in range(1, _SIZE):
            state.append((1812433253 * (state[-1] ^ state[-1] >> 30) + i) & 0xFFFFFFFF)
        self._twister = random.Random()
        self._twister.setstate((3, (*state, _SIZE), None))
        self._kept: float | None = None

    def uniform(self, low: float = 0.0, high: float = 1.0) -> float:
        """A double from [low, high)."""
        return low + (high - low) * self._twister.random()

    def normal(self, scale: float = 1.0) -> float:
        """A normal double around 0: Marsaglia's polar method, which makes two and keeps one."""
        if self._kept is not None:
            number, self._kept = self._kept, None
            return scale * number
        square = 0.0
        while not 0.0 < square < 1.0:
            first, second = 2.0 * self._twister.random() - 1.0, 2.0 * self._twister.random() - 1.0
            square = first * first + second * second
        factor = math.sqrt(-2.0 * math.log(square) / square)
        self._kept = factor * first
        return scale * (factor * second)

    def permutation(self, n: int) -> list[int]:
        """0 … n − 1 in a new order: Fisher and Yates, from the end, each index drawn by masked rejection."""
        order = list(range(n))
        for i in range(n - 1, 0, -1):
            mask = (1 << i.bit_length()) - 1
            while (j := self._twister.getrandbits(32) & mask) > i:
                pass
            order[i], order[j] = order[j], order[i]
        return order
