"""One sandbox for all of these tests, and short ways to run a program in it."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.sandbox.pool import Sandbox

HANDLER = "tests.app.sandbox.handler"


class Programs:
    """Runs text as Python in a sandbox; anything that `Sandbox.run` takes may be given."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    def job(self, kind: str, job: bytes, **given: Any) -> bytes:
        asked = {"cpu_seconds": 5, "wall_seconds": 20, "memory_bytes": 2**28, "answer_bytes": 2**20}
        return self.sandbox.run(kind, job, **asked | given)

    def __call__(self, program: str, **given: Any) -> str:
        """What the program printed."""
        return self.job("run", program.encode(), **given).decode()


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    sandbox = Sandbox(HANDLER)
    sandbox.start()
    yield sandbox
    sandbox.close()


@pytest.fixture(scope="session")
def run(sandbox: Sandbox) -> Programs:
    return Programs(sandbox)
