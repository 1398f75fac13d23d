"""Text from a person's program: harmless, measured, cut to fit."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from app.drawing.text import ELLIPSIS, LONGEST_LABEL, REPLACEMENT, cells, clean, fit

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=300)


@given(ANY_TEXT)
def test_clean_text_can_stand_in_any_file(text: str) -> None:
    kept = clean(text)
    assert len(kept) <= LONGEST_LABEL
    assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in kept)
    kept.encode("utf-8")
    assert clean(kept) == kept


def test_controls_surrogates_and_turning_marks_become_a_replacement() -> None:
    assert clean("a\x00b\nc\ud800d\u202ee\uffff") == REPLACEMENT.join("abcde") + REPLACEMENT


def test_a_long_label_ends_in_an_ellipsis() -> None:
    assert clean("x" * 200) == "x" * 200
    assert clean("x" * 201) == "x" * 199 + ELLIPSIS


def test_what_is_wide_counts_double_and_what_combines_counts_nothing() -> None:
    assert [cells(text) for text in ("abc", "名字", "e\u0301", "θ", "")] == [3, 4, 1, 1, 0]


@given(ANY_TEXT.map(clean), st.integers(0, 40))
def test_fitted_text_fits(text: str, room: int) -> None:
    shown = fit(text, room)
    assert cells(shown) <= room
    assert shown == text or not room or shown.endswith(ELLIPSIS)
