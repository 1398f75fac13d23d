"""POST /render: forms, views, and what is said when a picture cannot be had."""

from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from fastapi import FastAPI

from app.drawing.print_queue import fitting_scale
from app.services import Services
from tests.app.conftest import Post

pytestmark = pytest.mark.anyio

SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314  # written by this service a moment ago


def ids(svg: str) -> set[str]:
    return {found for element in parsed(svg).iter() if (found := element.get("id"))}


async def test_a_picture_has_the_documents_ids(post: Post, lecture: str) -> None:
    response = await post("render", source=lecture)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "image/svg+xml"
    assert response.headers["vary"] == "Accept, Accept-Encoding"
    assert {f"n{k}" for k in range(7)} | {"e2-0", "e2-1", "e6-1"} <= ids(response.text)
    assert parsed(response.text).find(f"{SVG}style") is not None


async def test_each_id_has_the_requests_prefix(post: Post, lecture: str) -> None:
    found = ids((await post("render", source=lecture, prefix="left-", view={"inline": True})).text)
    assert found
    assert all(each.startswith("left-") for each in found)


async def test_numbers_are_written_into_a_kept_layout(app: FastAPI, post: Post, lecture: str) -> None:
    services: Services = app.state.services
    first = await post("render", source=lecture, values={"a": 2.5})
    begun = services.drawer.layouts
    second = await post("render", source=lecture, values={"a": 3.25})
    assert services.drawer.layouts == begun
    assert "2.5000" in first.text
    assert "3.2500" in second.text
    assert "2.5000" not in second.text


@pytest.mark.parametrize("asked", [{"json": {"format": "dot"}}, {"headers": {"Accept": "text/vnd.graphviz"}}])
async def test_dot_by_format_or_accept(
    client: httpx.AsyncClient, lecture: str, asked: dict[str, Any]
) -> None:
    body = {"source": lecture} | asked.get("json", {})
    response = await client.post("/api/v1/render", json=body, headers=asked.get("headers", {"Accept": "*/*"}))
    assert response.headers["content-type"].startswith("text/vnd.graphviz")
    assert response.text.startswith("digraph")
    assert "n0 -> n2" in response.text


async def test_other_forms_are_refused_and_the_known_ones_named(
    client: httpx.AsyncClient, lecture: str
) -> None:
    response = await client.post("/api/v1/render", json={"source": lecture}, headers={"Accept": "image/gif"})
    problem = response.json()
    assert (response.status_code, problem["code"]) == (406, "not-acceptable")
    assert problem["names"] == ["image/svg+xml", "image/png", "application/pdf", "text/vnd.graphviz"]
    response = await client.post("/api/v1/render", json={"source": lecture, "format": "gif"})
    assert (response.status_code, response.json()["names"]) == (422, ["format"])
    assert "'svg', 'dot', 'png' or 'pdf'" in response.json()["detail"]


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.5, None])
async def test_a_png_has_so_many_pixels_to_each_of_the_svg(
    client: httpx.AsyncClient, post: Post, lecture: str, scale: float | None
) -> None:
    root = parsed((await post("render", source=lecture)).text)
    width, height = (float(root.attrib[name]) for name in ("width", "height"))
    asked = {} if scale is None else {"scale": scale}
    response = await client.post(
        "/api/v1/render", json={"source": lecture, **asked}, headers={"Accept": "image/png"}
    )
    assert response.headers["content-type"] == "image/png"
    drawn = size(response.content)
    assert drawn == pytest.approx((width * (scale or 2), height * (scale or 2)), abs=1)


async def test_a_pdf_holds_its_text_as_text_and_is_the_same_each_time(post: Post, lecture: str) -> None:
    first, second = [(await post("render", source=lecture, format="pdf")).content for _ in range(2)]
    assert first.startswith(b"%PDF-")
    assert first.count(b"/Type/Page\n") + first.count(b"/Type /Page\n") <= 1
    assert b"DejaVuSansMono" in first
    assert b"/ToUnicode" in first
    assert b"/Subtype/Image" not in first.replace(b" ", b"")
    assert first == second


@pytest.mark.parametrize("look", ["merged", "classic"])
async def test_paper_is_light_unless_the_view_says_dark(post: Post, lecture: str, look: str) -> None:
    async def drawn(theme: str) -> bytes:
        response = await post(
            "render", source=lecture, format="png", scale=1, view={"theme": theme, "look": look}
        )
        return response.content

    auto, light, dark = [await drawn(theme) for theme in ("auto", "light", "dark")]
    assert auto == light != dark


async def test_a_png_is_bounded(post: Post, lecture: str) -> None:
    source = "x = Value(0.1)\ny = x\nfor i in range(110):\n    y = (y * x).tanh()"
    response = await post("render", source=source, format="png", scale=10)
    problem = response.json()
    assert (response.status_code, problem["code"]) == (422, "picture-too-large")
    assert problem["limit"] == {"name": "pixels", "value": 16_000_000}
    assert "would fit" in problem["hint"]
    svg = '<svg xmlns="" width="9000" height="1000" viewBox="0 0 1 1">'
    fits = fitting_scale(svg, None)
    assert 9_000_000 * fits**2 <= 16_000_000 < 9_000_000 * (fits + 0.01) ** 2
    assert fitting_scale(svg.replace("9000", "90"), None) == 2.0
    for scale in (0, -1, 11, 0.01, "2", True):
        refused = await post("render", source=lecture, format="png", scale=scale)
        assert (refused.status_code, refused.json()["names"]) == (422, ["scale"]), scale


@pytest.mark.parametrize("form", ["png", "pdf"])
async def test_any_label_is_printed(post: Post, form: str) -> None:
    label = '</text><image href="/etc/passwd"/>日本語 𝛼 #set \\x00 $ & \\ud800'
    response = await post(
        "render", source=f"a = Value(1.0, label={label!r})\nL = a / 0\nL.label = 'L' * 90", format=form
    )
    assert response.status_code == 200, response.text


async def test_a_picture_too_large_names_the_limit_and_what_would_fit(post: Post) -> None:
    source = "n = MLP(4, [16, 16, 1])\nL = n([1.0, 2.0, 3.0, 4.0])"
    response = await post("render", source=source)
    problem = response.json()
    assert (response.status_code, problem["code"]) == (422, "picture-too-large")
    assert problem["limit"] == {"name": "drawn_nodes", "value": 500}
    assert problem["views"]
    for view in problem["views"]:
        drawn = await post("render", source=source, view=view)
        assert drawn.status_code == 200, drawn.text


LOOP = """\
w = Value(2.0)
data = [(0.1*k, 0.3*k) for k in range(200)]
errors = [(w*x - y)**2 for x, y in data]
loss = sum(errors)
"""


CALLS = """\
w = Value(2.0)
def f(x):
    y = x * w
    return (y + 1) ** 2
total = Value(0.0)
for k in range(4):
    total = total + f(f(k + 1.0)) * f(w)
loss = total * w
"""


async def test_a_folded_view_draws_lists_and_calls_as_boxes(app: FastAPI, post: Post) -> None:
    services: Services = app.state.services
    refused = (await post("render", source=LOOP)).json()
    assert refused["code"] == "picture-too-large"
    assert [view["detail"] for view in refused["views"]] == ["program", "calls", "lines", None]
    response = await post("render", source=LOOP, view={"folded": True, "inline": True})
    assert response.status_code == 200, response.text
    root = parsed(response.text)
    assert (root.get("data-detail"), root.get("data-boxes"), root.get("data-open")) == ("program", "2", "")
    box, card = [each for each in root.iter(f"{SVG}g") if (each.get("class") or "").startswith("node")]
    assert box.get("class") == "node box list is-fresh"
    assert (box.get("aria-label") or "").startswith("errors, list, 1,200 values, largest data 396")
    assert (box.get("data-cells"), box.get("data-shape")) == ("6+6*200", "200")
    assert card.get("class") == "node calc op-sum output is-fresh"
    begun = services.drawer.layouts
    moved = await post("render", source=LOOP, values={"w": 3.0}, view={"folded": True, "inline": True})
    assert services.drawer.layouts == begun, "other numbers need no other layout"
    assert "largest data 396" not in moved.text


async def test_a_box_is_opened_in_place_and_the_nearest_is_where_there_is_none(post: Post) -> None:
    for path in ("for k[3]/f[0]", "for k[3]/f[7]", "for k[3]/gone[0]/deeper[1]"):
        response = await post("render", source=CALLS, view={"open": [path], "inline": True})
        assert response.status_code == 200, response.text
        root = parsed(response.text)
        opened = [each.get("data-path") for each in root.iter(f"{SVG}g") if each.get("data-path")]
        assert "for%20k[3]" in opened, "spaces are percent-encoded"
        clusters = [each for each in root.iter(f"{SVG}g") if (each.get("class") or "").startswith("cluster")]
        assert clusters
        assert (root.get("data-open") or "").split() == [each.get("data-path") for each in clusters]


async def test_a_folded_view_is_dot_and_png_too(post: Post) -> None:
    dot = await post("render", source=LOOP, view={"folded": True}, format="dot")
    assert r"errors\n1,200 values\ndata 0 ... 396\ngrad 1.0000" in dot.text
    dot = await post("render", source=CALLS, view={"open": ["for k[3]/f[0]"]}, format="dot")
    assert "subgraph cluster_" in dot.text
    png = await post("render", source=LOOP, view={"folded": True}, format="png")
    assert size(png.content) > (200, 100)


async def test_groups_are_not_looked_for_beside_the_structure(post: Post) -> None:
    source = "n = MLP(2, [3, 1])\nL = sum(n([0.1*k, 1.0]) for k in range(60))"
    response = await post("render", source=source, view={"folded": True, "collapsed": ["n/layer7"]})
    assert response.status_code == 200, response.text


@pytest.mark.parametrize(
    "view",
    [
        {"collapsed": ["nobody"]},
        {"around": {"node": "nobody", "hops": 1}},
        {"around": {"node": "n99", "hops": 1}},
    ],
)
async def test_what_the_graph_does_not_have_is_named(post: Post, lecture: str, view: dict[str, Any]) -> None:
    response = await post("render", source=lecture, view=view)
    assert (response.status_code, response.json()["code"]) == (422, "unknown-node")


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"view": {"direction": "up"}}, "view.direction"),
        ({"view": {"weight": 1}}, "view.weight"),
        ({"view": {"folded": "very"}}, "view.folded"),
        ({"view": {"detail": "all"}}, "view.detail"),
        ({"view": {"open": "f[0]"}}, "view.open"),
        ({"view": {"open": ["x" * 4_001]}}, "view.open.0"),
        ({"view": {"open": ["x"] * 201}}, "view.open"),
        ({"view": {"fit": {"width": 800}}}, "view.fit.height"),
        ({"view": {"fit": {"width": 8, "height": 600}}}, "view.fit.width"),
        ({"view": {"around": {"node": "n0"}}}, "view.around.hops"),
        ({"view": {"around": {"node": "n0", "hops": -1}}}, "view.around.hops"),
        ({"prefix": "1-"}, "prefix"),
        ({"prefix": 'x"><script>'}, "prefix"),
        ({"prefix": "x\n"}, "prefix"),
    ],
)
async def test_a_view_is_checked(post: Post, lecture: str, fields: dict[str, Any], name: str) -> None:
    response = await post("render", source=lecture, **fields)
    assert (response.status_code, response.json()["names"]) == (422, [name])


async def test_a_picture_alone_may_run_nothing(post: Post) -> None:
    label = "</text><script>alert(1)</script>\\x00"
    response = await post("render", source=f"a = Value(1.0, label={label!r})\nL = a * a")
    assert response.status_code == 200, response.text
    assert "<script" not in response.text
    policy = response.headers["content-security-policy"]
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_a_program_without_a_value_has_no_picture(post: Post) -> None:
    response = await post("render", source="1 + 1")
    assert (response.status_code, response.json()["code"]) == (422, "no-value")


async def test_dot_shows_no_grad_that_was_not_computed(client: httpx.AsyncClient) -> None:
    body = {"source": "a = Value(2.0)\nL = a * 3", "state": "program", "format": "dot"}
    never = await client.post("/api/v1/render", json=body)
    passed = await client.post("/api/v1/render", json=body | {"source": body["source"] + "\nL.backward()"})
    assert "grad 3.0000" in passed.text
    assert "grad 0.0000" not in never.text
    assert "grad 3.0000" not in never.text


async def test_a_picture_at_a_step_has_the_grads_so_far(post: Post, lecture: str) -> None:
    grads = {}
    for step in (0, 3, 7, 100):
        root = parsed((await post("render", source=lecture, grads_after=step)).text)
        cards = [each for each in root.iter(f"{SVG}g") if "node" in (each.get("class") or "").split()]
        grads[step] = {
            card.get("id"): text.text
            for card in cards
            for text in card.iter(f"{SVG}text")
            if "grad" in (text.get("class") or "").split()
        }
    assert set(grads[0].values()) == {"–"}
    assert {node: grad for node, grad in grads[3].items() if grad != "–"} == {
        "n4": "−2.0000",
        "n5": "4.0000",
        "n6": "1.0000",
    }
    assert "–" not in grads[7].values()
    assert grads[100] == grads[7]


@pytest.mark.parametrize(
    ("background", "papers"), [("paper", ["paper"]), ("white", ["paper white"]), ("none", [])]
)
async def test_the_background_is_chosen(post: Post, lecture: str, background: str, papers: list[str]) -> None:
    root = parsed((await post("render", source=lecture, view={"background": background})).text)
    found = [each.get("class") for each in root.iter(f"{SVG}rect")]
    assert [each for each in found if each in ("paper", "paper white")] == papers
    png = await post("render", source=lecture, format="png", view={"background": background})
    assert png.content.startswith(b"\x89PNG")


async def test_grads_that_a_pass_by_boxes_has_not_come_to_are_shown_as_not_computed(
    post: Post, lecture: str
) -> None:
    response = await post("render", source=lecture, pending=[[0, 2], [5, 5], [900, 901]])
    grads = {
        card.get("id"): text.text
        for card in parsed(response.text).iter(f"{SVG}g")
        for text in card.findall(f"{SVG}text")
        if text.get("class") == "grad"
    }
    assert {node for node, grad in grads.items() if grad == "–"} == {"n0", "n1", "n2", "n5"}
    refused = await post("render", source=lecture, pending=[[-1, 2]])
    assert refused.status_code == 422


async def test_a_first_view_says_how_many_boxes_each_detail_has_and_which_lines_made_a_box(
    post: Post,
) -> None:
    view = {"fit": {"width": 400, "height": 300}, "inline": True}
    root = parsed((await post("render", source=LOOP, view=view)).text)
    counts = dict(word.split("=") for word in (root.get("data-details") or "").split())
    assert list(counts) == ["program", "calls", "lines", "values"]
    assert int(counts["program"]) <= int(counts["lines"]) < int(counts["values"])
    lines = [box.get("data-lines") for box in root.iter(f"{SVG}g") if box.get("data-kind")]
    assert lines
    assert all(lines)
