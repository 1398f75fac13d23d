"""Entity tags as RFC 9110 compares them."""

import pytest

from app.http.etags import seen, tag, unchanged
from app.http.problems import ProblemError


def test_each_form_has_a_tag_of_its_own() -> None:
    assert (tag(5), tag(5, "svg")) == ('"5"', '"5.svg"')


@pytest.mark.parametrize("header", ['"5"', '"4", "5"', '"4","5.svg"', "*", '"x" ,, "5"', ' "5" '])
def test_a_tag_that_holds(header: str) -> None:
    seen(header, 5)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "precondition-required"),
        ("", "precondition-failed"),
        ('"4"', "precondition-failed"),
        ('"55"', "precondition-failed"),
        ('W/"5"', "precondition-failed"),
        ("5", "bad-request"),
        ('"5', "bad-request"),
        ('"4" "5"', "bad-request"),
        ("*, *", "bad-request"),
        ('"5"; q=1', "bad-request"),
        (", ".join(['"4"'] * 1_000), "bad-request"),
    ],
)
def test_a_tag_that_does_not(header: str | None, code: str) -> None:
    with pytest.raises(ProblemError) as raised:
        seen(header, 5)
    assert raised.value.code == code


@pytest.mark.parametrize(
    ("header", "is_same"),
    [
        (None, False),
        ("*", True),
        ('"5"', True),
        ('W/"5"', True),
        ('"4", "5"', True),
        ('"4"', False),
        ("5", False),
    ],
)
def test_what_a_client_has(header: str | None, is_same: bool) -> None:
    assert unchanged(header, '"5"') is is_same
