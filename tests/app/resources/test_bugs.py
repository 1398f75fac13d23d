"""POST /bugs: broken passes beside the right one, and what it refuses."""

from typing import Any

import pytest

from tests.app.conftest import Post

pytestmark = pytest.mark.anyio

CHAIN = "a = Value(1.0)\nb = a + a\nc = b + b"
LECTURE = "a = Value(-2.0)\nb = Value(3.0)\nd = a * b\ne = a + b\nf = d * e"
SKIP = "x = Value(2.0)\nw = Value(3.0)\nh = x * w\ny = h + x\nL = h * y"


async def ask(post: Post, source: str, *bugs: str, **more: Any) -> dict[str, Any]:
    response = await post("bugs", source=source, bugs=list(bugs), **more)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def wrong(document: dict[str, Any]) -> dict[str, tuple[float, float]]:
    return {each["name"]: (each["got"], each["should_be"]) for each in document["wrong"]}


async def test_the_lecture_s_own_two(post: Post) -> None:
    document = await ask(post, "a = Value(3.0)\nb = a + a", "assign")
    assert wrong(document) == {"a": (1.0, 2.0)}
    document = await ask(post, LECTURE, "assign")
    assert wrong(document) == {"a": (3.0, -3.0), "b": (-2.0, -8.0)}
    assert (document["compared"], document["passes"], document["alone"]) == (5, 1, {"assign": 2})
    assert document["frame"]["grad"] == [3.0, -2.0, 1.0, -6.0, 1.0]
    assert document["right"]["grad"] == [-3.0, -8.0, 1.0, -6.0, 1.0]
    # The step at which a parts from the right pass is the one that overwrites e's share with d's.
    parted = document["trace"][document["wrong"][0]["step"]]
    assert (parted["node"], parted["from"], parted["before"]) == ("n0", "n2", -6.0)
    assert (parted["contribution"], parted["after"]) == (3.0, 3.0)


async def test_a_wrong_upstream_is_where_its_inputs_part(post: Post) -> None:
    document = await ask(post, CHAIN, "assign")
    assert wrong(document) == {"a": (1.0, 4.0), "b": (1.0, 2.0)}
    steps = {each["name"]: document["trace"][each["step"]] for each in document["wrong"]}
    assert (steps["b"]["upstream"], steps["b"]["after"]) == (1.0, 1.0)
    assert (steps["a"]["from"], steps["a"]["upstream"]) == ("n1", 1.0)


async def test_plain_depth_first_order(post: Post) -> None:
    document = await ask(post, SKIP, "depth_first")
    assert wrong(document) == {"x": (30.0, 48.0), "w": (16.0, 28.0)}
    assert wrong(await ask(post, LECTURE, "depth_first")) == {}


async def test_passes_that_forget_to_zero(post: Post) -> None:
    document = await ask(post, CHAIN, "no_zero_grad")
    assert (document["passes"], wrong(document)) == (2, {"a": (8.0, 4.0)})
    parted = document["trace"][document["wrong"][0]["step"]]
    assert (parted["pass"], parted["before"], parted["after"]) == (1, 4.0, 6.0)
    assert wrong(await ask(post, CHAIN, "no_zero_grad", passes=3)) == {"a": (12.0, 4.0)}
    assert wrong(await ask(post, CHAIN, "no_zero_grad", passes=1)) == {}
    leaves = await ask(post, CHAIN, "zero_leaves_only")
    assert wrong(leaves) == {"a": (8.0, 4.0), "b": (4.0, 2.0)}


async def test_bugs_combine(post: Post) -> None:
    document = await ask(post, CHAIN, "no_zero_grad", "zero_leaves_only", "no_zero_grad")
    assert document["bugs"] == ["no_zero_grad", "zero_leaves_only"]
    assert document["alone"] == {"no_zero_grad": 1, "zero_leaves_only": 2}
    assert wrong(document) == {"a": (12.0, 4.0), "b": (4.0, 2.0)}


async def test_no_bug_is_the_right_pass(post: Post) -> None:
    document = await ask(post, SKIP, values={"x": 5.0})
    right = (await post("evaluate", source=SKIP, values={"x": 5.0}, include=["frame", "trace"])).json()
    assert document["wrong"] == []
    assert document["frame"] == document["right"]
    assert document["right"].items() <= right["frame"].items()
    assert set(document["right"]) == {"structure", "data", "grad"}
    assert [{k: v for k, v in step.items() if k != "pass"} for step in document["trace"]] == right["trace"]


async def test_the_order_of_a_sum_is_no_bug(post: Post) -> None:
    """Depth-first order adds the shares of a leaf in another order, which moves the last bits only."""
    source = "x = Value(0.1)\ny = x * 0.3\nL = (x * 0.7 + y) * (x * 1e-9 + 0.2) + x * 3.3 + y.tanh()"
    document = await ask(post, source, "depth_first")
    names = {each["name"] for each in document["wrong"]}
    assert names <= {"x"}
    plain = await ask(
        post, "x = Value(0.1)\nL = (x * 0.7 + x / 3) * (x * 1e-9 + 0.2) + x * 3.3", "depth_first"
    )
    assert plain["wrong"] == []


async def test_numbers_that_are_not_finite(post: Post) -> None:
    source = "a = Value(0.0)\nb = a.log()\nc = b + b"
    document = await ask(post, source, "assign")
    assert [each["name"] for each in document["wrong"]] == ["b"]
    assert document["frame"]["grad"][0] == "Infinity"


async def test_an_output_that_is_a_leaf(post: Post) -> None:
    document = await ask(post, "a = Value(1.0)", "no_zero_grad", "zero_leaves_only", "assign", "depth_first")
    assert (document["wrong"], document["compared"]) == ([], 1)


@pytest.mark.parametrize(
    ("fields", "code", "names"),
    [
        ({"source": CHAIN, "bugs": ["typo"]}, "invalid-request", ["bugs.0"]),
        ({"source": CHAIN, "bugs": "assign"}, "invalid-request", ["bugs"]),
        ({"source": CHAIN, "bugs": ["assign"] * 17}, "invalid-request", ["bugs"]),
        ({"source": CHAIN, "passes": 0}, "invalid-request", ["passes"]),
        ({"source": CHAIN, "passes": 101}, "invalid-request", ["passes"]),
        ({"source": CHAIN, "passes": True}, "invalid-request", ["passes"]),
        ({"source": "x = 1", "bugs": ["assign"]}, "no-value", None),
        ({"source": "a = Value(1.0)\nb = cc", "bugs": ["assign"]}, "unknown-name", ["cc"]),
    ],
)
async def test_what_is_refused(
    post: Post, fields: dict[str, Any], code: str, names: list[str] | None
) -> None:
    response = await post("bugs", **fields)
    body = response.json()
    assert (response.status_code, body["code"], body.get("names")) == (422, code, names)


async def test_too_many_steps_are_refused_before_they_are_taken(post: Post) -> None:
    source = "x = Value(1.0)\nfor i in range(20000):\n    x = x + 1.0"
    response = await post("bugs", source=source, bugs=["assign"], passes=100)
    assert response.status_code == 422
    assert response.json()["limit"] == {"name": "bug_steps", "value": 500_000}


async def test_a_long_trace_is_cut_and_says_so(post: Post) -> None:
    source = "x = Value(1.0)\nfor i in range(20001):\n    x = x + 1.0"
    document = await ask(post, source, "assign")
    assert len(document["trace"]) == 20_000
    assert [each["code"] for each in document["notices"]] == ["trace-cut"]
    rest = await ask(post, source, "assign", trace_from=20_000)
    assert [step["step"] for step in rest["trace"]] == [20_000, 20_001]
