"""The database behind the store: SQLite or PostgreSQL, its connections and its transactions.

SQLAlchemy runs in threads: a whole transaction is one hop away from the event loop, where its asyncio form
makes one hop a statement (measured on SQLite, a read and a write in one transaction, eight at once: 1.0 ms of
CPU time against 3.0 ms with aiosqlite, and three times as many a second). Importing this module costs what
importing SQLAlchemy costs; `Store` does it in the background.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, make_url

from app.store.errors import ConflictError, FullError, StoreError, UnavailableError

WAIT_SECONDS: Final = 5  # for a lock, a connection, an answer of a database that may be down

_DISK_FULL: Final = "53100"  # PostgreSQL's code for it
_CONFLICTS: Final = ("40001", "40P01")  # a serialization failure, a deadlock


def address(url: str, folder: str) -> URL:
    """Where the database is: at `url` if that is set, else in a file of `folder`. Raises UnavailableError."""
    if not url:
        return URL.create("sqlite", database=str(Path(folder).expanduser() / "backlens.db"))
    try:
        found = make_url(url)
    except exc.ArgumentError:
        raise UnavailableError("BACKLENS_DATABASE_URL is not the address of a database.") from None
    if found.drivername in ("postgresql", "postgres"):
        found = found.set(drivername="postgresql+psycopg")
    if found.get_backend_name() not in ("sqlite", "postgresql"):
        raise UnavailableError("BACKLENS_DATABASE_URL must begin with `sqlite:` or `postgresql:`.")
    return found


class Database:
    """Connections to one database. `read` and `write` are transactions; both raise StoreError alone."""

    def __init__(self, url: URL, connections: int) -> None:
        self.is_sqlite: Final = url.get_backend_name() == "sqlite"
        self._path: Final = Path(url.database) if self.is_sqlite and url.database else None
        # Writers of this process queue here: SQLite's own waiting is a poll, and unfair.
        self._writing: Final = threading.Lock() if self.is_sqlite else None
        self._engine: Final = self._create(url, connections)
        self._file: tuple[int, int] | None = None

    def _create(self, url: URL, connections: int) -> Engine:
        try:
            if self.is_sqlite:
                engine = create_engine(
                    url,
                    pool_size=connections,
                    max_overflow=0,
                    pool_timeout=WAIT_SECONDS,
                    connect_args={"timeout": WAIT_SECONDS, "check_same_thread": False},
                )
                event.listen(engine, "connect", _prepare_sqlite)
                event.listen(engine, "begin", _begin_sqlite)
                return engine
            return create_engine(
                url,
                pool_size=connections,
                max_overflow=0,
                pool_timeout=WAIT_SECONDS,
                pool_pre_ping=True,
                connect_args={
                    "connect_timeout": WAIT_SECONDS,
                    "tcp_user_timeout": 3_000 * WAIT_SECONDS,
                    "options": f"-c statement_timeout={3_000 * WAIT_SECONDS} "
                    f"-c lock_timeout={2_000 * WAIT_SECONDS} -c synchronous_commit=on "
                    # Whatever the host's default is: who waited for a lock is to see what was done meanwhile.
                    "-c default_transaction_isolation=read\\ committed",
                },
            )
        except (ImportError, exc.ArgumentError) as error:
            raise UnavailableError(f"The database's driver cannot be used: {error}.") from error

    def open(self) -> None:
        """See that the database is there; make the file's folder where it is a file."""
        if self._path is not None:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise UnavailableError(f"The folder {self._path.parent} cannot be made: {error}.") from error
        with self.read():
            self._file = self._identity()

    def close(self) -> None:
        """Every connection that is not in use is ended."""
        self._engine.dispose()

    @property
    def replaced(self) -> bool:
        """Whether another file is where the database's was: connections still write to the old one."""
        return self._file is not None and self._identity() not in (None, self._file)

    def _identity(self) -> tuple[int, int] | None:
        if self._path is None:
            return None
        try:
            found = os.stat(self._path)
        except OSError:
            return None
        return found.st_dev, found.st_ino

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database."""
        with _worded(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self, patience: int = WAIT_SECONDS) -> Iterator[Connection]:
        """A transaction, kept whole or not at all; on SQLite it excludes other writers from its start.

        Arguments:
            patience: seconds that it waits there for a writer in another process.
        """
        if self._file is not None and self._identity() != self._file:
            raise UnavailableError("The database's file is gone.")
        if self._writing is not None and not self._writing.acquire(timeout=3 * WAIT_SECONDS):
            raise UnavailableError("Other writes take too long.")
        try:
            with _worded(), self._engine.execution_options(patience=patience).begin() as connection:
                yield connection
        finally:
            if self._writing is not None:
                self._writing.release()


def _prepare_sqlite(connection: Any, _: Any) -> None:
    """Settings of each connection. Python's own transactions are switched off: they begin too late."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    patience = connection.get_execution_options().get("patience")
    if patience is not None:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {1_000 * patience}")
    connection.exec_driver_sql("BEGIN" if patience is None else "BEGIN IMMEDIATE")


@contextmanager
def _worded() -> Iterator[None]:
    """The database's refusals as StoreError; a fault of our own statements stays what it is."""
    try:
        yield
    except exc.DBAPIError as error:
        if (meant := _meaning(error)) is None:
            raise
        raise meant from error
    except exc.TimeoutError as error:
        raise UnavailableError("No connection became free.") from error


def _meaning(error: exc.DBAPIError) -> StoreError | None:
    """None for a fault of our own."""
    cause = error.orig
    code = getattr(cause, "sqlstate", None)
    name = getattr(cause, "sqlite_errorname", "")
    if code == _DISK_FULL or name == "SQLITE_FULL":
        return FullError()
    if code in _CONFLICTS:
        return ConflictError(f"The database undid a transaction: {cause}")
    # Of the rest of PostgreSQL's classes: 25 read-only, 42P01 a table that someone dropped.
    ours = isinstance(
        error, exc.IntegrityError | exc.DataError | exc.ProgrammingError | exc.NotSupportedError
    )
    if ours and name != "SQLITE_NOTADB" and code != "42P01":
        return None
    return UnavailableError(f"The database refuses: {cause}")
