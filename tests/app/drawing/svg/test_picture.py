"""The finished picture: every id, every slot that is patched, in the order that the interface fixes."""

import math
import re
from dataclasses import replace
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.drawing import Drawer, ViewChoice
from app.drawing.layout.layouts import Layout
from app.drawing.numbers import format_number
from app.drawing.quotient.view import make_view
from app.drawing.scene import Scene
from app.drawing.svg.picture import draw as draw_svg
from app.drawing.text import clean
from engine.graph import Frame, Graph
from engine.value import Value
from tests.app.drawing.conftest import Draw, parse
from tests.app.drawing.graphs import labelled, lecture, network, repeated

CARD = ["ring", "face", "gradrow", "rule", "edgeline", "badge", "op", "name", "note"]
ROWS = ["key", "data", "key", "mk mk-fresh", "grad"]
SLOTS = ("data", "grad", "name", "face", "ring", "gradrow", "rule", "edgeline")


def by_id(root: Element) -> dict[str, Element]:
    return {found.attrib["id"]: found for found in root.iter() if "id" in found.attrib}


def children(card: Element) -> list[str]:
    return [child.attrib["class"] for child in card]


def slot(card: Element, word: str) -> Element:
    (found,) = [child for child in card if word in child.attrib["class"].split()]
    return found


def placed(graph: Graph, choice: ViewChoice, scene: Scene | None = None) -> Element:
    """Drawn with made-up positions: what is written does not depend on where."""
    view = make_view(graph, choice)
    centres = tuple((100.0 * k, 50.0) for k in range(len(view.boxes)))
    curve = (0.0, 0.0, 1.0, 0.0, 2.0, 3.0, 4.0, 5.0)
    layout = Layout(900.0, 300.0, centres, tuple(curve for _ in view.links))
    count = len(graph)
    known = Scene(graph, graph.frame(), ("fresh",) * count, (1,) * count, frozenset(graph.leaves))
    return parse(draw_svg(view, layout, scene or known, choice))


def scene(graph: Graph, frame: Frame | None = None, state: str = "fresh", passes: int = 1) -> Scene:
    count = len(graph)
    return Scene(graph, frame or graph.frame(), (state,) * count, (passes,) * count, frozenset(graph.leaves))


async def test_the_lectures_cards_are_those_of_the_interface(draw: Draw) -> None:
    root = parse(await draw(lecture()))
    cards = by_id(root)
    card = cards["n2"]
    assert card.attrib["class"] == "node calc op-mul is-fresh"
    assert card.attrib["role"] == "button"
    assert card.attrib["aria-label"] == "e, data −6.0000, grad −2.0000, up to date, from a × b"
    assert children(card) == CARD + ROWS
    assert [slot(card, word).text for word in ("op", "name", "note", "data", "grad")] == [
        "×", "e", "a × b", "−6.0000", "−2.0000",
    ]  # fmt: skip
    assert cards["n0"].attrib["class"] == "node leaf param is-fresh"
    assert cards["n6"].attrib["class"] == "node calc op-mul output is-fresh"
    assert [card.attrib["tabindex"] for card in cards.values() if "tabindex" in card.attrib] == ["-1"] * 6 + [
        "0"
    ]


def test_one_card_is_reached_by_tab_even_where_the_output_is_not_drawn() -> None:
    for choice in (ViewChoice(inline=True), ViewChoice(inline=True, around=("a", 1))):
        cards = by_id(placed(lecture(), choice)).values()
        assert [card.attrib["tabindex"] for card in cards if "tabindex" in card.attrib].count("0") == 1


async def test_the_lectures_geometry_is_the_drawn_one(draw: Draw) -> None:
    """The coordinates of the reference drawing, y counted from the top edge."""
    root = parse(await draw(lecture()))
    assert root.attrib["viewBox"] == "-20 -20 818 322"
    card = by_id(root)["n2"]
    face, ring, badge = (slot(card, word).attrib for word in ("face", "ring", "badge"))
    assert (face["x"], face["y"], face["width"], face["height"], face["rx"]) == (
        "214",
        "53",
        "136",
        "70",
        "7",
    )
    assert (ring["x"], ring["y"], ring["width"], ring["height"]) == ("210", "49", "144", "78")
    assert (badge["x"], badge["y"], badge["width"]) == ("221", "58", "18")
    places = [("op", "230", "70.6"), ("name", "247", "71"), ("note", "340", "70"), ("data", "340", "94.4")]
    for word, x, y in [*places, ("grad", "340", "116.4")]:
        assert (slot(card, word).attrib["x"], slot(card, word).attrib["y"]) == (x, y)


async def test_edges_end_with_their_tip_on_the_border(draw: Draw) -> None:
    for direction, axis in (("LR", 0), ("TB", 1)):
        choice = ViewChoice(inline=True, direction="TB" if direction == "TB" else "LR")
        cards = by_id(parse(await draw(lecture(), choice)))
        face = slot(cards["n2"], "face").attrib
        for name in ("e2-0", "e2-1"):
            assert children(cards[name]) == ["line", "head"]
            tip = slot(cards[name], "head").attrib["points"].split()[1].split(",")
            assert tip[axis] == face["xy"[axis]]


@pytest.mark.parametrize("look", ["merged", "classic"])
@pytest.mark.parametrize("direction", ["LR", "TB"])
@pytest.mark.parametrize("graph", [lecture, network, lambda: repeated(40)], ids=["lecture", "mlp", "sum"])
async def test_every_node_and_edge_is_there_once_with_its_slots(
    draw: Draw, graph: object, direction: str, look: str
) -> None:
    assert callable(graph)
    made: Graph = graph()
    choice = ViewChoice(
        inline=True,
        look="classic" if look == "classic" else "merged",
        direction="TB" if direction == "TB" else "LR",
    )
    root = parse(await draw(made, choice))
    ids = [found.attrib["id"] for found in root.iter() if "id" in found.attrib]
    assert len(ids) == len(set(ids))
    drawn = by_id(root)
    assert {f"n{i}" for i in range(len(made))} <= set(ids)
    assert {f"e{edge.target}-{edge.slot}" for edge in made.edges()} <= set(ids)
    for i in range(len(made)):
        for word in SLOTS:
            assert slot(drawn[f"n{i}"], word) is not None
    for i in range(len(made)):
        assert slot(drawn[f"n{i}"], "face").attrib["height"] == ("32" if look == "classic" else "70")


async def test_a_number_never_moves_a_box(draw: Draw, drawer: Drawer) -> None:
    graph, count = lecture(), 7
    before = parse(await draw(graph))
    frame = Frame((-1.2345e-300,) * count, (math.inf,) * count)
    scene = Scene.of(graph, frame, ["fresh"] * count, [1] * count)
    after = parse(await drawer.draw(scene, ViewChoice(inline=True)))
    for name in ("n0", "n2", "n6"):
        old, new = slot(by_id(before)[name], "data"), slot(by_id(after)[name], "data")
        assert (old.attrib["x"], old.attrib["y"]) == (new.attrib["x"], new.attrib["y"])
        assert new.text == "−1.2345e−300"
        assert new.attrib["class"] == "data long"


@pytest.mark.parametrize(
    ("state", "css", "mark", "words"),
    [
        ("none", "is-pending", "mk mk-pending", "grad not computed yet"),
        ("fresh", "is-fresh", "mk mk-fresh", "up to date"),
        ("stale", "is-stale", "mk mk-half", "stale"),
        ("accumulated", "is-acc", "mk mk-pill", "sum of 3 passes"),
        ("assigned", "is-fresh", "mk mk-fresh", "set by the program"),
    ],
)
def test_each_state_of_a_grad_has_class_mark_and_words(state: str, css: str, mark: str, words: str) -> None:
    graph = lecture()
    card = by_id(placed(graph, ViewChoice(inline=True), scene(graph, state=state, passes=3)))["n0"]
    assert css in card.attrib["class"].split()
    assert mark in children(card)
    assert words in card.attrib["aria-label"]
    assert slot(card, "grad").text == ("–" if state == "none" else "6.0000")
    assert ("behind" in children(card)) == (state == "accumulated")
    if state == "accumulated":
        assert slot(card, "mk-n").text == "×3"


def test_edges_are_done_where_a_grad_came_through() -> None:
    graph = lecture()
    states = ("fresh", "none", "fresh", "fresh", "stale", "fresh", "fresh")
    some = replace(scene(graph), states=states)
    drawn = by_id(placed(graph, ViewChoice(inline=True), some))
    done = [name for name in drawn if name[0] == "e" and "is-done" in drawn[name].attrib["class"].split()]
    assert done == ["e2-0", "e6-1"]


def test_what_a_leaf_is_shows_on_its_badge() -> None:
    out = Value(1.0, "a") * Value(2.0, "b") * 3.0
    graph = Graph(out)
    drawn = by_id(placed(graph, ViewChoice(inline=True), replace(scene(graph), parameters=frozenset({0}))))
    assert [slot(drawn[name], "op").text for name in ("n0", "n1", "n3")] == ["θ", "=", "="]
    assert [drawn[name].attrib["class"] for name in ("n0", "n1", "n3")] == [
        "node leaf param is-fresh",
        "node leaf is-fresh",
        "node leaf constant is-pending",
    ]
    assert drawn["n1"].attrib["aria-label"].endswith("leaf, held fixed")


def test_a_constant_is_named_by_its_number_and_has_no_grad() -> None:
    graph = Graph(Value(1.0, "a") * -0.5)
    card = by_id(placed(graph, ViewChoice(inline=True)))["n1"]
    assert [slot(card, word).text for word in ("name", "data", "grad")] == ["−0.5", "−0.5000", "–"]
    assert not [css for css in children(card) if css.startswith("mk")]
    assert card.attrib["aria-label"] == "−0.5, data −0.5000, constant, takes no grad"


@pytest.mark.parametrize(("number", "text"), [(math.nan, "nan"), (math.inf, "inf"), (-math.inf, "−inf")])
def test_a_number_that_is_not_finite_has_a_warning_beside_it(number: float, text: str) -> None:
    graph, count = lecture(), 7
    card = by_id(
        placed(graph, ViewChoice(inline=True), scene(graph, Frame((number,) * count, (1.0,) * count)))
    )["n0"]
    assert slot(card, "data").text == text
    assert children(card).count("mk mk-warn") == 1
    both = by_id(
        placed(graph, ViewChoice(inline=True), scene(graph, Frame((number,) * count, (number,) * count)))
    )
    assert children(both["n0"]).count("mk mk-warn") == 2


def test_a_copy_is_light_silent_and_shows_no_number() -> None:
    drawn = by_id(placed(repeated(12), ViewChoice(inline=True)))
    copy = drawn["n0-at-n11"]
    assert copy.attrib["class"].split() == ["node", "leaf", "param", "copy"]
    assert (copy.attrib["aria-hidden"], copy.attrib["data-node"]) == ("true", "n0")
    assert children(copy) == ["face", "edgeline", "badge", "op", "name"]
    assert "from-copy" in drawn["e11-1"].attrib["class"].split()


def test_a_group_says_whose_numbers_it_shows() -> None:
    graph = network(rows=1)
    drawn = by_id(placed(graph, ViewChoice(inline=True, collapsed=("n[0]/layer0/neuron1", "n[0]/layer1"))))
    groups = {found.attrib["data-group"]: found for found in drawn.values() if "data-group" in found.attrib}
    neuron, layer = groups["n[0]/layer0/neuron1"], groups["n[0]/layer1"]
    assert re.fullmatch(r"n\d+", neuron.attrib["data-node"])
    assert slot(neuron, "grad").text == format_number(graph.frame().grad[int(neuron.attrib["data-node"][1:])])
    assert "data-node" not in layer.attrib
    assert [child.text for child in layer if child.attrib["class"] in ("key", "count")] == [
        "values", "44", "outputs", "4",
    ]  # fmt: skip


def test_the_prefix_is_on_every_id_and_every_reference() -> None:
    for inline in (True, False):
        root = placed(repeated(12), ViewChoice(inline=inline, prefix="two-"))
        assert all(name.startswith("two-") for name in by_id(root))
        style = root.find("style")
        if style is not None:
            assert "url(#two-hatch)" in str(style.text)


def test_alone_it_is_complete_and_inside_a_page_it_is_bare() -> None:
    graph = lecture()
    view = make_view(graph, ViewChoice())
    layout = Layout(10.0, 10.0, ((0.0, 0.0),) * 7, ((0.0,) * 8,) * 6)
    alone = draw_svg(view, layout, scene(graph), ViewChoice())
    assert alone.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg"')
    root = parse(alone)
    assert (root.attrib["role"], root.attrib["aria-label"]) == ("img", "Computation graph of L")
    assert [child.tag for child in root] == ["title", "style", "defs", "rect", "g"]
    bare = parse(draw_svg(view, layout, scene(graph), ViewChoice(inline=True)))
    assert bare.attrib["role"] == "group"
    assert [child.tag for child in bare] == ["defs", "g"]
    assert bare[1].attrib["class"] == "viewport"


@given(st.text(st.characters(codec=None, exclude_categories=()), min_size=1, max_size=250))
def test_any_label_gives_a_well_formed_picture_that_says_it(label: str) -> None:
    graph = labelled(label, "b")
    for look in ("merged", "classic"):
        choice = ViewChoice(inline=True, look="classic" if look == "classic" else "merged")
        card = by_id(placed(graph, choice))["n0"]
        assert str(card.attrib["aria-label"]).startswith(clean(label)) or "\r" in label
        name = slot(card, "name").text or ""
        assert clean(label).startswith(name.rstrip("…").rstrip()) or "…" in label


def test_long_names_widen_all_cards_in_steps_and_then_end_in_an_ellipsis() -> None:
    widths = []
    for length in (1, 10, 11, 12, 200):  # and a ₁ behind the sum, which has its first leaf's label
        drawn = by_id(placed(labelled("x" * length, "b"), ViewChoice(inline=True)))
        faces = {slot(drawn[name], "face").attrib["width"] for name in ("n0", "n1", "n2")}
        assert len(faces) == 1
        widths.append(int(faces.pop()))
    assert widths == [136, 136, 152, 152, 264]
    assert str(slot(drawn["n0"], "name").text).endswith("x…")
