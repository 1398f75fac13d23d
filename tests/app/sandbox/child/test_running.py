"""Programs run as Python: their graph, and what is read of it."""

from __future__ import annotations

import math

import pytest

from app.sandbox.child.running import run_python
from app.sandbox.events import Event, Passed, Printed
from app.sandbox.job import Job, JobLimits
from engine.errors import LimitError, ProgramError, UnknownNodeError
from tests.app.conftest import LECTURE
from tests.app.sandbox.child.running import ENGINE, LINES, ran

PASSED = LECTURE + "\nL.backward()\nL\n"


@pytest.mark.parametrize("source", [PASSED, ENGINE + PASSED])
def test_the_lecture_with_either_class(source: str) -> None:
    run = ran(source)
    assert run.graph is not None
    grads = dict(zip(run.graph.labels, run.frame.grad, strict=True))
    assert grads == {"a": 6.0, "b": -4.0, "e": -2.0, "c": -2.0, "d": -2.0, "f": 4.0, "L": 1.0}
    data = dict(zip(run.graph.labels, run.frame.data, strict=True))
    assert data == {"a": 2.0, "b": -3.0, "e": -6.0, "c": 10.0, "d": 4.0, "f": -2.0, "L": -8.0}
    assert run.states == ("fresh",) * 7
    assert run.result == "Value(data=-8.0)"
    assert run.echo == 6
    above = source.count("\n") - PASSED.count("\n")
    lines = dict(zip(run.graph.labels, run.lines, strict=True))
    assert lines == {name: above + line for name, line in zip("abcedfL", (1, 2, 3, 4, 5, 6, 7), strict=True)}
    assert not run.interpreted


def test_an_own_engine_is_examined() -> None:
    run = ran(ENGINE.replace("self.grad += 1.0 * out.grad", "self.grad = 1.0 * out.grad") +
              "a = Value(3.0)\nc = a * 2.0\nb = c + a\nb.backward()\n")  # fmt: skip
    assert run.own is not None
    assert run.own.name == "Value"
    assert run.own.line == 3
    run = ran(
        ENGINE.replace("other.grad += 1.0", "other.grad = 1.0") + "a = Value(3.0)\nb = a + a\nb.backward()\n"
    )
    assert run.own is not None
    assert not run.own.agrees
    assert run.own.findings[0].method == "__add__"
    assert run.own.findings[0].file is None


def test_scopes_are_calls_and_turns_that_make_values() -> None:
    run = ran(
        "def f(x, w):\n  y = x * w\n  return y + 1\na = Value(3.0)\nfor k in range(2):\n  a = f(a, a)\na\n"
    )
    paths = [scope.path for scope in run.scopes]
    assert paths == ["", "for k[0]", "for k[0]/f[0]", "for k[1]", "for k[1]/f[0]"]
    assert [scope.line for scope in run.scopes] == [None, 5, 1, 5, 1]
    assert [scope.parent for scope in run.scopes] == [-1, 0, 1, 0, 3]


def test_errors_have_the_place_and_what_was_printed() -> None:
    with pytest.raises(ProgramError) as caught:
        ran("print('before')\ndef f(x):\n  return 1 / x\nf(0)\n")
    error = caught.value
    assert (error.code, error.line, error.column, error.end_line, error.end_column) == (
        "program-error",
        3,
        10,
        3,
        15,
    )
    assert error.message == "ZeroDivisionError: division by zero"
    assert error.exception == "ZeroDivisionError"
    assert error.printed == "before\n"


def test_names_that_nothing_binds() -> None:
    run = ran("(a*b + c)*f", values={"a": 2.0, "b": -3.0, "c": 10.0, "f": -2.0})
    assert run.result == "Value(data=-8.0)"
    assert run.reusable
    with pytest.raises(ProgramError) as caught:
        ran("x = 1\ny + z\n")
    assert caught.value.code == "unknown-name"
    assert caught.value.names == ("y", "z")
    assert caught.value.line == 2


def test_values_are_given_before_the_program_looks() -> None:
    for engine in ("", ENGINE):
        run = ran(engine + "a = Value(2.0)\nb = a * 3\nprint(a.data, b)\nb.backward()\n", values={"a": 5.0})
        assert run.printed == "5.0 Value(data=15.0)\n"
        run = ran(
            engine + "def make(x):\n  return Value(x)\na = make(2.0)\nb = a * 3\nprint(b)\n",
            values={"a": 5.0},
        )
        assert run.printed == "Value(data=15.0)\n"


def test_limits() -> None:
    with pytest.raises(LimitError) as caught:
        ran("a = Value(1.0)\nwhile True:\n  try:\n    a = a + 1\n  except Exception:\n    pass\n",
            limits=JobLimits(values=100))  # fmt: skip
    assert caught.value.limit == "values"
    assert caught.value.line == 4
    with pytest.raises(LimitError) as caught:
        ran(ENGINE + "a = Value(1.0)\nwhile True:\n  a = a + 1\n", limits=JobLimits(values=100))
    assert caught.value.limit == "values"
    assert caught.value.line == LINES + 3
    with pytest.raises(LimitError) as caught:
        ran("a = Value(1.0)\nfor k in range(50):\n  a = a + 1\n", limits=JobLimits(nodes=20))
    assert caught.value.limit == "nodes"
    with pytest.raises(LimitError) as caught:
        ran("#" * 50, limits=JobLimits(text=20))
    assert caught.value.limit == "text"
    assert ran("print('x' * 50)", limits=JobLimits(printed=20)).printed == "x" * 20


def test_events_come_while_the_program_runs() -> None:
    events: list[Event] = []
    run_python(
        Job("print('a')\nx = Value(2.0)\ny = x * x\ny.backward()\nprint('b', end='')\n"), events.append
    )
    assert [each.text for each in events if isinstance(each, Printed)] == ["a\n", "b"]
    passed = [each.record for each in events if isinstance(each, Passed)]
    assert [(each.number, each.value, each.nodes, each.line) for each in passed] == [(1, 4.0, 2, 4)]


def test_nothing_of_a_run_is_left_behind() -> None:
    import os
    import random
    import sys

    random.seed(5)
    before = (
        random.getstate(),
        sys.stdout,
        os.getcwd(),
        sys.getrecursionlimit(),
        open,
        sys.modules["__main__"],
    )
    ran("import random\nrandom.seed(1)\nprint(random.random())\n")
    assert before == (
        random.getstate(), sys.stdout, os.getcwd(), sys.getrecursionlimit(), open, sys.modules["__main__"]
    )  # fmt: skip
    assert math.tanh(0.0) == 0.0


def test_a_copied_network_is_one_of_its_own() -> None:
    run = ran("""\
import copy
from micrograd.nn import MLP
m = MLP(2, [2, 1])
n = copy.deepcopy(m)
x, y = n([1.0, 2.0]), m([1.0, 2.0])
x.backward()
print(x.data == y.data, n.parameters()[0] is m.parameters()[0], [p.grad for p in m.parameters()].count(0.0))
x
""")
    assert run.printed == "True False 9\n"
    assert run.graph is not None
    assert run.frame.grad[-1] == 1.0
    assert "leaf" in [op.name for op in run.graph.ops]


def test_a_subclass_of_our_value() -> None:
    run = ran("""\
from micrograd.engine import Value
class V(Value):
  def double(self): return self * 2
a = V(3.0)
b = a.double()
b.backward()
print(type(b).__name__, b, a.grad, a.label)
""")
    assert run.printed == "V Value(data=6.0) 2.0 a\n"
    assert run.own is None
    assert run.reusable is False


def test_a_set_of_values_keeps_its_order() -> None:
    source = (
        "s = {Value(float(k)) for k in range(20)}\nprint([v.data for v in s] == sorted(v.data for v in s))\n"
    )
    assert ran(source).printed == "True\n"


def test_lists_are_told_with_their_scope() -> None:
    run = ran("""\
def linear(x, w):
  out = [sum(a * b for a, b in zip(x, row)) for row in w]
  return out
w = [[Value(1.0), Value(2.0)], [Value(3.0), Value(4.0)]]
x = [Value(5.0), Value(6.0)]
q = linear(x, w)
loss = q[0] * q[1]
""")
    lists = {
        (scope.path, each.name): (each.shape, each.nodes) for scope in run.scopes for each in scope.lists
    }
    assert set(lists) == {("", "w"), ("", "x"), ("", "q"), ("linear[0]", "out")}
    assert lists["", "w"][0] == (2, 2)
    assert lists["", "q"] == ((2,), lists["linear[0]", "out"][1])
    assert [run.frame.data[node] for node in lists["", "w"][1]] == [1.0, 2.0, 3.0, 4.0]


def test_lists_are_known_by_the_attribute_that_holds_them() -> None:
    run = ran("""\
class Layer:
  def __init__(self, n):
    self.w = [Value(float(k)) for k in range(n)]
    self.b: list = [Value(0.5)]
    self.size = n
  def __call__(self, x):
    self.out = {"pre": [a * x for a in self.w]}
    return sum(self.out["pre"]) + self.b[0]
layer = Layer(3)
y = layer(Value(2.0))
""")
    lists = {(scope.path, each.name): each.shape for scope in run.scopes for each in scope.lists}
    assert lists == {
        ("Layer.__init__[0]", "w"): (3,),
        ("Layer.__init__[0]", "b"): (1,),
        ("Layer.__call__[0]", "pre"): (3,),
    }


def test_setting_an_attribute_or_a_key_calls_nothing_twice() -> None:
    run = ran("""\
class Odd:
  def __setattr__(self, name, thing):
    print("set", name)
    object.__setattr__(self, name, thing)
  def __getattribute__(self, name):
    print("get", name)
    return object.__getattribute__(self, name)
class Keys(dict):
  def __setitem__(self, key, thing):
    print("key", key)
  def __getitem__(self, key):
    print("read", key)
odd, keys, key = Odd(), Keys(), "k"
odd.a = odd.b = [Value(1.0)]
keys[key] = [1]
keys[f"{key}2"] = (2,)
""")
    assert run.printed == "set a\nset b\nkey k\nkey k2\n"


def test_an_object_whose_end_is_told_ends_when_it_would() -> None:
    run = ran("""\
class Told:
  def __del__(self):
    print("gone")
class Holder:
  pass
def f():
  xs = []
  xs.append(Told())
  h = Holder()
  h.ys = [Told()]
f()
print("after")
a = Value(1.0)
""")
    assert run.printed == "gone\ngone\nafter\n"


def test_the_chosen_output() -> None:
    for engine in ("", ENGINE):
        source = engine + "a = Value(2.0)\nb = a * 3\nc = b + a\nc.backward()\n"
        for output, label in (("b", "b"), ("c", "c"), (None, "c"), ("n0", "a")):
            run = ran(source, output=output)
            assert run.graph is not None
            assert run.graph.labels[-1] == label
        with pytest.raises(UnknownNodeError):
            ran(source, output="zz")
