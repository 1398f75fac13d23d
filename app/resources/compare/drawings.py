"""Two graphs drawn at the same places: their union is laid out, and each side's numbers are written in."""

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from app.drawing import ViewChoice
from app.drawing.drawer import Drawer
from app.drawing.scene import Scene
from app.pictures.request import ViewRequest
from app.programs.numbers import GradState
from app.resources.compare.answer import ComparedDrawingsDocument
from app.resources.compare.sides import Compared
from engine.alignment import Union
from engine.graph import Frame, Graph
from engine.run import Run

if TYPE_CHECKING:
    from engine.outline import Outline

Which = Literal["before", "after"]
PREFIXES: Final[dict[Which, str]] = {"before": "before-", "after": "after-"}


async def drawings(
    drawer: Drawer, before: Compared, after: Compared, union: Union | None, view: ViewRequest
) -> ComparedDrawingsDocument:
    """Both. Raises a DrawingError, or UnknownNodeError for a centre that is not there."""
    if union is None:
        return ComparedDrawingsDocument(
            before=await _own(drawer, before, view, "before"),
            after=await _own(drawer, after, view, "after"),
            shared=False,
            before_ids=[],
            after_ids=[],
            before_edges=[],
            after_edges=[],
        )
    choice = await drawer.settled(union.graph, view.choice(), lambda: _outline(union.run))
    return ComparedDrawingsDocument(
        before=await _drawn(drawer, before, union.run, union.graph, union.old, choice, "before"),
        after=await _drawn(drawer, after, union.run, union.graph, union.new, choice, "after"),
        shared=True,
        before_ids=list(union.old),
        after_ids=list(union.new),
        before_edges=[f"e{target}-{slot}" for target, slot in union.old_edges],
        after_edges=[f"e{target}-{slot}" for target, slot in union.new_edges],
    )


async def _own(drawer: Drawer, side: Compared, view: ViewRequest, which: Which) -> str:
    ids = tuple(range(len(side.side)))
    return await _drawn(drawer, side, side.side.run, side.side.graph, ids, view.choice(), which)


async def _drawn(
    drawer: Drawer,
    of: Compared,
    run: Run,
    graph: Graph,
    ids: tuple[int, ...],
    choice: ViewChoice,
    which: Which,
) -> str:
    """The graph with a side's numbers. ids: the side's node for each of the graph's, -1 where it has none."""
    side, numbers = of.side, of.numbers
    grads = [None if node < 0 else side.grad[node] for node in ids]
    frame = Frame(
        tuple([0.0 if node < 0 else side.data[node] for node in ids]),
        tuple([0.0 if grad is None else grad for grad in grads]),
    )
    states: list[GradState] = ["none" if node < 0 else numbers.states[node] for node in ids]
    passes = [0 if node < 0 else numbers.passes[node] for node in ids]
    moved = frozenset(graph.ids[name] for name in run.parameters if name in graph.ids)
    scene = Scene.of(graph, frame, states, passes, moved)
    return await drawer.draw(scene, replace(choice, prefix=PREFIXES[which]), lambda: _outline(run))


def _outline(run: Run) -> "Outline":
    from engine.outline import outline_of  # loads numpy

    return outline_of(run)
