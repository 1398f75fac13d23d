"""Views, queries and windows that no page would ask for: each is answered."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.app.conftest import Post

pytestmark = pytest.mark.anyio

RECURSION = "def f(x, k):\n  return x * 2 if k == 0 else f(x + 1, k - 1) * 3\n"
DEEP = f"{RECURSION}a = Value(1.0, label='a')\nL = f(a, 900)"
MANY = "def f(x):\n  return x + 1\nx = Value(1.0, label='a')\nfor k in range(3000):\n  x = f(x)\n"
ALIKE = (
    "L = Value(0.0, label='L')\nfor k in range(300):\n"
    "  x = Value(1.0, label='L'); y = x * 2; y.label = 'L'; L = L + y; L.label = 'L'\n"
)
ODD = (
    "def f(x):\n  q = [x*2, x*3]\n  return q[0] + q[1]\n"
    "a = Value(1.0, label='for k[3]/.q')\nb = Value(2.0, label='f[0]')\nL = f(a) + f(b)\n"
)
PATHS = [
    "", "/", "..", "../..", "f", "f[0]", "f[-1]", "f[99999999999999999999]", "f[0]/" * 300, "x" * 4_000, "\0",
    "é🙂", "for k[0]", "for k[3]/.q", "/.q", "/:12", ":0", "f[0]/:2", "f[0]/^[3]", "f[0]/#[0-49]",
    "f[0]/#[49-0]", "f[3-17]", "f[0]~2", "f[0]~0", "n5", "n99999999", "for k[0-2999]", "for k[2999-0]",
    "f[0]/n5-n99", "n5-n4", "a b", "%2F", "f[0]/f[0]/f[0]", "<script>", "#[9-0]", "n9-n0",
]  # fmt: skip
QUERIES = (
    "(((", "grad>", "grad>>1", "op:", "op:" + "x" * 90, "line:1e9", "line:-1", "line:99999999999999999999",
    "nan inf", "n99999999", "data=nan", "grad<=-0", "data>1e999", "🙂", "\0", "   ", '"a', "op:tanh op:mul",
)  # fmt: skip
GROUPS = {
    "for": "for i[0]/x", "range": "a[0-3]", "ids": "n5/n6", "tails": ".q/:12", "deep": "/".join("a" * 16),
    "part": "é🙂~2/^[3]",
}  # fmt: skip


def boxes(svg: str) -> int:
    found = re.search(r'data-boxes="(\d+)"', svg)
    return int(found[1]) if found else 0


@pytest.mark.parametrize("source", [ODD, ALIKE, DEEP, MANY], ids=["odd", "alike", "deep", "many"])
async def test_paths_that_are_not_there_open_what_is_nearest(post: Post, source: str) -> None:
    for path in PATHS:
        answer = await post("render", source=source, view={"detail": "program", "open": [path]})
        assert answer.status_code == 200, (path, answer.text)
        assert 0 < boxes(answer.text) <= 500
        assert "<script" not in answer.text
    all_of_them = await post("render", source=source, view={"detail": "program", "open": PATHS})
    assert all_of_them.status_code == 200 or all_of_them.json()["code"] == "picture-too-large"


async def test_a_range_the_wrong_way_round_opens_nothing(post: Post) -> None:
    plain, turned = [
        await post("render", source=MANY, view={"detail": "program", "open": paths})
        for paths in ([], ["for k[2999-0]"])
    ]
    assert boxes(turned.text) == boxes(plain.text) < 100


@pytest.mark.parametrize("fit", [{"width": 100, "height": 100}, {"width": 10_000, "height": 100}])
async def test_any_place_is_filled_with_something(post: Post, fit: dict[str, int]) -> None:
    for source in (ODD, ALIKE, DEEP, MANY):
        answer = await post("render", source=source, view={"folded": True, "fit": fit})
        assert answer.status_code == 200
        assert 0 < boxes(answer.text) <= 500


@pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS.keys())
async def test_groups_that_look_like_paths_are_groups(post: Post, group: str) -> None:
    nodes: list[dict[str, Any]] = [{"id": "n0", "op": "leaf", "group": group, "data": 1.0, "inputs": []}]
    for k in range(1, 300):
        slots = [{"node": f"n{k - 1}"}, {"node": "n0"}]
        nodes.append({"id": f"n{k}", "op": "add", "group": group, "inputs": slots})
    for view in ({"folded": True}, {"detail": "calls"}, {"detail": "program", "open": [group, *PATHS[:30]]}):
        answer = await post("render", nodes=nodes, view=view)
        assert answer.status_code == 200, answer.text
        assert 0 < boxes(answer.text) <= 500
    found = (await post("find", nodes=nodes, query="a")).json()
    assert {each["kind"] for each in found["found"]} == {"lists", "calls", "lines", "matrices", "values"}
    compared = (await post("compare", before={"nodes": nodes}, after={"source": ODD})).json()
    assert not compared["equal"]


@pytest.mark.parametrize("query", QUERIES)
async def test_any_query_is_answered_or_refused(post: Post, query: str) -> None:
    answer = await post("find", source=ODD, query=query)
    assert answer.status_code in (200, 422), answer.text


async def test_windows_beyond_the_end_are_empty(post: Post) -> None:
    for window in ({"from": 2**52}, {"from": 5, "count": 1_000, "sort": "-grad"}):
        answer = await post("evaluate", source=ODD, include=[], window=window)
        assert answer.status_code == 200
        assert len(answer.json()["window"]["nodes"]) <= 10
    unknown = await post("evaluate", source=ODD, include=[], window={"nodes": ["n5", "nothing", "é"]})
    assert unknown.status_code == 422
