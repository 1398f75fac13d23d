"""What one run has used of its budgets. Belongs to one thread: it counts that thread's processor time."""

from __future__ import annotations

import time

from engine.errors import LimitError
from engine.program.limits import Limits

# Steps between two readings of the clock: one costs about as much as a step.
CLOCK_EVERY = 64


class Budget:
    """Counts steps, Values, held elements and processor time, and refuses before a budget is overrun."""

    __slots__ = ("limits", "steps", "values", "held", "_due", "_deadline", "_gathered")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.steps = 0
        self.values = 0
        self.held = 0
        self._due = 0
        self._gathered = 0
        self._deadline = time.thread_time() + limits.seconds

    def step(self, count: int = 1) -> None:
        """Counts steps: one for a statement, an iteration or a call, and one for each element touched."""
        self.steps += count
        if self.steps >= self._due:
            if self.steps > self.limits.turns:
                raise self._over("turns", "Stopped after {} steps. Is this loop endless?")
            self.clock()
            self._due = min(self.steps + CLOCK_EVERY, self.limits.turns + 1)

    def clock(self) -> None:
        """Refuses when the thread's processor time is used up."""
        if time.thread_time() > self._deadline:
            raise self._over("seconds", "Stopped after {} s of computing. Is this loop endless?")

    def memory(self, count: int) -> None:
        """Announces ``count`` elements or characters that are about to be made."""
        self.held += count
        if self.held > self.limits.held:
            raise self._over("held", "The program would hold more than {} elements and characters.")

    def end(self) -> None:
        """The program has ended: what is gathered about it after that has the same time once more."""
        self._deadline = time.thread_time() + self.limits.seconds

    def gather(self, count: int) -> None:
        """Announces ``count`` ids that are about to be gathered from the lists that a program left."""
        self._gathered += count
        if self._gathered > self.limits.held:
            raise self._over("held", "The program's lists hold more than {} Values together.")
        self.clock()

    def make(self, count: int = 1) -> None:
        """Announces Values that are about to be made."""
        self.values += count
        if self.values > self.limits.values:
            raise self._over("values", "The program would make more than {} Values.")
        if self.values % CLOCK_EVERY == 0:
            self.clock()

    def bits(self, count: int) -> None:
        """Refuses an int of more than the allowed bits before it is computed."""
        if count > self.limits.integer_bits:
            raise self._over("integer_bits", "This int would have more than {} bits.")

    def _over(self, limit: str, sentence: str) -> LimitError:
        return over(self.limits, limit, sentence)


def over(limits: Limits, limit: str, sentence: str) -> LimitError:
    """The error for a budget that is used up; ``{}`` in the sentence becomes its number."""
    value = limits.catalogue()[limit]["value"]
    assert not isinstance(value, str)  # a number by construction; tells the type checker
    return LimitError(
        sentence.format(f"{value:,g}" if isinstance(value, float) else f"{value:,}"), limit=limit, value=value
    )
