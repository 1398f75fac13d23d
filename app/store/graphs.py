"""Stored graphs as rows. A write names the revision that was seen; the database compares and swaps."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from app.store.database import Database
from app.store.errors import StaleError, UnknownGraphError
from app.store.keys import Keys
from app.store.lives import Lives
from app.store.record import Answer, Claim, Packed, Row
from app.store.shape import Shape, grow, shrink
from app.store.tables import GRAPHS, SHAPES
from app.store.usage import Usage

# Statements are made once: SQLAlchemy takes longer to build one than SQLite to run it.
_NUMBERS: Final = (
    GRAPHS.c.revision,
    GRAPHS.c.shape,
    GRAPHS.c.numbers,
    GRAPHS.c.touched,
    GRAPHS.c.changed,
)
_READ: Final = select(*_NUMBERS).where(GRAPHS.c.id == bindparam("graph"))
_READ_WHOLE: Final = select(*_NUMBERS, SHAPES.c.body).where(
    GRAPHS.c.id == bindparam("graph"), SHAPES.c.graph == GRAPHS.c.id
)
_SEEN: Final = (GRAPHS.c.id == bindparam("graph")) & (GRAPHS.c.revision == bindparam("seen"))
_WRITTEN: Final = ("revision", "numbers", "changed", "touched")
_REPLACE: Final = update(GRAPHS).where(_SEEN).values({name: bindparam(name) for name in _WRITTEN})
_REBUILD: Final = (
    update(GRAPHS).where(_SEEN).values({name: bindparam(name) for name in (*_WRITTEN, "shape", "bytes")})
)


@dataclass(frozen=True)
class Graphs:
    """Reading and writing graphs. Every method is one transaction."""

    database: Database
    usage: Usage
    keys: Keys
    lives: Lives

    def add(self, id_: str, packed: Packed, claim: Claim | None, answer: Answer) -> None:
        """Keep a graph at revision 1, and with it the answer if its request has a key. Raises FullError,
        TooManyError.
        """
        assert packed.shape is not None
        body = shrink(packed.shape)
        size = len(body) + len(packed.numbers) + 500
        with self.database.write() as connection:
            who, now = self.usage.admit_row(connection, size, self.lives), time.time()
            row = {
                "id": id_,
                "revision": 1,
                "shape": packed.digest,
                "numbers": packed.numbers,
                "bytes": size,
                "changed": now,
                "touched": now,
                "client": who,
            }
            connection.execute(insert(GRAPHS).values(row))
            connection.execute(insert(SHAPES).values(graph=id_, body=body))
            self._keep(connection, claim, answer)

    def get(self, id_: str, known: Callable[[str], Shape | None]) -> Row:
        """The graph of this id. known: gives a structure that need not be read, by its digest.

        Raises UnknownGraphError.
        """
        with self.database.read() as connection:
            found = connection.execute(_READ, {"graph": id_}).one_or_none()
            if found is None:
                raise UnknownGraphError
            shape = known(found.shape)
            # Once more and in one statement, so that structure and numbers belong together.
            whole = None if shape else connection.execute(_READ_WHOLE, {"graph": id_}).one_or_none()
        self.lives.looked(GRAPHS, id_, found.touched, found.changed)
        if shape is not None:
            return Row(id_, found.revision, Packed(found.shape, None, found.numbers), shape)
        if whole is None:
            raise UnknownGraphError
        return Row(id_, whole.revision, Packed(whole.shape, grow(whole.body), whole.numbers), None)

    def replace(self, id_: str, revision: int, packed: Packed, claim: Claim | None, answer: Answer) -> None:
        """Make revision + 1 of a graph. Raises StaleError, UnknownGraphError, FullError, TooManyError; then
        nothing is written.
        """
        now = time.time()
        values: dict[str, object] = {
            "graph": id_,
            "seen": revision,
            "revision": revision + 1,
            "numbers": packed.numbers,
            "changed": now,
            "touched": now + 1.0,  # later than it was changed, so that the next look writes nothing
        }
        with self.database.write() as connection:
            if packed.shape is not None:
                body = shrink(packed.shape)
                size = len(body) + len(packed.numbers) + 500
                self.lives.admit_other(connection, id_, size)
                self.usage.admit(connection, size)
                values |= {"shape": packed.digest, "bytes": size}
            statement = _REPLACE if packed.shape is None else _REBUILD
            if connection.execute(statement, values).rowcount != 1:
                self._refuse(connection, id_)
            if packed.shape is not None:
                connection.execute(update(SHAPES).where(SHAPES.c.graph == id_).values(body=body))
            self._keep(connection, claim, answer)

    def remove(self, id_: str, revision: int | None) -> None:
        """Delete a graph at this revision, or at any. Raises StaleError, UnknownGraphError."""
        seen = GRAPHS.c.id == id_
        if revision is not None:
            seen &= GRAPHS.c.revision == revision
        with self.database.write() as connection:
            if connection.execute(delete(GRAPHS).where(seen)).rowcount != 1:
                self._refuse(connection, id_)
        self.usage.forget()

    def _refuse(self, connection: Connection, id_: str) -> None:
        found = connection.execute(select(GRAPHS.c.revision).where(GRAPHS.c.id == id_)).scalar()
        raise UnknownGraphError if found is None else StaleError(found)

    def _keep(self, connection: Connection, claim: Claim | None, answer: Answer) -> None:
        if claim is not None:
            self.keys.finish(connection, claim, answer)
