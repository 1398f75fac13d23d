"""The events of one run, numbered, for readers who come and go: bounded, whatever the program tells.

What a reader has not taken in time is thinned, the oldest first: passes lose what is large beside their
value, then every second one goes; so do numbers that are watched. The newest pass and the newest number of
each name stay. Printed text and figures have bounds of their own, which only a forger meets.
"""

import json
import threading
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

COST: Final = 256  # bytes of each event beside its data
_MIB: Final = 2**20
_MOST: Final = {"pass": 16 * _MIB, "watch": 16 * _MIB, "figure": 16 * _MIB, "printed": _MIB, "state": _MIB}
_THINNED: Final = ("pass", "watch")
_LARGE: Final = ("norms", "parts")
_AT_ONCE: Final = 64
_SMALL: Final = 1_000  # bytes of a pass that has nothing large


@dataclass(slots=True)
class Kept:
    """One event. about: what it is one of many of. is_light: whether it has nothing large any more."""

    number: int
    name: str
    data: bytes
    about: str = ""
    is_light: bool = False

    @property
    def size(self) -> int:
        """What it takes."""
        return len(self.data) + COST


class Events:
    """Safe for many threads."""

    def __init__(self) -> None:
        self._kept: list[Kept] = []
        self._bytes: Final = Counter[str]()
        self._lock: Final = threading.Lock()
        self.next = 0
        """The number of the next one."""

    @property
    def size(self) -> int:
        """What they take together."""
        return self._bytes.total()

    def add(self, name: str, data: bytes, about: str = "") -> None:
        """One more; one beyond the bound of what is never thinned is left out."""
        with self._lock:
            event = Kept(self.next, name, data, about)
            most = _MOST.get(name)
            if most is not None and name not in _THINNED and self._bytes[name] + event.size > most:
                return
            self.next += 1
            self._kept.append(event)
            self._bytes[name] += event.size
            if most is not None and self._bytes[name] > most:
                self._thin(name, most // 2)

    def after(self, number: int) -> list[Kept]:
        """Those from this number on, the first of them."""
        with self._lock:
            at = bisect_left(self._kept, number, key=attrgetter("number"))
            return self._kept[at : at + _AT_ONCE]

    def clear(self) -> None:
        """Nobody reads them any more."""
        with self._lock:
            self._kept.clear()
            self._bytes.clear()

    def _thin(self, name: str, most: int) -> None:
        """Until those of this name take no more than so much, or there is only the newest of each kind."""
        if name == "pass":
            self._lighten(most)
        count = -1
        while self._bytes[name] > most and count != len(self._kept):
            count = len(self._kept)
            turns = Counter[str]()
            kept = []
            for event in reversed(self._kept):
                if event.name == name:
                    turns[event.about] += 1
                    if turns[event.about] % 2 == 0:
                        self._bytes[name] -= event.size
                        continue
                kept.append(event)
            self._kept = kept[::-1]

    def _lighten(self, most: int) -> None:
        """Passes lose what is large, the oldest first, and never the newest."""
        for event in self._kept[:-1]:
            if self._bytes["pass"] <= most:
                return
            if event.name == "pass" and not event.is_light and len(event.data) > _SMALL:
                before = event.size
                found = json.loads(event.data)
                found.pop("frame", None)
                event.data = json.dumps(found | dict.fromkeys(_LARGE), separators=(",", ":")).encode()
                event.is_light = True
                self._bytes["pass"] += event.size - before
