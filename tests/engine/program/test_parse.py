"""Text to tree: long sums, lines for the notebook, and places that are where a person sees them."""

from __future__ import annotations

import ast
import textwrap
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import LimitError, ProgramError
from engine.program import Limits, run
from engine.program.parse import DEEPEST, parse
from engine.program.places import Places
from engine.program.tokens import tokens

LIMITS = Limits()
TERMS = LIMITS.terms


def refused(source: str, **wishes: Any) -> tuple[str, int | None, int | None, int | None, int | None]:
    with pytest.raises(ProgramError) as caught:
        run(source, **wishes)
    error = caught.value
    return error.code, error.line, error.column, error.end_line, error.end_column


# -- long sums and products --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "+".join(["1"] * TERMS),
        " * ".join(["1"] * TERMS),
        "x = 1\n(" + "\n + ".join(["x*x*x"] * TERMS) + ")",
        "def f(x):\n  for k in [1]:\n    return [abs((" + " - ".join(["-x"] * TERMS) + ") / 3)]\nf(1)",
        "x = 1\nf'{" + "+".join(["x"] * TERMS) + "}'",
        "*".join(["(" + "+".join(["1"] * TERMS) + ")"] * 9),
    ],
    ids=["sum", "product", "products", "inside", "in a string", "side by side"],
)
@pytest.mark.parametrize("threaded", [False, True])
def test_a_thousand_terms_are_read_and_computed(source: str, threaded: bool) -> None:
    """Python's tree of them is a thousand levels deep, on every version and in every thread."""
    limits = Limits(text=100_000)
    space: dict[str, object] = {}
    tree = ast.parse(source)
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)
    exec(compile(tree, "", "exec"), space)  # noqa: S102  # the texts above
    wanted = repr(eval(compile(ast.Expression(last.value), "", "eval"), space))  # noqa: S307
    if threaded:
        with ThreadPoolExecutor(1) as pool:
            found = pool.submit(lambda: run(source, limits=limits).result).result()
    else:
        found = run(source, limits=limits).result
    assert found == wanted


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("x = 1\ny = " + "+".join(["x"] * (TERMS + 1)), (2, 4 + 2 * TERMS, 5 + 2 * TERMS)),
        ("x = 1\ny = f(" + " / ".join(["x"] * 3_000) + ")", (2, 5 + 4 * TERMS, 6 + 4 * TERMS)),
        ("y = (1 +\n" + "".join(f"  {k} +\n" for k in range(1_100)) + "  2)", (1000, 7, 8)),
    ],
)
def test_more_terms_are_a_limit(source: str, place: tuple[int, int, int]) -> None:
    with pytest.raises(LimitError) as caught:
        run(source)
    error = caught.value
    assert (error.code, error.limit, error.value) == ("limit-exceeded", "terms", TERMS)
    assert (error.line, error.column, error.end_column) == place
    assert "1,000 terms" in error.message
    assert "`sum`" in (error.hint or "")


@pytest.mark.parametrize(
    "source",
    [
        "f(" + ",".join(["1+1", "-1*2"] * 900) + ")",
        "\n".join(["1+1"] * 1_500),
        "[" + " if 1*1 else ".join(["1+1"] * 90) + "]",
        "x = [" + "][0] + [".join(["1*2+3"] * 400) + "]",
    ],
)
def test_terms_of_different_sums_are_not_added_up(source: str) -> None:
    assert parse(source, LIMITS).body


def test_sums_nested_beyond_what_parsers_take_are_too_deep() -> None:
    inner = "+".join(["1"] * 990)
    assert refused(f"(({inner}) + {inner}) + {inner}")[0] == "syntax-error"


def test_terms_keep_their_places() -> None:
    source = "x = (1 +\n" + "".join(f"  {i} +\n" for i in range(200)) + "  nobody)"
    assert refused(source) == ("unknown-name", 202, 3, 202, 9)
    begun = "y = len('∂∂') + " + "1 + " * 100
    assert refused(begun + "nobody")[1:4] == (1, len(begun) + 1, 1)


# -- indented throughout -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "result"),
    [
        (" 1 + 2", "3"),
        ("\t1 + 2\n", "3"),
        ("\n\n  # a remark\n\n  x = 1\n  x + 1", "2"),
        ("# a remark\n    def f(x):\n        return 2*x\n\n    f(3)\n", "6"),
        ("  s = '''a\nb'''\n  s", "'a\\nb'"),
        ("  if 0:\n    x = 1\n  else:\n    x = 2\n  x", "2"),
        ("  %matplotlib inline\n  x = 1\n  x", "1"),
        ("\r\n  x = 1\r\n  x", "1"),
    ],
)
def test_a_program_may_be_indented_throughout(source: str, result: str) -> None:
    assert run(source).result == result


def test_a_formula_may_begin_with_a_space() -> None:
    made = run(" a*b + a", values={"a": 2.0, "b": 3.0})
    assert made.frame.data[-1] == 8.0
    assert made.source == " a*b + a"


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("  x = 1\n  nobody + x", ("unknown-name", 2, 3, 2, 9)),
        (" nobody", ("unknown-name", 1, 2, 1, 8)),
        ("    s = 'é'; nobody", ("unknown-name", 1, 14, 1, 20)),
        ("  x = 1\n  y = = 2", ("syntax-error", 2, 7, 2, 8)),
        ("  x = 1\n  if x:\n      y = nobody", ("unknown-name", 3, 11, 3, 17)),
    ],
)
def test_places_are_those_of_the_text_as_it_was_written(source: str, place: tuple[object, ...]) -> None:
    assert refused(source) == place


def test_lines_of_an_indented_program_are_its_own() -> None:
    made = run("  a = Value(1.0)\n\n  b = a + 1")
    assert made.lines == (1, 3, 3)


@pytest.mark.parametrize("source", ["x = 'a\n", "if 1:\nx = 1", "x = 1\nx = (1,\n]"])
def test_a_refusal_names_the_same_line_however_far_the_program_is_indented(source: str) -> None:
    sentences = []
    for text in (source, textwrap.indent(source, "  ")):
        with pytest.raises(ProgramError) as caught:
            run(text)
        sentences.append(str(caught.value))
    assert sentences[0] == sentences[1]
    assert " line " in sentences[0]


# -- what is too deep --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    ["-" * 19_999 + "1", "(" * 3_000, "[" * 500, "not " * 4_000 + "1", "a" + ".b" * 9_000,
     "a" + "[0]" * 6_000,
     "1**" * 6_000 + "1", "lambda:" * 2_800 + "0", "if 0:0\n" + "elif 0:0\n" * 2_000,
     "0 if 1 else " * 1_500 + "0",
     "f(" * 190 + "g(" * 190 + ")" * 380, "{" * 300 + "}" * 300],
    ids=lambda text: text[:8],
)  # fmt: skip
def test_what_is_too_deep_is_refused_with_a_place(source: str) -> None:
    code, line, column, _, _ = refused(source)
    assert code == "syntax-error"
    assert line is not None
    assert column is not None


def test_what_people_nest_is_not_too_deep() -> None:
    assert run("(1+" * 150 + "1" + ")" * 150).result == "151"
    assert run("-" * 99 + "1").result == "-1"
    assert run("[" * 150 + "]" * 150).result == "[" * 150 + "]" * 150
    assert DEEPEST > 200


# -- lines for the notebook --------------------------------------------------------------------------------


def test_magics_are_read_over_where_they_begin_a_line() -> None:
    done = run(
        '%matplotlib inline\n!pip install x\nx = 7\ny = (x\n% 4)\nif y:\n  %time\nz = """\n%no\n"""\ny'
    )
    assert done.result == "3"
    assert [(notice.code, notice.line, notice.column) for notice in done.notices] == [
        ("magic", 1, 1), ("magic", 2, 1), ("magic", 7, 3),
    ]  # fmt: skip


@given(st.text(alphabet="ab'\"#()[]%!\\\n +-*1.é{}:=", max_size=60))
def test_tokens_cover_any_text(text: str) -> None:
    """What the scanner yields lies in order in the text, and says what stands there."""
    position = 0
    for token in tokens(text):
        assert token.start >= position
        assert text[token.start : token.end] == token.text
        position = token.end


# -- places ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("x = 1\ny = nobody", (2, 5, 2, 11)),
        ("'∂∂'; nobody", (1, 7, 1, 13)),
        ("'😀', nobody", (1, 6, 1, 12)),
        ("x = [1,\n  [2][5]]", (2, 3, 2, 9)),
        ("x = 1\r\ny = [0][\r\n3]", (2, 5, 3, 3)),
        ("def f():\n  return 1 // 0\nf()", (2, 10, 2, 16)),
        ("f'{nobody}'", (1, 4, 1, 10)),
        ("x = (1,\n 2", (1, 5, 1, 6)),
        ("class A:\n  pass", (1, 1, 1, 2)),
        ("for i in 5: pass", (1, 10, 1, 11)),
        ("x = 1e999", (1, 5, 1, 10)),
        ("", None),
    ],
)
def test_errors_stand_where_they_are_seen(source: str, place: tuple[int, ...] | None) -> None:
    if place is None:
        assert run(source).graph is None
    else:
        assert refused(source)[1:] == place


@given(st.text(max_size=80), st.integers(0, 79))
def test_offsets_become_places_in_the_text(text: str, offset: int) -> None:
    if offset < len(text):
        place = Places(text).at(offset)
        before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
        # An offset between \r and \n belongs to the line that they end.
        if text[offset - 1 : offset + 1] != "\r\n":
            assert place.line == before.count("\n") + 1
            assert place.column == len(before) - (before.rfind("\n") + 1) + 1


@pytest.mark.parametrize(
    ("source", "code"),
    [("x = '\ud800'", "syntax-error"), ("x\0 = 1", "syntax-error"), ("'\\ud800'", "wrong-value"),
     ("ﬁ = 1", "unsupported"), ("é = 1", "unsupported"), ("a" * 65 + " = 1", "unsupported"),
     ("9" * 5_000, "number-out-of-range"), ("0x" + "f" * 300, "number-out-of-range"),
     ("1e400", "number-out-of-range"),
     ("print 3", "syntax-error"), ("f(1", "syntax-error"), ("return 1", "syntax-error"),
     ("break", "syntax-error"),
     ("if 1:\npass", "syntax-error"), ("x = = 1", "syntax-error")],
)  # fmt: skip
def test_texts_that_are_no_programs(source: str, code: str) -> None:
    found = refused(source)
    assert found[0] == code
    assert found[1] == 1 or source.startswith("if")


def test_a_byte_order_mark_is_no_letter() -> None:
    assert run("\ufeff2 + 3").result == "5"
