"""The scales of a picture's colours: one for all its lists, one for all its matrices."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from app.drawing.heat import is_map, list_scale, matrix_scale
from app.drawing.layout.anatomy import DOCKS
from app.drawing.layout.assembly import Nested, Shown
from app.drawing.scene import Scene


@dataclass(frozen=True, slots=True)
class Scales:
    """The largest number of each kind that colours are told apart for: of lists, and of parameter
    matrices."""

    data: float
    grad: float
    matrix_data: float
    matrix_grad: float


def is_parameter_map(scene: Scene, nodes: Sequence[int], shape: Sequence[int]) -> bool:
    """Whether a list is a matrix of leaves, which have a scale of their own."""
    return bool(nodes) and is_map(shape) and not scene.graph.inputs[nodes[0]]


def scales_of(nested: Nested, scene: Scene) -> Scales:
    """One scale for all lists in open frames, or where none is open in the picture; one for all matrices."""
    within = [shown.unit for shown in _inside(nested)]
    lists = [unit.cells for unit in within if not is_parameter_map(scene, unit.cells, unit.shape)]
    matrices = list(_matrices(nested, scene))
    data, grad = scene.frame.data, scene.frame.grad

    def of(numbers: tuple[float, ...], all_lists: list[tuple[int, ...]]) -> list[list[float]]:
        return [[numbers[node] for node in nodes] for nodes in all_lists]

    known = [[node for node in nodes if scene.state(node) != "none"] for nodes in lists]
    return Scales(
        list_scale(of(data, lists)),
        list_scale([grad[node] for node in nodes] for nodes in known),
        matrix_scale(of(data, matrices)),
        matrix_scale([grad[node] for node in nodes if scene.state(node) != "none"] for nodes in matrices),
    )


def _inside(nested: Nested) -> list[Shown]:
    """The boxes in outermost open frames; every box where that is none."""
    places = [shown.place for shown in nested.clusters]

    def inside(shown: Shown) -> bool:
        x, y = shown.place.x, shown.place.y
        return any(
            place.x <= x <= place.x + place.width and place.y <= y <= place.y + place.height
            for place in places
        )

    return [shown for shown in nested.boxes if inside(shown)] or list(nested.boxes)


def _matrices(nested: Nested, scene: Scene) -> Iterator[tuple[int, ...]]:
    """The nodes of each parameter matrix on screen, once."""
    seen: set[tuple[int, ...]] = set()
    for shown in nested.boxes:
        unit = shown.unit
        own = [unit.cells] if is_parameter_map(scene, unit.cells, unit.shape) else []
        docked = [dock.nodes for dock in unit.docks] if len(unit.docks) <= DOCKS else []
        for nodes in chain(own, docked):
            if nodes not in seen:
                seen.add(nodes)
                yield nodes
