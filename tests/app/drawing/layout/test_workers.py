"""The pool of layout processes, where it breaks at an unlucky moment. Real processes throughout."""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import Future

import pytest

from app.drawing.errors import LayoutUnavailable
from app.drawing.layout.workers import REST, Workers

FOR_EVER = 1000
"""So many others may go first that a task is not given up for lost within a test."""


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = Workers(1, 20.0, 1 << 30)
    yield made
    made.close()


async def test_a_task_that_a_broken_pool_never_took_up_is_not_waited_for(workers: Workers) -> None:
    def breaks(_: "Future[None]") -> None:
        # As when an idle process is killed: from here on nobody looks at what is queued.
        pool = workers._pool
        assert pool is not None
        pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it untyped

    workers.start()
    with pytest.raises(LayoutUnavailable):
        await workers.carry_out(time.sleep, 60.0, before=FOR_EVER, scheduled=breaks)
    await asyncio.sleep(REST)
    assert await workers.carry_out(abs, -2.0, before=0) == 2.0
