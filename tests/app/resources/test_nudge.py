"""POST /nudge: the contract's fields, the frame, kinks, the curve, and input that is refused."""

import pytest

from app.resources.nudge.compute import ERROR_CURVE_WORK
from app.settings import Settings
from tests.app.conftest import Post

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(concurrency=2, layout_workers=1, nodes=60_000, values=200_000)


async def test_the_lectures_nudge(post: Post, lecture: str) -> None:
    response = await post("nudge", source=lecture, node="a", h=0.001)
    assert response.status_code == 200, response.text
    found = response.json()
    base = (await post("evaluate", source=lecture, include=["frame"])).json()["frame"]
    assert found["difference"] == pytest.approx(6.0, rel=1e-12)
    assert found["grad"] == 6.0
    assert found["abs_error"] == abs(found["difference"] - 6.0)
    assert found["rel_error"] == found["abs_error"] / max(6.0, found["difference"])
    assert found["kink"] is False
    assert found["kinks"] == []
    assert found["slopes"] == {"left": 6.0, "right": 6.0}
    assert found["frame"]["data"] == pytest.approx([2.001, -3.0, -6.003, 10.0, 3.997, -2.0, -7.994])
    assert found["frame"]["grad"] == base["grad"]
    assert found["frame"]["structure"] == base["structure"]
    assert found["changed"] == ["n0", "n2", "n4", "n6"]
    assert (found["x"], found["before"], found["below"]) == (2.0, -8.0, None)
    assert found["above"] == found["frame"]["data"][-1]
    assert "curve" not in found


async def test_an_interior_node_is_held(post: Post, lecture: str) -> None:
    found = (await post("nudge", source=lecture, node="e", h=0.5, method="central")).json()
    assert found["difference"] == -2.0
    assert found["frame"]["data"] == [2.0, -3.0, -5.5, 10.0, 4.5, -2.0, -9.0]
    assert (found["below"], found["above"]) == (-7.0, -9.0)


async def test_values_come_before_the_nudge(post: Post, lecture: str) -> None:
    found = (await post("nudge", source=lecture, values={"b": 4.0}, node="a", h=1.0)).json()
    assert found["grad"] == found["difference"] == -8.0


async def test_a_program_is_nudged_from_the_leaves_it_left(post: Post) -> None:
    source = "a = Value(2.0)\nL = a * a\na.data = 5.0\n"
    for state in ("fresh", "program"):
        found = (await post("nudge", source=source, node="a", h=1.0, state=state)).json()
        assert (found["x"], found["before"], found["above"], found["grad"]) == (5.0, 25.0, 36.0, 10.0)


async def test_kinks_say_that_they_are_kinks(post: Post) -> None:
    at = (await post("nudge", source="x = Value(0.0)\ny = x.relu()", node="x", h=0.1)).json()
    assert at["kink"] is True
    assert at["kinks"] == [{"node": "n1", "op": "relu", "where": "point"}]
    assert at["slopes"] == {"left": 0.0, "right": 1.0}
    assert (at["grad"], at["difference"]) == (0.0, 1.0)
    across = (await post("nudge", source="x = Value(-0.05)\ny = abs(x)", node="x", h=0.1)).json()
    assert across["kinks"] == [{"node": "n1", "op": "abs", "where": "interval"}]
    beside = (await post("nudge", source="x = Value(-0.5)\ny = abs(x)", node="x", h=0.1)).json()
    assert beside["kink"] is False
    smooth = (
        await post("nudge", source="x = Value(0.0)\ny = x.relu() - (-x).relu()", node="x", h=1.0)
    ).json()
    assert smooth["kink"] is False


async def test_the_curve_is_what_single_nudges_say(post: Post, lecture: str) -> None:
    ask = {"source": lecture, "node": "d", "method": "central"}
    curve = (await post("nudge", **ask, h=1.0, curve=True)).json()["curve"]
    assert [curve[0]["h"], curve[-1]["h"]] == [1.0, 1e-14]
    assert [point["h"] for point in curve] == sorted((point["h"] for point in curve), reverse=True)
    for point in curve[::6]:
        single = (await post("nudge", **ask, h=point["h"])).json()
        assert point == {key: single[key] for key in ("h", "difference", "abs_error", "rel_error")}


async def test_numbers_that_are_not_finite_are_answers(post: Post) -> None:
    found = (await post("nudge", source="x = Value(-0.5)\ny = x.log()", node="x", h=0.1, curve=True)).json()
    assert found["difference"] == "NaN"
    assert found["kink"] is False


@pytest.mark.parametrize(
    ("source", "fields", "code"),
    [
        ("x = Value(1.0)", {"h": 0}, "invalid-request"),
        ("x = Value(1.0)", {"h": -0.1}, "invalid-request"),
        ("x = Value(1.0)", {"h": "NaN"}, "invalid-request"),
        ("x = Value(1.0)", {"h": True}, "invalid-request"),
        ("x = Value(1.0)", {"h": 0.1, "method": "backward"}, "invalid-request"),
        ("x = Value(1.0)", {"h": 0.1, "node": "y"}, "unknown-node"),
        ("x = Value(1.0)", {"h": 0.1, "node": "n7"}, "unknown-node"),
        ("x = Value(1.0)\ny = x * 2", {"h": 0.1, "node": "n1"}, "takes-no-grad"),
        ("x = Value(1e9)", {"h": 1e-14}, "bad-nudge"),
        ("x = Value(float('inf'))", {"h": 1.0}, "bad-nudge"),
        ("print(1)", {"h": 0.1}, "no-value"),
    ],
)
async def test_what_cannot_be_nudged_is_refused(
    post: Post, source: str, fields: dict[str, object], code: str
) -> None:
    response = await post("nudge", **{"source": source, "node": "x", **fields})
    assert response.status_code == 422
    problem = response.json()
    assert problem["code"] == code
    if code == "bad-nudge" and "1e9" in source:
        assert "x + h is x again" in problem["detail"]
        assert problem["hint"] == "Take an h of 1.2e-07 or more."
    if fields.get("node") == "y":
        assert problem["names"] == ["y"]


async def test_h_is_a_number_of_json(post: Post, lecture: str) -> None:
    response = await post("nudge", source=lecture, node="a")
    assert response.json()["names"] == ["h"]


async def test_a_large_graph_is_nudged_but_gets_no_curve(post: Post) -> None:
    source = "x = Value(-0.5)\ny = x\nfor k in range(50000): y = y.relu() if k == 40000 else y + x"
    found = (await post("nudge", source=source, node="x", h=0.001)).json()
    # All but the relu, which stays at 0.
    assert len(found["changed"]) == 50_000
    refused = (await post("nudge", source=source, node="x", h=0.001, curve=True)).json()
    assert refused["code"] == "limit-exceeded"
    assert refused["limit"] == {"name": "error_curve", "value": ERROR_CURVE_WORK}


async def test_the_numbers_of_every_node_may_be_left_out(post: Post, lecture: str) -> None:
    whole = (await post("nudge", source=lecture, node="a", h=0.001)).json()
    brief = (await post("nudge", source=lecture, node="a", h=0.001, frame=False)).json()
    assert {name for name in whole if name not in brief} == {"frame", "changed"}
    assert all(whole[name] == brief[name] for name in brief)
