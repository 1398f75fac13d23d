"""Snapshots: kept once, never changed, opened by the page, shown where a link is pasted."""

import json
import re
from typing import Any

import httpx
import pytest

from app.settings import Settings

pytestmark = pytest.mark.anyio

SNAPSHOTS = "/api/v1/snapshots"


@pytest.fixture(scope="module")
def settings(database: dict[str, str]) -> Settings:
    return Settings(concurrency=2, layout_workers=1, **database)  # type: ignore[arg-type]  # only texts


async def keep(client: httpx.AsyncClient, **body: Any) -> dict[str, Any]:
    response = await client.post(SNAPSHOTS, json=body)
    assert response.status_code in (200, 201), response.text
    found: dict[str, Any] = response.json()
    assert response.headers["location"] == found["path"]
    return found


async def test_equal_content_has_the_equal_key(client: httpx.AsyncClient, lecture: str) -> None:
    first = await client.post(SNAPSHOTS, json={"source": lecture})
    second = await client.post(SNAPSHOTS, json={"source": lecture, "view": {"direction": "LR"}})
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() | {"deletion_key": None} == second.json()
    assert re.fullmatch(r"[1-9A-HJ-NP-Za-km-z]{12}", first.json()["key"])
    assert first.json()["url"] == f"http://backlens.test/s/{first.json()['key']}"
    others = [
        await keep(client, source=lecture + "\n"),
        await keep(client, source=lecture, values={"a": 2.5}),
        await keep(client, source=lecture, view={"look": "classic"}),
        await keep(client, source=lecture, page={"step": 3}),
        await keep(client, source=lecture, page={"mode": "forward"}),
    ]
    assert len({found["key"] for found in others} | {first.json()["key"]}) == 6


async def test_it_does_not_follow_the_graph_that_it_was_made_of(
    client: httpx.AsyncClient, lecture: str
) -> None:
    graph = (await client.post("/api/v1/graphs", json={"source": lecture})).json()
    path, any_ = f"/api/v1/graphs/{graph['id']}", {"If-Match": "*"}
    stepped = await client.post(f"{path}/step", json={"learning_rate": 0.01}, headers=any_)
    link = await keep(client, graph=graph["id"])
    await client.delete(path, headers=any_)
    document = (await client.get(f"{link['path']}.json")).json()
    assert document["nodes"] == stepped.json()["nodes"]
    assert document["state"]["values"] == stepped.json()["values"]
    refused = await client.post(SNAPSHOTS, json={"graph": graph["id"]})
    assert (refused.status_code, refused.json()["code"]) == (404, "unknown-graph")


async def test_its_forms_never_change(client: httpx.AsyncClient, lecture: str) -> None:
    link = await keep(client, source=lecture, view={"direction": "TB", "look": "classic"})
    kinds = {
        "svg": "image/svg+xml",
        "png": "image/png",
        "pdf": "application/pdf",
        "dot": "text/vnd.graphviz",
        "py": "text/x-python",
    }
    assert set(link["forms"]) == {*kinds, "json"}
    for form, kind in kinds.items():
        response = await client.get(link["forms"][form])
        assert response.status_code == 200, response.text
        assert response.headers["content-type"].startswith(kind)
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
        again = await client.get(link["forms"][form], headers={"If-None-Match": response.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    svg = (await client.get(f"{link['path']}.svg")).text
    assert 'class="graph classic"' in svg
    document = (await client.get(f"{link['path']}.json")).json()
    assert document["grads"] == {"a": 6.0, "b": -4.0, "c": -2.0, "f": 4.0}
    assert document["state"]["direction"] == "TB"
    missing = await client.get(f"{link['path']}.gif")
    assert (missing.status_code, missing.json()["code"]) == (404, "not-found")


async def test_a_folded_graph_is_kept_folded(client: httpx.AsyncClient) -> None:
    source = "w = Value(2.0)\nerrors = [(w*k - 1)**2 for k in range(300)]\nloss = sum(errors)"
    link = await keep(client, source=source, view={"folded": True})
    drawn = await client.get(link["forms"]["svg"])
    assert drawn.status_code == 200, drawn.text
    assert ">errors<" in drawn.text, "the names of lists are kept"
    assert (await client.get(f"{link['path']}.json")).json()["state"]["folded"] is True
    plain = await keep(client, source=source)
    assert (await client.get(plain["forms"]["svg"])).json()["code"] == "picture-too-large"
    assert "folded" not in (await client.get(f"{plain['path']}.json")).json()["state"]


async def test_hidden_grads_are_not_given_away(client: httpx.AsyncClient, lecture: str) -> None:
    link = await keep(client, source=lecture, page={"hide": "grad"})
    document = (await client.get(f"{link['path']}.json")).json()
    assert {node["grad_state"] for node in document["nodes"]} == {"none"}


async def test_the_page_is_opened_at_the_kept_state(client: httpx.AsyncClient, lecture: str) -> None:
    page = {"mode": "backward", "step": 3, "selected": "n2"}
    link = await keep(
        client,
        source=lecture,
        values={"a": 5.0},
        view={"look": "classic", "around": {"node": "n2", "hops": 1}},
        page=page,
    )
    response = await client.get(link["path"])
    if "not built" in response.text:
        pytest.skip("The page is not built: node tools/build.mjs.")
    boot = re.search(r'id="boot"[^>]*>(.*?)</script>', response.text)
    assert boot
    assert json.loads(boot[1])["state"] == {
        "source": lecture,
        "values": {"a": 5.0},
        "look": "classic",
        "direction": "LR",
        "collapsed": [],
        "around": {"node": "n2", "hops": 1},
        **page,
    }


async def test_a_pasted_link_shows_the_graph(client: httpx.AsyncClient, lecture: str) -> None:
    link = await keep(client, source=lecture.replace("'L'", "'</title><b>\"'"))
    response = await client.get(link["path"])
    if "not built" in response.text:
        pytest.skip("The page is not built: node tools/build.mjs.")
    found = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', response.text))
    assert found["title"].endswith("= -8")
    assert found["url"] == link["url"]
    assert found["image"].startswith("http://backlens.test/s/")
    image = await client.get(found["image"].replace("&amp;", "&"))
    assert (image.status_code, image.headers["content-type"]) == (200, "image/png")
    assert "<b>" not in response.text


@pytest.mark.parametrize("key", ["abc", "0" * 12, "2" * 12, "%00", "x" * 500])
async def test_a_key_that_is_none(client: httpx.AsyncClient, key: str) -> None:
    page = await client.get(f"/s/{key}")
    assert page.status_code == 404
    picture = await client.get(f"/s/{key}.svg")
    assert (picture.status_code, picture.json()["code"]) == (404, "unknown-snapshot")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"source": "a = Value(1.0)", "graph": "0" * 32},
        {"source": "a = Value(1.0)", "page": {"x": "y" * 200_000}},
        {"source": "a = Value(1.0)", "page": [1]},
    ],
)
async def test_a_request_that_makes_no_sense(client: httpx.AsyncClient, body: dict[str, Any]) -> None:
    response = await client.post(SNAPSHOTS, json=body)
    assert (response.status_code, response.json()["code"]) == (422, "invalid-request")
