"""The update rules against PyTorch's optimisers, and the schedules against their formulas."""

from __future__ import annotations

import math
from typing import Any

import pytest

from engine import Graph, Value
from engine.descent.optimisers import SCHEDULES, optimizer, schedule
from engine.descent.plan import Plan
from engine.descent.stepping import descend
from engine.errors import DescentError
from engine.update_rules import RULES

START = (-1.2, 1.0)
STEPS = 60


def ours(kind: str, rate: float, **settings: float) -> list[tuple[float, ...]]:
    """Where Rosenbrock's x and y are after each step."""
    x, y = Value(START[0], "x"), Value(START[1], "y")
    graph = Graph((1 - x) ** 2 + 100 * (y - x**2) ** 2)
    ids = (graph.ids["x"], graph.ids["y"])
    chosen = optimizer(kind, settings)
    course = descend(
        Plan(graph, ids, rate, STEPS, optimizer=chosen, stride=1, watched=ids), graph.frame().data
    )
    return [frame.data for _, frame in course.frames]


def theirs(make: Any, rate: float, **settings: Any) -> list[tuple[float, ...]]:
    torch = pytest.importorskip("torch", reason="the oracle is not installed")
    at = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    stepper = make(torch)([at], lr=rate, **settings)
    places = [tuple(at.tolist())]
    for _ in range(STEPS):
        stepper.zero_grad()
        ((1 - at[0]) ** 2 + 100 * (at[1] - at[0] ** 2) ** 2).backward()
        stepper.step()
        places.append(tuple(at.tolist()))
    return places


@pytest.mark.parametrize(
    ("kind", "settings", "make", "names"),
    [
        ("sgd", {}, lambda torch: torch.optim.SGD, {}),
        ("momentum", {}, lambda torch: torch.optim.SGD, {"momentum": 0.9}),
        ("momentum", {"momentum": 0.5}, lambda torch: torch.optim.SGD, {"momentum": 0.5}),
        ("adam", {}, lambda torch: torch.optim.Adam, {}),
        (
            "adam", {"beta1": 0.8, "beta2": 0.95, "epsilon": 1e-4},
            lambda torch: torch.optim.Adam, {"betas": (0.8, 0.95), "eps": 1e-4},
        ),
    ],
)  # fmt: skip
def test_a_rule_walks_where_pytorchs_does(
    kind: str, settings: dict[str, float], make: Any, names: dict[str, Any]
) -> None:
    rate = 0.05 if kind == "adam" else 1e-4
    for mine, other in zip(ours(kind, rate, **settings), theirs(make, rate, **names), strict=True):
        assert mine == pytest.approx(other, rel=1e-10)


def test_uphill_is_downhill_on_the_negative() -> None:
    x = Value(0.3, "x")
    up, down = Graph(x.sin()), Graph(-x.sin())
    for kind in RULES:
        rise = descend(Plan(up, (0,), 0.1, 9, "maximize", optimizer=optimizer(kind)), up.frame().data)
        fall = descend(Plan(down, (0,), 0.1, 9, "minimize", optimizer=optimizer(kind)), down.frame().data)
        assert rise.losses == tuple(-loss for loss in fall.losses)


def test_memory_is_seen_for_each_parameter() -> None:
    x = Value(2.0, "x")
    graph = Graph(x * 3.0)
    course = descend(
        Plan(graph, (0,), 0.1, 2, optimizer=optimizer("momentum", {"momentum": 0.5})), graph.frame().data
    )
    assert course.memory == {0: (4.5, 0.0)}
    course = descend(Plan(graph, (0,), 0.1, 1, optimizer=optimizer("adam")), graph.frame().data)
    assert course.memory[0] == pytest.approx((0.3, 0.009))
    assert course.frame.data[0] == pytest.approx(1.9)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_a_rule_says_what_it_does(rule: Any) -> None:
    assert rule.title
    assert rule.formula.count("←") == 1 + len(rule.memory)
    assert len(rule.settings) <= 3
    assert len(rule.memory) <= 2


def test_rates() -> None:
    linear, cosine = schedule("linear", 0.1), schedule("cosine", 0.2)
    assert [linear.rate(1.0, k, 100) for k in (0, 50, 99)] == [1.0, 0.55, pytest.approx(0.109)]
    # The demo's own words: 1.0 - 0.9*k/100.
    assert all(linear.rate(1.0, k, 100) == pytest.approx(1.0 - 0.9 * k / 100, rel=1e-15) for k in range(100))
    assert [cosine.rate(1.0, k, 4) for k in (0, 2)] == [1.0, pytest.approx(0.6)]
    assert {schedule(kind).rate(0.5, 0, 10) for kind in SCHEDULES} == {0.5}


@pytest.mark.parametrize("kind", ["linear", "cosine"])
def test_a_course_that_is_gone_in_parts_is_the_same_course(kind: str) -> None:
    whole = schedule(kind, 0.1)
    for taken in (0, 1, 40, 99):
        part = schedule(kind, 0.1, taken=taken, over=100)
        assert part.rate(1.0, 0, 1) == whole.rate(1.0, taken, 100)
        assert part.rate(1.0, 0, 7) == whole.rate(1.0, taken, 100)
    after = schedule(kind, 0.1, taken=100, over=100)
    assert after.rate(1.0, 0, 5) == after.rate(1.0, 4, 5) == pytest.approx(0.1)
    # Without a whole it is what was taken and what is asked for.
    assert schedule(kind, 0.1, taken=3).rate(1.0, 1, 5) == whole.rate(1.0, 4, 8)


@pytest.mark.parametrize(("taken", "over"), [(-1, None), (0, 0)])
def test_a_course_without_steps(taken: int, over: int | None) -> None:
    with pytest.raises(DescentError, match="counts its steps from 0"):
        schedule("linear", 0.1, taken=taken, over=over)


@pytest.mark.parametrize("final", [-0.1, math.nan, math.inf])
def test_a_final_rate_that_makes_no_sense(final: float) -> None:
    with pytest.raises(DescentError, match="final learning rate"):
        schedule("linear", final)


def test_names_that_there_are_not() -> None:
    with pytest.raises(DescentError, match="no schedule `stairs`"):
        schedule("stairs")
    with pytest.raises(DescentError, match="no optimizer `newton`") as caught:
        optimizer("newton")
    assert caught.value.hint == "There are `sgd`, `momentum`, `adam`."
    with pytest.raises(DescentError, match="no setting `beta1`") as caught:
        optimizer("momentum", {"beta1": 0.9})
    assert caught.value.hint == "It has `momentum`."
    with pytest.raises(DescentError) as caught:
        optimizer("sgd", {"momentum": 0.9})
    assert caught.value.hint == "It has no settings."


@pytest.mark.parametrize(
    ("kind", "name", "number"),
    [("momentum", "momentum", 1.0), ("momentum", "momentum", math.nan), ("adam", "beta1", -0.1),
     ("adam", "epsilon", 0.0), ("adam", "epsilon", math.inf)],
)  # fmt: skip
def test_settings_out_of_range(kind: str, name: str, number: float) -> None:
    with pytest.raises(DescentError, match=f"`{name}` must be"):
        optimizer(kind, {name: number})
