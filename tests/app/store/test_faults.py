"""A database that is down, read-only or full: 503 with Retry-After, nothing half-written, no restart."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from app.main import create_app
from app.sandbox.pool import Sandbox
from app.settings import Settings
from app.store import Store
from tools import databases

pytestmark = pytest.mark.anyio

GRAPHS = "/api/v1/graphs"
SOURCE = "a = Value(2.0, label='a')\nL = a * a"


@asynccontextmanager
async def running(sandbox: Sandbox, **settings: Any) -> AsyncIterator[tuple[httpx.AsyncClient, Store]]:
    app = create_app(Settings(concurrency=2, layout_workers=1, **settings), sandbox=sandbox)
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://backlens.test") as client,
    ):
        yield client, app.state.services.store


async def build(client: httpx.AsyncClient) -> str:
    response = await client.post(GRAPHS, json={"source": SOURCE})
    assert response.status_code == 201, response.text
    path: str = response.headers["location"]
    return path


def check_refusal(response: httpx.Response, code: str = "store-unavailable") -> None:
    assert (response.status_code, response.json()["code"]) == (503, code), response.text
    assert int(response.headers["retry-after"]) > 0
    for word in ("sqlite", "psycopg", "backlens.db", "SELECT", "INSERT"):
        assert word not in response.text


async def until(ask: Callable[[], Awaitable[httpx.Response]], status: int) -> httpx.Response:
    """The first answer with this status; another attempt may come a moment too early."""
    for _ in range(600):
        response = await ask()
        if response.status_code == status:
            return response
        await asyncio.sleep(0.1)
    raise AssertionError(response.text)


async def test_a_file_that_is_away_comes_back(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, data=str(tmp_path / "here")) as (client, _):
        path = await build(client)
        before = (await client.get(path)).json()
        (tmp_path / "here").rename(tmp_path / "there")
        check_refusal(await client.post(f"{path}/forward", headers={"If-Match": "*"}))
        check_refusal(await client.post(GRAPHS, json={"source": SOURCE}, headers={"Idempotency-Key": "k"}))
        assert (await client.post("/api/v1/evaluate", json={"source": SOURCE})).status_code == 200
        (tmp_path / "there").rename(tmp_path / "here")
        assert (await client.get(path)).json() == before
        response = await client.post(f"{path}/forward", headers={"If-Match": '"1"'})
        assert response.status_code == 200


async def test_a_folder_that_cannot_be_made_yet(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    async with running(sandbox, data=str(tmp_path / "data")) as (client, _):
        check_refusal(await client.post(GRAPHS, json={"source": SOURCE}))
        ready = await client.get("/readyz")
        assert (ready.status_code, ready.json()["code"]) == (503, "not-ready")
        assert ready.json()["detail"].startswith("The store failed")
        assert (await client.get("/healthz")).status_code == 200
        (tmp_path / "data").unlink()
        await until(lambda: client.post(GRAPHS, json={"source": SOURCE}), 201)


async def test_another_file_in_its_place_is_opened(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, data=str(tmp_path / "one")) as (client, _):
        path = await build(client)
    async with running(sandbox, data=str(tmp_path / "two")) as (client, _):
        await build(client)
        (tmp_path / "two").rename(tmp_path / "old")
        (tmp_path / "one").rename(tmp_path / "two")
        assert (await client.get(path)).status_code == 200


async def test_a_file_that_is_no_database(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "backlens.db").write_bytes(b"no database at all, but a text of some length" * 50)
    async with running(sandbox, data=str(tmp_path)) as (client, _):
        check_refusal(await client.post(GRAPHS, json={"source": SOURCE}))


@pytest.mark.parametrize(
    ("pragma", "back", "code"),
    [
        ("query_only=ON", "query_only=OFF", "store-unavailable"),
        ("max_page_count=1", "max_page_count=1000000", "store-full"),
    ],
)
async def test_a_file_that_takes_no_write(
    sandbox: Sandbox, tmp_path: Path, pragma: str, back: str, code: str
) -> None:
    async with running(sandbox, data=str(tmp_path)) as (client, store):
        path = await build(client)
        before = (await client.get(path)).json()
        now = [pragma]

        def prepare(connection: Any, *_: Any) -> None:
            connection.execute(f"PRAGMA {now[0]}")

        event.listen(store.open().database._engine, "checkout", prepare)
        wide = "\n".join(f"x{k} = Value({k}.5)" for k in range(500)) + "\nL = x1"
        check_refusal(await client.post(GRAPHS, json={"source": wide}), code)
        if code == "store-unavailable":
            for method in ("forward", "backward"):
                check_refusal(await client.post(f"{path}/{method}", headers={"If-Match": "*"}), code)
            check_refusal(await client.delete(path, headers={"If-Match": "*"}), code)
        assert (await client.get(path)).json() == before
        now[0] = back
        response = await client.post(f"{path}/forward", headers={"If-Match": '"1"'})
        assert response.status_code == 200
        await build(client)


async def test_no_call_writes_by_half(sandbox: Sandbox, tmp_path: Path) -> None:
    """Every write is refused, a stream that has begun says so at its end, and all of them work afterwards."""
    async with running(sandbox, data=str(tmp_path)) as (client, store):
        path = await build(client)
        before = (await client.get(path)).json()
        connections = store.open().database._engine
        now = ["query_only=ON"]
        event.listen(connections, "checkout", lambda connection, *_: connection.execute(f"PRAGMA {now[0]}"))
        calls: list[tuple[str, str, Any, dict[str, str]]] = [
            ("PATCH", path, {"values": {"a": 3.0}}, {}),
            ("PATCH", path, {"source": "b = Value(1.0, label='b')"}, {}),
            ("POST", f"{path}/step", {"learning_rate": 0.1}, {}),
            ("POST", f"{path}/step", {"learning_rate": 0.1}, {"Idempotency-Key": "once"}),
            ("POST", GRAPHS, {"source": SOURCE}, {"Idempotency-Key": "again"}),
            ("POST", "/api/v1/snapshots", {"graph": before["id"]}, {}),
            ("POST", "/api/v1/evaluate", {"source": SOURCE}, {"Idempotency-Key": "third"}),
        ]
        for method, at, body, headers in calls:
            check_refusal(await client.request(method, at, json=body, headers={"If-Match": '"1"', **headers}))
        told = await client.post(
            f"{path}/step",
            json={"learning_rate": 0.1, "steps": 3},
            headers={"If-Match": '"1"', "Accept": "text/event-stream"},
        )
        assert told.status_code == 200
        assert "event: done" not in told.text
        assert told.text.rstrip().rpartition("event: ")[2].startswith("error\n")
        assert '"store-unavailable"' in told.text
        assert (await client.get(path)).json() == before
        now[0] = "query_only=OFF"
        assert (await client.get(path)).json() == before
        for revision, (method, at, body, headers) in enumerate(calls[:4], 1):
            answer = await client.request(
                method, at, json=body, headers={"If-Match": f'"{revision}"', **headers}
            )
            assert (answer.status_code, answer.json()["revision"]) == (200, revision + 1)
        for method, at, body, headers in calls[4:]:
            assert (await client.request(method, at, json=body, headers=headers)).is_success


async def test_a_key_whose_request_failed_is_free_when_the_store_is_back(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async with running(sandbox, data=str(tmp_path)) as (client, store):
        left = [1_000_000]  # transactions that may write

        def prepare(connection: Any, *_: Any) -> None:
            connection.execute(f"PRAGMA query_only={'OFF' if left[0] > 0 else 'ON'}")
            left[0] -= 1

        event.listen(store.open().database._engine, "checkout", prepare)

        async def send() -> httpx.Response:
            return await client.post(GRAPHS, json={"source": SOURCE}, headers={"Idempotency-Key": "k"})

        left[0] = 1  # the key is claimed; then neither the graph is kept nor the key given back
        check_refusal(await send())
        left[0] = 1_000_000
        first = await send()
        assert first.status_code == 201, first.text
        assert (await send()).json() == first.json()


async def test_a_key_is_free_when_the_disk_was_full_at_the_very_end(sandbox: Sandbox, tmp_path: Path) -> None:
    """SQLite writes when a transaction is closed, and only then sees that the disk is full."""
    async with running(sandbox, data=str(tmp_path)) as (client, store):
        path = await build(client)
        before = (await client.get(path)).json()
        closed: list[int] = []

        def close(_: Any) -> None:
            closed.append(1)
            if len(closed) == 3:  # the key, the graph as it was, and now as it is to be
                fault = sqlite3.OperationalError("database or disk is full")
                fault.sqlite_errorname = "SQLITE_FULL"
                raise OperationalError("COMMIT", {}, fault)

        event.listen(store.open().database._engine, "commit", close)

        async def send() -> httpx.Response:
            headers = {"Idempotency-Key": "k", "If-Match": '"1"'}
            return await client.post(f"{path}/step", json={"learning_rate": 0.1}, headers=headers)

        check_refusal(await send(), "store-full")
        assert (await client.get(path)).json() == before
        assert (await send()).json()["revision"] == 2


async def test_a_file_that_another_process_writes_for_too_long(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.database.WAIT_SECONDS", 0.2)
    async with running(sandbox, data=str(tmp_path)) as (client, _):
        path = await build(client)
        with closing(sqlite3.connect(tmp_path / "backlens.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            check_refusal(await client.post(f"{path}/forward", headers={"If-Match": "*"}))
            assert (await client.get(path)).json()["revision"] == 1
            other.execute("ROLLBACK")
        response = await client.post(f"{path}/forward", headers={"If-Match": '"1"'})
        assert response.status_code == 200


async def test_a_store_may_hold_no_more_than_its_host_says(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, data=str(tmp_path), stored_graphs=2) as (client, _):
        path = await build(client)
        await build(client)
        response = await client.post(GRAPHS, json={"source": SOURCE})
        check_refusal(response, "store-full")
        assert response.json()["limit"] == {"name": "stored_graphs", "value": 2}
        check_refusal(await client.post("/api/v1/snapshots", json={"source": SOURCE}), "store-full")
        assert (await client.post(f"{path}/forward", headers={"If-Match": "*"})).status_code == 200
        await client.delete(path, headers={"If-Match": "*"})
        await build(client)
    async with running(sandbox, data=str(tmp_path), stored_megabytes=1) as (client, _):
        wide = "L = sum(Value(float(k)) for k in range(12000))"
        answers = [await client.post(GRAPHS, json={"source": wide, "include": ["frame"]}) for _ in range(6)]
        assert answers[0].status_code == 201
        check_refusal(answers[-1], "store-full")


async def test_a_postgresql_that_is_away_or_read_only_comes_back(
    sandbox: Sandbox, postgres: databases.Postgres
) -> None:
    url = postgres.create()
    name = url.partition("@/")[2].partition("?")[0]
    async with running(sandbox, database_url=url) as (client, store):
        path = await build(client)
        postgres.stop()
        try:
            check_refusal(await client.post(f"{path}/forward", headers={"If-Match": "*"}))
            check_refusal(await client.get(path))
        finally:
            postgres.start()
        await until(lambda: client.get(path), 200)
        postgres.execute(name, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        store.open().database.close()
        check_refusal(await client.post(f"{path}/forward", headers={"If-Match": '"1"'}))
        assert (await client.get(path)).json()["revision"] == 1
        postgres.execute("postgres", f"ALTER DATABASE {name} RESET default_transaction_read_only")
        store.open().database.close()
        await until(lambda: client.post(f"{path}/forward", headers={"If-Match": '"1"'}), 200)


async def test_an_address_of_no_database(sandbox: Sandbox, tmp_path: Path) -> None:
    for url in ("mysql://a@b/c", "nonsense", "postgresql://nobody@127.0.0.1:1/none"):
        async with running(sandbox, data=str(tmp_path), database_url=url) as (client, _):
            check_refusal(await client.post(GRAPHS, json={"source": SOURCE}))
