"""Rows that go: taken down, too old, or in the way; and the share of each client."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, update

from app.settings import Settings
from app.store import Opened, Store
from app.store.database import Database, address
from app.store.lives import LEAST_AGE, SWEEP_SECONDS
from app.store.tables import GRAPHS, KEYS, REMOVED, SNAPSHOTS

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[3]
DAY = 86_400.0


@pytest.fixture(scope="module")
def settings(database: dict[str, str]) -> Settings:
    given: dict[str, Any] = {"stored_graphs": 120, "graph_days": 10.0, "snapshot_days": 20.0, **database}
    return Settings(concurrency=2, layout_workers=1, **given)


@pytest.fixture
def store(app: FastAPI) -> Store:
    found: Store = app.state.services.store
    return found


@pytest.fixture(autouse=True)
async def empty(store: Store) -> None:
    def clear(opened: Opened) -> None:
        with opened.database.write() as connection:
            for table in (GRAPHS, SNAPSHOTS, REMOVED, KEYS):
                connection.execute(table.delete())
        opened.graphs.usage.forget()
        opened.graphs.lives.looks.clear()
        opened.graphs.lives.swept = time.time()

    await store.call(clear)


def snapshot(number: float) -> dict[str, str]:
    return {"source": f"a = Value({number})\nL = a * 2"}


async def aged(store: Store, table: Any, days: float, *, opened_since: float = 0.0) -> None:
    """Every row was made, and last looked at, so long ago; the next write sweeps."""

    def write(opened: Opened) -> None:
        then = time.time() - days * DAY
        made = "changed" if table is GRAPHS else "made"
        with opened.database.write() as connection:
            connection.execute(update(table).values({made: then, "touched": then + opened_since}))
        opened.graphs.lives.swept = time.time() - 2 * SWEEP_SECONDS

    await store.call(write)


async def rows(store: Store, table: Any) -> int:
    def read(opened: Opened) -> int:
        with opened.database.read() as connection:
            return connection.execute(select(func.count()).select_from(table)).scalar() or 0

    return await store.read(read)


async def test_who_made_a_snapshot_takes_it_down_for_ever(client: httpx.AsyncClient) -> None:
    made = (await client.post("/api/v1/snapshots", json=snapshot(1.25))).json()
    again = await client.post("/api/v1/snapshots", json=snapshot(1.25))
    assert (again.status_code, again.json()["deletion_key"]) == (200, None)
    address = f"/api/v1/snapshots/{made['key']}"
    for wrong in ({}, {"Deletion-Key": "x"}, {"Deletion-Key": made["deletion_key"][:-1]}):
        refused = await client.delete(address, headers=wrong)
        assert (refused.status_code, refused.json()["code"]) == (403, "wrong-deletion-key")
    assert (await client.get(made["path"] + ".json")).status_code == 200
    right = {"Deletion-Key": made["deletion_key"]}
    assert (await client.delete(address, headers=right)).status_code == 204
    for answer in (
        await client.get(made["path"] + ".json"),
        await client.get(made["path"] + ".svg"),
        await client.delete(address, headers=right),
        await client.post("/api/v1/snapshots", json=snapshot(1.25)),
    ):
        assert (answer.status_code, answer.json()["code"]) == (410, "snapshot-removed")
    assert (await client.get(made["path"])).status_code == 410
    assert (await client.delete("/api/v1/snapshots/2NEpo7TZRRrL")).status_code == 404


async def test_one_client_has_a_share_of_the_rows(app: FastAPI, client: httpx.AsyncClient) -> None:
    made = [await client.post("/api/v1/snapshots", json=snapshot(number)) for number in range(12)]
    assert [answer.status_code for answer in made] == [201] * 12
    for call, body in (("snapshots", snapshot(12)), ("graphs", snapshot(12))):
        refused = await client.post(f"/api/v1/{call}", json=body)
        assert (refused.status_code, refused.json()["limit"]) == (429, {"name": "client_rows", "value": 12})
    assert (await client.post("/api/v1/snapshots", json=snapshot(3))).status_code == 200  # nothing new
    transport = httpx.ASGITransport(app, client=("192.0.2.1", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://backlens.test") as other:
        assert (await other.post("/api/v1/snapshots", json=snapshot(12))).status_code == 201


async def test_what_a_client_took_down_counts(client: httpx.AsyncClient) -> None:
    for number in range(12):
        made = (await client.post("/api/v1/snapshots", json=snapshot(number + 0.5))).json()
        taken = await client.delete(
            f"/api/v1/snapshots/{made['key']}", headers={"Deletion-Key": made["deletion_key"]}
        )
        assert taken.status_code == 204
    refused = await client.post("/api/v1/snapshots", json=snapshot(99))
    assert (refused.status_code, refused.json()["limit"]["name"]) == (429, "client_rows")


async def test_one_client_has_a_share_of_the_bytes(
    store: Store, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store.open().graphs.lives, "client_megabytes", 0.02)
    wide = {"source": "L = sum(Value(k + 0.123) for k in range(500))"}
    path = (await client.post("/api/v1/graphs", json=snapshot(1))).headers["location"]
    assert (await client.post("/api/v1/graphs", json=wide)).status_code == 201
    limit = {"name": "client_megabytes", "value": 0.02}
    for refused in (
        await client.post("/api/v1/graphs", json=wide),
        await client.post("/api/v1/snapshots", json=wide),
        await client.patch(path, json=wide, headers={"If-Match": "*"}),
    ):
        assert (refused.status_code, refused.json()["limit"]) == (429, limit)
    assert (await client.patch(path, json=snapshot(2), headers={"If-Match": "*"})).status_code == 200
    assert (await client.get(path)).json()["revision"] == 2


@pytest.mark.parametrize(("limit", "most"), [("client_rows", 5), ("client_megabytes", 0.002)])
async def test_the_oldest_answers_that_are_kept_for_a_client_make_room(
    store: Store,
    app: FastAPI,
    client: httpx.AsyncClient,
    monkeypatch: pytest.MonkeyPatch,
    limit: str,
    most: float,
) -> None:
    keys = store.open().keys
    monkeypatch.setattr("app.store.keys.DROPPED", 2)
    transport = httpx.ASGITransport(app, client=("192.0.2.1", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://backlens.test") as other:
        await other.post("/api/v1/evaluate", json=snapshot(0), headers={"Idempotency-Key": "other"})
        monkeypatch.setattr(keys, limit, most)
        for number in range(12):
            headers = {"Idempotency-Key": f"mine-{number}"}
            answer = await client.post("/api/v1/evaluate", json=snapshot(number), headers=headers)
            assert answer.status_code == 200
            assert await rows(store, KEYS) <= 7
        again = await client.post("/api/v1/evaluate", json=snapshot(11), headers=headers)
        assert again.headers["idempotency-replayed"] == "true"
        replay = await other.post("/api/v1/evaluate", json=snapshot(0), headers={"Idempotency-Key": "other"})
        assert replay.headers["idempotency-replayed"] == "true"


async def test_what_nobody_looks_at_goes(client: httpx.AsyncClient, store: Store) -> None:
    await client.post("/api/v1/graphs", json=snapshot(1))
    kept = (await client.post("/api/v1/snapshots", json=snapshot(1))).json()
    await aged(store, GRAPHS, 11)
    await aged(store, SNAPSHOTS, 11)
    await client.post("/api/v1/graphs", json=snapshot(2))
    assert (await rows(store, GRAPHS), await rows(store, SNAPSHOTS)) == (1, 1)
    assert (await client.get(kept["path"] + ".json")).status_code == 200
    await aged(store, SNAPSHOTS, 21)
    await client.post("/api/v1/graphs", json=snapshot(3))
    assert await rows(store, SNAPSHOTS) == 1  # it was opened since


async def test_a_look_at_a_graph_is_told_with_the_next_write(client: httpx.AsyncClient, store: Store) -> None:
    address = (await client.post("/api/v1/graphs", json=snapshot(1))).headers["location"]
    await aged(store, GRAPHS, 11)
    assert (await client.get(address)).status_code == 200
    await client.post("/api/v1/graphs", json=snapshot(2))
    assert (await client.get(address)).status_code == 200


async def test_where_there_is_no_room_what_nobody_opened_goes_first(
    client: httpx.AsyncClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = (await client.post("/api/v1/snapshots", json=snapshot(1))).json()
    await aged(store, SNAPSHOTS, 1, opened_since=5.0)
    monkeypatch.setitem((await store.read(lambda found: found)).graphs.usage._most, "stored_graphs", 3)
    never = [(await client.post("/api/v1/graphs", json=snapshot(n))).headers["location"] for n in (2, 3)]
    (await store.read(lambda found: found)).graphs.usage.forget()
    full = await client.post("/api/v1/graphs", json=snapshot(4))
    assert (full.status_code, full.json()["code"]) == (503, "store-full")  # all of them are new
    await aged(store, GRAPHS, 2 * LEAST_AGE / DAY)
    assert (await client.post("/api/v1/graphs", json=snapshot(4))).status_code == 201
    assert [(await client.get(address)).status_code for address in never] == [404, 404]
    assert (await client.get(opened["path"] + ".json")).status_code == 200


async def test_a_clock_that_jumps_costs_a_bounded_number_of_rows(store: Store) -> None:
    def jump(opened: Opened) -> int:
        with opened.database.write() as connection:
            return opened.graphs.lives.expire(connection, time.time() + 1_000 * DAY, 1)

    assert await store.call(jump) <= 2


async def test_reads_do_not_wait_for_another_processes_lock(
    settings: Settings, client: httpx.AsyncClient
) -> None:
    path = (await client.post("/api/v1/graphs", json=snapshot(1))).headers["location"]
    other = Database(address(settings.database_url, settings.data), 1)
    with other.write() as connection:
        connection.execute(update(GRAPHS).values(revision=GRAPHS.c.revision))
        for _ in range(20):
            assert (await client.get(path)).status_code == 200
    other.close()


async def test_the_host_looks_after_the_database(
    settings: Settings, client: httpx.AsyncClient, store: Store
) -> None:
    made = (await client.post("/api/v1/snapshots", json=snapshot(1.75))).json()
    await client.post("/api/v1/graphs", json=snapshot(1))

    def run(*words: str) -> tuple[int, str]:
        given = {"BACKLENS_DATA": settings.data, "BACKLENS_DATABASE_URL": settings.database_url}
        command = [sys.executable, "-m", "app.store", *words]
        done = subprocess.run(command, cwd=ROOT, env=os.environ | given, capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    code, told = run("stats")
    assert code == 0
    assert "graphs: 1\n" in told
    assert "snapshots: 1\n" in told
    assert made["key"] in run("list")[1]
    assert run("remove", made["key"]) == (0, f"{made['key']} is down.\n")
    assert run("remove", made["key"]) == (0, f"{made['key']} was down already.\n")
    assert run("remove", "2NEpo7TZRRrL")[0] == 1
    assert (await client.get(made["path"] + ".json")).status_code == 410
    await aged(store, GRAPHS, 5)
    assert run("purge", "--days", "6") == (0, "0 rows are gone.\n")
    assert run("purge", "--days", "4") == (0, "1 rows are gone.\n")
