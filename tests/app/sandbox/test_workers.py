"""Where no process can fork: answers, deadlines, crashes, cancelling, in workers of their own."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.sandbox.errors import Cancelled, Crashed, OutOfTime, SandboxError, TooMuch, Unavailable
from app.sandbox.task import Task
from app.sandbox.workers import Workers
from tests.app.sandbox.conftest import HANDLER


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    workers = Workers(HANDLER)
    workers.start()
    yield workers
    workers.close()


def task(program: str, **given: Any) -> Task:
    asked: dict[str, Any] = {
        "kind": "interpreted",
        "job": program.encode(),
        "cpu_seconds": 60,
        "wall_seconds": 60.0,
        "memory_bytes": 2**28,
        "answer_bytes": 100,
        "events_bytes": 100,
    }
    return Task(**asked | given)


def test_an_answer_and_its_events(workers: Workers) -> None:
    events: list[bytes] = []
    asked = task("emit(b'one')\nemit(b'two')\nprint(6 * 7)", on_event=events.append)
    assert workers.run(asked, guarded=False) == b"42\n"
    assert events == [b"one", b"two"]


class Always:
    def is_set(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("asked", "end"),
    [
        (task("while True: pass", wall_seconds=0.5), OutOfTime),
        (task("import os; os._exit(3)"), Crashed),
        (task("1 / 0"), Crashed),
        (task("print('x' * 100)"), TooMuch),
        (task("emit(b'x' * 101)"), TooMuch),
        (task("while True: pass", cancel=Always()), Cancelled),
    ],
)
def test_ends(workers: Workers, asked: Task, end: type[SandboxError]) -> None:
    with pytest.raises(end):
        workers.run(asked, guarded=False)
    assert workers.run(task("print(1)"), guarded=False) == b"1\n"


def test_nothing_that_would_have_to_be_restricted(workers: Workers) -> None:
    with pytest.raises(Unavailable):
        workers.run(task("print(1)"), guarded=True)


def test_after_it_was_closed() -> None:
    workers = Workers(HANDLER)
    workers.close()
    with pytest.raises(Unavailable):
        workers.run(task("print(1)"), guarded=False)
