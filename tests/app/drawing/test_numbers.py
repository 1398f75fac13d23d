"""Numbers on cards: the vectors that the page's own suite reads too."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.drawing.numbers import LONGEST, MINUS, TO, format_number, format_range

VECTORS = json.loads((Path(__file__).parents[2] / "number_format.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["number"]))
def test_every_vector(vector: dict[str, float | str]) -> None:
    assert format_number(float(vector["number"])) == vector["text"]


def test_there_are_vectors_of_every_kind() -> None:
    texts = [vector["text"] for vector in VECTORS]
    assert len(texts) >= 40
    assert {"nan", "inf", f"{MINUS}inf", "0.0000", f"{MINUS}0.0000"} <= set(texts)
    assert any("e" in text for text in texts)


RANGES = json.loads((Path(__file__).parents[2] / "range_format.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", RANGES, ids=lambda vector: vector["text"])
def test_every_range(vector: dict[str, list[float | str] | str]) -> None:
    assert format_range([float(number) for number in vector["numbers"]]) == vector["text"]


@given(st.lists(st.floats(), min_size=1, max_size=5))
def test_a_range_fits_its_card(numbers: list[float]) -> None:
    text = format_range(numbers)
    assert len(text) <= 2 * len(f"{MINUS}1.2e{MINUS}308") + len(TO)
    assert "-" not in text


@given(st.floats(min_value=-1e307, max_value=1e307))
def test_a_number_is_short_and_reads_back_near_itself(number: float) -> None:
    text = format_number(number)
    assert "-" not in text
    assert len(text) <= LONGEST or "e" in text
    assert len(text) <= len(f"{MINUS}1.2346e{MINUS}308")
    assert abs(float(text.replace(MINUS, "-")) - number) <= max(0.5001 * 1e-4, abs(number) * 5.1e-5)


@given(st.floats())
def test_only_a_zero_reads_as_zero(number: float) -> None:
    assert (format_number(number).lstrip(MINUS) == "0.0000") == (number == 0.0)


@given(st.floats(allow_nan=False))
def test_the_sign_is_always_written(number: float) -> None:
    signs = [format_number(each).startswith(MINUS) for each in (number, -number)]
    assert sorted(signs) == [False, True]
