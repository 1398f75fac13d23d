"""A graph with its numbers as a picture, in the form that is asked for."""

from typing import TYPE_CHECKING

from app.drawing import ViewChoice
from app.drawing.scene import Scene
from app.http.queue_slot import QueueSlot
from app.programs.passes import Numbers
from app.services import Services
from engine.graph import Graph
from engine.run import Run

if TYPE_CHECKING:
    from engine.outline import Outline


async def picture(
    services: Services,
    slot: QueueSlot,
    run: Run,
    graph: Graph,
    numbers: Numbers,
    choice: ViewChoice,
    form: str,
    scale: float | None = None,
) -> str | bytes:
    """The picture.

    Arguments:
        run: says which leaves a descent moves, and where the program made each node.
        form: ``svg``, ``dot``, ``png`` or ``pdf``.
        scale: of a PNG, pixels to each of the picture's own.

    Raises:
        DrawingError, UnknownNodeError: the picture cannot be made.
    """
    moved = frozenset(graph.ids[name] for name in run.parameters if name in graph.ids)

    def outline() -> "Outline":
        from engine.outline import outline_of  # loads numpy

        return outline_of(run)

    drawer = services.drawer
    if form == "dot":
        choice = await drawer.settled(graph, choice, outline)
        return await slot.run(
            lambda: drawer.dot(graph, choice, numbers.frame, moved, numbers.states, outline)
        )
    scene = Scene.of(graph, numbers.frame, numbers.states, numbers.passes, moved)
    if form in ("png", "pdf"):
        return await drawer.print(scene, choice, outline, form="png" if form == "png" else "pdf", scale=scale)
    return await drawer.draw(scene, choice, outline)
