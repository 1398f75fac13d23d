"""POST /descend: the course of a descent, its parameters, and its bounds."""

from typing import Any

import pytest

from app.settings import Settings
from tests.app.conftest import Post

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(concurrency=2, layout_workers=1, seconds=0.5)


async def test_one_step_uphill_is_the_lectures(post: Post, lecture: str) -> None:
    response = await post("descend", source=lecture, learning_rate=0.01, steps=1, direction="maximize")
    assert response.status_code == 200, response.text
    course = response.json()
    assert course["losses"] == [-8.0, pytest.approx(-7.286496)]
    assert course["values"] == pytest.approx({"a": 2.06, "b": -3.04, "c": 9.98, "f": -1.96})
    assert list(course) == ["losses", "values", "grads", "frames", "stopped"]
    assert course["stopped"] is None
    again = (await post("evaluate", source=lecture, values=course["values"])).json()
    assert again["value"] == course["losses"][-1]
    assert again["grads"] == course["grads"]


async def test_frames_come_at_the_stride_and_for_the_last_step(post: Post, lecture: str) -> None:
    async def steps(**fields: Any) -> list[int]:
        course = (await post("descend", source=lecture, learning_rate=1e-4, **fields)).json()
        assert course["frames"][-1]["data"][-1] == course["losses"][-1]
        return [frame["step"] for frame in course["frames"]]

    assert await steps(steps=10, stride=4) == [0, 4, 8, 10]
    assert await steps(steps=8, stride=4) == [0, 4, 8]
    assert await steps(steps=10) == [10]
    assert await steps(steps=0) == [0]


async def test_going_on_from_the_values_is_the_same_course(post: Post, lecture: str) -> None:
    whole = (await post("descend", source=lecture, learning_rate=1e-3, steps=6)).json()
    first = (await post("descend", source=lecture, learning_rate=1e-3, steps=4)).json()
    rest = (await post("descend", source=lecture, learning_rate=1e-3, steps=2, values=first["values"])).json()
    assert first["losses"] + rest["losses"][1:] == whole["losses"]
    assert rest["values"] == whole["values"]


async def test_parameters_are_names_and_groups(post: Post) -> None:
    source = "n = MLP(2, [2, 1])\nx = Value(0.5)\no = (n([x, 1.0]) - 1.0)**2"

    async def moved(*parameters: str) -> set[str]:
        fields = {"parameters": list(parameters)} if parameters else {}
        response = await post("descend", source=source, learning_rate=0.1, steps=1, **fields)
        assert response.status_code == 200, response.text
        return set(response.json()["values"])

    weights = await moved()
    assert len(weights) == 9
    assert await moved("n") == weights
    assert await moved("n/layer1") == {name for name in weights if name.startswith("n/layer1/")}
    assert await moved("x", "n/layer0/neuron0/b") == {"x", "n/layer0/neuron0/b"}
    assert "x" not in weights


@pytest.mark.parametrize(
    ("name", "code"), [("nobody", "unknown-node"), ("L", "not-a-leaf"), ("n2", "not-a-leaf")]
)
async def test_only_leaves_move(post: Post, lecture: str, name: str, code: str) -> None:
    response = await post("descend", source=lecture, learning_rate=0.1, steps=1, parameters=[name])
    assert (response.status_code, response.json()["code"], response.json()["names"]) == (422, code, [name])


async def test_a_parameter_that_does_not_matter_stays(post: Post) -> None:
    response = await post(
        "descend",
        source="a = Value(1.0)\nb = Value(2.0)\nL = a*a",
        learning_rate=0.1,
        steps=1,
        parameters=["b"],
    )
    assert response.json()["losses"] == [1.0, 1.0]


async def test_it_stops_before_what_is_not_finite(post: Post) -> None:
    source = "a = Value(2.0)\nL = a ** 4"
    course = (await post("descend", source=source, learning_rate=10.0, steps=50)).json()
    assert course["stopped"]["reason"] == "non-finite"
    assert course["stopped"]["step"] == len(course["losses"])
    assert len(course["losses"]) < 50
    assert all(isinstance(loss, float) for loss in course["losses"])
    assert course["frames"][-1]["step"] == len(course["losses"]) - 1


@pytest.mark.parametrize(
    ("fields", "limit"),
    [
        ({"steps": 200_000_000}, "descent"),
        ({"steps": 2_000_000}, "held"),
        ({"steps": 100_000, "stride": 1}, "held"),
        ({"steps": 900_000}, "seconds"),
    ],
)
async def test_too_much_work_is_refused_by_name(
    post: Post, lecture: str, fields: dict[str, int], limit: str
) -> None:
    response = await post("descend", source=lecture, learning_rate=1e-9, **fields)
    problem = response.json()
    assert (response.status_code, problem["code"], problem["limit"]["name"]) == (422, "limit-exceeded", limit)
    assert problem["hint"]
    if limit == "seconds":
        assert "reached step" in problem["detail"]


@pytest.mark.parametrize(
    "fields",
    [
        {"learning_rate": 0.0},
        {"learning_rate": -1.0},
        {"learning_rate": "Infinity"},
        {"steps": -1},
        {"steps": 1.5},
        {"steps": True},
        {"stride": 0},
        {"direction": "sideways"},
        {"optimizer": {"kind": "adam"}},
        {"schedule": {"kind": "linear", "final": 0.0}},
    ],
)
async def test_fields_have_their_range(post: Post, lecture: str, fields: dict[str, Any]) -> None:
    response = await post("descend", **({"source": lecture, "learning_rate": 0.1, "steps": 1} | fields))
    assert (response.status_code, response.json()["code"]) == (422, "invalid-request")
    assert response.json()["names"][0].startswith(next(iter(fields)))


async def test_the_plain_choices_can_be_spelled_out(post: Post, lecture: str) -> None:
    plain = {"source": lecture, "learning_rate": 0.1, "steps": 3}
    spelled = plain | {
        "optimizer": {"kind": "sgd"},
        "schedule": {"kind": "constant"},
        "direction": "minimize",
    }
    assert (await post("descend", **plain)).content == (await post("descend", **spelled)).content


async def test_a_program_without_a_value_has_no_descent(post: Post) -> None:
    response = await post("descend", source="1 + 1", learning_rate=0.1, steps=1)
    assert (response.status_code, response.json()["code"]) == (422, "no-value")
