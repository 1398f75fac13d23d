"""DOT: our attributes only, and text that stays text."""

import re

import pygraphviz
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.drawing.choice import ViewChoice
from app.drawing.layout.dot import layout_dot, readable_dot
from app.drawing.layout.worker import place
from app.drawing.quotient.view import make_view
from app.drawing.scene import Scene
from app.drawing.text import clean
from engine.graph import Graph
from tests.app.drawing.graphs import labelled, lecture, network

ATTRIBUTES = {
    "id", "class", "label", "width", "height", "shape", "weight", "fixedsize", "fontname", "fontsize",
    "margin", "rankdir", "nodesep", "ranksep", "pad", "bgcolor", "splines", "outputorder", "nslimit",
    "nslimit1", "mclimit", "arrowsize", "penwidth", "tailport", "headport",
}  # fmt: skip
HOSTILE = [
    '"];n9[URL="javascript:alert(1)"]', "<b>bold</b>", "<", "trailing\\", "\\\\", "\\", '"', '\\"', "a\nb",
    "a\0b", "]", "&lt;script&gt;", "\\N", "\\l", "n0", "node", "-->", "<![CDATA[", "\ud800", "}", "/*", "//",
    "#", "; rankdir=TB;", " ", "",
]  # fmt: skip


def readable(graph: Graph, choice: ViewChoice | None = None) -> str:
    return readable_dot(scene(graph), make_view(graph, choice or ViewChoice()))


def scene(graph: Graph) -> Scene:
    count = len(graph)
    return Scene(graph, graph.frame(), ("fresh",) * count, (1,) * count, frozenset({0, 1}))


def test_the_lecture_reads_as_the_interface_says() -> None:
    dot = readable(lecture())
    assert 'n0 [label="a\\ndata 2.0000\\ngrad 6.0000" class="leaf param" id=n0]' in dot
    assert 'n2 [label="e\\ndata -6.0000\\ngrad -2.0000" class="calc op-mul" id=n2]' in dot
    assert 'n3 [label="c\\ndata 10.0000\\ngrad -2.0000" class=leaf id=n3]' in dot
    assert 'n6 [label="L\\ndata -8.0000\\ngrad 1.0000" class="calc op-mul output" id=n6]' in dot
    assert 'n0 -> n2 [class=arg0 id="e2-0"]' in dot
    for part in (
        "rankdir=LR",
        "nodesep=0.5",
        "ranksep=1.08",
        "width=1.8889",
        "height=0.9722",
        "fixedsize=true",
    ):
        assert part in dot


def test_top_to_bottom_changes_ports_and_gaps() -> None:
    dot = readable(lecture(), ViewChoice(direction="TB"))
    for part in ("rankdir=TB", "nodesep=0.3", "ranksep=0.84", "tailport=s", "headport=n"):
        assert part in dot


def test_what_is_laid_out_holds_no_text_and_no_number() -> None:
    graph = labelled("secret", "hidden")
    dot = layout_dot(graph, make_view(graph, ViewChoice()))
    assert "secret" not in dot
    assert set(re.findall(r'label=("[^"]*"|\w+)', dot)) == {'""'}
    assert dot == layout_dot(graph, make_view(graph, ViewChoice()))


@pytest.mark.parametrize("look", ["merged", "classic"])
def test_graphviz_places_the_readable_text_and_the_empty_one_alike(look: str) -> None:
    graph = network(rows=1)
    view = make_view(graph, ViewChoice(look="classic" if look == "classic" else "merged"))
    assert place(layout_dot(graph, view)) == place(readable_dot(scene(graph), view))


@settings(max_examples=60)
@given(st.text(st.characters(codec=None, exclude_categories=()), min_size=1, max_size=60))
@example("x" * 500)
def test_any_label_comes_back_as_text_and_adds_no_attribute(label: str) -> None:
    check(label)


@pytest.mark.parametrize("label", HOSTILE)
def test_hostile_labels_come_back_as_text(label: str) -> None:
    check(label)


def check(label: str) -> None:
    graph = labelled(label, "b")
    with pygraphviz.AGraph(string=readable(graph)) as read:
        assert sorted(read.nodes()) == ["n0", "n1", "n2"]
        assert len(read.edges()) == 2
        for node in map(read.get_node, read.nodes()):
            assert set(node.attr.to_dict()) <= ATTRIBUTES
        name, *rows = read.get_node("n0").attr["label"].split("\\n")
        if "\\" not in label:
            assert name == (clean(label) or "n0").replace("&", "&amp;")
            assert rows == ["data 0.0000", "grad 0.0000"]
        assert set(read.graph_attr) <= ATTRIBUTES
        drawn = read.draw(format="svg", prog="dot").decode()
    assert "javascript:" not in drawn or "&quot;];n9[URL" in drawn.replace("&#45;", "-")
    assert "<a " not in drawn


def test_a_label_is_shown_as_it_was_written() -> None:
    graph = labelled("\\N &amp; <b> \\l\\", "b")
    with pygraphviz.AGraph(string=readable(graph)) as read:
        drawn = read.draw(format="svg", prog="dot").decode()
    assert "\\N &amp;amp; &lt;b&gt; \\l\\<" in drawn
