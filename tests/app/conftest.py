"""One app for a module's tests, reached without a socket; its parts are really started and ended."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app.main import create_app
from app.sandbox.pool import Sandbox
from app.settings import Settings
from tools import databases

Post = Callable[..., Awaitable[httpx.Response]]

LECTURE = """\
a = Value(2.0, label='a')
b = Value(-3.0, label='b')
c = Value(10.0, label='c')
e = a*b; e.label = 'e'
d = e + c; d.label = 'd'
f = Value(-2.0, label='f')
L = d * f; L.label = 'L'"""


@pytest.fixture
def lecture() -> str:
    """The seven lines of the REST contract."""
    return LECTURE


@pytest.fixture(scope="session")
def postgres() -> Iterator[databases.Postgres]:
    """A PostgreSQL for the whole run."""
    if reason := databases.missing():
        pytest.skip(reason)
    with databases.postgres() as server:
        yield server


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The settings of an empty database, of each kind in turn."""
    folder = str(tmp_path_factory.mktemp("data"))
    if request.param == "sqlite":
        return {"data": folder}
    server: databases.Postgres = request.getfixturevalue("postgres")
    return {"data": folder, "database_url": server.create()}


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """One for all apps of the run: a supervisor takes a second to start."""
    sandbox = Sandbox()
    sandbox.start()
    yield sandbox
    sandbox.close()


@pytest.fixture(scope="module")
def settings() -> Settings:
    """A module that needs others defines its own fixture of this name. Programs run as Python; a test of what
    only the interpreter does sets `python="interpreted"`.
    """
    return Settings(concurrency=2, layout_workers=1)


@pytest.fixture(scope="module")
async def app(settings: Settings, sandbox: Sandbox) -> AsyncIterator[FastAPI]:
    """A running app."""
    app = create_app(settings, sandbox=sandbox)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture(scope="module")
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A client of that app, in the same process."""
    transport = httpx.ASGITransport(app=app)
    plain = {"Accept-Encoding": "identity"}  # what is compressed has a test of its own
    async with httpx.AsyncClient(
        transport=transport, base_url="http://backlens.test", headers=plain
    ) as client:
        yield client


@pytest.fixture
def post(client: httpx.AsyncClient) -> Post:
    """POST a JSON body to a call of version 1."""

    async def send(call: str, **body: Any) -> httpx.Response:
        return await client.post(f"/api/v1/{call}", json=body)

    return send
