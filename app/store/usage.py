"""How much is held, so that strangers cannot fill a disk. Knows the sums, not the rows."""

import threading
import time
from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection, func, select

from app.store.errors import FullError
from app.store.lives import Lives
from app.store.tables import GRAPHS, KEYS, SNAPSHOTS

_KEPT_SECONDS: Final = 2.0


class Usage:
    """Rows and bytes in the database, looked up at most every two seconds: a bound, not a balance."""

    def __init__(self, rows: int, megabytes: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most: Final = {"stored_graphs": rows, "stored_megabytes": megabytes}
        self._clock: Final = clock
        self._lock: Final = threading.Lock()
        self._looked = float("-inf")
        self._rows = 0
        self._bytes = 0

    def admit_row(self, connection: Connection, size: int, lives: Lives) -> str:
        """The same for a new row, for which others may have to go; whose it is. Raises TooManyError too."""
        who = lives.admit(connection, size)
        if lives.sweep(connection):
            self.forget()
        try:
            self.admit(connection, size, rows=1)
        except FullError:
            if not lives.evict(connection):
                raise
            self.forget()
            self.admit(connection, size, rows=1)
        return who

    def admit(self, connection: Connection, size: int, rows: int = 0) -> None:
        """Count in what is about to be written. Raises FullError when it may not be."""
        with self._lock:
            if self._clock() - self._looked >= _KEPT_SECONDS:
                self._look(connection)
            self._check("stored_megabytes", (self._bytes + size) / 1_048_576)
            if rows:
                self._check("stored_graphs", self._rows + rows)
            self._bytes += size
            self._rows += rows

    def forget(self) -> None:
        """Look again at the next write: something was deleted."""
        with self._lock:
            self._looked = float("-inf")

    def _look(self, connection: Connection) -> None:
        sums = [
            connection.execute(
                select(func.count(), func.coalesce(func.sum(table.c.bytes), 0)).select_from(table)
            ).one()
            for table in (GRAPHS, SNAPSHOTS, KEYS)
        ]
        self._rows = int(sums[0][0]) + int(sums[1][0])
        self._bytes = sum(int(found[1]) for found in sums)
        self._looked = self._clock()

    def _check(self, name: str, number: float) -> None:
        if number > self._most[name]:
            raise FullError((name, self._most[name]))
