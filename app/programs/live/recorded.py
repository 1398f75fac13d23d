"""The recorded passes of one run: every one while there is room, then every second, and so on."""

import threading
from dataclasses import dataclass
from typing import Final

from app.programs.live.errors import UnknownPassError

COST: Final = 256
MOST_BYTES: Final = 64 * 2**20
"""Of one run."""


@dataclass(frozen=True, slots=True)
class _Pass:
    """turn: how many were recorded before it."""

    number: int
    turn: int
    run: bytes


class Recorded:
    """Safe for many threads. most: bytes of all of them."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most: Final = most
        self._passes: list[_Pass] = []
        self._stride = 1
        self._turns = 0
        self._lock: Final = threading.Lock()
        self.size = 0
        """What they take together."""

    def add(self, number: int, run: bytes) -> None:
        """The newest; numbers only rise."""
        with self._lock:
            if self._passes and number <= self._passes[-1].number:
                return  # only a forged one
            newest = self._passes[-1] if self._passes else None
            if newest is not None and newest.turn % self._stride:
                self.size -= len(newest.run) + COST
                del self._passes[-1]
            self._passes.append(_Pass(number, self._turns, run))
            self._turns += 1
            self.size += len(run) + COST
            while self.size > self._most and self._thin():
                pass

    def thin(self) -> bool:
        """Every second one goes. False where there is none that may."""
        with self._lock:
            return self._thin()

    def numbers(self) -> list[int]:
        """Of all that are kept, in order."""
        with self._lock:
            return [each.number for each in self._passes]

    def get(self, number: int | None) -> tuple[int, bytes]:
        """The pass with this number, or the newest. Raises UnknownPassError."""
        with self._lock:
            if not self._passes:
                raise UnknownPassError(number, None)
            if number is None:
                return self._passes[-1].number, self._passes[-1].run
            nearest = min(self._passes, key=lambda each: abs(each.number - number))
        if nearest.number != number:
            raise UnknownPassError(number, nearest.number)
        return number, nearest.run

    def _thin(self) -> bool:
        """The first and the newest stay."""
        if len(self._passes) <= 2:
            return False
        self._stride *= 2
        newest = self._passes[-1]
        self._passes = [each for each in self._passes if each.turn % self._stride == 0 or each is newest]
        self.size = sum(len(each.run) + COST for each in self._passes)
        return True
