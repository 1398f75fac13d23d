"""POST /export and GET /formats: every form by name, as a file of the right type."""

import json

import httpx
import pytest

from engine.export import FORMATS
from tests.app.conftest import Post

pytestmark = pytest.mark.anyio


async def test_the_catalogue_lists_every_form_with_the_call_that_makes_it(
    client: httpx.AsyncClient, lecture: str
) -> None:
    listed = (await client.get("/api/v1/formats")).json()
    assert len({(each["call"], each["name"]) for each in listed}) == len(listed)
    assert {each["name"] for each in listed if each["call"] == "/api/v1/export"} == set(FORMATS)
    assert {each["name"] for each in listed if each["call"] == "/api/v1/render"} == {
        "svg", "png", "pdf", "dot",
    }  # fmt: skip
    for each in listed:
        response = await client.post(each["call"], json={"source": lecture, "format": each["name"]})
        assert response.status_code == 200, response.text
        assert response.headers["content-type"].partition(";")[0] == each["media"]
        if each["call"] == "/api/v1/export":
            assert response.headers["content-disposition"] == f'attachment; filename="{each["filename"]}"'
            assert response.headers["content-type"].endswith("charset=utf-8") or "text/" not in each["media"]
    names = [each["filename"] for each in listed]
    assert {"graph.svg", "graph_torch.py", "graph.tex", "graph.json"} <= set(names)


async def test_the_numbers_are_those_asked_for(post: Post, lecture: str) -> None:
    document = json.loads((await post("export", source=lecture, values={"a": 7.0}, format="json")).text)
    evaluated = (await post("evaluate", source=lecture, values={"a": 7.0})).json()
    for mine, theirs in zip(document["nodes"], evaluated["nodes"], strict=True):
        assert {key: mine[key] for key in ("id", "op", "label", "group", "data", "grad")} == {
            key: theirs[key] for key in ("id", "op", "label", "group", "data", "grad")
        }
    source = (await post("export", source=lecture, values={"a": 7.0}, format="python")).text
    assert "a=7.0" in source


async def test_a_form_that_there_is_not(post: Post, lecture: str) -> None:
    for form in ("word", "", None, 1, ["python"]):
        response = await post("export", source=lecture, format=form)
        assert (response.status_code, response.json()["names"]) == (422, ["format"])
        assert "'python', 'micrograd', 'torch'" in response.json()["detail"]
    response = await post("export", source=lecture)
    assert (response.status_code, response.json()["names"]) == (422, ["format"])


async def test_what_cannot_be_exported_says_why(post: Post) -> None:
    response = await post("export", source="1 + 1", format="torch")
    assert (response.status_code, response.json()["code"]) == (422, "no-value")
    response = await post(
        "export", source="x = Value(0.5)\nfor i in range(20000):\n    x = x.tanh()", format="torch"
    )
    assert (response.status_code, response.json()["limit"]) == (
        422, {"name": "exported_nodes", "value": 20_000},
    )  # fmt: skip
