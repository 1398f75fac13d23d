"""Work that gives up its place and takes one again."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable

import pytest

from app.runtime.work_queue import BusyError, Place, WorkQueue, place

pytestmark = pytest.mark.anyio


@pytest.fixture
async def queue() -> AsyncIterator[WorkQueue]:
    made = WorkQueue(1, 1, aside=2)
    made.start()
    yield made
    made.close()


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not holds():
            await asyncio.sleep(0)


class Piece:
    """Work that goes on until it is let go."""

    def __init__(self, queue: WorkQueue, who: str) -> None:
        self.end = threading.Event()
        self.begun = asyncio.Event()
        self.place: Place
        self._loop = asyncio.get_running_loop()
        self.task = asyncio.create_task(queue.run(self._work, asyncio.Event().wait, who))  # type: ignore[arg-type]

    def _work(self) -> None:
        self.place = place.get()
        self._loop.call_soon_threadsafe(self.begun.set)
        self.end.wait(30)

    async def over(self) -> None:
        self.end.set()
        await self.task


async def test_others_run_meanwhile_and_it_waits_for_its_turn(queue: WorkQueue) -> None:
    one = Piece(queue, "one")
    await one.begun.wait()
    one.place.give_up()
    one.place.give_up()
    assert queue.running == 0
    two = Piece(queue, "two")
    await two.begun.wait()
    with pytest.raises(BusyError):
        await one.place.take_back(0.05)
    assert (queue.running, queue.inside) == (1, 1)
    back = asyncio.create_task(one.place.take_back(20))
    await until(lambda: queue.inside == 2)
    three = Piece(queue, "three")
    with pytest.raises(BusyError):  # the only place in the line is taken
        await three.task
    assert not back.done()
    await two.over()
    await back
    assert queue.running == 1
    await one.over()
    assert queue.inside == 0


async def test_who_ends_or_leaves_while_it_waits_keeps_no_place(queue: WorkQueue) -> None:
    (one,) = [Piece(queue, "one")]
    await one.begun.wait()
    one.place.give_up()
    two = Piece(queue, "two")
    await two.begun.wait()
    back = asyncio.create_task(one.place.take_back(20))
    await until(lambda: queue.inside == 2)
    await one.over()
    await two.over()
    await back
    assert queue.inside == 0
    three = Piece(queue, "three")
    await three.begun.wait()
    three.place.give_up()
    four = Piece(queue, "four")
    await four.begun.wait()
    leaving = asyncio.create_task(three.place.take_back(20))
    await until(lambda: queue.inside == 2)
    leaving.cancel()
    await asyncio.gather(leaving, return_exceptions=True)
    await four.over()
    assert queue.inside == 0
    await three.over()
    assert queue.inside == 0
