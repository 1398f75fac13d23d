"""Names that hold no Value, as far as the text says: never one that may hold one."""

import ast

import pytest

from app.sandbox.child.instrument import engines
from app.sandbox.child.instrument.plain import Plain, is_open, plain_names
from app.sandbox.child.instrument.statements import Statements
from engine.scoping.scopes import Scopes


def names(text: str) -> set[str]:
    body = ast.parse(text).body
    return set() if is_open(body) else set(plain_names(body, Plain()).names)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("total = 0\nfor i in range(9):\n    total = total + i", {"total", "i"}),
        ("k = 0\nwhile k < 9:\n    k += 1", {"k"}),
        ("a, b = 1, 2.0\na, b = b, a", {"a", "b"}),
        ("import math\nx = math.sin(1.0) + abs(-2)", {"x"}),
        ("import time\nbegun = time.time()\nlate = time.time() - begun > 3", {"begun", "late"}),
        ("for i, x in enumerate(xs):\n    n = i * 2", {"i", "n"}),
        ("n = len(xs)\nname = f'{v}'\nm = n if n else -n", {"n", "name", "m"}),
        ("x = 0\ndef f():\n    x = v", {"x"}),
        ("import random\nrandom.seed(1)\nr = random.uniform(-1, 1)", {"r"}),
    ],
)
def test_numbers_and_the_like_are_plain(text: str, expected: set[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "x = v",
        "x = 0\nx = v * 2",
        "x = 0\nx += v",
        "x = 0\nfor x in xs: pass",
        "x = 0\nfor i, x in enumerate(xs): pass",
        "x = 0\ndef f():\n    global x\n    x = v",
        "x = 0\nwith v as x: pass",
        "x = 0\nimport x",
        "x = 0\nfrom m import v as x",
        "x = 0\nfrom m import *",
        "x = 0\ndef x(): pass",
        "x = 0\nclass x: pass",
        "x = 0\n[(x := v) for v in vs]",
        "x = 0\nprint(x := v)",
        "x = 0\n(x, y) = vs",
        "x = 0\n*x, y = vs",
        "x = 0\nmatch v:\n    case x: pass",
        "x = 0\nmatch v:\n    case [*x]: pass",
        "x = 0\nmatch v:\n    case {**x}: pass",
        "x = 0\ntry: pass\nexcept E as x: pass",
        "x = [0.0]",
        "x = max(v, 1)",
        "x = float(1)\ndef float(y): return v",
        "def range(n): return vs\nfor x in range(3): pass",
        "import math\nmath = v\nx = math.sin(1.0)",
        "def random(): pass\nimport random\nx = random.uniform(0, 1)",
        "import math as m\nx = m.sin(1.0)",
        "import math\nx = math.exp(v)",
        "x = 0\nexec('x = v')",
        "x = 0\nglobals()['x'] = v",
        "x = y\ny = x\ny = v",
        "x = 1 + v.data",
        "x = f(1)",
        "x = (lambda: v)()",
        "x = 1 if a else v",
    ],
)
def test_what_may_be_a_value_is_not_plain(text: str) -> None:
    assert "x" not in names(text)


def test_a_function_s_own_names_hide_those_around_it() -> None:
    tree = ast.parse("x = 0\ny = 1\ndef f(x, z=2):\n    w = y + 1\n    u = x\n    y2 = z")
    outer = plain_names(tree.body, Plain())
    function = tree.body[2]
    assert isinstance(function, ast.FunctionDef)
    assert plain_names(function.body, outer, function.args).names == {"y", "w"}


def test_inside_a_class_its_names_are_not_looked_into() -> None:
    tree = ast.parse("x = 0\ny = 1\nclass A:\n    x = v")
    (kind,) = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    assert plain_names(tree.body, Plain()).without(kind.body).names == {"y"}


def test_a_long_chain_of_names_is_given_up_and_a_long_sum_is_read() -> None:
    chain = "\n".join(f"x{k} = x{k + 1}" for k in range(3_000)) + "\nx3000 = v"
    assert names(chain) == set()
    assert names("x = " + " + ".join(["1"] * 900)) == {"x"}


LOOPS = """v = Value(2.0)
total = 0
for i in range(10):
    total = total + i * 2
def count(n):
    k = 0
    while k < 9:
        k += 1
    return k
"""


def test_loops_of_numbers_are_compiled_as_they_are_written() -> None:
    body = ast.parse(LOOPS).body
    made = Statements(engines.find(body), Scopes(), {}, None, scoped=True, holds=True).rewrite(body)
    text = ast.unparse(ast.Module(made, []))
    assert text.endswith(ast.unparse(ast.parse(LOOPS)).partition("v = Value(2.0)")[2])
    assert text != ast.unparse(ast.parse(LOOPS))  # `v` gets its label
