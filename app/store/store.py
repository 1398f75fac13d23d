"""Access to the database: opened in the background, used in threads, waited for with a limit."""

from __future__ import annotations

import asyncio
import logging
import random
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar
from weakref import WeakValueDictionary

from app.runtime.clients import NOBODY
from app.runtime.work_queue import WorkQueue
from app.settings import Settings
from app.store.errors import ConflictError, UnavailableError
from app.store.shapes import Shapes

if TYPE_CHECKING:
    from app.store.database import Database
    from app.store.graphs import Graphs
    from app.store.keys import Keys
    from app.store.snapshots import Snapshots

T = TypeVar("T")

log = logging.getLogger("backlens")

THREADS: Final = 8
WAITING: Final = 256
CLIENT_WAITING: Final = 64
PATIENCE_SECONDS: Final = 10.0  # how long a call waits for a store that is being opened
FIRST_SECONDS: Final = 0.5  # before it is opened, if no request comes: /healthz is answered first
TRIES: Final = 6  # of a transaction that the database undid for another one's sake
CONFLICT_SECONDS: Final = 0.01  # between two of them, and longer each time
RETRY_SECONDS: Final = 1.0  # between attempts to open one that cannot be reached


@dataclass(frozen=True, slots=True)
class Opened:
    """A database in its newest form, and what is kept there."""

    database: Database
    graphs: Graphs
    snapshots: Snapshots
    keys: Keys

    def probe(self) -> None:
        """Write a word and read it. Raises UnavailableError when it is another one."""
        from sqlalchemy import delete, insert, select

        from app.store.tables import PROBES

        word, place = secrets.token_hex(16), secrets.randbelow(2**31)
        with self.database.write() as connection:
            connection.execute(delete(PROBES).where(PROBES.c.id == place))
            connection.execute(insert(PROBES).values(id=place, written=word))
        with self.database.write() as connection:
            found = connection.execute(select(PROBES.c.written).where(PROBES.c.id == place)).scalar()
            connection.execute(delete(PROBES).where(PROBES.c.id == place))
        if found != word:
            raise UnavailableError("What was written could not be read.")


class Store:
    """A database that may be unreachable for a while; it is found again without a restart."""

    def __init__(self, settings: Settings) -> None:
        self._settings: Final = settings
        self._queue: Final = WorkQueue(
            THREADS,
            WAITING,
            "uses of the store",
            client_places=THREADS // 2,
            client_waiting=CLIENT_WAITING,
            timing="store",
        )
        # Apart, so that reads do not wait for writes that wait for another process's lock.
        self._reading: Final = WorkQueue(
            THREADS,
            WAITING,
            "reads of the store",
            client_places=THREADS // 2,
            client_waiting=CLIENT_WAITING,
            timing="store",
        )
        self._lock: Final = threading.Lock()
        self._opening: threading.Timer | None = None
        self._opened: Opened | None = None
        self._failed: tuple[float, UnavailableError] | None = None
        self._turns: Final[WeakValueDictionary[str, asyncio.Lock]] = WeakValueDictionary()
        self.shapes: Final = Shapes(settings.cached_runs, settings.cached_nodes)

    def start(self) -> None:
        """Begin to open the database; nothing here waits for it."""
        self._queue.start()
        self._reading.start()
        self._opening = threading.Timer(FIRST_SECONDS, self._begin)
        self._opening.daemon = True
        self._opening.start()

    def close(self) -> None:
        """Let who writes finish, then end every connection."""
        if self._opening is not None:
            self._opening.cancel()
        self._queue.close()
        self._reading.close()
        with self._lock:
            if self._opened is not None:
                self._opened.database.close()
                self._opened = None

    async def call(self, work: Callable[[Opened], T]) -> T:
        """`work`'s result, from a thread; it may be done again, where another transaction came between.

        Raises StoreError, BusyError, TooManyError.
        """
        return await self._queue.run(lambda: self._tried(work), _never)

    async def read(self, work: Callable[[Opened], T]) -> T:
        """The same for work that does not write, or need not."""
        return await self._reading.run(lambda: self._tried(work), _never)

    def _tried(self, work: Callable[[Opened], T]) -> T:
        for left in range(TRIES, 0, -1):
            try:
                return work(self.open())
            except ConflictError:
                if left == 1:
                    raise
                # Not all of them at once again.
                time.sleep(CONFLICT_SECONDS * (TRIES - left + random.random()))  # noqa: S311
        raise AssertionError("the last try returns or raises")

    def turn(self, graph: str) -> asyncio.Lock:
        """For a write to this graph that takes any revision: two at once would compute one of them in vain.

        A write that names a revision needs none, nor does one in another process: the database is the judge.
        """
        return self._turns.setdefault(graph, asyncio.Lock())

    async def ready(self) -> None:
        """Write and read. Raises StoreError."""
        await self._queue.run(lambda: self.open().probe(), _never, NOBODY)

    def open(self) -> Opened:
        """The opened store. Raises UnavailableError."""
        if (opened := self._opened) is not None and not opened.database.replaced:
            return opened
        if not self._lock.acquire(timeout=PATIENCE_SECONDS):
            raise UnavailableError("The store is being opened.")
        try:
            if self._opened is not None and not self._opened.database.replaced:
                return self._opened
            if self._failed is not None and time.monotonic() - self._failed[0] < RETRY_SECONDS:
                raise UnavailableError(str(self._failed[1]))
            return self._reopen()
        finally:
            self._lock.release()

    def _reopen(self) -> Opened:
        if self._opened is not None:
            self._opened.database.close()
            self._opened = None
        try:
            self._opened = self._open()
        except UnavailableError as error:
            self._failed = (time.monotonic(), error)
            raise
        self._failed = None
        return self._opened

    def _open(self) -> Opened:
        # SQLAlchemy takes most of a second to import, and /healthz answers before that.
        from app.store import migrate
        from app.store.database import Database, address
        from app.store.graphs import Graphs
        from app.store.keys import Keys
        from app.store.lives import Lives
        from app.store.snapshots import Snapshots
        from app.store.usage import Usage

        settings = self._settings
        database = Database(address(settings.database_url, settings.data), 2 * THREADS)
        try:
            database.open()
            migrate.upgrade(database)
        except BaseException:
            database.close()
            raise
        usage = Usage(settings.stored_graphs, settings.stored_megabytes)
        rows, megabytes = settings.client_rows, settings.client_megabytes
        keys = Keys(database, usage, settings.idempotency_hours * 3_600, rows, megabytes)
        lives = Lives(settings.graph_days, settings.snapshot_days, rows, megabytes)
        graphs = Graphs(database, usage, keys, lives)
        return Opened(database, graphs, Snapshots(database, usage, keys, lives), keys)

    def _begin(self) -> None:
        try:
            self.open()
        except UnavailableError as error:
            log.warning("The store cannot be used yet: %s", error)


async def _never() -> None:
    """A write is completed whether its client stays or leaves."""
    await asyncio.Event().wait()
