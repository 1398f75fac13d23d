"""Where the language is Python, CPython itself is asked."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import ProgramError
from engine.program import run
from engine.program.attributes import VALUE_METHODS
from engine.program.containers import METHODS as CONTAINERS
from engine.program.sets import Set
from engine.program.texts import METHODS as TEXTS

# -- random programs ---------------------------------------------------------------------------------------

NUMBERS = st.one_of(
    st.integers(-20, 20), st.floats(-1e6, 1e6, allow_nan=False), st.sampled_from([0.0, 0.5, 1e300, True])
).map(repr)
WORDS = st.text("abc ", max_size=4).map(repr)


def _number(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = st.sampled_from(["+", "-", "*", "//", "%"])
    comparisons = st.sampled_from(["<", "<=", "==", "!=", ">", ">="])
    return st.one_of(
        st.tuples(inner, operators, inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(inner, comparisons, inner, comparisons, inner).map(lambda t: f"({' '.join(t)})"),
        st.tuples(inner, inner, inner).map(lambda t: f"({t[0]} if {t[1]} else {t[2]})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda t: f"({' '.join(t)})"),
        inner.map(lambda t: f"(-{t})"),
        inner.map(lambda t: f"abs({t})"),
        st.lists(inner, min_size=1, max_size=3).map(lambda t: f"max([{', '.join(t)}])"),
        st.lists(inner, max_size=3).map(lambda t: f"len([{', '.join(t)}])"),
    )


def _row(any_row: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    # Some of these write their row several times, so that a deep one would grow without end.
    inner = any_row.filter(lambda text: len(text) < 150)
    bound = st.one_of(st.just(""), st.integers(-4, 4).map(str))
    return st.one_of(
        st.tuples(inner, inner).map(lambda t: f"({t[0]} + {t[1]})"),
        st.tuples(inner, st.integers(-1, 3)).map(lambda t: f"({t[0]} * {t[1]})"),
        st.tuples(inner, bound, bound).map(lambda t: f"{t[0]}[{t[1]}:{t[2]}]"),
        inner.map(lambda t: f"{t}[::-1]"),
        inner.map(lambda t: f"[(i, x) for i, x in enumerate({t}) if i % 2 == 0]"),
        inner.map(lambda t: f"list(zip({t}, range(3)))"),
        inner.map(lambda t: f"list(reversed({t}))"),
        inner.map(lambda t: f"sorted({t}, key=lambda x: str(x))"),
        inner.map(lambda t: f"list(map(repr, {t}))"),
        inner.map(lambda t: f"[x for row in [{t}, {t}] for x in row]"),
        inner.map(lambda t: f"[3, *{t}, None]"),
        inner.map(lambda t: f"[len({t}), {t} == {t}, {t} in [{t}]]"),
        inner.map(lambda t: f"[f'{{x!r:>6}}' for x in {t}]"),
    )


ARITHMETIC = st.recursive(NUMBERS, _number, max_leaves=12)
ROWS = st.recursive(
    st.lists(st.one_of(NUMBERS, WORDS), max_size=4).map(lambda t: f"[{', '.join(t)}]"), _row, max_leaves=6
)


def agree(expression: str) -> None:
    """Both give the same text, or both refuse."""
    try:
        wanted = repr(eval(expression))  # noqa: S307  # the oracle, on texts made here
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        with pytest.raises(ProgramError):
            run(expression)
        return
    assert run(expression).result == wanted[:10_000]


@settings(max_examples=150, deadline=None)
@given(ARITHMETIC)
def test_arithmetic_is_pythons(expression: str) -> None:
    agree(expression)


@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_lists_are_pythons(expression: str) -> None:
    agree(expression)


# -- every method of texts and containers ------------------------------------------------------------------

METHOD_CALLS: dict[tuple[type, str], str] = {
    (str, "upper"): "'aß'.upper()", (str, "lower"): "'AÉ'.lower()", (str, "title"): "'a b'.title()",
    (str, "capitalize"): "'ab'.capitalize()", (str, "swapcase"): "'aB'.swapcase()",
    (str, "strip"): "' a '.strip(), 'xax'.strip('x')", (str, "lstrip"): "' a '.lstrip()",
    (str, "rstrip"): "' a '.rstrip()", (str, "split"): "' a  b '.split(), 'a,b,c'.split(',', 1)",
    (str, "splitlines"): "'a\\nb'.splitlines()", (str, "join"): "', '.join(x for x in 'abc')",
    (str, "replace"): "'aaa'.replace('a', 'b', 2), 'ab'.replace('', '-')", (str, "find"): "'abc'.find('c')",
    (str, "rfind"): "'aba'.rfind('a')", (str, "index"): "'abc'.index('b')",
    (str, "count"): "'aba'.count('a')",
    (str, "startswith"): "'abc'.startswith('a'), 'b'.startswith(('a', 'b'))",
    (str, "endswith"): "'abc'.endswith('a')", (str, "ljust"): "'a'.ljust(3, '.')",
    (str, "rjust"): "'a'.rjust(3)", (str, "center"): "'a'.center(4, '*')", (str, "zfill"): "'-7'.zfill(4)",
    (str, "isdigit"): "'7'.isdigit()",
    (str, "isalpha"): "'7'.isalpha()", (str, "isalnum"): "'a7'.isalnum()", (str, "isspace"): "' '.isspace()",
    (str, "isupper"): "'A'.isupper()", (str, "islower"): "'A'.islower()",
    (list, "append"): "[x := [1], x.append(2), x]", (list, "extend"): "[x := [1], x.extend((2, 3)), x]",
    (list, "insert"): "[x := [1], x.insert(0, 2), x.insert(-9**9, 3), x.insert(10**9, 4), x][4]",
    (list, "pop"): "[x := [1, 2, 3], x.pop(), x.pop(0), x]",
    (list, "remove"): "[x := [1, 2], x.remove(1.0), x]",
    (list, "reverse"): "[x := [1, 2], x.reverse(), x]", (list, "clear"): "[x := [1, 2], x.clear(), x]",
    (list, "sort"): "[x := [3, 1, 2], x.sort(key=lambda v: -v, reverse=True), x]",
    (list, "copy"): "[x := [1], x.copy() is x, x.copy()]", (list, "index"): "[1, 2].index(2)",
    (list, "count"): "[1, 2, 1].count(1)", (tuple, "index"): "(1, 2).index(2)",
    (tuple, "count"): "(1, 1).count(1)", (dict, "get"): "{1: 2}.get(1), {}.get(1), {}.get(1, 3)",
    (dict, "setdefault"): "[d := {}, d.setdefault('a', []).append(1), d]",
    (dict, "keys"): "list({1: 2}.keys())", (dict, "values"): "list({1: 2}.values())",
    (dict, "items"): "list({1: 2}.items())", (dict, "pop"): "[d := {1: 2}, d.pop(1), d.pop(1, 5), d]",
    (dict, "popitem"): "[d := {1: 2, 3: 4}, d.popitem(), d]",
    (dict, "update"): "[d := {1: 2}, d.update({3: 4}, a=5), d.update([(1, 9)]), d]",
    (dict, "clear"): "[d := {1: 2}, d.clear(), d]", (dict, "copy"): "{1: 2}.copy()",
    (Set, "add"): "[s := set(), s.add(1), s.add(True), s]", (Set, "discard"): "[s := {1}, s.discard(2), s]",
    (Set, "remove"): "[s := {1, 2}, s.remove(1), s]", (Set, "pop"): "[s := {1}, s.pop(), s]",
    (Set, "update"): "[s := {1}, s.update([1, 2], (1,)), s]", (Set, "clear"): "[s := {1}, s.clear(), s]",
    (Set, "copy"): "{1}.copy()", (Set, "union"): "{1}.union([2], [3])",
    (Set, "intersection"): "{1, 2}.intersection([2, 3])", (Set, "difference"): "{1, 2}.difference([2])",
    (Set, "symmetric_difference"): "{1, 2}.symmetric_difference([2, 3])",
    (Set, "issubset"): "{1}.issubset([1, 2])", (Set, "issuperset"): "{1}.issuperset([1, 2])",
    (Set, "isdisjoint"): "{1}.isdisjoint([2])",
}  # fmt: skip


def test_every_method_is_called_below() -> None:
    offered: set[tuple[type, str]] = {(str, name) for name in TEXTS}
    offered |= {(which, name) for which, methods in CONTAINERS.items() for name in methods}
    assert offered == set(METHOD_CALLS)


@pytest.mark.parametrize("expression", METHOD_CALLS.values(), ids=lambda text: text[:30])
def test_methods_are_pythons(expression: str) -> None:
    agree(expression)


@pytest.mark.filterwarnings("ignore:Bitwise inversion")  # Python's own on ~True, from 3.12 on
@pytest.mark.parametrize(
    "expression",
    [
        "{1, 2} | {3}", "{1, 2} & {2}", "{1, 2} - {2}", "{1, 2} ^ {2, 3}", "{1} < {1, 2}", "{1} >= {1, 2}",
        "{1: 2} | {3: 4}", "7 & 3, 7 | 8, 7 ^ 2, 1 << 4, 256 >> 3, ~5", "True + True, -True, +False, ~True",
        "10**30 % 7, -7 // 2.0, 7.5 % -2, divmod(7.5, 2)", "pow(3, 20, 7), pow(2, -1, 7), pow(2, 0.5)",
        "1.5 in range(3), 2.0 in range(3), 2 in range(0, 9, 3), range(3) == range(0, 3, 1)",
        "len(range(10, 0, -3)), range(10)[2:5], list(range(10)[::-4])",
        "[1, [2, (3, {'a': None})]], (1,), (), {}, set(), {'k': {1}}, [x := [], x.append(x), x]",
        "[(1, 'b'), (1, 'a')] < [(1, 'b'), (2,)], (1, 2) == [1, 2], 'a' < 'b' <= 'b'",
        "round(2.675, 2), round(-0.5), round(1234, -2), round(1e300, 5), round(7)",
        "int('  -12 '), int(-2.7), float(' 1e-3 '), float('inf'), str(True), bool('')",
        "max('b', 'a'), min([3], [1, 2]), max([1, 2, 3], key=lambda x: -x), min([], default=4)",
        "f'{1234567.891:,.2f}|{0.25:.0%}|{255:#x}|{7:08b}|{-3:+d}|{\"a\":*^5}|{1/3!r}|{2:{3}}|{\"é\"!a}'",
        "(lambda *a, k=1, **o: (a, k, o))(1, 2, k=3, z=4), (lambda a, /, b: (a, b))(1, b=2)",
        "[(x, y) for x in range(3) for y in range(x) if x > 1], {x % 2 for x in range(4)}",
        "list(filter(None, [0, 1, '', 'a'])), list(zip(*[(1, 2), (3, 4)])), dict([('a', 1)], b=2)",
        "isinstance(True, int), isinstance(1.0, (int, float)), isinstance([], list), isinstance({1}, set)",
    ],
)  # fmt: skip
def test_expressions_are_pythons(expression: str) -> None:
    agree(expression)


@pytest.mark.parametrize(
    "expression",
    ["[1][1]", "{}['a']", "[].pop()", "{}.pop(1)", "[1].remove(2)", "'a'.index('b')", "int('x')", "max([])",
     "(1, 2)[0:1:0]", "[1] + (1,)", "'a' * 'b'", "{[1]}", "{}[{}]", "1 < 'a'", "len(1)", "sorted([1, 'a'])",
     "round('a')", "sum(['a'])", "'a' in 5", "1 in 'a'", "list(5)", "set([[]])", "dict([1])", "range(1.0)",
     "range(1, 2, 0)", "(lambda a: a)()", "(lambda: 1)(2)", "len([], [])", "print(1, zep=2)", "abs('a')"],
)  # fmt: skip
def test_what_python_refuses_is_refused_with_a_place(expression: str) -> None:
    with pytest.raises((TypeError, ValueError, LookupError)):
        eval(expression)  # noqa: S307  # the oracle, on texts written above
    with pytest.raises(ProgramError) as caught:
        run(expression)
    assert caught.value.code in ("wrong-type", "wrong-value")
    assert caught.value.line == 1
    assert caught.value.column is not None


# -- what Python leaves open is the same every time --------------------------------------------------------


def test_the_order_of_sets_does_not_follow_the_processs_hash_seed() -> None:
    program = "print({c for c in 'lecture'}, set([Value(1.0), Value(2.0)]), set('ba') | set('dc'))"
    code = f"from engine.program import run; print(run({program!r}).printed)"
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert told == {
        "{'l', 'e', 'c', 't', 'u', 'r'} {Value(data=1.0), Value(data=2.0)} {'b', 'a', 'd', 'c'}\n\n"
    }


def test_random_numbers_are_cpythons() -> None:
    import random

    random.seed(1337)
    wanted: list[Any] = [random.random(), random.gauss(0, 1), random.randint(1, 6), random.choice("abc")]
    row = [1, 2, 3, 4]
    random.shuffle(row)
    source = (
        "random.seed(1337)\nx = [1, 2, 3, 4]\n"
        "[random.random(), random.gauss(0, 1), random.randint(1, 6), random.choice('abc'),"
        " random.shuffle(x), x]"
    )
    assert run(source).result == repr([*wanted, None, row])


# -- functions of numbers and of Values --------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["exp", "log", "log1p", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh",
     "erf", "expm1", "log2", "log10", "fabs", "degrees", "radians", "asinh", "erfc", "floor", "ceil",
     "trunc", "isnan"],
)  # fmt: skip
def test_math_is_pythons(name: str) -> None:
    assert run(f"import math\nmath.{name}(0.5)").result == repr(getattr(math, name)(0.5))


@pytest.mark.parametrize("word", sorted(set(VALUE_METHODS) - {"backward", "_backward"}))
def test_every_op_is_a_method_and_a_function(word: str) -> None:
    argument = "2.0" if word in ("max", "min", "maximum", "minimum") else ""
    method = run(f"x = Value(0.5)\nx.{word}({argument})")
    function = run(f"x = Value(0.5)\n{word}(x{', ' + argument if argument else ''})")
    assert method.graph is not None
    assert function.graph is not None
    assert method.frame.data == function.frame.data
    assert method.graph.ops == function.graph.ops


def test_math_on_values_makes_ops() -> None:
    done = run("x = Value(0.5)\nmath.tanh(x) + math.pow(x, 2) + math.log(x, 10) + math.fabs(x)")
    assert done.graph is not None
    assert {op.name for op in done.graph.ops} >= {"tanh", "pow", "log", "abs", "div"}


def test_sum_of_values_is_one_op_and_of_lists_is_a_list() -> None:
    done = run("sum([Value(1.0), Value(2.0), 3.5])")
    assert done.graph is not None
    assert [op.name for op in done.graph.ops] == ["leaf", "leaf", "constant", "sum"]
    assert run("sum([[1], [2]], [])").result == "[1, 2]"


@pytest.mark.parametrize(
    ("expression", "result"), [("'' * 10**300", "''"), ("[] * -10**300", "[]"), ("10**200 * ()", "()")]
)
def test_nothing_repeated_is_nothing(expression: str, result: str) -> None:
    assert run(expression).result == result


@pytest.mark.parametrize("expression", ["{}[1:2]", "{1: 2}[:]", "5[1:2]", "{1}[0]", "[1]['a':]"])
def test_only_rows_have_slices(expression: str) -> None:
    with pytest.raises(ProgramError) as caught:
        run(expression)
    assert caught.value.code == "wrong-type"
