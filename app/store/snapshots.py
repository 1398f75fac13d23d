"""Snapshots as rows: written once, found by what they hold."""

import hashlib
import secrets
import time
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Connection, delete, insert, select, text

from app.store.database import Database
from app.store.errors import RemovedError, UnknownSnapshotError, WrongKeyError
from app.store.keys import Keys
from app.store.lives import Lives
from app.store.record import Answer, Claim, Snapshot
from app.store.shape import grow, shrink
from app.store.tables import REMOVED, SNAPSHOTS
from app.store.usage import Usage

ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"  # none looks like another
SHORTEST: Final = 12  # characters of a key: 70 bits
LONGEST: Final = 44

_ADD: Final = text(
    "INSERT INTO snapshots (key, digest, shape, numbers, page, bytes, made, client, touched, deletion) "
    "VALUES (:key, :digest, :shape, :numbers, :page, :bytes, :made, :client, :made, :deletion) "
    "ON CONFLICT (key) DO NOTHING"
)


def name(digest: str) -> str:
    """A digest in hexadecimal, written with letters and digits that are easy to read out."""
    number, letters = int(digest, 16), ""
    for _ in range(LONGEST):
        number, rest = divmod(number, len(ALPHABET))
        letters += ALPHABET[rest]
    return letters


@dataclass(frozen=True)
class Snapshots:
    """Keeping and finding snapshots. Every method is one transaction."""

    database: Database
    usage: Usage
    keys: Keys
    lives: Lives

    def key_of(self, digest: str) -> tuple[str, bool]:
        """The key under which this content is, or would be, kept; and whether it is. Raises RemovedError."""
        whole = name(digest)
        with self.database.read() as connection:
            _refuse_removed(connection, REMOVED.c.digest == digest)
            for length in range(SHORTEST, LONGEST + 1, 4):
                one = select(SNAPSHOTS.c.digest).where(SNAPSHOTS.c.key == whole[:length])
                found = connection.execute(one).scalar()
                if found is None or found == digest:
                    return whole[:length], found is not None
        raise AssertionError("SHA-256 has no collisions")

    def add(self, snapshot: Snapshot, deletion: str, claim: Claim | None, answer: Answer) -> bool:
        """Keep it under its key, and with it the answer if its request has one.

        Arguments:
            deletion: the key that takes it down; empty where the content is there already.

        Returns:
            False when the answer would be untrue: the key has gone to another content in the meantime, or
            the content is there already, with another deletion key.

        Raises FullError, TooManyError.
        """
        shape = shrink(snapshot.shape)
        size = len(shape) + len(snapshot.numbers) + len(snapshot.page) + 500
        with self.database.write() as connection:
            one = select(SNAPSHOTS.c.digest).where(SNAPSHOTS.c.key == snapshot.key)
            there = connection.execute(one).scalar()
            if (there is None) != bool(deletion) or there not in (None, snapshot.digest):
                return False
            if there is None:
                row = {
                    "key": snapshot.key,
                    "digest": snapshot.digest,
                    "shape": shape,
                    "numbers": snapshot.numbers,
                    "page": snapshot.page,
                    "bytes": size,
                    "made": time.time(),
                    "client": self.usage.admit_row(connection, size, self.lives),
                    "deletion": _digest(deletion),
                }
                if connection.execute(_ADD, row).rowcount != 1:
                    return False  # at the same moment, where writers do not exclude each other
            if claim is not None:
                self.keys.finish(connection, claim, answer)
        return True

    def get(self, key: str) -> Snapshot:
        """The snapshot of this key. Raises UnknownSnapshotError, RemovedError."""
        with self.database.read() as connection:
            found = connection.execute(select(SNAPSHOTS).where(SNAPSHOTS.c.key == key)).one_or_none()
            if found is None:
                _refuse_removed(connection, REMOVED.c.key == key)
                raise UnknownSnapshotError
        self.lives.looked(SNAPSHOTS, key, found.touched, found.made)
        return Snapshot(found.key, found.digest, grow(found.shape), found.numbers, found.page)

    def remove(self, key: str, deletion: str | None) -> None:
        """Take it down for ever. deletion: None for the host, who needs no key.

        Raises UnknownSnapshotError, RemovedError, WrongKeyError.
        """
        with self.database.write() as connection:
            columns = (SNAPSHOTS.c.digest, SNAPSHOTS.c.deletion, SNAPSHOTS.c.client)
            one = select(*columns).where(SNAPSHOTS.c.key == key)
            found = connection.execute(one).one_or_none()
            if found is None:
                _refuse_removed(connection, REMOVED.c.key == key)
                raise UnknownSnapshotError
            if deletion is not None and not secrets.compare_digest(found.deletion, _digest(deletion)):
                raise WrongKeyError
            connection.execute(delete(SNAPSHOTS).where(SNAPSHOTS.c.key == key))
            # What the host takes down does not count as its client's.
            who = "" if deletion is None else found.client
            row = {"key": key, "digest": found.digest, "at": time.time(), "client": who}
            connection.execute(insert(REMOVED).values(row))
        self.usage.forget()


def _digest(deletion: str) -> str:
    return hashlib.sha256(deletion.encode()).hexdigest()


def _refuse_removed(connection: Connection, which: ColumnElement[bool]) -> None:
    if connection.execute(select(REMOVED.c.key).where(which)).first() is not None:
        raise RemovedError
