"""Idempotency keys: the first request with a key has its effect and its answer kept in one transaction.

A claim is a row without an answer. It expires, so that a process that died does not hold its key without
end; finishing a claim that another request has taken over is undone.
"""

import json
import secrets
import time
import zlib
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, delete, func, select, text, update

from app.store.database import Database
from app.store.errors import KeyReusedError, KeyRunningError
from app.store.lives import owner
from app.store.record import Answer, Claim
from app.store.tables import KEYS
from app.store.usage import Usage

LEASE_SECONDS: Final = 120.0  # longer than a request waits and runs
SWEEP_SECONDS: Final = 60.0
DROPPED: Final = 20  # answers of a client that has too many

_CLAIM: Final = text(
    "INSERT INTO keys (key, request, owner, until, bytes, client) "
    "VALUES (:key, :request, :owner, :until, 200, :client) "
    "ON CONFLICT (key) DO NOTHING"
)


@dataclass
class Keys:
    """Claims and answers, which are kept for `seconds`.

    client_rows, client_megabytes: what is kept for one client; then its oldest answers go.
    """

    database: Database
    usage: Usage
    seconds: float
    client_rows: int
    client_megabytes: int
    swept: float = 0.0
    given_up: dict[str, Claim] = field(default_factory=dict)
    """By owner: claims that could not be released, because a full disk takes no delete either."""

    def claim(self, key: str, request: str) -> Claim | Answer:
        """A claim for the first request with this key, the kept answer for a repeated one.

        request: a digest of all that makes two requests the same. Raises KeyReusedError, KeyRunningError,
        FullError.
        """
        self._free()
        now = time.time()
        claim = Claim(key, secrets.token_hex(16))
        with self.database.write() as connection:
            self._sweep(connection, now)
            connection.execute(delete(KEYS).where(KEYS.c.key == key, KEYS.c.until < now))
            row = {"key": key, "request": request, "owner": claim.owner, "until": now + LEASE_SECONDS}
            made = connection.execute(_CLAIM, {**row, "client": self._make_room(connection)})
            if made.rowcount == 1:
                self.usage.admit(connection, 200)
                return claim
            columns = (KEYS.c.request, KEYS.c.status, KEYS.c.headers, KEYS.c.body)
            found = connection.execute(select(*columns).where(KEYS.c.key == key)).one_or_none()
        if found is None:  # given up by its owner a moment ago
            raise KeyRunningError
        if found.request != request:
            raise KeyReusedError
        if found.status is None:
            raise KeyRunningError
        return Answer(found.status, json.loads(found.headers), zlib.decompress(found.body))

    def finish(self, connection: Connection, claim: Claim, answer: Answer) -> None:
        """Keep the answer in the transaction of its effect. Raises KeyRunningError, which undoes both, if the
        claim has ended.
        """
        body, headers = zlib.compress(answer.body, 1), json.dumps(dict(answer.headers)).encode()
        size = 200 + len(body) + len(headers)
        self.usage.admit(connection, size)
        mine = (KEYS.c.key == claim.key) & (KEYS.c.owner == claim.owner) & KEYS.c.status.is_(None)
        done = connection.execute(
            update(KEYS)
            .where(mine)
            .values(
                status=answer.status,
                headers=headers,
                body=body,
                bytes=size,
                until=time.time() + self.seconds,
            )
        )
        if done.rowcount != 1:
            raise KeyRunningError
        claim.is_open = False

    def settle(self, claim: Claim, answer: Answer) -> None:
        """Keep the answer of a request that had no other effect."""
        with self.database.write() as connection:
            self.finish(connection, claim, answer)

    def release(self, claim: Claim) -> None:
        """Give up a claim whose request was refused: nothing was changed, so it may be tried again.

        Where it cannot be done now it is done before the next claim.
        """
        self.given_up[claim.owner] = claim
        self._free()

    def _free(self) -> None:
        """Raises StoreError, and tries again next time."""
        if claims := list(self.given_up.values()):
            with self.database.write() as connection:
                for claim in claims:
                    mine = (KEYS.c.key == claim.key) & (KEYS.c.owner == claim.owner) & KEYS.c.status.is_(None)
                    connection.execute(delete(KEYS).where(mine))
            for claim in claims:
                self.given_up.pop(claim.owner, None)

    def expire(self, key: str, at: float) -> None:
        """Let a claim or an answer expire at another time, in seconds since 1970."""
        with self.database.write() as connection:
            connection.execute(update(KEYS).where(KEYS.c.key == key).values(until=at))

    def _make_room(self, connection: Connection) -> str:
        """Drop the oldest answers of the current client if it has too many; who that is."""
        who = owner()
        if who:
            sums = select(func.count(), func.coalesce(func.sum(KEYS.c.bytes), 0)).where(KEYS.c.client == who)
            rows, size = connection.execute(sums).one()
            if rows >= self.client_rows or size >= self.client_megabytes * 1_048_576:
                answered = (KEYS.c.client == who) & KEYS.c.status.is_not(None)
                oldest = select(KEYS.c.key).where(answered).order_by(KEYS.c.until).limit(DROPPED)
                connection.execute(delete(KEYS).where(KEYS.c.key.in_(oldest.scalar_subquery())))
                self.usage.forget()
        return who

    def _sweep(self, connection: Connection, now: float) -> None:
        """Now and then, drop what has expired."""
        if now - self.swept < SWEEP_SECONDS:
            return
        self.swept = now
        if connection.execute(delete(KEYS).where(KEYS.c.until < now)).rowcount:
            self.usage.forget()
