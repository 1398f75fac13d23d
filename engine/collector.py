"""Python's garbage collector while many Values are made.

Values make no cycles, so a graph is freed as soon as its output is, and the collector finds nothing among
them. At Python's threshold of 700 new objects it runs again and again all the same, and building a hundred
thousand Values takes nearly twice as long. Code that knows that many Values are coming says so:

    with engine.building():
        loss = ...

Afterwards the new objects count as old, as they would after three collections. Cycles that other code made
meanwhile are found by a full collection, which runs after a million such objects at the latest. A collector
that is off, or has a higher threshold, is left as it is. Knows nothing of the Value class.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

# New objects before a collection, and collections before one of the next generation. A Value is two objects:
# a graph as large as a program may build fits between two collections, and some 20 MB of garbage may wait.
RARELY: Final = (200_000, 50, 100)
# Objects that may grow old unexamined before a full collection.
UNSEEN: Final = 1_000_000
# Python 3.12 freezes some hundred objects of its own as it starts; more were frozen by somebody.
FROZEN: Final = 1_000 if sys.version_info[:2] == (3, 12) else 0

_lock = Lock()
_before: list[tuple[int, int, int]] = []  # one for each open block: blocks may overlap in threads
_unseen = 0


@contextmanager
def building() -> Iterator[None]:
    """A block in which the collector runs rarely.

    Thresholds hold for the process: the last block to end restores what the first one found.
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
    """Spares the collector the examination of all new objects that the old threshold would start at once."""
    global _unseen
    new = gc.get_count()[0]
    if not threshold < new < RARELY[0] or gc.get_threshold() != RARELY or gc.get_freeze_count() > FROZEN:
        return  # few objects, or other code has set the collector up its own way
    _unseen += new
    if _unseen > UNSEEN:
        _unseen = 0
        gc.collect()
        return
    # Frozen objects are in no generation, unfrozen ones in the oldest. Neither call examines one of them.
    gc.freeze()
    gc.unfreeze()
