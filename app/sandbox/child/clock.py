"""The program's own time of computing: when it is used up, the program is stopped at the line that it is at.

A program can put this clock out of order; then the process is ended from outside, a little later.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from app.sandbox.child.session import Session

AGAIN = 0.1  # seconds after which a program that took no notice is stopped once more


@contextmanager
def limited(session: Session) -> Iterator[None]:
    """A block that may compute for as long as the job allows. Raises Stopped in it."""
    most = session.job.limits.seconds
    if most is None:
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise session.stop("seconds", "Stopped after {:g} seconds of computing. Is this loop endless?", most)

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, most, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        signal.signal(signal.SIGPROF, before)
