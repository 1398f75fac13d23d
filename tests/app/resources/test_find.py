"""POST /find: what a query finds, of a graph of any size."""

from typing import Any

import pytest

from tests.app.conftest import Post

pytestmark = pytest.mark.anyio

CALLS = """\
def head(x):
    scores = [x * 0.5, x * 2.0]
    return sum(scores)
loss = head(Value(2.0, 'x')) * head(Value(3.0, 'y'))
"""


async def test_a_word_finds_lists_calls_lines_and_values(post: Post) -> None:
    document = (await post("find", source=CALLS, query="scores")).json()
    found = {each["kind"]: each for each in document["found"]}
    assert list(found) == ["lists", "calls", "lines", "matrices", "values"]
    assert {kind: each["count"] for kind, each in found.items()} == {
        "lists": 2,
        "calls": 0,
        "lines": 2,
        "matrices": 0,
        "values": 4,
    }
    assert found["lists"]["rows"] == 1
    (scores,) = found["lists"]["matches"]
    assert scores == {
        "name": "scores",
        "path": "head[0]/.scores",
        "scope": "head[0]",
        "line": 2,
        "copies": 2,
        "count": 2,
        "nodes": ["n2", "n4"],
        "shape": [2],
        "data": 4.0,
        "grad": 7.5,
    }
    assert found["values"]["matches"][0]["name"] == "scores[0]"


async def test_conditions_speak_of_the_numbers_that_are_asked_for(post: Post) -> None:
    source = "a = Value(2.0)\nb = a * 3.0\nb.backward()\na.data = -1.0"

    async def count(**fields: object) -> int:
        document = (await post("find", source=source, kinds=["values"], **fields)).json()
        return int(document["found"][0]["count"])

    assert await count(query="data<0") == 2
    assert await count(query="data<0", state="program") == 1
    assert await count(query="data<0", values={"a": 5.0}) == 0
    assert await count(query="grad=3") == 1


async def test_rows_come_in_parts(post: Post) -> None:
    source = "x = Value(1.0)\ny = x\nfor _ in range(30):\n    y = y + x"
    ids = []
    for first in range(0, 31, 10):
        answer = await post("find", source=source, query="add", kinds=["values"], limit=10, **{"from": first})
        (values,) = answer.json()["found"]
        assert values["count"] == values["rows"] == 30
        ids += [node for match in values["matches"] for node in match["nodes"]]
    assert ids == [f"n{node}" for node in range(1, 31)]


@pytest.mark.parametrize(
    ("query", "detail", "place"),
    [
        ("x grad>", "A number is missing after `grad>`.", (3, 8)),
        ("op:tangent", "There is no op `tangent`.", (1, 11)),
        ("line:-1", "`-1` is not a line.", (1, 8)),
    ],
)
async def test_a_query_that_cannot_be_read_is_refused_with_its_place(
    post: Post, query: str, detail: str, place: tuple[int, int]
) -> None:
    response = await post("find", source="x = Value(1.0)", query=query)
    assert response.status_code == 422
    problem = response.json()
    assert (problem["code"], problem["detail"], problem["line"]) == ("bad-query", detail, 1)
    assert (problem["column"], problem["end_column"]) == place


async def test_a_program_without_a_value_has_nothing_to_find(post: Post) -> None:
    response = await post("find", source="x = 1", query="x")
    assert (response.status_code, response.json()["code"]) == (422, "no-value")


async def test_unknown_kinds_and_absurd_sizes_are_refused(post: Post) -> None:
    wrong: tuple[dict[str, Any], ...] = (
        {"kinds": ["edges"]},
        {"kinds": []},
        {"limit": 10**6},
        {"query": "x" * 201},
    )
    for fields in wrong:
        response = await post("find", **{"source": "x = Value(1.0)", "query": "x", **fields})
        assert (response.status_code, response.json()["code"]) == (422, "invalid-request")
