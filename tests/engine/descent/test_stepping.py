"""Descent: the update, its frames, and where it stops."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from engine import Graph, Value
from engine.descent.optimisers import Schedule
from engine.descent.plan import Plan
from engine.descent.stepping import Stopped, descend
from engine.errors import DescentError
from tests.engine.test_graph import lecture


def parabola(x: float) -> Graph:
    v = Value(x, "x")
    return Graph(3 * v**2 - 4 * v + 5)


def test_one_step_is_the_lectures() -> None:
    graph = Graph(lecture())
    course = descend(Plan(graph, graph.leaves, 0.01, 1, "maximize"), graph.frame().data)
    assert course.losses == pytest.approx((-8.0, -7.286496), abs=1e-12)
    assert [course.frame.data[i] for i in graph.leaves] == pytest.approx([2.06, -3.04, 9.98, -1.96])
    assert course.frames == ((1, course.frame),)
    assert course.stopped is None


def test_the_rate_of_each_step_is_the_one_that_the_page_shows() -> None:
    cases = json.loads((Path(__file__).parents[2] / "learning_rate.json").read_text(encoding="utf-8"))
    for case in cases:
        schedule = Schedule(case["schedule"], case["final"], over=case["over"])
        assert schedule.rate(case["rate"], case["step"], 1) == pytest.approx(
            case["expected"], rel=1e-15, abs=0
        )


def test_descent_finds_the_minimum() -> None:
    graph = parabola(3.0)
    course = descend(Plan(graph, graph.leaves, 0.1, 100), graph.frame().data)
    x = graph.ids["x"]
    assert course.frame.data[x] == pytest.approx(2 / 3, abs=1e-12)
    assert course.frame.grad[x] == pytest.approx(0.0, abs=1e-9)
    assert len(course.losses) == 101
    assert list(course.losses[:20]) == sorted(course.losses[:20], reverse=True)


def test_only_chosen_parameters_move() -> None:
    graph = Graph(lecture())
    a = graph.ids["a"]
    course = descend(Plan(graph, (a,), 0.1, 5), graph.frame().data)
    assert course.frame.data[a] != 2.0
    assert [course.frame.data[i] for i in graph.leaves if i != a] == [-3.0, 10.0, -2.0]


@pytest.mark.parametrize(
    ("steps", "stride", "expected"),
    [(7, None, [7]), (7, 3, [0, 3, 6, 7]), (6, 3, [0, 3, 6]), (0, None, [0]), (2, 100, [0, 2])],
)
def test_frames_come_at_the_stride_and_always_the_last(
    steps: int, stride: int | None, expected: list[int]
) -> None:
    graph = parabola(3.0)
    course = descend(Plan(graph, graph.leaves, 0.1, steps, stride=stride), graph.frame().data)
    assert [step for step, _ in course.frames] == expected
    assert course.frames[-1][1] == course.frame
    for step, frame in course.frames:
        assert frame.data[graph.output] == course.losses[step]


@pytest.mark.parametrize(
    ("steps", "stride"), [(1, None), (2, None), (7, None), (7, 3), (7, 7), (9_001, 4_500)]
)
def test_the_grads_before_the_last_update_are_kept_for_who_asks(steps: int, stride: int | None) -> None:
    graph = parabola(3.0)
    whole = descend(Plan(graph, graph.leaves, 0.001, steps, stride=stride), graph.frame().data)
    asked = descend(
        Plan(graph, graph.leaves, 0.001, steps, stride=stride, keep_previous=True), graph.frame().data
    )
    assert whole == replace(asked, previous=None)
    assert (
        asked.previous
        == dict(descend(Plan(graph, graph.leaves, 0.001, steps - 1), graph.frame().data).frames)[
            steps - 1
        ].grad
    )


def test_a_descent_that_was_stopped_has_no_last_update() -> None:
    graph = parabola(3.0)
    assert (
        descend(Plan(graph, graph.leaves, 1e200, 50, keep_previous=True), graph.frame().data).previous is None
    )


def test_divergence_stops_and_keeps_what_was_good() -> None:
    graph = parabola(3.0)
    course = descend(Plan(graph, graph.leaves, 1e200, 50), graph.frame().data)
    assert course.stopped == Stopped(len(course.losses), [op.name for op in graph.ops].index("pow"))
    assert all(map(math.isfinite, course.losses))
    assert course.frame.data[graph.output] == course.losses[-1]


def test_a_start_that_is_not_finite_has_no_steps() -> None:
    graph = Graph(Value(-1.0, "x").log())
    course = descend(Plan(graph, graph.leaves, 0.1, 5), graph.frame().data)
    assert (course.losses, course.frames) == ((), ())
    assert course.stopped == Stopped(0, 1)
    assert course.frame.grad == (-1.0, 1.0)


@pytest.mark.parametrize("rate", [0.0, -0.1, math.nan, math.inf])
def test_a_rate_that_makes_no_sense(rate: float) -> None:
    graph = parabola(3.0)
    with pytest.raises(DescentError, match="learning rate"):
        descend(Plan(graph, graph.leaves, rate, 1), graph.frame().data)


def test_steps_and_strides_that_make_no_sense() -> None:
    graph = parabola(3.0)
    for steps, stride in ((-1, None), (1, 0)):
        with pytest.raises(DescentError):
            descend(Plan(graph, graph.leaves, 0.1, steps, stride=stride), graph.frame().data)


def test_a_caller_can_bound_the_time() -> None:
    graph = parabola(3.0)
    seen: list[int] = []

    def stop(step: int) -> None:
        seen.append(step)
        if step > 0:
            raise TimeoutError

    with pytest.raises(TimeoutError):
        descend(Plan(graph, graph.leaves, 1e-9, 1_000_000), graph.frame().data, between=stop)
    assert seen[0] == 0
    assert len(seen) == 2
    assert 0 < seen[1] < 1_000_000
