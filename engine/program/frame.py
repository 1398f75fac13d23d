"""The names of one running function, and the frames around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from engine.program.machine import Machine


class Frame:
    """One activation: its names, the frame in which its function was defined, the machine that runs it."""

    __slots__ = ("names", "parent", "machine")

    def __init__(self, machine: Machine, parent: Frame | None, names: dict[str, Any]) -> None:
        self.machine = machine
        self.parent = parent
        self.names = names

    def outward(self, hops: int) -> Frame:
        """The frame this many steps outward."""
        frame = self
        for _ in range(hops):
            assert frame.parent is not None  # scopes count no further than there are frames
            frame = frame.parent
        return frame


# An expression gives an object of the program, which can be anything. A statement gives None, or how it
# ended.
Evaluate: TypeAlias = Callable[[Frame], Any]
Execute: TypeAlias = Callable[[Frame], Any]
