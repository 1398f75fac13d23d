"""Windows of nodes and of the trace: any part of a graph of any size."""

from typing import Any

import httpx
import pytest

from tests.app.conftest import Post

pytestmark = pytest.mark.anyio

LONG = "x = Value(1.0, 'x')\ny = x\nfor _ in range(20500):\n    y = y + x\n"


async def window(post: Post, source: str, **asked: Any) -> dict[str, Any]:
    response = await post("evaluate", source=source, include=[], window=asked)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()["window"]
    return found


async def test_a_window_is_a_part_of_all_nodes(post: Post, lecture: str) -> None:
    whole = (await post("evaluate", source=lecture)).json()["nodes"]
    found = await window(post, lecture, **{"from": 2, "count": 3})
    assert (found["from"], found["total"]) == (2, 7)
    for node, expected in zip(found["nodes"], whole[2:5], strict=True):
        assert {name: node[name] for name in expected} == expected
        assert (node["scope"], node["element"], node["arity"]) == ("", None, len(node["inputs"]))
        assert node["uses"] == 1
    assert (await window(post, lecture, **{"from": 100}))["nodes"] == []


@pytest.mark.parametrize("sort", ["data", "-data", "grad", "-grad"])
async def test_a_window_of_an_order(post: Post, lecture: str, sort: str) -> None:
    found = await window(post, lecture, sort=sort)
    numbers = [node[sort.removeprefix("-")] for node in found["nodes"]]
    assert numbers == sorted(numbers, reverse=sort.startswith("-"))
    assert (await window(post, lecture, sort=sort, count=2, **{"from": 1}))["nodes"] == found["nodes"][1:3]


async def test_a_window_of_leaves_by_name(post: Post, lecture: str) -> None:
    found = await window(post, lecture, sort="-name", leaves=True)
    assert [node["name"] for node in found["nodes"]] == ["f", "c", "b", "a"]
    assert found["total"] == 4


async def test_a_window_of_a_large_graph(post: Post) -> None:
    found = await window(post, LONG, sort="-data", count=2)
    assert [node["data"] for node in found["nodes"]] == [20501.0, 20500.0]
    assert found["total"] == 20_501
    answer = (await post("evaluate", source=LONG, include=[], window={"count": 1})).json()
    assert (answer["grads"], answer["parameters"], answer["nodes"]) == ({}, [], [])
    assert answer["value"] == 20501.0


async def test_one_node_with_what_is_near_it_and_what_its_uses_add(post: Post) -> None:
    found = await window(post, LONG, nodes=["x"], near=True)
    x, *others = found["nodes"]
    assert (x["id"], x["uses"], len(x["used_by"])) == ("n0", 20_501, 50)
    assert x["used_by"][:2] == [
        {"node": "n20500", "slot": 1, "step": 2, "partial": 1.0},
        {"node": "n20499", "slot": 1, "step": 4, "partial": 1.0},
    ]
    known = {node["id"]: node for node in others}
    assert all(use["node"] in known for use in x["used_by"])
    assert known["n20500"]["inputs"][0]["node"] in known
    assert "used_by" not in known["n20500"]


async def test_shares_of_near_uses_add_up_to_the_grad(post: Post) -> None:
    source = "a = Value(3.0, 'a')\nb = a * a + a.tanh() * 2.0"
    found = await window(post, source, nodes=["a"], near=True)
    known = {node["id"]: node for node in found["nodes"]}
    shares = [known[use["node"]]["grad"] * use["partial"] for use in known["n0"]["used_by"]]
    assert sum(shares) == pytest.approx(known["n0"]["grad"], rel=1e-15)
    assert [use["slot"] for use in known["n0"]["used_by"]] == [0, 0, 1]


async def test_a_sum_of_many_sends_some_of_its_inputs(post: Post) -> None:
    found = await window(post, "sum([Value(1.0) for _ in range(500)])", nodes=["n500"])
    assert (found["nodes"][0]["arity"], len(found["nodes"][0]["inputs"])) == (500, 100)


async def test_a_list_and_a_scope_are_named(post: Post) -> None:
    source = "def f(x):\n    q = [x * 2.0, x * 3.0]\n    return q[0] + q[1]\nout = f(Value(1.0))"
    found = await window(post, source)
    assert [(node["element"], node["scope"]) for node in found["nodes"] if node["op"] == "mul"] == [
        ("q[0]", "f[0]"),
        ("q[1]", "f[0]"),
    ]


async def test_a_node_that_is_not_there_is_refused(post: Post, lecture: str) -> None:
    response = await post("evaluate", source=lecture, window={"nodes": ["a", "zz"]})
    assert (response.status_code, response.json()["code"]) == (422, "unknown-node")


@pytest.mark.parametrize("asked", [{"count": 0}, {"count": 1001}, {"sort": "size"}, {"nodes": []}, {"to": 3}])
async def test_an_impossible_window_is_refused(post: Post, lecture: str, asked: dict[str, Any]) -> None:
    response = await post("evaluate", source=lecture, window=asked)
    assert (response.status_code, response.json()["code"]) == (422, "invalid-request")


async def test_any_part_of_a_trace(post: Post) -> None:
    answer = (await post("backward", source=LONG, include=["nodes"])).json()
    assert (answer["nodes"], answer["steps"]) == ([], 41_001)
    asked = {"include": ["trace"], "trace_from": 39_990, "trace_count": 20}
    part = (await post("backward", source=LONG, **asked)).json()
    assert [step["step"] for step in part["trace"]] == list(range(39_990, 40_010))
    assert part["trace"][1]["after"] - part["trace"][1]["before"] == part["trace"][1]["contribution"]
    named = (await post("backward", source=LONG, **asked, window={"trace": True})).json()
    assert named["trace"] == part["trace"]
    spoken = [name for step in part["trace"] for name in (step["node"], step["from"])]
    assert [node["id"] for node in named["window"]["nodes"]] == list(dict.fromkeys(spoken))
    rest = (await post("backward", source=LONG, include=["trace"], trace_from=40_000)).json()
    assert rest["trace"][:10] == part["trace"][10:]
    assert rest["trace"][-1]["after"] == 20501.0


async def test_a_stored_graph_has_windows_too(post: Post, client: httpx.AsyncClient, lecture: str) -> None:
    made = await post("graphs", source=lecture, include=[], window={"count": 1})
    assert [node["id"] for node in made.json()["window"]["nodes"]] == ["n0"]
    address = f"/api/v1/graphs/{made.json()['id']}"
    read = (await client.get(address, params={"from": 1, "count": 2, "sort": "-data"})).json()
    assert [node["data"] for node in read["window"]["nodes"]] == [4.0, 2.0]
    assert read["nodes"] == []
    assert (await client.get(address, params={"count": 5000})).status_code == 422
    tag = made.headers["ETag"]
    after = await client.post(
        f"{address}/backward", json={"include": [], "window": {"nodes": ["a"]}}, headers={"If-Match": tag}
    )
    assert [node["grad"] for node in after.json()["window"]["nodes"]] == [6.0]


async def test_numbers_that_are_kept_are_those_that_are_asked_for(post: Post) -> None:
    async def last(**fields: Any) -> float:
        answer = await post("backward", source=LONG, include=[], window={"nodes": ["y"]}, **fields)
        return float(answer.json()["window"]["nodes"][0]["data"])

    assert [await last(), await last(values={"x": 2.0}), await last()] == [20501.0, 41002.0, 20501.0]
    assert [await last(values={"x": 0.0}), await last(values={"x": -0.0})] == [0.0, -0.0]
    assert await last(state="program", values={"x": 3.0}) == 61503.0
    x = {"include": [], "window": {"nodes": ["x"]}, "source": LONG}
    twice = (await post("backward", **x, zero_grad=False, passes=2)).json()["window"]["nodes"][0]
    once = (await post("backward", **x)).json()["window"]["nodes"][0]
    assert (twice["grad"], twice["grad_state"]) == (41_002.0, "accumulated")
    assert (once["grad"], once["grad_state"]) == (20_501.0, "fresh")
