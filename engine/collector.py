"""Python's garbage collector while many Values are made.

Values make no cycles, so a graph is freed as soon as its output is and the collector finds nothing among
them. At Python's threshold of 700 new objects it looks all the same, again and again, and building a hundred
thousand Values takes nearly twice as long. Two things are done about it:

- ``watch(Value)``, which importing the engine does: when the collector looks and finds mostly Values, its
  threshold rises; when it finds mostly other things, the threshold that it had before comes back.
- ``building()``, for who knows beforehand that Values are coming, as the interpreter does:

      with engine.building():
          loss = ...

  What was made there is then old in the collector's eyes, as it would be after three looks. Cycles that
  something else made meanwhile are found when it looks at everything, which it does after a million such
  objects at the latest.

A collector that is off, or looks more rarely still, is left so by both.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice
from threading import Lock
from typing import Final

# After how many new objects, and then passes, the collector looks. Two objects a Value: a graph as large as a
# program may build is made between two passes, and what garbage may wait until then is some 20 MB.
RARELY: Final = (200_000, 50, 100)
# Objects that may grow old unseen before it looks at everything.
UNSEEN: Final = 1_000_000

# A threshold rises by so much at a time: what is not a Value then waits for a look at most so many times as
# long as what had been made when it rose.
RISE: Final = 16
SAMPLE: Final = 32  # of the new objects at least, to tell what they are

_lock = Lock()
_before: list[tuple[int, int, int]] = []  # one a block that is open, because they may overlap in threads
_unseen = 0


@contextmanager
def building() -> Iterator[None]:
    """A block in which the collector looks rarely.

    Thresholds hold for the process: the last block that is left puts back what the first one found.
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


def watch(kind: type) -> None:
    """From now on the collector looks more rarely whenever most of what is new is of this kind.

    Not in a Python without its global lock, where new objects cannot be looked at in safety.
    """
    if getattr(sys, "_is_gil_enabled", lambda: True)():
        gc.callbacks.append(_Watch(kind))


class _Watch:
    """What ``gc.callbacks`` calls before and after every look; never from two threads at once."""

    def __init__(self, kind: type) -> None:
        self.kind = kind
        self.usual = self.risen = 0  # the threshold as it was found, and what it has risen to since

    def __call__(self, phase: str, info: dict[str, int]) -> None:
        threshold, *passes = gc.get_threshold()
        if phase != "start" or _before or not 0 < threshold < gc.get_count()[0]:
            return  # a look that somebody asked for tells nothing of how many objects are made
        if threshold != self.risen:
            self.usual = threshold  # by nobody's doing here
        wanted = self.usual
        if self._is_most_of(_kinds_of_new()):
            wanted = max(threshold, min(threshold * RISE, RARELY[0]))
        self.risen = wanted
        gc.set_threshold(wanted, *passes)

    def _is_most_of(self, kinds: list[type]) -> bool:
        """Every Value has a tuple beside it, so that a quarter are most."""
        # Of its type alone: `isinstance` may ask an object, whose answer is a program of somebody's.
        return 4 * sum(issubclass(each, self.kind) for each in kinds) > len(kinds)


def _kinds_of_new() -> list[type]:
    """The types of a sample of the new objects, because all would take as long as the look.

    No step is even or a multiple of three: where Value and tuple alternate, it would find only one of them.
    """
    step = gc.get_count()[0] // SAMPLE // 6 * 6 + 1
    # One call from end to end, so that no other thread runs while the objects are held: a tuple that one is
    # just filling must not be held by anybody else.
    return list(map(type, islice(chain.from_iterable(map(gc.get_objects, (0,))), 0, None, step)))
