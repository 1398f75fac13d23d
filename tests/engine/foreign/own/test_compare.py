"""The right grads of a graph: what calculus says, and what is left to the program where it says nothing."""

from __future__ import annotations

import math

import pytest

from engine import Graph, Value, autodiff
from engine.foreign.own.compare import Right, partial_of, right
from engine.ops import CATALOGUE

LOG, RELU = CATALOGUE["log"], CATALOGUE["relu"]


def nothing(_: int) -> tuple[None, ...]:
    return (None, None)


def test_a_fresh_pass_is_right_and_what_is_off_is_listed_from_the_output_down() -> None:
    a, b = Value(2.0), Value(3.0)
    graph = Graph((a * b + a).tanh() * a)
    data = graph.frame().data
    wanted = right(graph, data, nothing)
    grad = autodiff.backward(graph, data)
    assert wanted.grad == pytest.approx(tuple(grad), rel=1e-12)
    assert wanted.wrong(grad) == []
    off = [each + 1.0 for each in grad]
    assert wanted.wrong(off) == sorted(range(len(graph)), reverse=True)


def test_a_node_that_takes_no_grad_is_never_wrong() -> None:
    found = Right(((),), ((),), (5.0,), (0.0,), (False,))
    assert not found.differs(0, 1.0)


@pytest.mark.parametrize(("recorded", "wanted"), [(None, math.inf), (4.0, 4.0)])
def test_where_calculus_is_not_finite_the_program_s_own_counts(recorded: float | None, wanted: float) -> None:
    assert partial_of(LOG, 0, 0, -math.inf, (0.0,), lambda _: (recorded,)) == wanted


@pytest.mark.parametrize(
    ("recorded", "wanted"), [(None, 0.0), (0.0, 0.0), (0.5, 0.5), (1.0, 1.0), (7.0, 0.0), (-1.0, 0.0)]
)
def test_at_a_kink_the_program_may_choose_between_the_sides(recorded: float | None, wanted: float) -> None:
    assert partial_of(RELU, 0, 0, 0.0, (0.0,), lambda _: (recorded,)) == wanted
