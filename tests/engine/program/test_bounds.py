"""Every budget has an error of its own, with its place; nothing gets out of the language."""

from __future__ import annotations

import random
import threading
import time
import tracemalloc

import pytest

from engine.errors import EngineError, LimitError, ProgramError
from engine.labels import CATALOGUE
from engine.program import Limits, run

# Time enough for every other budget to strike first, on whatever machine.
ROOM = Limits(seconds=600.0)
GROWN = "x = [1]\nwhile True:\n  x = x + x"


@pytest.mark.parametrize(
    ("source", "limit"),
    [
        ("#" * 20_001, "text"),
        ("-" * 50_000 + "1", "text"),
        ("while True: pass", "turns"),
        ("for i in range(10**9): pass", "turns"),
        ("sum(i for i in range(10**9))", "turns"),
        ("any(map(lambda i: False, range(10**9)))", "turns"),
        ("x = []\nwhile True: x.append(1)", "turns"),
        (GROWN, "held"),
        ("x = 'a'\nwhile True: x += x", "held"),
        ("'ab'*10**9", "held"),
        ("[0]*10**9", "held"),
        ("list(range(10**9))", "held"),
        ("f'{1:>300000000}'", "held"),
        ("f'{1.5:.300000000f}'", "held"),
        ("x = 10**6\nf'{1:{x*x}}'", "held"),
        ("'a'.ljust(10**9)", "held"),
        ("'a'.zfill(10**9)", "held"),
        ("'a'.join(['b'*1000]*100000)", "held"),
        ("('a'*1000).replace('a', 'b'*10000)", "held"),
        ("x = []\nx[0:0] = range(10**9)", "held"),
        ("9**9**9", "integer_bits"),
        ("x = 2\nfor i in range(24): x = x*x", "integer_bits"),
        ("1 << 10**9", "integer_bits"),
        ("pow(10, 10**8)", "integer_bits"),
        ("int('1'*10000)", "integer_bits"),
        ("def f(n): return f(n + 1)\nf(0)", "depth"),
        ("f = lambda n: f(n)\nf(0)", "depth"),
        ("a = Value(1.0)\nfor i in range(400000): b = a + 1", "values"),
        ("MLP(1000, [1000, 1000])", "values"),
        ("a = Value(1.0)\nfor i in range(120000): a = a.tanh()", "nodes"),
    ],
)
def test_each_budget_says_so_by_name(source: str, limit: str) -> None:
    with pytest.raises(LimitError) as caught:
        run(source, limits=ROOM)
    assert caught.value.limit == limit
    assert caught.value.value == Limits().catalogue()[limit]["value"]
    assert caught.value.code == "limit-exceeded"
    if limit != "nodes":  # a graph as a whole has no place
        assert caught.value.line is not None


@pytest.mark.parametrize(
    ("source", "limit"),
    [
        ("Value(1.0, 'x' * 201)", "label"),
        ("a = Value(1.0)\na.label = 'x' * 201", "label"),
        ("Value(1.0, '', 'x' * 1001)", "group"),
        ("Value(1.0, '', 'a/' * 400000)", "group"),
        ("Value(1.0, group='a/' * 50 + 'a')", "group_levels"),
        ("Value(1.0, group='/' * 50)", "group_levels"),
    ],
)
def test_names_have_an_end(source: str, limit: str) -> None:
    with pytest.raises(LimitError) as caught:
        run(source, limits=ROOM)
    assert (caught.value.limit, caught.value.value) == (limit, CATALOGUE[limit][0])
    assert caught.value.line == source.count("\n") + 1


def test_the_longest_names_are_taken() -> None:
    path = "/".join(["g" * 19] * 50)
    made = run(f"Value(1.0, {'x' * 200!r}, {path!r})").graph
    assert made is not None
    assert (made.labels, made.groups) == (("x" * 200,), (path,))


def test_a_list_that_stands_in_another_many_times_is_looked_through_once() -> None:
    begin = time.thread_time()
    made = run("a = Value(1.0)\nrow = [0, a] * 10000\nL = [row] * 20000\na", limits=ROOM)
    assert time.thread_time() - begin < 5.0  # some 0.01 s; computing each row again takes a minute
    assert made.held == (("row", (0,)), ("L", (0,)))


def test_what_is_gathered_after_a_run_has_a_budget() -> None:
    names = "".join(f"A{i} = [r]\n" for i in range(200))
    source = f"r = [Value(1.0) for i in range(900)]\ns = sum(r)\n{names}s"
    with pytest.raises(LimitError) as caught:
        run(source, limits=Limits(held=150_000, seconds=600.0))
    assert (caught.value.limit, caught.value.line) == ("held", 203)
    assert len(run(source).held) == 201


def test_many_leaves_of_one_label_are_told_apart_in_one_go() -> None:
    names = "".join(f"b{i} = Value(1, 'a')\n" for i in range(900))
    source = f"s = sum([Value(1.0, 'a') for i in range(50000)])\n{names}s"
    begin = time.thread_time()
    made = run(source, limits=ROOM)
    assert time.thread_time() - begin < 6.0  # some 0.5 s; from the first number for each 10 s
    assert made.loose[0] == "a#50001"
    assert made.loose[-1] == "a#50900"


def test_the_time_of_a_program_is_its_threads_own() -> None:
    with pytest.raises(LimitError) as caught:
        run("while True: pass", limits=Limits(turns=10**9, seconds=0.05))
    assert caught.value.limit == "seconds"
    assert caught.value.line == 1


def test_what_is_refused_is_not_made_first() -> None:
    tracemalloc.start()
    try:
        for source in ("'ab'*10**9", "[0]*10**9", "f'{1:>300000000}'", GROWN, "9**9**9"):
            with pytest.raises(LimitError):
                run(source, limits=ROOM)
        assert tracemalloc.get_traced_memory()[1] < 64 * 1024 * 1024
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("depth", [1, 50, 180, 195])
def test_calls_may_nest_in_a_default_thread(depth: int) -> None:
    source = f"def f(n):\n  return [0 if n == 0 else 1 + f(n - 1)][0]\nf({depth})"
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(run(source).result))
    thread.start()
    thread.join()
    assert found == [str(depth)]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("().__class__", "unknown-attribute"),
        ("().__class__.__bases__[0].__subclasses__()", "unknown-attribute"),
        ("Value.__init__", "unknown-attribute"),
        ("a = Value(1.0)\na.__dict__", "unknown-attribute"),
        ("(lambda: 0).__globals__", "unknown-attribute"),
        ("'{0.__class__}'.format(1)", "unknown-attribute"),
        ("'{x}'.format_map({})", "unknown-attribute"),
        ("import math\nmath.__loader__", "unknown-attribute"),
        ("import math\nmath.comb(10**6, 5*10**5)", "unknown-attribute"),
        ("import os", "unsupported"),
        ("from os import path", "unsupported"),
        ("__import__('os')", "unknown-name"),
        ("eval('1')", "unsupported"),
        ("exec('1')", "unsupported"),
        ("open('x')", "unsupported"),
        ("getattr(1, 'a')", "unsupported"),
        ("globals()", "unsupported"),
        ("try:\n  1\nexcept: 2", "unsupported"),
        ("with x: pass", "unsupported"),
        ("class A: pass", "needs-sandbox"),
        ("async def f(): pass", "unsupported"),
        ("def f(): yield 1", "unsupported"),
        ("del x", "unsupported"),
        ("b'x'", "unsupported"),
        ("1j", "unsupported"),
        ("ﬁ = 1", "unsupported"),
        ("x" * 65 + " = 1", "unsupported"),
        ("'%s' % 1", "wrong-type"),
        ("a = Value(1.0)\nif a: pass", "wrong-type"),
        ("a = Value(1.0)\na < 2", "wrong-type"),
        ("a = Value(1.0)\nfloat(a)", "wrong-type"),
        ("a = Value(1.0)\nint(a)", "wrong-type"),
        ("a = Value(1.0)\nround(a)", "wrong-type"),
        ("a = Value(1.0)\nsorted([a, a])", "wrong-type"),
        ("a = Value(1.0)\nsorted([a])", "wrong-type"),
        ("a = Value(1.0)\nnot a", "wrong-type"),
        ("a = Value(1.0)\na.data = 'x'", "wrong-type"),
        ("7 // 0", "wrong-value"),
        ("7 % 0", "wrong-value"),
        ("7.0 // 0.0", "wrong-value"),
        ("[][0]", "wrong-value"),
        ("{}['a']", "wrong-value"),
        ("Value(1.0) * (2**1023 + (2**1023 - 1))", "number-out-of-range"),
        ("x = 1e400", "number-out-of-range"),
        ("1" * 5000, "number-out-of-range"),
        ("a = = 2", "syntax-error"),
        ("(" * 3000, "syntax-error"),
        ("-" * 15_000 + "1", "syntax-error"),
        ("x = " + "[" * 300 + "]" * 300, "syntax-error"),
        ("a\x00b", "syntax-error"),
        ("'a", "syntax-error"),
        ("  x = 1\ny = 2", "syntax-error"),
        ("  x = 1\nelse:\n  y = 2", "syntax-error"),
        ("  x = 1\n    y = 2", "syntax-error"),
        ("    x = 1\n  y = 2", "syntax-error"),
        ("return 1", "syntax-error"),
        ("break", "syntax-error"),
        ("a + ", "syntax-error"),
        ("x = '\ud800'", "syntax-error"),
        ("x = '\\ud800'", "wrong-value"),
        ("assert 1 == 2", "assertion-failed"),
    ],
)
def test_what_is_outside_the_language_has_a_code_and_a_place(source: str, code: str) -> None:
    with pytest.raises(ProgramError) as caught:
        run(source)
    error = caught.value
    assert error.code == code, error.message
    assert error.line is not None
    assert error.column is not None
    assert error.end_column is not None
    assert 1 <= error.line <= source.count("\n") + 1
    assert error.message.endswith((".", "!", "?"))


@pytest.mark.parametrize(
    "source",
    [
        "a = Value(1.0)\nif a: pass",
        "a = Value(1.0)\na < 2",
        "a = Value(1.0)\nfloat(a)",
        "a = Value(1.0)\nround(a)",
    ],
)
def test_a_value_is_no_number_and_the_hint_says_data(source: str) -> None:
    with pytest.raises(ProgramError) as caught:
        run(source)
    assert ".data" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("a = Value(−2.0)", "`-`"),
        ("b = 2×3", "`*`"),
        ("x = “a”", '`"`'),
        ("a = Value(1)\u00a0", "a plain space"),
        (">>> a = Value(2.0)", "prompts"),
        ("```python\na = 1\n```", "fences"),
    ],
)
def test_what_was_copied_along_is_told(source: str, hint: str) -> None:
    with pytest.raises(ProgramError) as caught:
        run(source)
    assert caught.value.code == "syntax-error"
    assert hint in (caught.value.hint or "")


def test_an_unknown_name_lists_all_and_offers_the_nearest() -> None:
    with pytest.raises(ProgramError) as caught:
        run("a = Value(2.0)\ncount = Value(1.0)\nd = cuont * a")
    error = caught.value
    assert (error.code, error.line, error.column, error.end_column) == ("unknown-name", 3, 5, 10)
    assert error.names == ("cuont",)
    assert "`count`" in (error.hint or "")
    assert "`values`" in (error.hint or "")
    with pytest.raises(ProgramError) as caught:
        run("(a*b + c)*f", values={"a": 1.0})
    assert caught.value.names == ("b", "c", "f")


def test_columns_count_code_points() -> None:
    with pytest.raises(ProgramError) as caught:
        run("s = '😀é'; zz + 1")
    assert (caught.value.column, caught.value.end_column) == (11, 13)


def test_threads_run_programs_side_by_side() -> None:
    def source(k: int) -> str:
        return (
            f"random.seed({k})\nn = MLP(2, [3, 1])\nfor i in range(15):\n"
            f"  loss = (n([1.0, 2.0]) - {k})**2\n  n.zero_grad()\n  loss.backward()\n"
            "  for p in n.parameters(): p.data -= 0.01*p.grad\nloss"
        )

    alone = [run(source(k)).result for k in range(8)]
    found: dict[int, object] = {}

    def work(k: int) -> None:
        for _ in range(3):
            found[k] = run(source(k)).result

    threads = [threading.Thread(target=work, args=(k,)) for k in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[k] for k in range(8)] == alone


def test_random_text_never_escapes_the_errors() -> None:
    rng = random.Random(7)
    words = (
        *(
            "a b Value ( ) [ ] { } , . : ; = + - * / ** // % < > == if else for in while def return lambda"
        ).split(),
        *(
            "print sum range 1 2.5 'x' f'{a}' data grad backward MLP label _prev _op not and or is None"
        ).split(),
        *("\n", "\n  ", "\t"),
    )
    outcomes = set()
    for _ in range(1500):
        text = " ".join(rng.choice(words) for _ in range(rng.randint(1, 14)))
        try:
            run(text, limits=Limits(turns=2_000, seconds=0.5))
            outcomes.add("ran")
        except EngineError as error:
            outcomes.add(error.code)
    assert {"ran", "syntax-error"} <= outcomes
