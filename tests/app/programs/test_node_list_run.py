"""`nodes` in place of `source`: the same answers, from every call."""

import json
from typing import Any

import httpx
import pytest

from app.programs.document import NODES_SHOWN
from tests.app.conftest import Post
from tests.engine.program.built_in import INTERPRETED, without_classes

pytestmark = pytest.mark.anyio

EVERYTHING = ["nodes", "frame", "groups", "trace", "check", "scopes"]
NET = "net = MLP(2, [3, 1])\nL = (net([0.5, -1.0]) - 1.0)**2"
OWN = ("source", "result", "echo", "printed", "reusable", "ran", "own_engine")  # what nodes cannot know


def same(first: dict[str, Any], second: dict[str, Any]) -> None:
    for name in OWN:
        first.pop(name, None), second.pop(name, None)
    if "scopes" in first:
        # Nodes know the groups that they are in, but not the calls and lists of a program.
        scopes = [
            [(each["path"], each["lists"]) for each in found.pop("scopes")] for found in (first, second)
        ]
        structures = [(found.pop("structure"), found["frame"].pop("structure")) for found in (first, second)]
        assert all(of_frame == of_document for of_frame, of_document in structures)
        assert (scopes[0] == scopes[1]) == (structures[0] == structures[1])
    assert second == first


@pytest.mark.parametrize(
    ("source", "values"),
    [
        *[
            pytest.param(without_classes(each.source), dict(each.values), id=each.name)
            for each in INTERPRETED
        ],
        (NET, {}),
        ("a = Value(-0.0)\nL = (a / 0 + 1e308 * 10) * a", {}),
    ],
)
async def test_a_documents_nodes_give_the_document_again(
    post: Post, source: str, values: dict[str, float]
) -> None:
    include = EVERYTHING if len(source) < 400 else ["nodes", "frame", "groups", "scopes"]
    first = await post("evaluate", source=source, values=values, include=include)
    document = first.json()
    if len(document["frame"]["data"]) > NODES_SHOWN:
        assert not document["nodes"]  # too many to be written out, so there are none to send back
        return
    again = await post("evaluate", nodes=document["nodes"], include=include)
    assert again.status_code == 200, again.text
    kept = json.loads(again.text)
    # A document says of leaves outside the graph what its nodes cannot.
    inside = {node["name"] for node in document["nodes"] if "name" in node}
    document["grads"] = {name: grad for name, grad in document["grads"].items() if name in inside}
    document["notices"] = [n for n in document["notices"] if n["code"].startswith("non-finite")]
    same(document, kept)


async def test_grads_that_a_program_left_are_kept_by_state(post: Post) -> None:
    source = "a = Value(2.0, label='a')\nL = a * a\nL.backward()\nL.backward()\na.data = 5.0"
    first = (await post("evaluate", source=source, state="program")).json()
    assert {node["grad_state"] for node in first["nodes"]} == {"accumulated", "stale"}
    again = (await post("evaluate", nodes=first["nodes"], state="program")).json()
    same(first, again)
    moved = (await post("evaluate", nodes=first["nodes"], state="program", values={"a": 6.0})).json()
    assert moved["nodes"][0]["data"] == 6.0


@pytest.mark.parametrize(
    ("call", "fields"),
    [
        ("forward", {}), ("backward", {"zero_grad": False, "passes": 3}),
        ("descend", {"learning_rate": 0.1, "steps": 5, "stride": 1}),
        ("evaluate", {"values": {"net/layer0/neuron0/w0": 0.25}}),
        ("evaluate", {"values": {"n0": 0.25}, "state": "fresh"}),
        ("render", {}), ("render", {"format": "dot"}), ("export", {"format": "torch"}),
    ],
)  # fmt: skip
async def test_every_call_takes_nodes(post: Post, call: str, fields: dict[str, Any]) -> None:
    nodes = (await post("evaluate", source=NET)).json()["nodes"]
    by_source = await post(call, source=NET, **fields)
    by_nodes = await post(call, nodes=nodes, **fields)
    assert by_nodes.status_code == by_source.status_code == 200, by_nodes.text
    if by_source.headers["content-type"] == "application/json":
        first, second = by_source.json(), by_nodes.json()
        if "nodes" in first:
            same(first, second)
        assert second == first
    else:
        assert by_nodes.text == by_source.text


async def test_an_exported_list_is_read(post: Post) -> None:
    exported = json.loads((await post("export", source=NET, format="json")).text)
    document = (await post("evaluate", source=NET)).json()
    read = (await post("evaluate", nodes=exported["nodes"], output=exported["output"])).json()
    assert (read["structure"], read["grads"]) == (document["structure"], document["grads"])
    assert read["parameters"] == document["parameters"]


async def test_what_the_output_does_not_need_is_said(post: Post) -> None:
    nodes = [
        {"id": "a", "op": "leaf", "data": 2.0, "label": "a"},
        {"id": "b", "op": "leaf", "data": 3.0, "label": "a"},
        {"id": "c", "op": "exp", "inputs": [{"node": "b"}]},
        {"id": "L", "op": "neg", "inputs": [{"node": "a"}]},
    ]
    answer = (await post("evaluate", nodes=nodes, values={"zz": 1.0})).json()
    assert answer["grads"] == {"a": -1.0, "a#2": 0.0, "zz": 0.0}
    assert [notice["code"] for notice in answer["notices"]] == ["independent", "unused-value", "left-out"]


async def test_exactly_one_of_source_and_nodes(post: Post, lecture: str) -> None:
    nodes = [{"id": "a", "op": "leaf", "data": 2.0}]
    for body, name in (({}, "source"), ({"source": lecture, "nodes": nodes}, "nodes")):
        answer = await post("evaluate", **body)
        assert (answer.status_code, answer.json()["names"]) == (422, [name])
    bad: Any
    for bad in (None, {}, "x", 1):
        answer = await post("evaluate", nodes=bad)
        assert (answer.status_code, answer.json()["names"]) == (422, ["nodes"]), answer.text


@pytest.mark.parametrize("call", ["evaluate", "forward", "backward", "render"])
async def test_nodes_that_are_no_graph_are_named(post: Post, call: str) -> None:
    loop = [
        {"id": "a", "op": "neg", "inputs": [{"node": "b"}]},
        {"id": "b", "op": "neg", "inputs": [{"node": "a"}]},
    ]
    answer = await post(call, nodes=loop)
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["names"]) == (422, "invalid-nodes", ["a", "b"])
    assert "cycle" in problem["detail"]


async def test_too_many_nodes_are_named(client: httpx.AsyncClient) -> None:
    nodes = ",".join(["{}"] * 200_000)
    answer = await client.post(
        "/api/v1/evaluate", content=f'{{"nodes":[{nodes}]}}', headers={"content-type": "application/json"}
    )
    problem = answer.json()
    assert (answer.status_code, problem["limit"]) == (422, {"name": "nodes", "value": 100_000})
    nodes = ",".join(['{"id":"a","op":"leaf"}'] * 1_000_000)
    answer = await client.post(
        "/api/v1/evaluate", content=f'{{"nodes":[{nodes}]}}', headers={"content-type": "application/json"}
    )
    assert answer.status_code == 413


async def test_a_number_is_for_leaves_alone(post: Post) -> None:
    nodes = [
        {"id": "a", "op": "leaf", "data": 2.0, "label": "a"},
        {"id": "L", "op": "neg", "inputs": [{"node": "a"}], "label": "L"},
    ]
    for name in ("L", "n1"):
        answer = await post("evaluate", nodes=nodes, values={name: 1.0})
        assert (answer.status_code, answer.json()["code"]) == (422, "not-a-leaf")
