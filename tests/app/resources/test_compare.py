"""POST /compare: two programs, or two states of one."""

import re
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


def boxes(svg: str, prefix: str) -> dict[str, str]:
    """The face of each card, by id: where it is."""
    return dict(
        re.findall(rf'id="{prefix}(n\d+)".*?<rect class="face" (x="[^"]*" y="[^"]*")', svg, re.DOTALL)
    )


async def test_drawings_have_what_both_have_at_the_same_places(post: Post) -> None:
    answer = await post(
        "compare",
        before={"source": LECTURE},
        after={"source": EDITED},
        include=["drawings", "numbers"],
        view={"detail": "values", "inline": True},
    )
    document = answer.json()
    drawn = document["drawings"]
    assert drawn["shared"] is True
    assert drawn["before_ids"] == [0, 1, 2, 3, -1, 4, 5, 6]
    assert drawn["after_ids"] == list(range(8))
    assert (drawn["after_edges"], drawn["before_edges"]) == (["e5-0"], ["e5-1", "e5-2"])
    before, after = boxes(drawn["before"], "before-"), boxes(drawn["after"], "after-")
    assert len(before) == 8
    assert before == after
    assert document["ops"] == {"before": ["+"], "after": ["tanh"]}
    assert document["numbers"]["before"]["data"][3] == 10.0
    assert document["numbers"]["after"]["data"][3] == 5.0
    assert len(document["numbers"]["after"]["grad"]) == 8


async def test_drawings_by_calls(post: Post) -> None:
    source = "def f(x):\n    return (x * 2.0).tanh()\na = Value(0.5)\nL = f(a)"
    answer = await post(
        "compare",
        before={"source": source},
        after={"source": source + " + f(a * a)"},
        include=["drawings"],
        view={"detail": "program", "inline": True},
    )
    drawn = answer.json()["drawings"]
    for side in ("before", "after"):
        assert drawn[side].count('data-kind="scope"') == 2, side
    assert "numbers" not in answer.json()


async def test_an_order_that_has_changed_is_drawn_apart(post: Post) -> None:
    answer = await post(
        "compare",
        before={"source": "x = Value(2.0)\na = x * 3.0\nb = a.tanh()\nL = a + b"},
        after={"source": "x = Value(2.0)\nb = x.tanh()\na = b * 3.0\nL = a + b"},
        include=["drawings"],
    )
    drawn = answer.json()["drawings"]
    assert drawn["shared"] is False
    assert "before-n0" in drawn["before"]
    assert "after-n0" in drawn["after"]


async def test_a_custom_engine_on_one_side(post: Post) -> None:
    own = (
        "class Value:\n"
        "    def __init__(self, data, children=(), op=''):\n"
        "        self.data, self.grad, self._prev, self._op = data, 0.0, children, op\n"
        "    def __mul__(self, other):\n"
        "        return Value(self.data * other.data, (self, other), '*')\n"
        "a = Value(2.0)\nb = Value(3.0)\nL = a * b\n"
    )
    answer = await post(
        "compare",
        before={"source": "a = Value(2.0)\nb = Value(3.0)\nL = a * b"},
        after={"source": own, "state": "program"},
        include=["drawings"],
    )
    assert answer.status_code in (200, 422), answer.text
    if answer.status_code == 422:
        assert answer.json()["detail"].startswith("Of `after`: ")
        return
    assert answer.json()["drawings"]["shared"] is True


async def test_a_drawing_that_is_too_large_is_refused(post: Post) -> None:
    source = "L = Value(1.0)\nfor k in range(3000):\n    L = L * 1.001"
    answer = await post(
        "compare",
        before={"source": source},
        after={"source": source},
        include=["drawings"],
        view={"detail": "values"},
    )
    assert answer.status_code == 422
    assert answer.json()["code"] == "picture-too-large"
