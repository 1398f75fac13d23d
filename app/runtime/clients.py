"""Who a piece of work is for, and how much of each thing one client may hold. Knows no HTTP."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

CLIENT_CONNECTIONS: Final = 64
CLIENT_REQUESTS: Final = 32
"""Of one client, with no answer yet or with one that it has not read: its programs, streams and files."""

NOBODY: Final = ""
"""The service itself: its own checks do not count as a client's."""

client: Final[ContextVar[str]] = ContextVar("client", default=NOBODY)
"""The client of the current work; threads and tasks that it begins have the same."""


@dataclass
class TooManyError(Exception):
    """One client holds all that it may. limit: the limit's name; most: its number; what: of which things."""

    limit: str
    most: int
    what: str


class Share:
    """How many of one kind of thing each client holds at the moment.

    Arguments:
        limit: the name of the limit.
        most: what one client may hold.
        what: the things, in the plural.
    """

    def __init__(self, limit: str, most: int, what: str) -> None:
        self._limit: Final = limit
        self.most: Final = most
        self._what: Final = what
        self._held: Final = Counter[str]()
        self._lock: Final = threading.Lock()
        self._total = 0

    def held(self, who: str) -> int:
        """How many this client holds."""
        return self._held[who]

    @property
    def total(self) -> int:
        """How many all of them hold."""
        return self._total

    def check(self, who: str) -> None:
        """Raises TooManyError if this client may have no more."""
        if who != NOBODY and self._held[who] >= self.most:
            raise TooManyError(self._limit, self.most, self._what)

    def count(self, who: str) -> None:
        """This client has one more, however many it has."""
        with self._lock:
            self._held[who] += 1
            self._total += 1

    def take(self, who: str) -> None:
        """Give this client one more. Raises TooManyError."""
        with self._lock:
            self.check(who)
            self._held[who] += 1
            self._total += 1

    def give_back(self, who: str) -> None:
        """This client holds one less."""
        with self._lock:
            self._held[who] -= 1
            self._total -= 1
            if self._held[who] <= 0:
                del self._held[who]

    @contextmanager
    def hold(self) -> Iterator[None]:
        """The current client holds one in here. Raises TooManyError."""
        who = client.get()
        self.take(who)
        try:
            yield
        finally:
            self.give_back(who)
