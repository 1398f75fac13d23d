"""The reader of bodies: what is JSON is read, what is not is refused at its place."""

import json
import time
from collections.abc import Callable

import pytest

from app.http.problems import ProblemError
from app.http.strict_json import CONTAINERS, DEPTH, parse


@pytest.mark.parametrize(
    "value",
    [
        {"source": "a = 1", "values": {"a": -0.0}},
        [1, 2.5, "é", "😀", None, True, 1e308, -(10**308)],
        {"quoted": '[[[[{{{{"\\ [[[['},
        "\\ud800",
        "Infinity NaN 1e999",
        [[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]],
        [[1]] * 400,
        {"brackets in a string": "[{" * CONTAINERS},
        [10**200, 1e200, 12345678901234567890],
    ],
)
@pytest.mark.parametrize("ascii_only", [True, False])
def test_valid_json_is_read_as_python_reads_it(value: object, ascii_only: bool) -> None:
    assert parse(json.dumps(value, ensure_ascii=ascii_only).encode()) == value


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert parse(rb'"a\ud83d\ude00b\n"') == "a😀b\n"


@pytest.mark.parametrize(
    ("body", "line", "column", "word"),
    [
        (b"", 1, 1, "empty"),
        (b" \n ", 1, 1, "empty"),
        (b'{"a": 1', 1, 8, "delimiter"),
        (b'{"a": 1}x', 1, 9, "Extra data"),
        (b'{"a":\n  NaN}', 2, 3, "NaN is not JSON"),
        (b'{"NaN": "NaN", "a": -Infinity}', 1, 21, "-Infinity is not JSON"),
        (b'["1e999", 1e99,\n 1e999]', 2, 2, "beyond the range"),
        (b"[1e999-5", 1, 2, "beyond the range"),
        (b"[1, -" + b"9" * 400 + b"]", 1, 5, "beyond the range"),
        (b"[" + b"9" * 5000 + b"]", 1, 2, "5,000 characters"),
        (b'{"a": "\xff"}', 1, 8, "UTF-8"),
        (b'{"a": "\xed\xa0\x80"}', 1, 8, "UTF-8"),
        (rb'{"a": "\ud800"}', 1, 8, "surrogate"),
        (rb'{"a": "\udc00"}', 1, 8, "surrogate"),
        (rb'{"a": "\ud800x\n"}', 1, 8, "surrogate"),
        (rb'{"a": "\ud800\ud800\udc00"}', 1, 8, "surrogate"),
        (rb'{"a": "\ud83d\ude00\ud83d"}', 1, 20, "surrogate"),
        (b"[" * (DEPTH + 1), 1, DEPTH + 1, "deeper"),
        (b"[" * 500_000, 1, DEPTH + 1, "deeper"),
        (b'{"a":' * 100_000, 1, 5 * DEPTH + 1, "deeper"),
        (rb'"' + rb"\n" * 100_000 + rb'\ud83d\ude00\\\udbff"', 1, 200_016, "surrogate"),
        (b"[" + b"[]," * CONTAINERS + b"1]", 1, 1, "300,000 arrays and objects"),
        (b'{"a": 1,, "b": 2}', 1, 9, "property name"),
        (b'{"a": "\x01"}', 1, 8, "control character"),
    ],
)
def test_what_is_not_json_is_refused_at_its_place(body: bytes, line: int, column: int, word: str) -> None:
    with pytest.raises(ProblemError) as caught:
        parse(body)
    error = caught.value
    assert (error.code, error.place.line, error.place.column) == ("invalid-json", line, column)
    assert word in error.detail
    assert len(error.detail) < 200


@pytest.mark.parametrize(
    "body",
    [
        lambda n: b"[" * 21 + b'"' + b'\\"' * n,
        lambda n: b'"' + b'\\"' * n + rb"\ud800",
        lambda n: b"[" + b"[],{}," * n + b"NaN]",
        lambda n: b"[" + b"0," * n + b"1e999]",
        lambda n: b"[" * 20 + b"]" * n,
        lambda n: b'"' + b"\\u00e9" * n + rb"\ud83d\ude00\ud83d" + b'"',
    ],
)
def test_the_work_grows_with_the_length_only(body: Callable[[int], bytes]) -> None:
    def work(text: bytes) -> float:
        begin = time.thread_time()  # of this thread: others may be at work for other tests
        with pytest.raises(ProblemError):
            parse(text)
        return time.thread_time() - begin

    short, long = (min(work(text) for _ in range(3)) for text in (body(10_000), body(160_000)))
    assert long < 64 * short  # 16 times the length; what grows with its square takes 256 times as long
