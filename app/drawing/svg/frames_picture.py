"""Frames in their places, with numbers -> the finished SVG."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from app.drawing.choice import ViewChoice
from app.drawing.frames.frame import Detail, Ids, Unit
from app.drawing.layout.anatomy import DOCKS, copy_of
from app.drawing.layout.assembly import Curve, Nested, Point, Shown
from app.drawing.layout.dot import classes
from app.drawing.numbers import format_number
from app.drawing.quotient.boxes import Box
from app.drawing.scene import STATE_CLASS, Scene, state_words
from app.drawing.svg.card import card_classes, draw_card
from app.drawing.svg.cluster import draw_cluster
from app.drawing.svg.edge import draw_count, draw_edge
from app.drawing.svg.edge_counts import count_places
from app.drawing.svg.elements import element, encoded
from app.drawing.svg.id_ranges import id_ranges
from app.drawing.svg.picture import canvas, finished, set_details, title
from app.drawing.svg.scales import Scales, scales_of
from app.drawing.svg.unit_box import draw_unit, state_of
from app.drawing.text import clean

Odd = NDArray[np.bool_]
TWINS = 64
"""Of a stack of so many copies the paths are written, so that each of them can be opened."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What the whole picture says of itself: the detail, if one was chosen, and the paths of open frames."""

    detail: Detail | None
    open: tuple[str, ...]


def draw_frames(
    nested: Nested, opened: Opened, scene: Scene, choice: ViewChoice, lines: Ids | None = None
) -> str:
    """The picture as text: for a page that styles it if `choice.inline`, else complete on its own.

    lines: for each node the line that made it, 0 for none; a page lights the boxes of a line by them.
    """
    root, viewport = canvas(nested.width, nested.height, title(scene, choice), choice, "graph big")
    scales = scales_of(nested, scene)
    root.set("data-detail", opened.detail or "")
    root.set("data-direction", nested.direction)
    root.set("data-boxes", str(len(nested.boxes)))
    set_details(root, scene)
    root.set("data-open", " ".join(map(encoded, opened.open)))
    words = ("data", "grad", "matrix-data", "matrix-grad")
    numbers = (scales.data, scales.grad, scales.matrix_data, scales.matrix_grad)
    root.set(
        "data-scale", " ".join(f"{word}={number:g}" for word, number in zip(words, numbers, strict=True))
    )
    odd = _odd(scene)
    for shown in nested.clusters:
        _cluster(viewport, shown, odd, choice)
    states = {shown.id: _state(scene, shown.unit) for shown in nested.boxes}
    counts = count_places(nested)
    for edge in nested.edges:
        _edge(viewport, edge, states, counts.get(edge.id), choice)
    cards: list[Element] = []
    for shown in nested.boxes:
        if shown.unit.kind == "value":
            cards.append(_value(viewport, shown, scene, choice))
        else:
            cards.append(_box(viewport, shown, scene, choice, scales, odd))
            if lines is not None and choice.inline:
                cards[-1].set("data-lines", _lines_of(shown.unit, lines))
    if choice.inline:
        entrance = next(
            (k for k, shown in enumerate(nested.boxes) if scene.graph.output in shown.unit.members), -1
        )
        for card in cards:
            card.set("role", "button")
            card.set("tabindex", "0" if card is cards[entrance] else "-1")
    return finished(root, choice)


def _odd(scene: Scene) -> Odd:
    """For each node whether its data, or a grad that it has, is not finite."""
    if math.isfinite(sum(scene.frame.data)) and math.isfinite(sum(scene.frame.grad)):
        return np.zeros(len(scene.graph), np.bool_)  # by far the quickest way to see that nothing is
    known = np.array([state != "none" for state in scene.states])
    return ~np.isfinite(scene.frame.data) | (known & ~np.isfinite(scene.frame.grad))


def _cluster(parent: Element, shown: Shown, odd: Odd, choice: ViewChoice) -> None:
    unit = shown.unit
    assert unit.inner is not None  # a cluster is an open unit
    group = element(parent, "g", f"cluster {unit.kind}", id=choice.prefix + shown.id)
    group.set("role", "group")
    group.set(
        "aria-label",
        ", ".join(filter(None, (clean(unit.name), clean(unit.note), f"{unit.inner.count:,} values", "open"))),
    )
    group.set("data-path", encoded(unit.path))
    group.set("data-count", str(unit.inner.count))
    _set_copies(group, unit)
    draw_cluster(group, unit, unit.inner, shown.place, bool(odd[unit.members].any()))


def _set_copies(group: Element, unit: Unit) -> None:
    if len(unit.copies) > 1:
        group.set("data-copies", str(len(unit.copies)))
        if copy := copy_of(unit):
            group.set("data-copy", str(copy))


def _edge(
    parent: Element, edge: Curve, states: Mapping[str, str], count_at: Point | None, choice: ViewChoice
) -> None:
    reached = [states.get(end, "fresh") not in ("none", "stale") for end in (edge.source, edge.target)]
    css = "edge is-done" if all(reached) else "edge"
    group = element(parent, "g", css, id=choice.prefix + edge.id)
    group.set("data-from", edge.source)
    group.set("data-to", edge.target)
    if edge.count > 1:
        group.set("data-count", str(edge.count))
    draw_edge(group, edge.points, edge.tip)
    if count_at is not None:
        draw_count(group, count_at, edge.count)


def _value(parent: Element, shown: Shown, scene: Scene, choice: ViewChoice) -> Element:
    """A single value, as the card that it is everywhere."""
    node = int(shown.unit.members[-1])
    named = all(scene.graph.labels[k] or scene.graph.is_constant(k) for k in scene.graph.inputs[node])
    box = Box(shown.id, "value", node, (node,), has_origin=named or bool(shown.unit.docks))
    words = ["node", classes(scene.graph, box, scene.parameters), card_classes(scene, box)]
    group = element(parent, "g", " ".join(filter(None, words)), id=choice.prefix + shown.id)
    group.set("aria-label", scene.sentence(box))
    draw_card(group, scene, box, shown.place)
    return group


def _box(
    parent: Element, shown: Shown, scene: Scene, choice: ViewChoice, scales: Scales, odd: Odd
) -> Element:
    unit = shown.unit
    state = _state(scene, unit)
    is_odd = bool(odd[unit.members].any())
    output = "output" if scene.graph.output in unit.members else ""
    css = " ".join(filter(None, ("node box", unit.kind, output, STATE_CLASS[state])))
    group = element(parent, "g", css, id=choice.prefix + shown.id)
    group.set("data-path", encoded(unit.path))
    group.set("data-kind", unit.kind)
    group.set("data-count", str(len(unit.members)))
    _set_copies(group, unit)
    if 1 < len(unit.copies) <= TWINS:
        group.set("data-twins", " ".join(map(encoded, unit.copies)))
    group.set("data-members", id_ranges(unit.members.tolist()))
    group.set("data-cells", id_ranges(unit.cells))
    group.set("data-shape", " ".join(map(str, unit.shape)))
    if unit.opens:
        group.set("data-opens", "true")
    group.set("aria-label", _words(scene, unit, state, is_odd))
    draw_unit(group, scene, unit, shown.place, scales, odd=is_odd, inline=choice.inline)
    return group


def _lines_of(unit: Unit, lines: Ids) -> str:
    """The lines that made what is in a box, in order."""
    return " ".join(str(line) for line in np.unique(lines[unit.members]).tolist() if line > 0)


def _state(scene: Scene, unit: Unit) -> str:
    return state_of(scene, unit.cells or unit.members.tolist())


def _words(scene: Scene, unit: Unit, state: str, is_odd: bool) -> str:
    """Name, kind, count, the largest data and grad in size, and the state."""
    copies = f"{len(unit.copies)} copies" if len(unit.copies) > 1 else ""
    data = max((scene.frame.data[node] for node in unit.cells), key=abs, default=0.0)
    words = [clean(unit.name), clean(unit.note), unit.kind, copies, f"{len(unit.members):,} values"]
    # Fewer docks are drawn in the box.
    docks = unit.docks if len(unit.docks) > DOCKS else ()
    words.append("reads " + ", ".join(clean(dock.name) for dock in docks) if docks else "")
    words.append("not finite inside" if is_odd else "")
    words.append(f"largest data {format_number(data)}")
    if state == "none":
        words.append("grad not computed yet")
    else:
        grad = max((scene.frame.grad[node] for node in unit.cells), key=abs, default=0.0)
        passes = max((scene.passes[node] for node in unit.cells), default=0)
        words += [f"largest grad {format_number(grad)}", state_words(state, passes)]
    return ", ".join(filter(None, words))
