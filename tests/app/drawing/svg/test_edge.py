"""Edges and coordinates as they are written."""

import math
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.drawing.svg.edge import HALF_WIDTH, LENGTH, draw_edge
from app.drawing.svg.elements import path, px


@given(st.floats(-1e5, 1e5), st.floats(-1e5, 1e5))
def test_the_head_points_from_the_lines_end_to_the_tip(x: float, y: float) -> None:
    group = Element("g")
    draw_edge(group, (0.0, 0.0, 1.0, 1.0, 2.0, 2.0, x, y), (1000.0, 500.0))
    line, head = group
    left, tip, right = (tuple(map(float, point.split(","))) for point in head.attrib["points"].split())
    assert tip == (1000.0, 500.0)
    assert line.attrib["d"].startswith("M 0 0 C 1 1 2 2 ")
    if math.dist((x, y), tip) > 0.1:
        base = (left[0] + right[0]) / 2, (left[1] + right[1]) / 2
        assert math.dist(base, tip) == pytest.approx(LENGTH, abs=0.05)
        assert math.dist(left, right) == pytest.approx(2 * HALF_WIDTH, abs=0.05)


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.0, "0"), (-0.0, "0"), (-0.001, "0"), (1.5, "1.5"), (100.0, "100"), (2.005, "2"), (-3.456, "-3.46")],
)
def test_coordinates_are_short(number: float, text: str) -> None:
    assert px(number) == text


def test_path_data_is_commands_and_numbers() -> None:
    assert path("M", 1, 2.5, "h", -3, "z") == "M 1 2.5 h -3 z"
