"""Python's garbage collector while many Values are made.

Values make no cycles, so a graph is freed as soon as its output is and the collector finds nothing among
them. At Python's threshold of 700 new objects it looks all the same, again and again, and building a hundred
thousand Values takes nearly twice as long. Inside ``building()`` it looks rarely:

    with engine.building():
        loss = ...

What was made there is then old in the collector's eyes, as it would be after three looks. Cycles that
something else made meanwhile are found when it looks at everything, which it does after a million such
objects at the latest.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

# After how many new objects, and then passes, the collector looks. Two objects a Value: a graph as large as a
# program may build is made between two passes, and what garbage may wait until then is some 20 MB.
RARELY: Final = (200_000, 50, 100)
# Objects that may grow old unseen before it looks at everything.
UNSEEN: Final = 1_000_000

_lock = Lock()
_before: list[tuple[int, int, int]] = []  # one a block that is open, because they may overlap in threads
_unseen = 0


@contextmanager
def building() -> Iterator[None]:
    """A block in which the collector looks rarely.

    Thresholds hold for the process: the last block that is left puts back what the first one found. A
    collector that is off, or looks more rarely still, is left so.
    """
    with _lock:
        found = gc.get_threshold()
        _before.append(_before[0] if _before else found)
        if 0 < found[0] < RARELY[0]:
            gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        with _lock:
            first = _before.pop()
            if not _before:
                _grow_old(first[0])
                gc.set_threshold(*first)


def _grow_old(threshold: int) -> None:
    """Spares the collector the look at all new objects which it would take as soon as it looks as before."""
    global _unseen
    new = gc.get_count()[0]
    if not threshold < new < RARELY[0] or gc.get_threshold() != RARELY or gc.get_freeze_count():
        return  # few objects; or somebody has an arrangement of their own
    _unseen += new
    if _unseen > UNSEEN:
        _unseen = 0
        gc.collect()
        return
    # Frozen objects are nowhere; thawed they are in the oldest generation. Neither looks at one of them.
    gc.freeze()
    gc.unfreeze()
