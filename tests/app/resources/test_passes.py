"""POST /forward and /backward: the halves, and what a missing zero_grad does."""

import pytest

from tests.app.conftest import Post

pytestmark = pytest.mark.anyio


async def test_after_forward_no_grad_is_known(post: Post, lecture: str) -> None:
    document = (await post("forward", source=lecture, values={"a": 3.0}, include=["nodes", "trace"])).json()
    assert document["value"] == -2.0
    assert {(each["grad"], each["grad_state"], each["passes"]) for each in document["nodes"]} == {
        (0.0, "none", 0)
    }
    assert set(document["grads"].values()) == {0.0}
    assert document["trace"] == []


async def test_backward_is_evaluate(post: Post, lecture: str) -> None:
    include = ["nodes", "trace", "frame", "check"]
    one = await post("backward", source=lecture, values={"a": 3.0}, include=include)
    other = await post("evaluate", source=lecture, values={"a": 3.0}, include=include)
    assert one.content == other.content


async def test_passes_that_are_zeroed_leave_one(post: Post, lecture: str) -> None:
    one = await post("backward", source=lecture, passes=5)
    assert one.content == (await post("backward", source=lecture)).content


async def test_passes_without_zero_grad_add_up_in_leaves_only(post: Post, lecture: str) -> None:
    document = (
        await post("backward", source=lecture, zero_grad=False, passes=3, include=["nodes", "trace"])
    ).json()
    assert document["grads"] == {"a": 18.0, "b": -12.0, "c": -6.0, "f": 12.0}
    for each in document["nodes"]:
        expected = ("accumulated", 3) if each["op"] == "leaf" else ("fresh", 1)
        assert (each["grad_state"], each["passes"]) == expected
    last = {step["node"]: step for step in document["trace"]}
    assert (last["n0"]["before"], last["n0"]["after"]) == (12.0, 18.0)
    assert (last["n2"]["before"], last["n2"]["after"]) == (0.0, -2.0)


async def test_a_pass_goes_on_top_of_what_the_program_left(post: Post) -> None:
    source = "a = Value(2.0)\nb = Value(1.0)\nL = a * a + b\nL.backward()\nb.grad = 0.0"
    document = (await post("backward", source=source, state="program", zero_grad=False)).json()
    assert document["grads"] == {"a": 8.0, "b": 1.0}
    states = {
        each["name"]: (each["grad_state"], each["passes"]) for each in document["nodes"] if "name" in each
    }
    assert states == {"a": ("accumulated", 2), "b": ("fresh", 1)}
    zeroed = (await post("backward", source=source, state="program")).json()
    assert zeroed["grads"] == {"a": 4.0, "b": 1.0}


async def test_constants_take_no_gradient(post: Post) -> None:
    document = (await post("backward", source="a = Value(3.0)\nL = a ** 2")).json()
    constant = next(each for each in document["nodes"] if each["op"] == "constant")
    assert (constant["grad"], constant["grad_state"], constant["passes"]) == (0.0, "none", 0)
    power = document["nodes"][-1]
    assert power["inputs"] == [{"node": "n0", "partial": 6.0}, {"node": "n1", "partial": None}]


@pytest.mark.parametrize("fields", [{"passes": 0}, {"passes": 101}, {"passes": 1.0}, {"zero_grad": 0}])
async def test_fields_have_their_range(post: Post, lecture: str, fields: dict[str, object]) -> None:
    response = await post("backward", source=lecture, **fields)
    assert (response.status_code, response.json()["names"]) == (422, list(fields))
