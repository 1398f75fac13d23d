"""How long rows live: those that nobody looks at go, and make room where there is none.

By the clock of the machine, which may jump: so a sweep takes no more than a few rows, and a jump that is put
right within minutes costs little.
"""

import hashlib
import time
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, Table, delete, func, select, update

from app.runtime.clients import NOBODY, TooManyError, client
from app.store.tables import GRAPHS, REMOVED, SNAPSHOTS

LOOKS: Final = 10_000
SWEEP_SECONDS: Final = 60.0
SWEPT: Final = 200  # rows of one table, of one sweep
EVICTED: Final = 20  # rows of one table, where there is no room
LEAST_AGE: Final = 3_600.0  # of a row that makes room for another
TOUCH_SECONDS: Final = 86_400.0  # a row that was looked at today is not written again

_DAY: Final = 86_400.0


def owner() -> str:
    """The current client, as rows name it: nobody reads an address there."""
    who = client.get()
    return "" if who == NOBODY else hashlib.sha256(who.encode()).hexdigest()[:32]


@dataclass
class Lives:
    """Expiry and eviction, and the share of each client.

    graph_days, snapshot_days: how long nobody looks at a row that goes; 0 for ever. client_rows,
    client_megabytes: what one client may have.
    """

    graph_days: float
    snapshot_days: float
    client_rows: int
    client_megabytes: int
    swept: float = 0.0
    looks: dict[tuple[str, str], float] = field(default_factory=dict)
    """When rows were looked at that have not been told so: a read does not wait for a write."""

    def looked(self, table: Table, key: str, touched: float, made: float) -> None:
        """Somebody has looked at this row; the next row that is written tells it so, if that is worth it."""
        if _is_due(touched, made) and len(self.looks) < LOOKS:
            self.looks[table.name, key] = time.time()

    def admit(self, connection: Connection, size: int) -> str:
        """Whose the new row is. Raises TooManyError where its client has as much as it may.

        What a client has taken down counts, because that it was is kept.
        """
        self._tell(connection)
        who = owner()
        if who:
            rows, held = _held(connection, who)
            rows += connection.execute(select(func.count()).where(REMOVED.c.client == who)).scalar() or 0
            if rows >= self.client_rows:
                raise TooManyError("client_rows", self.client_rows, "stored graphs and snapshots")
            self._check(held + size)
        return who

    def admit_other(self, connection: Connection, id_: str, size: int) -> None:
        """The same for another structure of a graph. Raises TooManyError."""
        one = select(GRAPHS.c.client, GRAPHS.c.bytes).where(GRAPHS.c.id == id_)
        found = connection.execute(one).one_or_none()
        if found is not None and found.client and size > found.bytes:
            self._check(_held(connection, found.client)[1] - found.bytes + size)

    def _check(self, size: int) -> None:
        if size > self.client_megabytes * 1_048_576:
            raise TooManyError(
                "client_megabytes", self.client_megabytes, "MiB of graphs and snapshots stored"
            )

    def _tell(self, connection: Connection) -> None:
        tables = {table.name: table for table in (GRAPHS, SNAPSHOTS)}
        for name, key in list(self.looks):
            table, at = tables[name], self.looks.pop((name, key), None)
            (column,) = table.primary_key.columns
            connection.execute(update(table).where(column == key).values(touched=at))

    def sweep(self, connection: Connection) -> int:
        """Drop what is too old, now and then; how many rows."""
        now = time.time()
        if abs(now - self.swept) < SWEEP_SECONDS:
            return 0
        self.swept = now
        return self.expire(connection, now, SWEPT)

    def expire(self, connection: Connection, now: float, most: int) -> int:
        """Drop rows that nobody has looked at for so long; how many."""
        gone = 0
        for table, days in ((GRAPHS, self.graph_days), (SNAPSHOTS, self.snapshot_days)):
            if days:
                gone += _drop_oldest(connection, table, now - days * _DAY, most)
        return gone

    def evict(self, connection: Connection) -> int:
        """Make room: rows that nobody has opened since they were made, the oldest first; how many."""
        before = time.time() - LEAST_AGE
        return sum(
            _drop_oldest(connection, table, before, EVICTED, never_opened=True)
            for table in (GRAPHS, SNAPSHOTS)
        )


def _held(connection: Connection, who: str) -> tuple[int, int]:
    """How many rows this client has, and of how many bytes."""
    rows = size = 0
    for table in (GRAPHS, SNAPSHOTS):
        sums = select(func.count(), func.coalesce(func.sum(table.c.bytes), 0)).where(table.c.client == who)
        found = connection.execute(sums).one()
        rows, size = rows + int(found[0]), size + int(found[1])
    return rows, size


def _is_due(touched: float, made: float) -> bool:
    """Whether a look is worth a write: the first one, and one a day."""
    return touched <= made or time.time() - touched > TOUCH_SECONDS


def _drop_oldest(
    connection: Connection, table: Table, before: float, most: int, never_opened: bool = False
) -> int:
    (key,) = table.primary_key.columns
    old = select(key).where(table.c.touched < before).order_by(table.c.touched).limit(most)
    if never_opened:
        made = table.c.changed if table is GRAPHS else table.c.made
        old = old.where(table.c.touched <= made)
    found = list(connection.execute(old).scalars())
    if found:
        connection.execute(delete(table).where(key.in_(found)))
    return len(found)
