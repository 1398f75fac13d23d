"""POST /compare: two programs, or two states of one."""

from typing import Any

import pytest

from app.reference.resource import LECTURE
from tests.app.conftest import Post

pytestmark = pytest.mark.anyio

EDITED = LECTURE.replace("d = e + c", "d = (e + c).tanh()").replace("Value(10.0", "Value(5.0")


def ids(pairs: dict[str, list[str]]) -> list[tuple[str, str]]:
    return list(zip(pairs["before"], pairs["after"], strict=True))


async def test_two_programs(post: Post) -> None:
    document = (await post("compare", before={"source": LECTURE}, after={"source": EDITED})).json()
    nodes = document["nodes"]
    assert document["equal"] is False
    assert document["structure"]["before"] != document["structure"]["after"]
    assert ids(nodes["same"]) == []
    assert ids(nodes["other_grad"]) == [("n0", "n0"), ("n1", "n1"), ("n2", "n2"), ("n5", "n6")]
    assert ids(nodes["other_data"]) == [("n3", "n3"), ("n6", "n7")]
    assert ids(nodes["other_op"]) == [("n4", "n5")]
    assert (nodes["new"], nodes["gone"]) == (["n4"], [])
    assert document["scopes"] == {"new": [], "gone": [], "moved": []}
    assert document["first_value"] == {
        "before": "n3", "after": "n3", "name": "c", "line": 3, "file": None, "numbers": [10.0, 5.0],
    }  # fmt: skip
    assert document["first_grad"]["name"] == "f"


async def test_the_same_twice(post: Post) -> None:
    document = (await post("compare", before={"source": LECTURE}, after={"source": LECTURE})).json()
    assert document["equal"] is True
    assert ids(document["nodes"]["same"]) == [(f"n{node}", f"n{node}") for node in range(7)]
    assert document["first_value"] is document["first_grad"] is None
    assert document["structure"]["before"] == document["structure"]["after"]


async def test_two_states_of_one_program(post: Post) -> None:
    document = (
        await post("compare", before={"source": LECTURE}, after={"source": LECTURE, "values": {"a": 2.5}})
    ).json()
    assert document["first_value"]["numbers"] == [2.0, 2.5]
    assert document["nodes"]["new"] == document["nodes"]["gone"] == []


async def test_before_and_after_a_pass(post: Post) -> None:
    source = "a = Value(2.0)\nL = a * a\n"
    document = (
        await post(
            "compare",
            before={"source": source, "state": "program"},
            after={"source": source + "L.backward()", "state": "program"},
        )
    ).json()
    assert ids(document["nodes"]["other_grad"]) == [("n0", "n0"), ("n1", "n1")]
    assert document["first_grad"] is None  # there was none before


async def test_a_programs_nodes_and_the_program(post: Post) -> None:
    nodes = (await post("evaluate", source=LECTURE)).json()["nodes"]
    document = (await post("compare", before={"nodes": nodes}, after={"source": LECTURE})).json()
    assert document["equal"] is True


async def test_scopes_that_came_and_moved(post: Post) -> None:
    source = "def f(x, k):\n    return (x * k).tanh()\ny = f(Value(1.0), 2)\nL = f(y, 3)\n"
    added = source.replace("y = f(Value(1.0), 2)", "y = f(f(Value(1.0), 5), 2)")
    document = (await post("compare", before={"source": source}, after={"source": added})).json()
    assert document["scopes"]["new"] == ["f[2]"]
    assert len(document["nodes"]["new"]) == 3


async def test_numbers_that_are_not_finite(post: Post) -> None:
    source = "a = Value({})\nL = a / 0.0"
    document = (
        await post("compare", before={"source": source.format(1.0)}, after={"source": source.format(-1.0)})
    ).json()
    assert document["first_value"]["numbers"] == [1.0, -1.0]
    assert document["nodes"]["other_data"]["after"] == ["n0", "n2"]


@pytest.mark.parametrize(
    ("before", "after", "code", "detail"),
    [
        ({"source": "a = ("}, {"source": LECTURE}, "syntax-error", "Of `before`: "),
        ({"source": LECTURE}, {"source": "a = Value(1.0)\nb = a + zz"}, "unknown-name", "Of `after`: "),
        ({"source": LECTURE}, {"source": "1 + 1"}, "no-value", "Of `after`: The program makes no Value"),
        ({"source": LECTURE, "values": {"L": 1.0}}, {"source": LECTURE}, "not-a-leaf", "Of `before`: "),
        ({"source": LECTURE, "output": "zz"}, {"source": LECTURE}, "unknown-node", "Of `before`: "),
    ],
)
async def test_a_refusal_says_which_of_the_two_it_is_of(
    post: Post, before: dict[str, Any], after: dict[str, Any], code: str, detail: str
) -> None:
    answer = await post("compare", before=before, after=after)
    assert answer.status_code == 422
    assert (answer.json()["code"], answer.json()["detail"][: len(detail)]) == (code, detail)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"before": {"source": LECTURE}},
        {"before": {"source": LECTURE}, "after": {}},
        {"before": {"source": LECTURE}, "after": LECTURE},
        {"before": {"source": LECTURE}, "after": {"source": LECTURE, "nodes": []}},
        {"before": {"source": LECTURE}, "after": {"source": LECTURE}, "more": 1},
        {"before": {"source": LECTURE, "seed": 1.5}, "after": {"source": LECTURE}},
    ],
)
async def test_what_is_no_request_is_refused(post: Post, fields: dict[str, Any]) -> None:
    answer = await post("compare", **fields)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")
