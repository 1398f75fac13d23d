"""Transactions that PostgreSQL undoes, and each statement of each write that fails once."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from app.sandbox.pool import Sandbox
from app.store import Store
from tests.app.store.test_faults import GRAPHS, SOURCE, build, check_refusal, running
from tools import databases

pytestmark = pytest.mark.anyio

AT_ONCE = 16


class Failing:
    """Statements and commits of one store, the n-th of which fails."""

    def __init__(self, store: Store, error: Exception) -> None:
        self.left = -1
        self.met = 0
        self._error = error
        engine = store.open().database._engine
        event.listen(engine, "before_cursor_execute", lambda *_: self._count())
        event.listen(engine, "commit", lambda *_: self._count())

    def _count(self) -> None:
        self.left -= 1
        if self.left == -1:
            self.met += 1
            raise OperationalError("", {}, self._error)

    @contextmanager
    def after(self, left: int) -> Iterator[None]:
        self.left = left
        yield
        self.left = -1


def writes(path: str, number: int) -> list[tuple[str, str, Any, dict[str, str]]]:
    """Method, address, body and headers of every kind of write."""
    seen = {"If-Match": "*"}
    step = {"learning_rate": 0.001}
    return [
        ("POST", GRAPHS, {"source": SOURCE}, {}),
        ("POST", GRAPHS, {"source": SOURCE}, {"Idempotency-Key": f"graph-{path[-9:]}-{number}"}),
        ("POST", "/api/v1/snapshots", {"source": f"{SOURCE} * {number}"}, {}),
        ("PATCH", path, {"values": {"a": float(number)}}, seen),
        ("POST", f"{path}/forward", None, seen),
        ("POST", f"{path}/step", step, {**seen, "Idempotency-Key": f"step-{path[-9:]}-{number}"}),
    ]


async def test_the_isolation_of_transactions_is_ours_to_choose(
    sandbox: Sandbox, postgres: databases.Postgres
) -> None:
    url = postgres.create()
    name = url.partition("@/")[2].partition("?")[0]
    postgres.execute(name, f"ALTER DATABASE {name} SET default_transaction_isolation = serializable")
    async with running(sandbox, database_url=url) as (_, store):
        with store.open().database.read() as connection:
            found = connection.exec_driver_sql("SHOW transaction_isolation").scalar()
    assert found == "read committed"


async def test_of_writers_that_come_between_each_other_none_is_lost(
    sandbox: Sandbox, postgres: databases.Postgres
) -> None:
    url = postgres.create()
    undone: list[str] = []
    async with (
        running(sandbox, database_url=url, queue=1_000) as (client, store),
        running(sandbox, database_url=url, queue=1_000) as (other, twin),
    ):
        path = await build(client)
        for each in (store, twin):
            engine = each.open().database._engine
            event.listen(
                engine,
                "handle_error",
                lambda context: undone.append(getattr(context.original_exception, "sqlstate", "")),
            )
            event.listen(
                engine,
                "begin",
                lambda connection: connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"),
            )

        async def step(number: int) -> bool:
            headers = {"If-Match": "*", "Idempotency-Key": f"key-{number}"}
            to = (client, other)[number % 2]
            answer = await to.post(f"{path}/step", json={"learning_rate": 1e-6}, headers=headers)
            if not answer.is_success:  # it had its tries
                check_refusal(answer)
            return answer.is_success

        written = 0
        for number in range(5):
            if "40001" not in undone:
                base = number * AT_ONCE
                written += sum(await asyncio.gather(*(step(base + k) for k in range(AT_ONCE))))
        assert "40001" in undone
        document = (await client.get(path)).json()
    assert document["revision"] == 1 + written > 1


async def test_a_conflict_at_any_statement_is_not_seen(sandbox: Sandbox, database: dict[str, str]) -> None:
    async with running(sandbox, **database) as (client, store):
        path = await build(client)
        failing = Failing(store, psycopg.errors.SerializationFailure())
        for kind in range(len(writes(path, 0))):
            for left in range(40):
                method, at, body, headers = writes(path, 100 * kind + left)[kind]
                before = failing.met
                with failing.after(left):
                    answer = await client.request(method, at, json=body, headers=headers)
                assert answer.is_success, answer.text
                if failing.met == before:
                    break
        assert failing.met > 30


async def test_a_statement_that_fails_undoes_its_write(sandbox: Sandbox, database: dict[str, str]) -> None:
    async with running(sandbox, **database) as (client, store):
        path = await build(client)
        fault = sqlite3.OperationalError("disk I/O error")
        fault.sqlite_errorname = "SQLITE_IOERR"
        failing = Failing(store, fault)
        for kind in range(len(writes(path, 0))):
            for left in range(40):
                method, at, body, headers = writes(path, 100 * kind + left)[kind]
                before, count = (await client.get(path)).json(), failing.met
                with failing.after(left):
                    answer = await client.request(method, at, json=body, headers=headers)
                if failing.met == count:
                    assert answer.is_success, answer.text
                    break
                after = (await client.get(path)).json()
                if answer.is_success:  # what failed was not the write
                    continue
                check_refusal(answer)
                assert after == before
        assert failing.met > 30


async def test_a_conflict_that_lasts_is_a_refusal(
    sandbox: Sandbox, database: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.store.CONFLICT_SECONDS", 0.0)
    async with running(sandbox, **database) as (client, store):
        path = await build(client)

        def fail(*_: Any) -> None:
            raise OperationalError("", {}, psycopg.errors.DeadlockDetected())

        event.listen(store.open().database._engine, "commit", fail)
        check_refusal(await client.post(f"{path}/forward", headers={"If-Match": "*"}))


async def test_writes_that_take_any_revision_are_done_one_after_the_other(
    sandbox: Sandbox, database: dict[str, str]
) -> None:
    async with running(sandbox, queue=1_000, **database) as (client, store):
        path = await build(client)
        replaced: list[str] = []
        event.listen(
            store.open().database._engine,
            "before_cursor_execute",
            lambda _, __, statement, *___: (
                replaced.append(statement) if "UPDATE graphs" in statement else None
            ),
        )

        async def step() -> httpx.Response:
            return await client.post(f"{path}/step", json={"learning_rate": 1e-6}, headers={"If-Match": "*"})

        answers = await asyncio.gather(*(step() for _ in range(AT_ONCE)))
        assert sorted(answer.json()["revision"] for answer in answers) == list(range(2, 2 + AT_ONCE))
        assert len(replaced) == AT_ONCE  # none was computed in vain
