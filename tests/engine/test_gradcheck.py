"""The gradient check checks: right rules pass, a wrong one is found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import Graph, Value
from engine.gradcheck import Check, Method, check, check_op, compare, step_size
from engine.ops import op
from tests.engine.test_graph import lecture


@pytest.mark.parametrize(("method", "bound"), [("central", 1e-9), ("forward", 1e-6)])
def test_the_lectures_gradients_pass(method: Method, bound: float) -> None:
    graph = Graph(lecture())
    checks = check(graph, graph.frame().data, method)
    assert set(checks) == {"a", "b", "c", "f"}
    assert checks["a"].fd == pytest.approx(6.0, abs=1e-6)
    assert all(c.rel_error < bound and c.method == method and c.h > 0 for c in checks.values())


def test_a_wrong_rule_is_found() -> None:
    wrong = replace(op("tanh"), partials=(lambda out, a: 1.0 - out,))
    assert all(c.rel_error > 1e-3 for point in wrong.samples for c in check_op(wrong, point))


def test_h_is_exact_and_central_is_better() -> None:
    for x in (0.0, 1.0, 3.7, -1234.5):
        h = step_size(x)
        assert (x + h) - x == h
    cube = op("pow")
    forward, central = (check_op(cube, (2.0, 3.0), method)[0] for method in ("forward", "central"))
    assert central.rel_error < forward.rel_error


def test_the_default_h_balances_truncation_and_rounding() -> None:
    assert step_size(1.0, "forward") == pytest.approx(2.0**-26)
    assert step_size(1.0, "central") == pytest.approx(2.0 ** (-52 / 3))
    assert step_size(-1e6, "forward") == pytest.approx(1e6 * 2.0**-26)
    assert step_size(0.0, "forward") == step_size(1.0, "forward")


def test_the_relative_error_is_to_the_larger_of_the_two() -> None:
    assert compare(1.0, 2.0, 0.1, "forward") == Check(2.0, 0.1, 1.0, 0.5, "forward")
    assert compare(-4.0, 2.0, 0.1, "central").rel_error == 1.5
    assert compare(0.0, 0.0, 0.1, "central").rel_error == 0.0


def test_each_slot_is_moved_by_itself_alone() -> None:
    assert [check.fd for check in check_op(op("sub"), (1.0, 2.0))] == pytest.approx([1.0, -1.0])
    assert [check.fd for check in check_op(op("mul"), (3.0, 5.0))] == pytest.approx([5.0, 3.0])


def test_a_zero_gradient_is_no_division_by_zero() -> None:
    graph = Graph(Value(1.0, "x") * 0.0)
    assert check(graph, graph.frame().data)["x"].rel_error == 0.0
