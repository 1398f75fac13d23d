"""POST /curve: a program as a function of one leaf, and every way in which it is none."""

import math
from typing import Any

import pytest

from app.settings import Settings
from tests.app.conftest import Post

pytestmark = pytest.mark.anyio

QUADRATIC = "3*x**2 - 4*x + 5"


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(concurrency=2, layout_workers=1, seconds=0.5)


async def test_the_lectures_parabola(post: Post) -> None:
    answer = await post("curve", source=QUADRATIC, leaf="x", **{"from": -5, "to": 5, "points": 101})
    assert answer.status_code == 200, answer.text
    curve = answer.json()
    assert curve["x"][0] == -5.0
    assert curve["x"][-1] == 5.0
    assert len(curve["x"]) == len(curve["value"]) == len(curve["grad"]) == 101
    assert curve["reusable"] is True
    assert (curve["failures"], curve["failed"]) == (0, [])
    for x, value, grad in zip(curve["x"], curve["value"], curve["grad"], strict=True):
        assert value == 3 * x**2 - 4 * x + 5
        assert grad == pytest.approx(6 * x - 4, abs=1e-13)


async def test_points_one_by_one_are_taken_as_they_are(post: Post) -> None:
    at = [3.0, 3.0 + 1e-9, 2 / 3, -0.0]
    curve = (await post("curve", source=QUADRATIC, leaf="x", at=at)).json()
    assert curve["x"] == at
    assert math.copysign(1.0, curve["x"][3]) == -1.0
    assert curve["grad"][2] == pytest.approx(0.0, abs=1e-15)


async def test_a_range_has_201_points_unless_told(post: Post) -> None:
    curve = (await post("curve", source="x", leaf="x", **{"from": 0, "to": 1})).json()
    assert len(curve["x"]) == 201
    assert curve["grad"] == [1.0] * 201


async def test_any_leaf_of_a_graph_varies_while_the_others_hold(post: Post, lecture: str) -> None:
    curve = (await post("curve", source=lecture, leaf="a", values={"f": 3.0}, at=[2.0, 5.0])).json()
    assert curve["value"] == [(2 * -3 + 10) * 3.0, (5 * -3 + 10) * 3.0]
    assert curve["grad"] == [-9.0, -9.0]
    by_id = (await post("curve", source=lecture, leaf="n0", values={"f": 3.0}, at=[2.0, 5.0])).json()
    assert by_id["value"] == curve["value"]
    inside = (await post("curve", source=lecture, leaf="a", output="e", at=[2.0])).json()
    assert (inside["value"], inside["grad"]) == ([-6.0], [-3.0])


async def test_a_grad_of_the_curve_is_that_of_an_evaluation(post: Post) -> None:
    source = "n = MLP(2, [3, 1])\no = n([x, 0.5])"
    curve = (await post("curve", source=source, leaf="x", seed=7, at=[0.25])).json()
    whole = (await post("evaluate", source=source, values={"x": 0.25}, seed=7)).json()
    assert (curve["value"][0], curve["grad"][0]) == (whole["value"], whole["grads"]["x"])


async def test_numbers_that_are_not_finite_are_words(post: Post) -> None:
    curve = (await post("curve", source="1/x + log(x)", leaf="x", at=[0.0, -1.0, 1.0])).json()
    assert curve["value"] == ["NaN", "NaN", 1.0]
    assert (await post("curve", source="1/x", leaf="x", at=[0.0])).json()["value"] == ["Infinity"]


async def test_a_program_that_looks_at_numbers_is_run_anew(post: Post) -> None:
    source = "if x.data > 0:\n    y = x*x\nelse:\n    y = -2*x\ny"
    source = f"x = Value(1.0)\n{source}"
    curve = (await post("curve", source=source, leaf="x", at=[-2.0, -1.0, 1.0, 2.0])).json()
    assert curve["reusable"] is False
    assert curve["value"] == [4.0, 2.0, 1.0, 4.0]
    assert curve["grad"] == [-2.0, -2.0, 2.0, 4.0]


async def test_a_branch_that_does_not_use_the_leaf_is_flat(post: Post) -> None:
    source = "x = Value(1.0)\nc = Value(4.0)\nif x.data > 0: y = x*x\nelse: y = c*c\ny"
    curve = (await post("curve", source=source, leaf="x", at=[-1.0, 3.0])).json()
    assert (curve["value"], curve["grad"]) == ([16.0, 9.0], [0.0, 6.0])


async def test_a_program_that_fails_at_some_points_says_where_and_why(post: Post) -> None:
    source = "x = Value(1.0)\nassert x.data > 0\ny = x*x"
    curve = (await post("curve", source=source, leaf="x", **{"from": -8, "to": 8, "points": 17})).json()
    assert curve["failures"] == 9
    assert len(curve["failed"]) == 5
    assert curve["failed"][0]["x"] == -8.0
    assert curve["failed"][0]["code"] == "program-error"
    assert curve["failed"][0]["line"] == 2
    assert curve["value"][:9] == curve["grad"][:9] == ["NaN"] * 9
    assert curve["value"][9:] == [float(x * x) for x in range(1, 9)]


async def test_a_program_that_makes_a_value_at_some_points_only(post: Post) -> None:
    source = "x = Value(1.0)\nprint(x.data)\nif x.data < 0:\n    q = nothing"
    curve = (await post("curve", source=source, leaf="x", at=[-1.0, 2.0])).json()
    assert (curve["failures"], curve["failed"][0]["code"]) == (1, "unknown-name")
    assert curve["value"] == ["NaN", 2.0]


async def test_a_leaf_without_influence_is_flat(post: Post) -> None:
    source = "a = Value(2.0)\nb = Value(3.0)\na*a"
    curve = (await post("curve", source=source, leaf="b", at=[0.0, 1.0])).json()
    assert (curve["value"], curve["grad"]) == ([4.0, 4.0], [0.0, 0.0])


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"leaf": "q"}, "unknown-node"),
        ({"leaf": "q", "values": {"q": 1.0}}, "unknown-node"),
        ({"leaf": "L"}, "not-a-leaf"),
        ({"leaf": "n2"}, "not-a-leaf"),
        ({"values": {"e": 1.0}}, "not-a-leaf"),
        ({"output": "nothing"}, "unknown-node"),
        ({"source": "1 + 1"}, "no-value"),
        ({"source": "print('x')"}, "no-value"),
        ({"source": "a = Value(1.0) +"}, "syntax-error"),
        ({"source": "a*b"}, "unknown-name"),
        ({"source": "a = Value(1.0)\nassert a.data > 100\na*a"}, "program-error"),
    ],
)
async def test_what_is_no_function_is_refused(
    post: Post, lecture: str, fields: dict[str, Any], code: str
) -> None:
    body = {"source": lecture, "leaf": "a", "at": [1.0, 2.0]} | fields
    problem = (await post("curve", **body)).json()
    assert (problem["status"], problem["code"]) == (422, code), problem
    assert problem["detail"]


async def test_an_unknown_leaf_is_told_which_there_are(post: Post, lecture: str) -> None:
    problem = (await post("curve", source=lecture, leaf="q", at=[1.0])).json()
    assert problem["names"] == ["q"]
    assert "`a`, `b`, `c`, `f`" in problem["hint"]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"from": 0.0},
        {"to": 0.0},
        {"from": 1.0, "to": 1.0},
        {"from": 2.0, "to": 1.0},
        {"from": -1.5e308, "to": 1.5e308},
        {"from": "NaN", "to": 1.0},
        {"from": 0.0, "to": "Infinity"},
        {"from": 0.0, "to": 1.0, "points": 1},
        {"from": 0.0, "to": 1.0, "points": 2.5},
        {"at": []},
        {"at": [1.0, "NaN"]},
        {"at": [True]},
        {"at": [None]},
        {"at": "1"},
        {"at": [1.0], "from": 0.0, "to": 1.0},
        {"at": [1.0], "points": 3},
        {"at": [1.0], "leaf": None},
        {"at": [1.0], "leaf": "x" * 201},
        {"at": [1.0], "include": ["trace"]},
    ],
)
async def test_fields_have_their_range(post: Post, fields: dict[str, Any]) -> None:
    answer = await post("curve", **({"source": QUADRATIC, "leaf": "x"} | fields))
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request"), answer.text


@pytest.mark.parametrize(
    ("fields", "limit"),
    [
        ({"from": 0, "to": 1, "points": 2_001}, "curve_points"),
        ({"at": [0.0] * 2_001}, "curve_points"),
        ({"source": "y = x\nfor k in range(5000):\n    y = y.tanh()", "points": 1_500}, "curve"),
        ({"source": "s = x.data\nfor k in range(9000):\n    s = s + 1\nx*s", "points": 2_000}, "seconds"),
    ],
)
async def test_too_much_work_is_refused_by_name(post: Post, fields: dict[str, Any], limit: str) -> None:
    ends = {} if "at" in fields else {"from": 0, "to": 1}
    problem = (await post("curve", **({"source": QUADRATIC, "leaf": "x"} | ends | fields))).json()
    assert (problem["code"], problem["limit"]["name"]) == ("limit-exceeded", limit), problem
    assert problem["hint"]
