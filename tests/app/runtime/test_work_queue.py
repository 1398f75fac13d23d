"""The queue: bounded, fair to those who wait, and never confused about who is inside."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from app.runtime.work_queue import BusyError, GoneError, WorkQueue

pytestmark = pytest.mark.anyio


@pytest.fixture
def queue() -> Iterator[WorkQueue]:
    queue = WorkQueue(places=2, waiting=3)
    queue.start()
    yield queue
    queue.close()


async def never() -> None:
    await asyncio.Event().wait()


async def turns(count: int = 50) -> None:
    """Let everything that is ready run."""
    for _ in range(count):
        await asyncio.sleep(0)


async def test_it_answers_with_the_result_and_with_the_error(queue: WorkQueue) -> None:
    assert await queue.run(lambda: 6 * 7, never) == 42
    with pytest.raises(ZeroDivisionError):
        await queue.run(lambda: 1 // 0, never)
    assert queue.inside == 0


async def test_work_is_off_the_event_loop(queue: WorkQueue) -> None:
    def where() -> int:
        return threading.get_ident()

    assert await queue.run(where, never) != threading.get_ident()


async def test_one_more_than_may_wait_is_refused_at_once(queue: WorkQueue) -> None:
    go = threading.Event()
    asked = [asyncio.create_task(queue.run(lambda: go.wait(20), never)) for _ in range(5)]
    await turns()
    with pytest.raises(BusyError) as caught:
        await queue.run(lambda: True, never)
    assert caught.value == BusyError(running=2, waiting=3, what="programs")
    go.set()
    assert await asyncio.gather(*asked) == [True] * 5
    assert queue.inside == 0
    assert await queue.run(lambda: "next", never) == "next"


@pytest.mark.parametrize("way", ["disconnect", "cancel"])
async def test_who_leaves_while_waiting_frees_the_place(queue: WorkQueue, way: str) -> None:
    go, left = threading.Event(), asyncio.Event()
    began: list[str] = []

    async def leave() -> None:
        await left.wait()

    running = [asyncio.create_task(queue.run(lambda: go.wait(20), never)) for _ in range(2)]
    waiting = [asyncio.create_task(queue.run(lambda: began.append("left"), leave)) for _ in range(3)]
    await turns()
    assert queue.inside == 5
    if way == "disconnect":
        left.set()
    else:
        for task in waiting:
            task.cancel()
    results = await asyncio.gather(*waiting, return_exceptions=True)
    expected = GoneError if way == "disconnect" else asyncio.CancelledError
    assert [type(result) for result in results] == [expected] * 3
    assert queue.inside == 2
    last = asyncio.create_task(queue.run(lambda: began.append("stayed"), never))
    go.set()
    await asyncio.gather(last, *running)
    assert began == ["stayed"]
    assert queue.inside == 0


async def test_who_leaves_while_running_keeps_the_place_until_the_end(queue: WorkQueue) -> None:
    go, begun, left = threading.Event(), threading.Event(), asyncio.Event()

    def work() -> None:
        begun.set()
        go.wait(20)

    async def leave() -> None:
        await left.wait()

    task = asyncio.create_task(queue.run(work, leave))
    await asyncio.to_thread(begun.wait, 20)
    left.set()
    with pytest.raises(GoneError):
        await task
    assert queue.inside == 1
    go.set()
    await queue.run(lambda: None, never)
    await asyncio.to_thread(queue.close)
    assert queue.inside == 0
