"""Orders for a run that is under way, from any thread. Knows no program: what it sends are bytes."""

import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Freeze:
    """The process stands still, and its time by the clock with it."""


@dataclass(frozen=True, slots=True)
class Thaw:
    """It continues."""


@dataclass(frozen=True, slots=True)
class End:
    """It ends within so many seconds, or is ended; said again, it has so many from then on."""

    seconds: float


Order: TypeAlias = bytes | Freeze | Thaw | End


class Control:
    """What orders go through; they are obeyed in turn by the thread that holds the run.

    Bytes go to the process itself, which may read them or not. To be closed once nothing uses it.
    """

    def __init__(self) -> None:
        self._wake, self._waking = os.pipe()
        os.set_blocking(self._waking, False)
        self._orders: Final = deque[Order]()
        self._lock: Final = threading.Lock()
        self._is_closed = False

    def fileno(self) -> int:
        """Readable while there are orders."""
        return self._wake

    def give(self, *orders: Order) -> None:
        """Give these orders; nothing happens once the run is over."""
        with self._lock:
            if not self._is_closed:
                self._orders.extend(orders)
                with suppress(BlockingIOError):  # full: it wakes anyway
                    os.write(self._waking, b"\0")

    def take(self) -> Iterator[Order]:
        """Those that were given and not taken yet."""
        os.read(self._wake, 4_096)
        with self._lock:
            orders = list(self._orders)
            self._orders.clear()
        yield from orders

    def close(self) -> None:
        """The run is over."""
        with self._lock:
            if not self._is_closed:
                self._is_closed = True
                os.close(self._wake)
                os.close(self._waking)
