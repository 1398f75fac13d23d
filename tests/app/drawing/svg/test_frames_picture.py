"""The picture of frames: the order that the page relies on, and nothing of a user's that is not text."""

from dataclasses import replace
from itertools import combinations
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from app.drawing.choice import ViewChoice
from app.drawing.frames.frame import Frame
from app.drawing.heat import WORDS
from app.drawing.scene import Scene
from app.drawing.svg.edge_counts import count_places
from app.drawing.svg.frames_picture import Opened, draw_frames
from tests.app.drawing.conftest import parse
from tests.app.drawing.layout.test_nested import laid_out
from tests.app.drawing.made_frames import NODES, dock, frame, graph, numbers, program, unit

INLINE = ViewChoice(inline=True)
HOSTILE = [
    "</text><script>alert(1)</script>",
    '" onload="x',
    "a\\",
    "<b>&amp;",
    "\x00\u202e",
    "x" * 5_000,
    "\ud800",
]


def scene(state: str = "fresh", **given: Any) -> Scene:
    made = graph()
    whole = Scene(made, numbers(), (state,) * NODES, (1,) * NODES, frozenset(made.leaves))
    return replace(whole, **given)


def drawn(found: Frame, choice: ViewChoice = INLINE, shown: Scene | None = None) -> Element:
    nested = laid_out(found, "LR")
    paths = tuple(each.unit.path for each in nested.clusters)
    return parse(draw_frames(nested, Opened("program", paths), shown or scene(), choice))


def groups(root: Element, word: str) -> list[Element]:
    return [each for each in root.iter("g") if word in each.get("class", "").split()]


def test_frames_come_first_then_edges_then_boxes() -> None:
    root = drawn(program())
    viewport = next(each for each in root if each.get("class") == "viewport")
    kinds = [each.attrib["class"].split()[0] for each in viewport]
    assert kinds == sorted(kinds, key=["cluster", "edge", "node"].index)
    assert (root.get("data-detail"), root.get("data-direction")) == ("program", "LR")
    assert (root.get("data-boxes"), root.get("data-open")) == ("8", "f[0] f[1]")
    found = [each.attrib["id"] for each in root.iter() if "id" in each.attrib]
    assert len(found) == len(set(found))


def test_a_box_has_its_parts_in_order() -> None:
    box = groups(drawn(program()), "box")[0]
    assert box.attrib["class"] == "node box scope is-fresh"
    assert [each.attrib["class"].split()[0] for each in box] == [
        "ring", "face", "opener", "mark", "name", "count", "heat", "heat", "dock", "dock", "edgeline",
    ]  # fmt: skip
    assert {name: box.attrib[name] for name in box.attrib if name.startswith("data-")} == {
        "data-path": "start",
        "data-kind": "scope",
        "data-count": "4",
        "data-members": "50+1*4",
        "data-cells": "50+1*4",
        "data-shape": "4",
        "data-opens": "true",
    }
    data, grad = groups(box, "heat")[:2]
    assert (data.attrib["class"], grad.attrib["class"]) == ("heat data strip", "heat grad strip")
    assert [each.attrib["class"] for each in data] == ["bed", *WORDS]
    first, second = groups(box, "dock")
    assert (first.get("data-name"), first.get("data-cells"), first.get("data-shape")) == (
        "w",
        "0+1*12",
        "3 4",
    )
    assert groups(first, "heat")[0].attrib["class"] == "heat data map of-parameters"
    assert groups(second, "heat")[0].attrib["class"] == "heat data strip of-parameters"


def test_an_open_frame_has_a_bar_that_closes_it_and_says_which_copy_it_is() -> None:
    inner = program()
    copies = ("f[0]", "f[1]", "f[2]")
    units = (inner.units[0], replace(inner.units[2], copies=copies))
    (cluster,) = groups(drawn(frame("", units, [(0, 1)])), "cluster")
    assert [each.attrib["class"] for each in cluster] == ["frame", "bar", "shut", "mark", "title", "count"]
    assert (cluster.get("data-copies"), cluster.get("data-copy")) == ("3", "2")
    assert cluster.attrib["aria-label"] == "f[1], 12 values, open"


def test_what_is_stacked_says_how_often_and_lies_on_a_pile() -> None:
    (box,) = groups(drawn(frame("", [unit("f[0]", [60, 61], copies=("f[0]", "f[1]", "f[2]"))], [])), "box")
    assert [each.attrib["class"] for each in box][:4] == ["pile", "pile", "ring", "face"]
    assert [each.text for each in box if each.get("class") == "times"] == ["×3"]
    assert box.get("data-copies") == "3"


def test_edges_say_what_they_join_and_how_many_they_are() -> None:
    root = drawn(program())
    edges = {each.attrib["id"]: each for each in groups(root, "edge")}
    assert {"data-from": "b53", "data-to": "c0", "data-count": "2"}.items() <= edges["e71-0"].attrib.items()
    assert (edges["c0-in-2"].get("data-from"), edges["c0-in-2"].get("data-to")) == ("c0", "b71")
    assert not [each for each in edges["c0-out-2"] if each.get("class") == "head"]
    assert [each for each in edges["e71-0"] if each.get("class") == "head"]


@pytest.mark.parametrize(
    ("state", "css"), [("none", "is-pending"), ("stale", "is-stale"), ("accumulated", "is-acc")]
)
def test_the_state_of_the_grads_is_a_class_and_a_word(state: str, css: str) -> None:
    box = groups(drawn(program(), shown=scene(state)), "box")[0]
    assert css in box.attrib["class"].split()
    grad = groups(box, "grad")[0]
    assert any(each.get("d") for each in grad) is (state != "none")
    assert {"none": "not computed yet", "stale": "stale", "accumulated": "sum of 1 passes"}[
        state
    ] in box.attrib["aria-label"]


def test_what_is_not_finite_is_marked_on_its_box_and_the_frames_around_it() -> None:
    data = list(numbers().data)
    data[61] = float("nan")
    root = drawn(program(), shown=scene(frame=replace(numbers(), data=tuple(data))))
    marked = [each.get("id") for each in root.iter("g") if any(k.get("class") == "mk mk-warn" for k in each)]
    assert marked == ["c0", "b63"]
    words = {each.get("id"): each.get("aria-label") for each in groups(root, "box")}
    assert "not finite" in (words["b63"] or "")


def test_one_box_is_reached_by_tab() -> None:
    root = drawn(program())
    assert [each.get("tabindex") for each in groups(root, "node")].count("0") == 1
    closed = frame("", [unit("f", [60, 61]), unit("g", [62])], [])  # the output is in neither
    assert [each.get("tabindex") for each in groups(drawn(closed), "node")].count("0") == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_a_users_text_is_text_and_nothing_else(text: str) -> None:
    made = unit(f"{text}[0]", range(60, 64), name=text, note=text, docks=(dock(text, range(4)),))
    holder = unit("g", range(60, 64), inner=frame(text, [made], [], reads=(0,), leaves=(0,)), name=text)
    for choice in (INLINE, ViewChoice(theme="light"), ViewChoice(prefix="p-")):
        root = drawn(frame("", [holder], []), choice)
        assert {each.tag for each in root.iter()} <= {
            "svg", "title", "style", "defs", "pattern", "g", "rect", "circle", "path", "polygon", "text",
        }  # fmt: skip
        assert not [name for each in root.iter() for name in each.attrib if name.startswith("on")]
        if choice.inline:
            (box,) = groups(root, "box")
            assert " " not in box.attrib["data-path"]
            assert len("".join(box.itertext())) < 300


def test_a_picture_on_its_own_has_its_style_and_only_the_paths_that_it_needs() -> None:
    inline, alone = drawn(program()), drawn(program(), ViewChoice(theme="dark"))
    assert alone.find("style") is not None
    assert inline.find("style") is None
    assert all(each.get("d") for each in alone.iter("path"))
    assert len(list(alone.iter("path"))) < len(list(inline.iter("path")))


def test_the_scale_is_that_of_the_open_frames_and_the_root_tells_it() -> None:
    data = [0.0] * NODES
    data[50], data[60], data[61], data[1] = 100.0, 2.5, 1.0, -0.25
    shown = scene(frame=replace(numbers(), data=tuple(data)))
    assert (drawn(program(), shown=shown).get("data-scale") or "").startswith("data=2.5 ")
    closed = drawn(program((False, False)), shown=shown).get("data-scale") or ""
    assert closed.startswith("data=100 ")
    assert "matrix-data=0.25" in closed


def test_counts_are_clear_of_boxes_and_of_one_another() -> None:
    nested = laid_out(program(), "LR")
    found = count_places(nested)
    places = [shown.place for shown in nested.boxes]
    for (x, y), (other_x, other_y) in combinations(found.values(), 2):
        assert abs(x - other_x) > 12 or abs(y - other_y) >= 12
    for x, y in found.values():
        assert not any(
            place.x < x < place.x + place.width and place.y < y < place.y + place.height for place in places
        )
    same = replace(nested, edges=tuple(replace(nested.edges[0], id=f"e{k}") for k in range(3)))
    assert len(count_places(same)) <= 1
