"""The store under load and kill -9, in processes of its own; `benchmarks/store.py` has the full counts."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from benchmarks.store import contend, crash, repeat, serving

SCALE = 20  # what the full counts are divided by
CLIENTS, STEPS, KEYS, KILLS = 50, 200, 1_000, 60


@pytest.fixture(scope="module")
def addresses(database: dict[str, str]) -> Iterator[list[str]]:
    """Two processes on one database."""
    environment = {f"BACKLENS_{name.upper()}": text for name, text in database.items()}
    with ExitStack() as stack:
        yield [stack.enter_context(serving(environment)).address for _ in range(2)]


def test_many_clients_on_one_graph_lose_no_step(addresses: list[str]) -> None:
    found = asyncio.run(contend(addresses, CLIENTS, STEPS // SCALE))
    assert found.written + found.refused == CLIENTS * (STEPS // SCALE)
    assert found.written >= STEPS // SCALE
    assert found.revision == 1 + found.written  # building it was the first 2xx
    assert found.kept == found.replayed


def test_a_request_that_is_repeated_has_one_effect(addresses: list[str]) -> None:
    found = asyncio.run(repeat(addresses, KEYS // SCALE))
    assert (found.revision, found.differing) == (1 + KEYS // SCALE, 0)


def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    found = crash(tmp_path, KILLS // SCALE)
    assert found.acknowledged >= KILLS // SCALE
    assert (found.lost, found.integrity) == ([], "ok")
