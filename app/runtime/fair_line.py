"""Who is next: places for a few at once, taken client by client, so that one who asks much delays no other.

A plain data structure: code that uses it from several threads has a lock of its own.
"""

from collections import Counter, OrderedDict, deque
from typing import Final, Generic, TypeVar

from app.runtime.clients import NOBODY, TooManyError

T = TypeVar("T")

CLIENT_WAITING: Final = 16  # that one client may have waiting, unless told otherwise


class FullLineError(Exception):
    """No more may wait, of any client."""


class FairLine(Generic[T]):
    """Entries that run or wait.

    Arguments:
        places: how many run at once.
        waiting: how many wait, of all clients together.
        client_places: how many of one client run at once; all but one place unless given.
        client_waiting: how many of one client wait.
    """

    def __init__(
        self,
        places: int,
        waiting: int,
        client_places: int | None = None,
        client_waiting: int = CLIENT_WAITING,
        what: str = "requests",
    ) -> None:
        self.places: Final = places
        self._most: Final = waiting
        self.client_places: Final = max(1, places - 1) if client_places is None else client_places
        self._client_most: Final = client_waiting
        self._what: Final = what
        self._running: Final = Counter[str]()
        self._lines: Final = OrderedDict[str, deque[T]]()  # the client whose turn is next comes first
        self.waiting = 0

    @property
    def running(self) -> int:
        """How many have a place."""
        return self._running.total()

    def check(self, who: str) -> None:
        """Raises TooManyError or FullLineError if one more of this client could neither run nor wait."""
        if self._may_run(who):
            return
        own = len(self._lines.get(who, ()))
        if who != NOBODY and own >= self._client_most:
            raise TooManyError("client_waiting", self._client_most, f"{self._what} waiting")
        if self.waiting >= self._most and own + 1 >= self._longest()[1]:
            raise FullLineError

    def enter(self, who: str, entry: T) -> T | None:
        """Put an entry at the end of its client's line; `take` gives it back when it is its turn.

        Returns:
            None, or the entry of another client that has lost its place in the line: where the whole line is
            full, the newest entry of the client with the most makes room.

        Raises:
            TooManyError, FullLineError: it may not wait.
        """
        self.check(who)
        pushed_out = None
        if not self._may_run(who) and self.waiting >= self._most:
            pushed_out = self._drop(self._longest()[0])
        self._lines.setdefault(who, deque()).append(entry)
        self.waiting += 1
        return pushed_out

    def take(self) -> tuple[str, T] | None:
        """The entry whose turn it is, and its client; it has a place from now on. None if none may begin."""
        if self.running >= self.places:
            return None
        for who, line in self._lines.items():
            if self._running[who] < self._allowed(who):
                entry = line.popleft()
                self.waiting -= 1
                self._running[who] += 1
                self._lines.move_to_end(who)
                if not line:
                    del self._lines[who]
                return who, entry
        return None

    def leave(self, who: str) -> None:
        """A place that this client had is free."""
        self._running[who] -= 1
        if self._running[who] <= 0:
            del self._running[who]

    def remove(self, who: str, entry: T) -> bool:
        """Take an entry out of the line. False if it waits no more."""
        line = self._lines.get(who)
        if line is None or entry not in line:
            return False
        line.remove(entry)
        self.waiting -= 1
        if not line:
            del self._lines[who]
        return True

    def _allowed(self, who: str) -> int:
        return self.places if who == NOBODY else self.client_places

    def _may_run(self, who: str) -> bool:
        """Whether one more would begin at once: nothing that waits could."""
        return self.running < self.places and self._running[who] < self._allowed(who)

    def _longest(self) -> tuple[str, int]:
        """The client with the most entries that wait, and how many."""
        lengths = ((who, len(line)) for who, line in self._lines.items())
        return max(lengths, key=lambda found: found[1], default=(NOBODY, 0))

    def _drop(self, who: str) -> T:
        line = self._lines[who]
        entry = line.pop()
        self.waiting -= 1
        if not line:
            del self._lines[who]
        return entry
