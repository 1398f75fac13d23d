"""Layouts: kept, shared, bounded, killed, and begun again after a crash. Real processes throughout."""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.drawing import (
    Drawer,
    LayoutBusy,
    LayoutTimeout,
    LayoutUnavailable,
    PictureTooLarge,
    ViewChoice,
)
from app.drawing.layout.layouts import Layout, Layouts
from app.drawing.layout.workers import Workers
from app.drawing.quotient.view import make_view
from app.drawing.scene import Scene
from app.runtime.turns import Turns
from engine.graph import Frame, Graph
from tests.app.drawing.graphs import ladder, lecture, network, repeated

PATIENCE = 300.0
"""Seconds after which what another process does is taken to have failed, on however busy a machine."""
LOOK = 0.01
"""Seconds between two looks, which leave that process its core."""
SMALL = 'digraph { a [label="", id="n0"] }'


async def picture(drawer: Drawer, graph: Graph, choice: ViewChoice | None = None, data: float = 1.0) -> str:
    count = len(graph)
    frame = Frame((data,) * count, (0.5,) * count)
    scene = Scene.of(graph, frame, ["fresh"] * count, [1] * count)
    return await drawer.draw(scene, choice or ViewChoice(inline=True))


@contextmanager
def started(**settings: float) -> Iterator[Drawer]:
    """A drawer of the test's own with one process."""
    drawer = Drawer(
        workers=1,
        deadline_seconds=settings.get("deadline", 20.0),
        memory_bytes=int(settings.get("memory", 1 << 30)),
        cost_limit=10**9,
    )
    before = set(children())
    drawer.start()
    try:
        yield drawer
    finally:
        drawer.close()
        assert set(children()) <= before


def children() -> list[int]:
    return [child.pid for child in multiprocessing.active_children() if child.pid is not None]


async def until(holds: Callable[[], bool]) -> None:
    """Waits for something that another process does; the deadline is the test's failure."""
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(LOOK)


async def test_new_numbers_need_no_layout(drawer: Drawer) -> None:
    graph = repeated(7)
    first = await picture(drawer, graph)
    begun = drawer.layouts
    for step in range(50):
        assert await picture(drawer, graph, data=step + 2.0) != first
    assert drawer.layouts == begun


async def test_theme_prefix_and_dress_need_no_layout_and_look_and_direction_do(drawer: Drawer) -> None:
    graph = repeated(8)
    await picture(drawer, graph)
    begun = drawer.layouts
    for same in (ViewChoice(), ViewChoice(theme="dark"), ViewChoice(prefix="p"), ViewChoice(inline=True)):
        await picture(drawer, graph, same)
    assert drawer.layouts == begun
    for other in (ViewChoice(direction="TB"), ViewChoice(look="classic"), ViewChoice(around=("n1", 1))):
        await picture(drawer, graph, other)
    assert drawer.layouts == begun + 3


async def test_requests_for_the_same_picture_at_the_same_time_share_one_layout(drawer: Drawer) -> None:
    graph = repeated(9)
    begun = drawer.layouts
    pictures = await asyncio.gather(*(picture(drawer, graph) for _ in range(20)))
    assert drawer.layouts == begun + 1
    assert len(set(pictures)) == 1


async def test_the_same_structure_from_another_run_is_the_same_layout(drawer: Drawer) -> None:
    await picture(drawer, network(rows=1))
    begun = drawer.layouts
    await picture(drawer, network(rows=1))
    assert drawer.layouts == begun


async def test_only_so_many_layouts_are_kept() -> None:
    workers = Workers(1, 20.0, 1 << 30)
    layouts = Layouts(workers, Turns(2, 32, "pictures"), kept=2)
    view = make_view(lecture(), ViewChoice(around=("n0", 0)))
    for key in "abcb":
        await layouts.lay_out(key, view, SMALL)
    assert [layouts.find(key) is not None for key in "abc"] == [False, True, True]
    workers.close()


async def test_what_is_too_large_is_refused_without_a_layout(drawer: Drawer) -> None:
    begun = drawer.layouts
    with pytest.raises(PictureTooLarge):
        await picture(drawer, repeated(600))
    with pytest.raises(PictureTooLarge):
        drawer.dot(repeated(600), ViewChoice())
    assert drawer.layouts == begun


async def test_a_layout_that_takes_too_long_is_killed_and_the_next_one_answered() -> None:
    others = children()
    with started(deadline=1.0) as drawer:
        await drawer.ready()
        (slow,) = [pid for pid in children() if pid not in others]
        with pytest.raises(LayoutTimeout) as caught:
            await picture(drawer, ladder(450))
        assert caught.value.seconds == 1.0
        assert slow not in children()
        assert "<svg" in await picture(drawer, lecture())


async def test_the_loop_goes_on_while_a_picture_is_laid_out() -> None:
    turns = 0
    with started(deadline=1.0) as drawer:
        await drawer.ready()
        slow = asyncio.ensure_future(picture(drawer, ladder(450)))
        while not slow.done():
            await asyncio.sleep(0)
            turns += 1
        assert isinstance(slow.exception(), LayoutTimeout)
    assert turns > 500  # some ten thousand; a handful if the loop waited for Graphviz


async def test_a_layout_beyond_its_memory_ends_its_process_only() -> None:
    with started(memory=float(230 << 20)) as drawer:
        await drawer.ready()
        with pytest.raises(LayoutUnavailable):
            await picture(drawer, ladder(300))
        assert "<svg" in await picture(drawer, lecture())


async def test_a_process_killed_while_idle_is_replaced() -> None:
    others = children()
    with started() as drawer:
        await drawer.ready()
        (idle,) = [pid for pid in children() if pid not in others]
        os.kill(idle, signal.SIGKILL)
        await until(lambda: idle not in children())
        await recovered(drawer)
        assert idle not in children()


async def test_a_process_killed_at_work_costs_that_picture_only() -> None:
    others = children()
    with started() as drawer:
        await drawer.ready()
        (busy,) = [pid for pid in children() if pid not in others]
        slow = asyncio.ensure_future(picture(drawer, ladder(450)))
        await until(lambda: any(job.begun for job in drawer._layouts._jobs.values()))
        os.kill(busy, signal.SIGKILL)
        with pytest.raises(LayoutUnavailable):
            await slow
        await recovered(drawer)


async def recovered(drawer: Drawer) -> None:
    """New processes are started at most once a second, so an answer may take that long."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                await drawer.ready()
                return
            except (LayoutUnavailable, LayoutTimeout):
                await asyncio.sleep(LOOK)


async def test_more_layouts_than_may_wait_are_refused() -> None:
    workers = Workers(1, 20.0, 1 << 30)
    layouts = Layouts(workers, Turns(workers.count, 2, "pictures"), kept=10)
    view = make_view(lecture(), ViewChoice(around=("n0", 0)))
    waiting = [asyncio.ensure_future(layouts.lay_out(key, view, SMALL)) for key in range(6)]
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(result) for result in results].count(LayoutBusy) == 3
    workers.close()


async def test_a_layout_that_nobody_waits_for_is_not_begun_and_its_place_is_free_at_once() -> None:
    workers = Workers(1, 20.0, 1 << 30)
    layouts = Layouts(workers, Turns(2, 32, "pictures"), kept=10)
    view = make_view(lecture(), ViewChoice(around=("n0", 0)))

    def ask() -> "asyncio.Task[Layout]":
        return asyncio.ensure_future(layouts.lay_out("key", view, SMALL))

    gone = [ask() for _ in range(3)]
    await asyncio.sleep(0)
    for waiter in gone:
        waiter.cancel()
    results = await asyncio.gather(*gone, ask(), return_exceptions=True)
    assert [type(result) for result in results] == [asyncio.CancelledError] * 3 + [Layout]
    assert layouts.begun <= 2
    workers.close()


async def test_one_who_stays_is_served_although_the_others_went() -> None:
    workers = Workers(1, 20.0, 1 << 30)
    layouts = Layouts(workers, Turns(2, 32, "pictures"), kept=10)
    view = make_view(lecture(), ViewChoice(around=("n0", 0)))
    stays, goes = (asyncio.ensure_future(layouts.lay_out("key", view, SMALL)) for _ in range(2))
    await asyncio.sleep(0)
    goes.cancel()
    assert (await stays).width > 0
    workers.close()


async def test_a_part_that_graphviz_leaves_out_is_an_answer_and_no_fault() -> None:
    workers = Workers(1, 20.0, 1 << 30)
    layouts = Layouts(workers, Turns(2, 32, "pictures"), kept=10)
    with pytest.raises(LayoutUnavailable):
        await layouts.lay_out("key", make_view(lecture(), ViewChoice()), SMALL)
    with pytest.raises(LayoutUnavailable):
        await layouts.lay_out("other", make_view(lecture(), ViewChoice()), "digraph {")
    workers.close()


async def test_after_close_nothing_is_drawn_and_no_process_is_left() -> None:
    with started() as drawer:
        await drawer.ready()
    with pytest.raises(LayoutUnavailable):
        await drawer.ready()


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="There is no /proc here to look into.")
async def test_starting_waits_for_no_process() -> None:
    others = set(children())
    with started() as drawer:
        assert not any(knows_graphviz(child) for child in set(children()) - others)
        await drawer.ready()
        assert all(knows_graphviz(child) for child in set(children()) - others)


def knows_graphviz(process: int) -> bool:
    """Whether a process has come as far as to have loaded Graphviz."""
    return "libcgraph" in Path(f"/proc/{process}/maps").read_text()
