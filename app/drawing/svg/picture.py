"""View, positions and numbers -> the finished SVG."""

from xml.etree.ElementTree import Element, tostring

from app.drawing.choice import ViewChoice
from app.drawing.layout.dot import classes
from app.drawing.layout.geometry import Place, sizer
from app.drawing.layout.layouts import Layout
from app.drawing.quotient.boxes import Box
from app.drawing.quotient.view import View
from app.drawing.scene import Scene
from app.drawing.svg.card import card_classes, copy_card, draw_card, op_card
from app.drawing.svg.classic import flat_card
from app.drawing.svg.edge import draw_edge, edge_classes, way_in
from app.drawing.svg.elements import element, px
from app.drawing.svg.sanitise import sanitise
from app.drawing.svg.style import stylesheet
from app.drawing.text import clean
from engine.names import node_id

MARGIN = 20
_PROLOG = '<?xml version="1.0" encoding="UTF-8"?>\n'


def draw(view: View, layout: Layout, scene: Scene, choice: ViewChoice) -> str:
    """The picture as text: for a page that styles it if `choice.inline`, else complete on its own."""
    css = "graph classic" if choice.look == "classic" else "graph"
    root, viewport = canvas(layout.width, layout.height, title(scene, choice), choice, css)
    root.set("data-detail", "values")
    root.set("data-direction", view.direction)
    root.set("data-boxes", str(len(view.boxes)))
    set_details(root, scene)
    size = sizer(view)
    places = [Place.around(centre, size(box)) for centre, box in zip(layout.centres, view.boxes, strict=True)]
    for link, curve in zip(view.links, layout.curves, strict=True):
        ends = view.boxes[link.source], view.boxes[link.target]
        group = element(viewport, "g", edge_classes(scene, link, *ends), id=choice.prefix + link.id)
        draw_edge(group, curve, way_in(places[link.target], view.direction))
    cards = {
        box.id: _node(viewport, scene, choice, box, place)
        for box, place in zip(view.boxes, places, strict=True)
    }
    if choice.inline:
        _focusable(view, scene.graph.output, cards)
    return finished(root, choice)


def canvas(width: float, height: float, name: str, choice: ViewChoice, css: str) -> tuple[Element, Element]:
    """The root of a picture of this size, and the group that everything is drawn in."""
    root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg"})
    root.set("class", css)
    root.set("role", "group" if choice.inline else "img")
    root.set("aria-label", name)
    width, height = width + 2 * MARGIN, height + 2 * MARGIN
    root.set("width", px(width))
    root.set("height", px(height))
    root.set("viewBox", f"{-MARGIN} {-MARGIN} {px(width)} {px(height)}")
    if not choice.inline:
        element(root, "title", "", name)
        element(root, "style", "", stylesheet(choice.theme, choice.prefix))
    _hatch(root, choice.prefix)
    if not choice.inline and choice.background != "none":
        paper = "paper" if choice.background == "paper" else "paper white"
        element(root, "rect", paper, x=-MARGIN, y=-MARGIN, width=width, height=height)
    return root, element(root, "g", "viewport")


def set_details(root: Element, scene: Scene) -> None:
    """Say how many boxes each detail has, so that a page need not ask."""
    if scene.details is not None:
        root.set("data-details", " ".join(f"{detail}={count}" for detail, count in scene.details.items()))


def finished(root: Element, choice: ViewChoice) -> str:
    """The picture as text, after the last look at it."""
    sanitise(root, styles={stylesheet(choice.theme, choice.prefix)})
    text = tostring(root, encoding="unicode", short_empty_elements=True)
    return text if choice.inline else _PROLOG + text + "\n"


def title(scene: Scene, choice: ViewChoice) -> str:
    """What the picture is called."""
    graph = scene.graph
    name = scene.name(graph.output)
    if choice.around is not None:
        return f"Computation graph of {name}, around {clean(choice.around[0])}"
    return f"Computation graph of {name}"


def _hatch(root: Element, prefix: str) -> None:
    pattern = element(
        element(root, "defs"), "pattern", id=f"{prefix}hatch", width=6, height=6,
        patternUnits="userSpaceOnUse", patternTransform="rotate(45)",
    )  # fmt: skip
    element(pattern, "rect", "h-bg", width=6, height=6)
    element(pattern, "path", "h-fg", d="M0 0v6")


def _node(parent: Element, scene: Scene, choice: ViewChoice, box: Box, place: Place) -> Element:
    words = ["node", classes(scene.graph, box, scene.parameters), card_classes(scene, box)]
    group = element(parent, "g", " ".join(filter(None, words)), id=choice.prefix + box.id)
    if box.kind == "op":
        group.set("aria-hidden", "true")
        op_card(group, box, place)
        return group
    if box.kind == "copy":
        group.set("aria-hidden", "true")
        group.set("data-node", node_id(box.members[0]))
        copy_card(group, scene, box, place)
        return group
    if box.kind == "group":
        group.set("data-group", clean(box.group))
    if box.kind == "group" and box.node is not None:
        group.set("data-node", node_id(box.node))
    group.set("aria-label", _label(scene, box))
    (flat_card if choice.look == "classic" else draw_card)(group, scene, box, place)
    return group


def _focusable(view: View, output: int, cards: dict[str, Element]) -> None:
    """Every card is a button. Exactly one, the output or else the last card, is reached by Tab; arrows
    rove."""
    buttons = [box for box in view.boxes if box.kind in {"value", "group"}]
    entrance = next((box for box in buttons if output in box.members), buttons[-1])
    for box in buttons:
        cards[box.id].set("role", "button")
        cards[box.id].set("tabindex", "0" if box is entrance else "-1")


def _label(scene: Scene, box: Box) -> str:
    if box.kind != "group":
        return scene.sentence(box)
    words = f"group {clean(box.group)}, {len(box.members):,} values"
    return words if box.node is None else f"{words}, its output {scene.sentence(box)}"
