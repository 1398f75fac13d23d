"""Pictures by structure: laid out once, in real processes, within limits, refused with what would fit."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import combinations, pairwise

import pygraphviz
import pytest

from app.drawing import (
    Drawer,
    InvalidView,
    LayoutTimeout,
    LayoutUnavailable,
    PictureTooLarge,
    ViewChoice,
)
from app.drawing.frames import counts
from app.drawing.layout.nested import plan
from app.drawing.layout.nested_layouts import NestedLayouts
from app.drawing.layout.workers import Workers
from app.drawing.scene import Scene
from app.runtime.turns import Turns
from engine.outline import outline_of
from engine.program import run
from engine.run import Run
from tests.app.drawing.conftest import parse
from tests.app.drawing.made_frames import frame, unit

CALLS = """\
w = Value(2.0)
def square(x):
    y = x * w
    return y * y
def twice(x):
    half = square(x)
    return square(half) + 1
total = Value(0.0)
for k in range(3):
    total = total + twice(k + 1.0) * square(w)
loss = total * w
"""
PROGRAM = ViewChoice(inline=True, detail="program", direction="TB")
OPENED = ("for k[0]", "for k[0]/twice[0]", "for k[0]/twice[0]/square[0]")


@pytest.fixture
def program() -> Run:
    return run(CALLS)


@pytest.fixture
def own() -> Iterator[Drawer]:
    """A drawer that has drawn nothing yet."""
    drawer = Drawer(workers=1, deadline_seconds=20.0)
    drawer.start()
    yield drawer
    drawer.close()


async def drawn(drawer: Drawer, program: Run, choice: ViewChoice, data: float | None = None) -> str:
    graph, count = program.graph, len(program.states)
    assert graph is not None
    numbers = program.frame if data is None else replace(program.frame, data=(data,) * count)
    scene = Scene.of(graph, numbers, ("fresh",) * count, (1,) * count)
    return await drawer.draw(scene, choice, partial(outline_of, program))


async def test_every_box_that_opens_is_opened_and_closed_with_one_layout_each(
    own: Drawer, program: Run
) -> None:
    pictures = [await drawn(own, program, PROGRAM)]
    for path in OPENED:
        begun = own.layouts
        pictures.append(await drawn(own, program, replace(PROGRAM, open=(path,))))
        assert own.layouts == begun + 1
    begun = own.layouts
    for path, picture in zip(OPENED, pictures[1:], strict=True):
        assert await drawn(own, program, replace(PROGRAM, open=(path,))) == picture
    assert await drawn(own, program, PROGRAM) == pictures[0]
    assert await drawn(own, program, PROGRAM, data=3.0) != pictures[0]
    assert own.layouts == begun, "what is closed again, and other numbers, have a layout"
    for fewer, more in pairwise(parse(picture).get("data-open", "").split() for picture in pictures):
        assert set(fewer) < set(more)


async def test_what_is_not_open_is_not_laid_out_again(own: Drawer, program: Run) -> None:
    await drawn(own, program, replace(PROGRAM, open=("for k[0]/twice[0]",)))
    kept = set(own._framed.layouts._kept)
    await drawn(own, program, replace(PROGRAM, open=("for k[0]/twice[0]", "for k[1]")))
    added = set(own._framed.layouts._kept) - kept
    assert len(added) == 2, "the frame that was opened and the one around it"


@pytest.mark.parametrize(("limits", "name"), [((2, 8_000), "drawn_nodes"), ((500, 4), "edge_span")])
async def test_what_is_too_large_is_refused_with_views_that_fit(
    program: Run, limits: tuple[int, int], name: str
) -> None:
    drawer = Drawer(workers=1, node_limit=limits[0], cost_limit=limits[1])
    with pytest.raises(PictureTooLarge) as caught:
        await drawn(drawer, program, PROGRAM)
    assert caught.value.limit == name
    assert caught.value.found > caught.value.value
    assert name != "drawn_nodes" or "boxes are too many" in str(caught.value)
    assert drawer.layouts == 0
    larger = Drawer(workers=1, node_limit=12)
    with pytest.raises(PictureTooLarge) as caught:
        await drawn(larger, program, replace(PROGRAM, detail="values"))
    offered = [view.choice for view in caught.value.views if view.choice.is_framed]
    assert program.graph is not None
    boxes = counts(program.graph, outline_of(program))
    assert [choice.detail for choice in offered] == [each for each, count in boxes.items() if count <= 12]
    assert boxes["program"] <= 12 < boxes["values"]
    larger.start()
    try:
        for view in caught.value.views:
            picture = parse(await drawn(larger, program, view.choice))
            assert not view.choice.is_framed or picture.get("data-boxes") == str(view.nodes)
    finally:
        larger.close()


async def test_a_layout_that_takes_too_long_is_killed() -> None:
    units = [unit(f"u{k}", [60 + k]) for k in range(80)]
    dense = plan(frame("", units, list(combinations(range(80), 2))), lambda _: (136.0, 70.0), "LR")
    workers = Workers(1, 0.3, 1 << 30)
    layouts = NestedLayouts(workers, Turns(1, 4, "pictures"), 4)
    try:
        with pytest.raises(LayoutTimeout):
            await layouts.lay_out(dense)
        small = plan(frame("", units[:2], [(0, 1)]), lambda _: (136.0, 70.0), "LR")
        for _ in range(50):  # a process of its own takes its place
            try:
                assert len((await layouts.lay_out(small)).boxes) == 2
                break
            except (LayoutTimeout, LayoutUnavailable):
                await asyncio.sleep(0.1)
        else:
            pytest.fail("no process took its place")
    finally:
        workers.close()


async def test_a_graph_of_which_nothing_is_known_has_no_boxes(own: Drawer, program: Run) -> None:
    graph = program.graph
    assert graph is not None
    scene = Scene.of(graph, program.frame, ("fresh",) * len(graph), (1,) * len(graph))
    with pytest.raises(InvalidView):
        await own.draw(scene, PROGRAM)


def test_dot_has_a_cluster_for_each_open_frame(program: Run) -> None:
    graph = program.graph
    assert graph is not None
    outline = partial(outline_of, program)
    found = Drawer().dot(graph, replace(PROGRAM, open=OPENED[-1:]), program.frame, outline=outline)
    with pygraphviz.AGraph(string=found) as read:
        assert len(read.nodes()) >= 5
        names = [each.graph_attr["label"] for each in read.subgraphs()]
        inner = [len(each.subgraphs()) for each in read.subgraphs()]
        assert names
        assert sum(inner) >= 1
        assert read.draw(format="svg", prog="dot")
