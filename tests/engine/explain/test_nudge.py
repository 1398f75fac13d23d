"""Nudges: the quotient, what it recomputes, and kinks that are kinks of the output."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given, settings

from engine import Graph, Value, backward
from engine.errors import ConstantError, NudgeError
from engine.explain.kinks import differ, kinks
from engine.explain.nudge import STEPS, Nudge, error_curve, nudge
from engine.gradcheck import Method, check, step_size
from engine.ops import op
from engine.value import apply
from tests.engine.graphs import dags
from tests.engine.test_graph import lecture


def nudged(output: Value, name: str, h: float, method: Method = "forward") -> Nudge:
    graph = Graph(output)
    data = graph.frame().data
    node = graph.resolve(name)
    return nudge(graph, data, backward(graph, data)[node], node, h, method)


def test_the_lectures_nudge() -> None:
    found = nudged(lecture(), "a", 0.001)
    assert found.check.fd == pytest.approx(6.0, abs=1e-9)
    assert (found.x, found.before, found.below) == (2.0, -8.0, None)
    assert found.above == pytest.approx(-7.994)
    graph = Graph(lecture())
    assert [graph.labels[i] for i in found.changed] == ["a", "e", "d", "L"]
    assert not found.kinks.found


def test_an_interior_node_is_held_and_only_its_uses_are_computed() -> None:
    graph = Graph(lecture())
    e = graph.resolve("e")
    found = nudged(lecture(), "e", 1.0)
    assert found.data[e] == graph.frame().data[e] + 1.0
    assert found.data[graph.resolve("a")] == 2.0
    assert [graph.labels[i] for i in found.changed] == ["e", "d", "L"]
    assert found.check.fd == -2.0


def test_central_looks_on_both_sides() -> None:
    x = Value(3.0, "x")
    forward, central = (nudged(x * x, "x", 0.5, method) for method in ("forward", "central"))
    assert forward.check.fd == 6.5
    assert central.check.fd == 6.0
    assert (central.below, central.above) == (6.25, 12.25)


def test_the_output_itself_moves_as_it_is_moved() -> None:
    found = nudged(lecture(), "L", 0.5)
    assert found.check.fd == 1.0
    assert len(found.changed) == 1


@settings(max_examples=200)
@given(dags())
def test_central_nudges_agree_with_the_gradient_check(dag: tuple[list[Value], Value]) -> None:
    graph = Graph(dag[1])
    data = graph.frame().data
    grads = backward(graph, data)
    for name, checked in check(graph, data).items():
        node = graph.ids[name]
        found = nudge(graph, data, grads[node], node, step_size(data[node]), "central")
        assert found.check == checked


# The output as a function of x, and whether it has a kink at 0.
KINKED: dict[str, tuple[Callable[[Value], Value], bool]] = {
    "relu": (lambda x: x.relu(), True),
    "abs": (lambda x: abs(x), True),
    "max": (lambda x: apply(op("max"), x, -x), True),
    "min": (lambda x: apply(op("min"), x * 2.0, x * 3.0), True),
    "max with a constant": (lambda x: apply(op("max"), x, 0.0), True),
    "cusp": (lambda x: abs(x).sqrt(), True),
    "two kinks at once": (lambda x: x.relu() + abs(x), True),
    "relu of a square": (lambda x: (x * x).relu(), False),
    "two that cancel": (lambda x: x.relu() - (-x).relu(), False),
    "times zero": (lambda x: x.relu() * 0.0 + x, False),
    "max of one value": (lambda x: apply(op("max"), x, x), False),
    "square": (lambda x: x * x, False),
    "cube": (lambda x: (x**3.0).relu() + x, False),
    "tanh": (lambda x: x.tanh(), False),
}


@pytest.mark.parametrize("method", ["forward", "central"])
@pytest.mark.parametrize("name", KINKED)
def test_a_kink_is_one_of_the_output(name: str, method: Method) -> None:
    f, is_kink = KINKED[name]
    at = nudged(f(Value(0.0, "x")), "x", 1e-3, method)
    assert at.kinks.found == bool(at.kinks.at) == is_kink
    assert (at.kinks.left != at.kinks.right) == is_kink
    for x in (-0.3, 0.07):
        far = nudged(f(Value(x, "x")), "x", 1e-3, method)
        assert not far.kinks.found, x
        across = nudged(f(Value(x, "x")), "x", 0.5, method)
        crosses = method == "central" or x < 0
        assert across.kinks.found == bool(across.kinks.between) == (is_kink and crosses), x


def test_a_kink_at_the_end_of_the_interval_is_not_in_it() -> None:
    assert not nudged(Value(-0.5, "x").relu(), "x", 0.5).kinks.found
    assert nudged(Value(-0.5, "x").relu(), "x", 0.5000001).kinks.between


def test_going_over_a_kink_and_back_is_seen() -> None:
    x = Value(-1.0, "x")
    found = nudged((x * x - 0.25).relu(), "x", 2.0)
    assert found.check.fd == 0.0
    assert found.kinks.between


def test_one_sided_slopes() -> None:
    found = nudged(abs(Value(0.0, "x")) * 3.0 + 1.0, "x", 0.1)
    assert (found.kinks.left, found.kinks.right) == (-3.0, 3.0)
    found = nudged(Value(0.0, "x").relu(), "x", 0.1)
    assert math.copysign(1.0, found.kinks.left) == 1.0
    found = nudged(Value(2.0, "x") ** 2.0, "x", 0.1)
    assert found.kinks.left == found.kinks.right == 4.0


def test_a_kink_inside_a_long_graph_is_found_in_reasonable_work() -> None:
    value = x = Value(-0.2, "x")
    for _ in range(30_000):
        value = value + 0.0
    found = nudged(value.relu() + x, "x", 1.0)
    assert found.kinks.between


def test_what_is_not_finite_has_no_kink_to_speak_of() -> None:
    found = nudged((Value(-1.0, "x")).log().relu(), "x", 0.5)
    assert math.isnan(found.check.fd)
    assert not found.kinks.found


@pytest.mark.parametrize("method", ["forward", "central"])
def test_an_h_that_is_lost_is_refused_with_one_that_is_not(method: Method) -> None:
    with pytest.raises(NudgeError, match="is x again") as caught:
        nudged(Value(1e6, "x") * 2.0, "x", 1e-14, method)
    assert caught.value.hint == "Take an h of 1.2e-10 or more."
    assert nudged(Value(1e6, "x") * 2.0, "x", 1.2e-10, method).check.fd > 0.0


def test_half_a_gap_is_enough_on_the_finer_side() -> None:
    assert nudged(Value(-1.0, "x") * 1.0, "x", 1.2e-16).above > -1.0
    with pytest.raises(NudgeError):
        nudged(Value(-1.0, "x") * 1.0, "x", 0.8e-16, "central")


@pytest.mark.parametrize("x", [math.inf, -math.inf, math.nan])
def test_what_is_not_a_number_cannot_be_nudged(x: float) -> None:
    with pytest.raises(NudgeError, match="cannot be nudged"):
        nudged(Value(x, "x") * 2.0, "x", 0.1)


def test_a_constant_cannot_be_nudged() -> None:
    with pytest.raises(ConstantError):
        nudged(Value(1.0, "x") * 2.0, "n1", 0.1)


def test_the_curve_is_a_v() -> None:
    x = Value(3.0, "x")
    graph = Graph(x * x * 3.0 - x * 4.0 + 5.0)
    data = graph.frame().data
    curve = error_curve(graph, data, 14.0, 0)
    assert [point.h for point in curve] == list(STEPS)
    assert (STEPS[0], STEPS[-1]) == (1.0, 1e-14)
    best = min(curve, key=lambda point: point.rel_error)
    assert 1e-10 < best.h < 1e-6
    assert curve[0].abs_error == pytest.approx(3.0)
    assert curve[-1].rel_error > 1e-4
    central = error_curve(graph, data, 14.0, 0, "central")
    assert max(point.rel_error for point in central[:7]) < 1e-12
    for point in curve:
        assert point == nudge(graph, data, 14.0, 0, point.h).check


def test_a_step_lost_in_rounding_has_its_place_in_the_curve() -> None:
    graph = Graph(Value(1e6, "x") * 2.0)
    last = error_curve(graph, graph.frame().data, 2.0, 0)[-1]
    assert (last.fd, last.rel_error) == (0.0, 1.0)


def test_an_op_beside_its_kink_has_one_slope() -> None:
    x = Value(2.0, "x")
    for output, slope in ((x.relu(), 1.0), (-(x.relu()), -1.0), (x.max(1.0), 1.0), ((-x).relu(), 0.0)):
        graph = Graph(output)
        data = graph.frame().data
        found = kinks(graph, data, graph.resolve("x"), 1.5, 2.5)
        assert (found.left, found.right, found.at, found.between) == (slope, slope, (), ())


def test_slopes_differ_by_more_than_rounding_of_the_steepest() -> None:
    assert differ(1e-12, 0.0)
    assert not differ(1e-12, 0.0, 1.0)
    assert differ(math.inf, 1.0)
    assert not differ(math.nan, 1.0)


def test_a_nan_that_stays_nan_has_not_changed() -> None:
    x = Value(2.0, "x")
    graph = Graph(x * Value(math.nan))
    moved = nudge(graph, graph.frame().data, 1.0, graph.resolve("x"), 0.5)
    assert moved.changed == (graph.resolve("x"),)
