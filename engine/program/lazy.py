"""What gives its elements one by one as they are asked for: generator arguments, ``zip``, ``map`` and the
like.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.program.machine import Machine


class Lazy:
    """A generator of the program. One that goes through another, through another … takes room on the C stack
    for each, so those that wait for one another are counted as calls are.
    """

    __slots__ = ("_machine", "_items")

    def __init__(self, machine: Machine, items: Iterator[Any]) -> None:
        self._machine = machine
        self._items = items

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        machine = self._machine
        machine.wait()
        try:
            return next(self._items)
        finally:
            machine.waiting -= 1
