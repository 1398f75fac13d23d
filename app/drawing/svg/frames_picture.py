"""Frames in their places, with numbers -> the finished SVG."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import quote
from xml.etree.ElementTree import Element

from app.drawing.choice import ViewChoice
from app.drawing.frames.frame import Detail, Unit
from app.drawing.heat import list_scale, matrix_scale
from app.drawing.layout.anatomy import DOCKS, copy_of
from app.drawing.layout.dot import classes
from app.drawing.layout.nested import Curve, Nested, Shown
from app.drawing.numbers import format_number
from app.drawing.quotient.boxes import Box
from app.drawing.scene import STATE_CLASS, Scene
from app.drawing.svg.card import card_classes, draw_card
from app.drawing.svg.cluster import draw_cluster
from app.drawing.svg.edge import draw_count, draw_edge
from app.drawing.svg.elements import element
from app.drawing.svg.id_ranges import id_ranges
from app.drawing.svg.picture import canvas, finished, title
from app.drawing.svg.unit_box import Scales, draw_unit, is_parameter_map, state_of

COUNTED = 60
"""The most edges in a picture that have counts; more counts would hide the lines."""
ROOM = 36.0
"""Px of the shortest edge that has room for its count."""
SAFE = "/[]:"
"""What of a path is not percent-encoded, for a person to read."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What is told about the whole picture: the detail, if one was chosen, and the paths of open frames."""

    detail: Detail | None
    open: tuple[str, ...]


def draw_frames(nested: Nested, opened: Opened, scene: Scene, choice: ViewChoice) -> str:
    """The picture as text: for a page that styles it if `choice.inline`, else complete on its own."""
    root, viewport = canvas(nested.width, nested.height, title(scene, choice), choice, "graph big")
    scales = _scales(nested, scene)
    root.set("data-detail", opened.detail or "")
    root.set("data-direction", nested.direction)
    root.set("data-boxes", str(len(nested.boxes)))
    root.set("data-open", " ".join(map(encoded, opened.open)))
    words = ("data", "grad", "matrix-data", "matrix-grad")
    numbers = (scales.data, scales.grad, scales.matrix_data, scales.matrix_grad)
    root.set(
        "data-scale", " ".join(f"{word}={number:g}" for word, number in zip(words, numbers, strict=True))
    )
    for shown in nested.clusters:
        _cluster(viewport, shown, scene, choice)
    states = {shown.id: _state(scene, shown.unit) for shown in nested.boxes}
    for edge in nested.edges:
        _edge(viewport, edge, nested, states, choice)
    for shown in nested.boxes:
        group = _value(viewport, shown, scene, choice) if shown.unit.kind == "value" else None
        group = _box(viewport, shown, scene, choice, scales) if group is None else group
        if choice.inline:
            group.set("role", "button")
            group.set("tabindex", "0" if scene.graph.output in shown.unit.members else "-1")
    return finished(root, choice)


def encoded(path: str) -> str:
    """A box path in an attribute: no space, no character that would end it."""
    return quote(path, safe=SAFE, errors="replace")


def _cluster(parent: Element, shown: Shown, scene: Scene, choice: ViewChoice) -> None:
    unit = shown.unit
    assert unit.inner is not None  # a cluster is an open unit
    group = element(parent, "g", f"cluster {unit.kind}", id=choice.prefix + shown.id)
    group.set("role", "group")
    group.set(
        "aria-label", ", ".join(filter(None, (unit.name, unit.note, f"{unit.inner.count:,} values", "open")))
    )
    group.set("data-path", encoded(unit.path))
    group.set("data-count", str(unit.inner.count))
    _set_copies(group, unit)
    draw_cluster(group, unit, unit.inner, shown.place)


def _set_copies(group: Element, unit: Unit) -> None:
    if len(unit.copies) > 1:
        group.set("data-copies", str(len(unit.copies)))
        if copy := copy_of(unit):
            group.set("data-copy", str(copy))


def _edge(parent: Element, edge: Curve, nested: Nested, states: dict[str, str], choice: ViewChoice) -> None:
    reached = [states.get(end, "fresh") not in ("none", "stale") for end in (edge.source, edge.target)]
    css = "edge is-done" if all(reached) else "edge"
    group = element(parent, "g", css, id=choice.prefix + edge.id)
    group.set("data-from", edge.source)
    group.set("data-to", edge.target)
    if edge.count > 1:
        group.set("data-count", str(edge.count))
    draw_edge(group, edge.points, edge.tip)
    if edge.count > 1 and len(nested.edges) <= COUNTED and _length(edge) >= ROOM:
        draw_count(group, edge.points, edge.count)


def _length(edge: Curve) -> float:
    xs, ys = edge.points[::2], edge.points[1::2]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def _value(parent: Element, shown: Shown, scene: Scene, choice: ViewChoice) -> Element:
    """A single value, as the card that it is everywhere."""
    node = int(shown.unit.members[-1])
    named = all(scene.graph.labels[k] or scene.graph.is_constant(k) for k in scene.graph.inputs[node])
    box = Box(shown.id, "value", node, (node,), has_origin=named)
    words = ["node", classes(scene.graph, box, scene.parameters), card_classes(scene, box)]
    group = element(parent, "g", " ".join(filter(None, words)), id=choice.prefix + shown.id)
    group.set("aria-label", scene.sentence(box))
    draw_card(group, scene, box, shown.place)
    return group


def _box(parent: Element, shown: Shown, scene: Scene, choice: ViewChoice, scales: Scales) -> Element:
    unit = shown.unit
    state = _state(scene, unit)
    output = "output" if scene.graph.output in unit.members else ""
    css = " ".join(filter(None, ("node box", unit.kind, output, STATE_CLASS[state])))
    group = element(parent, "g", css, id=choice.prefix + shown.id)
    group.set("data-path", encoded(unit.path))
    group.set("data-kind", unit.kind)
    group.set("data-count", str(len(unit.members)))
    _set_copies(group, unit)
    group.set("data-members", id_ranges(unit.members.tolist()))
    group.set("data-cells", id_ranges(unit.cells))
    group.set("data-shape", " ".join(map(str, unit.shape)))
    if unit.opens:
        group.set("data-opens", "true")
    group.set("aria-label", _words(scene, unit, state))
    draw_unit(group, scene, unit, shown.place, scales, choice.inline)
    return group


def _state(scene: Scene, unit: Unit) -> str:
    return state_of(scene, unit.cells or unit.members.tolist())


def _words(scene: Scene, unit: Unit, state: str) -> str:
    """Name, kind, count, the largest data and grad in size, and the state."""
    copies = f"{len(unit.copies)} copies" if len(unit.copies) > 1 else ""
    data = max((scene.frame.data[node] for node in unit.cells), key=abs, default=0.0)
    words = [unit.name, unit.note, unit.kind, copies, f"{len(unit.members):,} values"]
    words.append(f"largest data {format_number(data)}")
    if state == "none":
        words.append("grad not computed yet")
    else:
        grad = max((scene.frame.grad[node] for node in unit.cells), key=abs, default=0.0)
        words += [f"largest grad {format_number(grad)}", "stale" if state == "stale" else "up to date"]
    return ", ".join(filter(None, words))


def _scales(nested: Nested, scene: Scene) -> Scales:
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
