"""What a plan says of its steps. That it refuses what makes no sense is in test_stepping."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from engine import Graph, Value
from engine.descent.optimisers import schedule
from engine.descent.plan import Plan
from engine.errors import DescentError

PLAN = Plan(Graph(Value(1.0) * 2.0), (0,), 0.5, 10)


def test_a_plan_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        PLAN.steps = 11  # type: ignore[misc]


def test_a_changed_copy_is_checked_too() -> None:
    with pytest.raises(DescentError):
        replace(PLAN, stride=0)


def test_frames_come_at_the_stride() -> None:
    every_third = replace(PLAN, stride=3)
    assert [step for step in range(11) if every_third.is_framed(step)] == [0, 3, 6, 9]
    assert [every_third.next_frame(step) for step in (0, 2, 3, 9)] == [3, 3, 6, 10]
    assert not PLAN.is_framed(0)
    assert PLAN.next_frame(0) == 10


def test_rates_follow_the_schedule() -> None:
    assert PLAN.rates() == [0.5] * 10
    falling = replace(PLAN, schedule=schedule("linear", 0.1)).rates()
    assert falling == pytest.approx([0.5 - 0.04 * k for k in range(10)])


def test_uphill_turns_the_grads_round() -> None:
    assert PLAN.sign == 1.0
    assert replace(PLAN, direction="maximize").sign == -1.0
