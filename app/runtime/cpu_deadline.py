"""A budget of CPU seconds for one piece of work. Knows no HTTP and nothing of what is computed."""

import time
from typing import Final

from engine.errors import LimitError


class DeadlineError(LimitError):
    """The work as a whole took too long."""


class CpuDeadline:
    """Counts the CPU time of the thread that does the work, which may pause and resume in another thread.

    Arguments:
        seconds: how long the work may compute.
        what: the work, as the error names it, such as "descent".
        unit: what it advances by, such as "step".
    """

    def __init__(self, seconds: float, what: str, unit: str) -> None:
        self._seconds: Final = seconds
        self._what: Final = what
        self._unit: Final = unit
        self.restart()

    def restart(self) -> None:
        """Begin to count at 0."""
        self._before_pause = 0.0
        self.resume()

    def pause(self) -> None:
        """Stop counting until ``resume``."""
        self._before_pause += self.lap

    def resume(self) -> None:
        """Count the time of the current thread."""
        self._resumed = time.thread_time()

    @property
    def lap(self) -> float:
        """CPU seconds since the work was last resumed."""
        return time.thread_time() - self._resumed

    def check(self, done: int, total: int, hint: str) -> None:
        """Raises DeadlineError, which says how far the work came, once the budget is used up."""
        if self._before_pause + self.lap > self._seconds:
            raise DeadlineError(
                f"The {self._what} computed for {self._seconds:g} seconds and reached "
                f"{self._unit} {done:,} of {total:,}.",
                limit="seconds",
                value=self._seconds,
                hint=hint,
            )
