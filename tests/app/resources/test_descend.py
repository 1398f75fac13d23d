"""POST /descend: the course of a descent, its parameters, and its bounds."""

import itertools
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
    assert list(course) == [
        "losses",
        "values",
        "grads",
        "frames",
        "watched",
        "optimizer",
        "stopped",
    ]
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


@pytest.mark.parametrize("kind", ["linear", "cosine"])
async def test_going_on_within_a_schedule_is_the_same_course(post: Post, lecture: str, kind: str) -> None:
    async def taken(steps: int, optimizer: dict[str, Any], **fields: Any) -> dict[str, Any]:
        schedule = {"kind": kind, "final": 1e-4, "step": optimizer.get("step", 0), "over": 6}
        body = {"learning_rate": 1e-3, "steps": steps, "optimizer": optimizer, "schedule": schedule}
        response = await post("descend", source=lecture, **body, **fields)
        assert response.status_code == 200, response.text
        course: dict[str, Any] = response.json()
        return course

    whole = await taken(6, {"kind": "adam"})
    first = await taken(4, {"kind": "adam"})
    rest = await taken(2, first["optimizer"], values=first["values"])
    assert first["losses"] + rest["losses"][1:] == whole["losses"]
    assert rest["optimizer"] == whole["optimizer"]


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
        ({"steps": 900_000, "source": "x = Value(0.5)\nfor k in range(200):\n    x = x.tanh()"}, "seconds"),
    ],
)
async def test_too_much_work_is_refused_by_name(
    post: Post, lecture: str, fields: dict[str, Any], limit: str
) -> None:
    response = await post("descend", **({"source": lecture, "learning_rate": 1e-9} | fields))
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
        {"learning_rate": "NaN"},
        {"optimizer": {"kind": "newton"}},
        {"optimizer": {"kind": "adam", "rate": 0.1}},
        {"optimizer": {"step": -1}},
        {"schedule": {"kind": "linear", "step": -1}},
        {"schedule": {"kind": "linear", "over": 0}},
        {"optimizer": {"kind": "adam", "state": {"a": 1.0}}},
        {"optimizer": {"kind": "adam", "state": {"a": {"mean": "NaN"}}}},
        {"schedule": {"kind": "stairs"}},
        {"schedule": {"kind": "linear", "final": -0.1}},
        {"watch": "a"},
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


@pytest.mark.parametrize(
    ("optimizer", "word"),
    [
        ({"kind": "sgd", "momentum": 0.9}, "momentum"),
        ({"kind": "momentum", "beta1": 0.9}, "beta1"),
        ({"kind": "momentum", "momentum": 1.0}, "momentum"),
        ({"kind": "adam", "beta2": -0.1}, "beta2"),
        ({"kind": "adam", "epsilon": 0.0}, "epsilon"),
    ],
)
async def test_settings_belong_to_their_rule(
    post: Post, lecture: str, optimizer: dict[str, Any], word: str
) -> None:
    response = await post("descend", source=lecture, learning_rate=0.1, steps=1, optimizer=optimizer)
    assert (response.status_code, response.json()["code"]) == (422, "bad-descent")
    assert f"`{word}`" in response.json()["detail"]


async def test_state_of_a_name_that_there_is_not(post: Post, lecture: str) -> None:
    optimizer = {"kind": "momentum", "state": {"q": {"velocity": 1.0}}}
    response = await post("descend", source=lecture, learning_rate=0.1, steps=1, optimizer=optimizer)
    assert (response.status_code, response.json()["names"]) == (422, ["q"])


@pytest.mark.parametrize("kind", ["sgd", "momentum", "adam"])
async def test_an_answers_optimizer_goes_on_where_it_was(post: Post, lecture: str, kind: str) -> None:
    plain = {"source": lecture, "learning_rate": 1e-3}
    whole = (await post("descend", **plain, steps=7, optimizer={"kind": kind})).json()
    first = (await post("descend", **plain, steps=4, optimizer={"kind": kind})).json()
    more = {"values": first["values"], "optimizer": first["optimizer"]}
    rest = (await post("descend", **plain, steps=3, **more)).json()
    assert first["losses"] + rest["losses"][1:] == whole["losses"]
    assert rest["values"] == whole["values"]
    assert rest["optimizer"] == whole["optimizer"]
    assert whole["optimizer"]["step"] == 7
    names = {"sgd": [], "momentum": ["velocity"], "adam": ["mean", "square"]}[kind]
    assert all(list(state) == names for state in whole["optimizer"]["state"].values())


async def test_frames_hold_the_watched_nodes_alone(post: Post, lecture: str) -> None:
    plain = {"source": lecture, "learning_rate": 1e-3, "steps": 6, "stride": 2}
    whole = (await post("descend", **plain)).json()
    some = (await post("descend", **plain, watch=["L", "a", "n2", "a"])).json()
    assert (whole["watched"], some["watched"]) == (None, ["n0", "n2", "n6"])
    for full, few in zip(whole["frames"], some["frames"], strict=True):
        assert few["data"] == [full["data"][i] for i in (0, 2, 6)]
        assert few["grad"] == [full["grad"][i] for i in (0, 2, 6)]
    none = (await post("descend", **plain, watch=[])).json()
    assert [frame["data"] for frame in none["frames"]] == [[], [], [], []]
    response = await post("descend", **plain, watch=["nobody"])
    assert (response.status_code, response.json()["code"]) == (422, "unknown-node")


async def test_a_group_can_be_watched(post: Post) -> None:
    source = "n = MLP(2, [2, 1])\no = n([0.5, 1.0])"
    course = (await post("descend", source=source, learning_rate=0.1, steps=1, watch=["n/layer1"])).json()
    assert len(course["watched"]) == len(course["frames"][0]["data"]) == 3


async def test_a_schedule_changes_the_rate(post: Post) -> None:
    """On L = x a step of rate r moves x by exactly r."""
    plain = {"source": "x = Value(0.0)\nL = x + 0.0", "learning_rate": 1.0, "steps": 4}

    async def rates(schedule: dict[str, Any]) -> list[float]:
        losses = (await post("descend", **plain, schedule=schedule)).json()["losses"]
        return [before - after for before, after in itertools.pairwise(losses)]

    assert await rates({"kind": "constant"}) == [1.0] * 4
    assert await rates({"kind": "linear", "final": 0.5}) == [1.0, 0.875, 0.75, 0.625]
    assert await rates({"kind": "linear"}) == [1.0, 0.75, 0.5, 0.25]
    assert await rates({"kind": "cosine"}) == pytest.approx([1.0, 0.8535533906, 0.5, 0.1464466094])


async def test_a_loss_that_becomes_nan_names_the_step_and_the_node(post: Post) -> None:
    """x walks down by 1 a step until log has no number for it."""
    source = "x = Value(3.5)\nL = x + 0.0 * x.log()"
    course = (await post("descend", source=source, learning_rate=0.9, steps=10)).json()
    assert course["stopped"] == {"step": 4, "node": "n2", "reason": "non-finite"}
    assert course["losses"] == pytest.approx([3.5, 2.6, 1.7, 0.8], rel=1e-2)
    assert course["values"]["x"] == pytest.approx(0.8, rel=1e-2)
    assert course["optimizer"]["step"] == 3


async def test_what_an_optimizer_remembers_is_shown_for_each_parameter(post: Post) -> None:
    """L = 3x + yz at (1, 2, 5): the grads of the first step are 3, 5 and 2."""
    plain = {
        "source": "x = Value(1.0)\ny = Value(2.0)\nz = Value(5.0)\nL = 3*x + y*z",
        "learning_rate": 0.1,
        "steps": 1,
    }

    async def state(**optimizer: Any) -> dict[str, dict[str, float]]:
        course = (await post("descend", **plain, optimizer=optimizer)).json()
        assert course["optimizer"]["kind"] == optimizer["kind"]
        found: dict[str, dict[str, float]] = course["optimizer"]["state"]
        return found

    grads = {"x": 3.0, "y": 5.0, "z": 2.0}
    assert await state(kind="sgd") == {}
    assert await state(kind="momentum") == {name: {"velocity": grad} for name, grad in grads.items()}
    remembered = {"velocity": 10.0}
    moved = await state(kind="momentum", momentum=0.5, step=1, state={"x": remembered})
    assert moved["x"] == {"velocity": 0.5 * 10.0 + 3.0}
    assert moved["y"] == {"velocity": 5.0}
    adam = await state(kind="adam", beta1=0.75, beta2=0.5)
    assert adam == {name: {"mean": 0.25 * grad, "square": 0.5 * grad * grad} for name, grad in grads.items()}
