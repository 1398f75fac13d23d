"""A Value or a Graph at the end of a cell: the drawing, with its numbers, without a server."""

import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest

from app.drawing.choice import Theme
from app.drawing.limits import PictureTooLarge
from backlens import notebook
from engine import Graph, Value

SVG = "{http://www.w3.org/2000/svg}"


def lecture() -> Value:
    a, b, c, f = (Value(x, label) for x, label in ((2.0, "a"), (-3.0, "b"), (10.0, "c"), (-2.0, "f")))
    return (a * b + c) * f


def shown(thing: Any, **asked: Any) -> dict[str, str]:
    bundle: dict[str, str] = thing._repr_mimebundle_(**asked)
    return bundle


def texts(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)  # noqa: S314  # written by ourselves a moment ago
    return [element.text or "" for element in root.iter(f"{SVG}text")]


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    notebook.theme("auto")
    notebook.look("merged")


def test_a_value_is_drawn_with_its_data_and_its_grads() -> None:
    output = lecture()
    before = texts(shown(output)["image/svg+xml"])
    assert "10.0000" in before
    assert "6.0000" not in before
    output.backward()
    after = texts(shown(output)["image/svg+xml"])
    assert "6.0000" in after  # ∂L/∂a
    assert shown(output)["text/plain"] == "Value(data=-8.0)"


def test_a_graph_is_drawn_as_its_output_is() -> None:
    output = lecture()
    graph = Graph(output)
    assert shown(graph)["image/svg+xml"] == shown(output)["image/svg+xml"]
    assert shown(graph)["text/plain"] == "<Graph of 7 nodes>"


def test_in_a_page_it_is_an_image_that_reaches_nothing_around_it() -> None:
    bundle = shown(lecture())
    html = ElementTree.fromstring(bundle["text/html"].replace(">", "/>"))  # noqa: S314  # as above
    assert html.tag == "img"
    assert html.attrib["alt"]
    kind, _, content = html.attrib["src"].partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert b64decode(content).decode() == bundle["image/svg+xml"]


def test_light_and_dark() -> None:
    output = lecture()
    assert "prefers-color-scheme: dark" in shown(output)["image/svg+xml"]
    drawn = {}
    name: Theme
    for name in ("light", "dark"):
        notebook.theme(name)
        drawn[name] = shown(output)["image/svg+xml"]
        assert "prefers-color-scheme" not in drawn[name]
    assert "#121315" in drawn["dark"]
    assert "#121315" not in drawn["light"]
    notebook.look("classic")
    assert 'class="graph classic"' in shown(output)["image/svg+xml"]
    with pytest.raises(ValueError, match="light, dark"):
        notebook.theme("blue")  # type: ignore[arg-type]  # what the error is about
    with pytest.raises(ValueError, match="merged, classic"):
        notebook.look("flat")  # type: ignore[arg-type]  # what the error is about


def test_only_what_is_asked_for() -> None:
    assert set(shown(lecture(), include=["text/plain"])) == {"text/plain"}
    assert set(shown(lecture(), exclude=["text/html"])) == {"image/svg+xml", "text/plain"}


def test_what_is_too_large_says_so_and_a_part_of_it_is_drawn() -> None:
    y = x = Value(0.5, "x")
    for _ in range(600):
        y = y * x
    bundle = shown(y)
    assert set(bundle) == {"text/plain"}
    assert "too many" in bundle["text/plain"]
    with pytest.raises(PictureTooLarge) as caught:
        notebook.svg(y)
    assert notebook.svg(y, caught.value.views[0].choice).startswith("<?xml")


def test_until_it_is_imported_nothing_is_shown_and_no_server_is_loaded() -> None:
    words = (
        "import sys; from engine import Value; assert not hasattr(Value, '_repr_mimebundle_'); "
        "import backlens.notebook; Value(2.0)._repr_mimebundle_(); "
        "print([m for m in ('fastapi', 'starlette', 'uvicorn', 'sqlalchemy') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
