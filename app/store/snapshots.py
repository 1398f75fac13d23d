"""Snapshots as rows: written once, found by what they hold."""

import time
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select, text

from app.store.database import Database
from app.store.errors import UnknownSnapshotError
from app.store.keys import Keys
from app.store.record import Answer, Claim, Snapshot
from app.store.shape import grow, shrink
from app.store.tables import SNAPSHOTS
from app.store.usage import Usage

ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"  # none looks like another
SHORTEST: Final = 12  # characters of a key: 70 bits
LONGEST: Final = 44

_ADD: Final = text(
    "INSERT INTO snapshots (key, digest, shape, numbers, page, bytes, made) "
    "VALUES (:key, :digest, :shape, :numbers, :page, :bytes, :made) ON CONFLICT (key) DO NOTHING"
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

    def key_of(self, digest: str) -> tuple[str, bool]:
        """The key under which this content is, or would be, kept; and whether it is."""
        whole = name(digest)
        with self.database.read() as connection:
            for length in range(SHORTEST, LONGEST + 1, 4):
                one = select(SNAPSHOTS.c.digest).where(SNAPSHOTS.c.key == whole[:length])
                found = connection.execute(one).scalar()
                if found is None or found == digest:
                    return whole[:length], found is not None
        raise AssertionError("SHA-256 has no collisions")

    def add(self, snapshot: Snapshot, claim: Claim | None, answer: Answer) -> bool:
        """Keep it under its key, and with it the answer if its request has one; nothing changes when it is
        there already. False when the key has gone to another content in the meantime. Raises FullError.
        """
        shape = shrink(snapshot.shape)
        size = len(shape) + len(snapshot.numbers) + len(snapshot.page) + 500
        with self.database.write() as connection:
            row = {
                "key": snapshot.key,
                "digest": snapshot.digest,
                "shape": shape,
                "numbers": snapshot.numbers,
                "page": snapshot.page,
                "bytes": size,
                "made": time.time(),
            }
            if connection.execute(_ADD, row).rowcount == 1:
                self.usage.admit(connection, size, rows=1)
            else:
                one = select(SNAPSHOTS.c.digest).where(SNAPSHOTS.c.key == snapshot.key)
                if connection.execute(one).scalar() != snapshot.digest:
                    return False
            if claim is not None:
                self.keys.finish(connection, claim, answer)
        return True

    def get(self, key: str) -> Snapshot:
        """The snapshot of this key. Raises UnknownSnapshotError."""
        with self.database.read() as connection:
            found = connection.execute(select(SNAPSHOTS).where(SNAPSHOTS.c.key == key)).one_or_none()
        if found is None:
            raise UnknownSnapshotError
        return Snapshot(found.key, found.digest, grow(found.shape), found.numbers, found.page)
