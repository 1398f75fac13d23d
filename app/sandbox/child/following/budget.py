"""How much of a run's time telling may take."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import thread_time
from typing import Final

START: Final = 0.004  # seconds that may be spent before there is anything to have a share of


class Budget:
    """A share of the processor time since the run began, measured by this thread's clock.

    cost: what the last block took, which the next is expected to take again.
    """

    def __init__(self, share: float, start: float = START) -> None:
        self.cost = 0.0
        self._share: Final = share
        self._start: Final = start
        self._began: Final = thread_time()
        self._spent = 0.0

    def allows(self, times: float = 1.0) -> bool:
        """Whether there is time for another block, or for so many."""
        room = self._start + self._share * (thread_time() - self._began)
        return self._spent + times * self.cost <= room

    @contextmanager
    def spending(self, *, counts: bool = True) -> Iterator[None]:
        """A block whose time counts, or is only noted as what the next may take."""
        began = thread_time()
        try:
            yield
        finally:
            self.cost = thread_time() - began
            if counts:
                self._spent += self.cost
