"""Heat strips and maps: the cases that the page's own suite reads too."""

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.drawing.heat import (
    CELLS,
    STEPS,
    WORDS,
    Bed,
    heat_map,
    is_map,
    list_scale,
    matrix_scale,
    rounded_up,
    step_of,
    strip,
)

CASES = json.loads((Path(__file__).parents[2] / "heat.json").read_text(encoding="utf-8"))
BED = Bed(0, 0, 128, 10)
SIZES = st.floats(min_value=1e-300, max_value=1e300)


@pytest.mark.parametrize(("number", "scale", "step"), CASES["steps"])
def test_every_step(number: float, scale: float, step: int) -> None:
    assert step_of(number, scale) == step


@pytest.mark.parametrize(("size", "rounded"), CASES["rounded_up"])
def test_every_rounding(size: float, rounded: float) -> None:
    assert rounded_up(size) == rounded


@pytest.mark.parametrize(("lists", "scale"), CASES["list_scales"])
def test_every_scale_of_lists(lists: list[list[float]], scale: float) -> None:
    assert list_scale(lists) == scale


@pytest.mark.parametrize(("matrices", "scale"), CASES["matrix_scales"])
def test_every_scale_of_matrices(matrices: list[list[float]], scale: float) -> None:
    assert matrix_scale(matrices) == scale


@pytest.mark.parametrize(("shape", "drawn_as_map"), CASES["shapes"])
def test_every_shape(shape: list[int], drawn_as_map: bool) -> None:
    assert is_map(shape) is drawn_as_map


@pytest.mark.parametrize("case", CASES["strips"])
def test_every_strip(case: dict[str, Any]) -> None:
    assert strip(Bed(**case["bed"]), case["numbers"], case["scale"]) == case["paths"]


@pytest.mark.parametrize("case", CASES["maps"])
def test_every_map(case: dict[str, Any]) -> None:
    assert heat_map(Bed(**case["bed"]), case["numbers"], case["shape"], case["scale"]) == case["paths"]


@given(SIZES)
def test_a_scale_is_two_digits_and_covers_its_number(size: float) -> None:
    rounded = rounded_up(size)
    assert size <= rounded <= size * 1.1000001
    assert len(re.sub(r"e.*|\.0$|[.]", "", f"{rounded:.15g}").strip("0")) <= 2


@given(st.floats(allow_nan=False), SIZES)
def test_steps_are_as_many_on_both_sides(number: float, scale: float) -> None:
    assert step_of(-number, scale) == -step_of(number, scale)
    assert abs(step_of(number, scale)) <= STEPS


def test_a_hundredth_of_the_largest_is_still_seen_and_nothing_is_not() -> None:
    assert step_of(0.01, 1) == 1
    assert step_of(0.0, 1) == step_of(math.nan, 1) == 0
    assert step_of(-math.inf, 1) == -STEPS


def test_a_long_strip_shows_the_largest_of_each_share() -> None:
    numbers = [0.01] * 320
    numbers[137] = -1.0
    paths = strip(BED, numbers, 1.0)
    assert list(paths) == ["n5", "p1"]
    assert paths["n5"].count("M") == 1
    assert paths["p1"].count("M") == CELLS - 1


def test_what_is_not_finite_does_not_make_a_scale() -> None:
    assert list_scale([[math.nan, math.inf, 2.0]]) == 2.0
    assert matrix_scale([[math.inf, 3.0, -math.inf]]) == 3.0


@given(st.lists(st.floats(allow_nan=False), max_size=80), SIZES)
def test_a_strip_has_one_cell_for_each_number_that_is_seen(numbers: list[float], scale: float) -> None:
    paths = strip(BED, numbers, scale)
    assert set(paths) <= set(WORDS)
    seen = sum(step_of(number, scale) != 0 for number in numbers)
    cells = sum(path.count("M") for path in paths.values())
    assert cells == seen if len(numbers) <= CELLS else cells <= CELLS
