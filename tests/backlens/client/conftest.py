"""A service of its own for the module's tests, and a client of it."""

from collections.abc import Iterator

import pytest

from backlens.client import Client
from tests.app.test_server import end, start


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server, client = start()
    yield str(client.base_url)
    end(server, client)


@pytest.fixture
def backlens(address: str) -> Iterator[Client]:
    with Client(address) as backlens:
        yield backlens
