"""Queries as somebody types them: words and conditions, and what cannot be read with its place."""

import math

import pytest

from engine.search.query import Comparison, QueryError, read_query


def test_words_are_lower_case_and_in_order() -> None:
    assert read_query("  Attn  q[5] n12 ").words == ["attn", "q[5]", "n12"]


def test_conditions_are_read_one_by_one() -> None:
    query = read_query("op:tanh line:12 grad>1 data<=-0.5 nan INF head")
    assert query.words == ["head"]
    assert query.ops == ["tanh"]
    assert query.lines == [12]
    assert query.comparisons == [Comparison("grad", ">", 1.0), Comparison("data", "<=", -0.5)]
    assert query.non_finite == ["nan", "inf"]
    assert query.has_conditions


@pytest.mark.parametrize(
    ("text", "sign", "number"),
    [("grad≥1e-3", ">=", 1e-3), ("grad≤−2", "<=", -2.0), ("grad=inf", "=", math.inf), ("GRAD<.5", "<", 0.5)],
)
def test_signs_may_be_written_as_in_mathematics(text: str, sign: str, number: float) -> None:
    assert read_query(text).comparisons == [Comparison("grad", sign, number)]  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["tanh", "info", "nano", "data", "grad", "opera", "lines", "a:b"])
def test_what_only_looks_like_a_condition_is_a_word(text: str) -> None:
    query = read_query(text)
    assert query.words == [text]
    assert not query.has_conditions


@pytest.mark.parametrize(
    ("text", "says", "place"),
    [
        ("grad>", "A number is missing after `grad>`.", (1, 6)),
        ("attn data<x", "`x` is not a number.", (6, 12)),
        ("data=nan", "`nan` is not a number.", (1, 9)),
        ("grad>1_000", "`1_000` is not a number.", (1, 11)),
        ("grad>>1", "`>1` is not a number.", (1, 8)),
        ("op:", "The name of an op is missing after `op:`.", (1, 4)),
        ("op:sigmod", "There is no op `sigmod`.", (1, 10)),
        ("line:x", "`x` is not a line.", (1, 7)),
        ("line:0", "`0` is not a line.", (1, 7)),
        ("line:²", "`²` is not a line.", (1, 7)),
        ("line:", "A line is missing after `line:`.", (1, 6)),
    ],
)
def test_a_condition_that_cannot_be_read_has_a_place(text: str, says: str, place: tuple[int, int]) -> None:
    with pytest.raises(QueryError) as caught:
        read_query(text)
    assert caught.value.message == says
    assert (caught.value.column, caught.value.end_column) == place


def test_a_mistyped_op_is_named() -> None:
    with pytest.raises(QueryError) as caught:
        read_query("op:sigmod")
    assert caught.value.hint == "Did you mean `op:sigmoid`?"
