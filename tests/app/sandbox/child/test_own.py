"""What is noted of a program's own engine: where each object was made, by whom, and what it was called."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.sandbox.child.own import Own
from app.sandbox.child.running import run_python
from app.sandbox.job import Job, JobLimits
from engine.errors import LeafError, LimitError
from engine.foreign.journal import Journal, Made
from tests.app.sandbox.child.running import ENGINE, LINES, ORDERED, cpython, ran

# The beginning of a class in as many ways of making objects; each ends where its operators begin.
MAKING = {
    "plain": """\
class V:
  def __init__(self, data, prev=()):
    self.data = data; self.grad = 0.0; self.prev = prev
""",
    "docstring and return": """\
class V:
  def __init__(self, data, prev=()):
    '''An object.'''
    self.data = data; self.grad = 0.0; self.prev = prev
    if not prev:
      return
    self.prev = tuple(prev)
""",
    "slots": """\
class V:
  __slots__ = ('data', 'grad', 'prev')
  def __init__(self, data, prev=()):
    self.data = data; self.grad = 0.0; self.prev = prev
""",
    "inherited": """\
class Base:
  def __init__(self, data, prev=()):
    self.data = data; self.grad = 0.0; self.prev = prev
class V(Base):
""",
    "dataclass": """\
from dataclasses import dataclass
@dataclass(eq=False)
class V:
  data: float
  prev: tuple = ()
  grad: float = 0.0
""",
    "dataclass with __post_init__": """\
import dataclasses
@dataclasses.dataclass(eq=False)
class V:
  data: float
  prev: tuple = ()
  def __post_init__(self):
    self.grad = 0.0
""",
    "factory": """\
def make():
  class V:
    def __init__(self, data, prev=()):
      self.data = data; self.grad = 0.0; self.prev = prev
    def __add__(self, o): return V(self.data + o.data, (self, o))
    def __mul__(self, o): return V(self.data * o.data, (self, o))
    def backward(self): self.grad = 1.0
  return V
V = make()
""",
}
OPERATORS = """\
  def __add__(self, o): return V(self.data + o.data, (self, o))
  def __mul__(self, o): return V(self.data * o.data, (self, o))
  def backward(self): self.grad = 1.0
"""
PROGRAM = "a = V(2.0)\nb = V(3.0)\ndef f(x):\n  y = x * b\n  return y + a\nfor k in range(2):\n  c = f(a)\n"


@pytest.fixture
def journals(monkeypatch: pytest.MonkeyPatch) -> list[Journal]:
    """The journal of each run, as the check of engines gets it."""
    found: list[Journal] = []
    close = Own.close

    def kept(self: Own) -> Journal:
        found.append(close(self))
        return found[-1]

    monkeypatch.setattr(Own, "close", kept)
    return found


@pytest.mark.parametrize("way", MAKING)
def test_objects_are_noted_however_they_are_made(way: str, journals: list[Journal]) -> None:
    above = MAKING[way] + ("" if way == "factory" else OPERATORS)
    run = ran(above + PROGRAM)
    lines = above.count("\n")
    (journal,) = journals
    made = journal.made_of(map(id, journal.instances))
    # Those of the first turn are gone.
    assert [each.line and each.line - lines for each in made] == [1, 2, 4, 5]
    assert [each.label for each in made] == ["a", "b", "y", "c"]
    assert [each.method for each in made] == ["", "", "__mul__", "__add__"]
    assert [each.scope for each in made] == [0, 0, 4, 4]
    assert [thing.data for thing in journal.instances] == [2.0, 3.0, 6.0, 8.0]
    assert run.graph is not None
    assert run.graph.labels[-1] == "c"
    assert [scope.path for scope in run.scopes] == ["", "for k[1]", "for k[1]/f[0]"]


def test_the_classes_of_the_text(journals: list[Journal]) -> None:
    ran(ENGINE + "a = Value(1.0)\nb = a * a\nb.backward()\n")
    ((kind, source),) = journals[0].classes.items()
    assert (kind.__name__, source.name, source.line, source.file) == ("Value", "Value", 3, None)
    assert source.methods["__init__"] == (5, 11)
    first, last = source.methods["backward"]
    assert ENGINE.splitlines()[first - 1] == "  def backward(self):"
    assert ENGINE.splitlines()[last - 1] == "      node._backward()"


def test_passes_over_an_engine_that_a_file_defines(journals: list[Journal]) -> None:
    program = "from value import Value\na = Value(2.0)\nL = a * a\nL.backward()\na.data -= 0.5\n"
    run = ran(program, files={"value.py": ENGINE})
    (journal,) = journals
    (last,) = journal.passes
    assert (last.line, last.file, last.value) == (4, None, 4.0)
    ((thing, before),) = journal.data_before.values()
    assert (before, thing.data) == (2.0, 1.5)
    assert run.own is not None
    assert run.own.checked > 0
    assert run.own.agrees


def test_passes_and_changes(journals: list[Journal]) -> None:
    program = (
        "a = Value(2.0)\nfor k in range(2):\n  L = a * a\n  a.grad = 0\n  L.backward()\n  a.data -= 0.5\n"
    )
    run = ran(ORDERED + program)
    (journal,) = journals
    (last,) = journal.passes
    assert (last.line, last.file, last.value) == (LINES + 5, None, 2.25)
    ((thing, before),) = journal.data_before.values()
    assert (before, thing.data) == (1.5, 1.0)
    assert [record.line for record in run.pass_records] == [LINES + 5] * 2
    assert [record.value for record in run.pass_records] == [4.0, 2.25]
    assert run.own is not None
    assert run.own.agrees
    assert run.states[0] == "stale"
    # A function of the program is a pass too.
    journals.clear()
    go = "def backward(loss):\n  loss.grad = 1.0\n  loss._backward()\n"
    ran(ORDERED + go + "a = Value(2.0)\nL = a * a\nbackward(L)\n")
    (last,) = journals[0].passes
    assert last.output.data == 4.0
    assert last.on is not None


def test_labels_are_those_of_objects_that_are_still_there(journals: list[Journal]) -> None:
    program = """\
for k in range(500):
  temporary = Value(1.0)
for k in range(500):
  Value(2.0)
keep = [Value(3.0) for _ in range(50)]
a = Value(4.0)
a
"""
    ran(ENGINE + program)
    labels = [made.label for made in journals[0].made_of(map(id, journals[0].instances))]
    assert labels.count("temporary") == 1
    assert labels.count("a") == 1
    assert set(labels) == {"temporary", "a", ""}


def test_values_for_leaves_of_an_own_engine() -> None:
    assert ran(ENGINE + "a = Value(2)\nprint(a.data, (a * 3).data)\n", values={"a": 5.0}).printed == "5 15\n"
    assert ran(ENGINE + "a = Value(2)\nprint(a.data)\n", values={"a": 2.5}).printed == "2.5\n"
    assert ran(ENGINE + "a = Value(-2.0)\nprint(a.data)\n", values={"a": 1.0}).printed == "1.0\n"
    assert ran(ENGINE + "x = Value(2.0, label='a')\nprint(x.data)\n", values={"a": 7.0}).printed == "7.0\n"
    run = ran(ENGINE + "a = Value(1.0)\na * 2\n", values={"gone": 1.0})
    assert [(notice.code, notice.line) for notice in run.notices] == [("unused-value", None)]
    with pytest.raises(LeafError):
        ran(ENGINE + "a = Value(2.0)\nb = a * 3\nb\n", values={"b": 7.0})
    with pytest.raises(LeafError):
        ran(ENGINE + "n = 5\na = Value(2.0)\na\n", values={"n": 7.0})


def test_what_the_output_does_not_depend_on() -> None:
    run = ran(ENGINE + "a = Value(2.0)\nb = Value(3.0)\nc = a * 4\nc\n")
    assert run.loose == ("b",)
    assert [(notice.code, notice.line) for notice in run.notices] == [("independent", LINES + 2)]


def test_which_runs_are_reusable() -> None:
    for program, reusable in {
        "a = Value(2.0)\nb = a * a\nb.backward()\n": True,
        "a = Value(2.0)\nb = sum([a, a])\nb\n": False,
        "a = Value(2.0)\nb = a * a\nprint(b)\n": False,
        "a = Value(2.0)\nb = a * a\nif b.data > 1: b = b * 2\n": False,
        "a = Value(2.0)\nb = a * a\nb.backward()\na.data += 1\n": False,
        "a = Value(2.0)\nif __name__ == '__main__':\n  b = a * a\n  b.backward()\n": True,
    }.items():
        assert ran(ORDERED + program).reusable == reusable, program
    wrong = ORDERED.replace("self.grad += other.data", "self.grad += 2 * other.data")
    assert not ran(wrong + "a = Value(2.0)\nb = a * a\nb.backward()\n").reusable


def test_a_long_training_keeps_no_old_graph() -> None:
    """Values are counted while they are alive where a run is watched; notes of old ones keep nothing."""
    program = """\
w = Value(1.0)
for k in range(300):
  L = w * 2.0 + 1.0
  L.backward()
  w.data -= 0.001 * w.grad
  w.grad = 0.0
L
"""
    for engine in ("", ORDERED):
        limits = JobLimits(values=400)
        with pytest.raises(LimitError):
            run_python(Job(engine + program, limits=limits))
        run = run_python(Job(engine + program, limits=limits), lambda event: None)
        assert len(run.pass_records) == 300


def test_an_object_that_cannot_be_read() -> None:
    program = """\
class V:
  def __init__(self, d): self.__dict__['d'] = d
  def __getattr__(self, name): raise RuntimeError(name)
  def __add__(self, o): return V(1)
  def backward(self): pass
  grad = property(lambda self: 1 / 0)
a = V(1) + V(2)
"""
    run = ran(program)
    assert run.own is None or run.graph is not None


def test_made_is_what_the_journal_says() -> None:
    assert Made() == Made(None, None, "", 0, "")


ODD = {
    "equality that builds": """\
class V:
  def __init__(self, d, p=()): self.data = d; self.grad = 0; self.p = p
  def __add__(self, o): return V(self.data + o.data, (self, o))
  def __eq__(self, o): return V(float(self.data == o.data), (self, o))
  __hash__ = object.__hash__
  def __bool__(self): raise TypeError('no truth')
  def __len__(self): raise TypeError('no length')
  def backward(self): self.grad = 1
a = V(1.0); b = V(2.0); c = a + b
c.backward()
print(c.data)
""",
    "numbers that are none": """\
class V:
  def __init__(self, data): self.data = data; self.grad = ''
  def __add__(self, o): return V(self.data + o.data)
  def backward(self): pass
a = V('x') + V('y'); a.backward()
print(a.data)
""",
    "arrays": """\
import numpy as np
class Tensor:
  def __init__(self, data, prev=()): self.data = np.array(data); self.grad = 0; self._prev = prev
  def __add__(self, o): return Tensor(self.data + o.data, (self, o))
  def backward(self): self.grad = np.ones_like(self.data)
a = Tensor([1.0, 2.0]) + Tensor([3.0, 4.0])
a.backward()
print(a.data)
""",
    "a circle": """\
class Value:
  def __init__(self, d, c=()): self.data = d; self.grad = 0.0; self._prev = c
  def __add__(self, o): return Value(self.data + o.data, (self, o))
  def backward(self): self.grad = 1.0
a = Value(1.0); a._prev = (a,)
b = a + a
b.backward()
print(b.data)
""",
}


@pytest.mark.parametrize("name", ODD)
def test_objects_of_any_kind_fail_no_run(name: str, tmp_path: Path) -> None:
    run = ran(ODD[name])
    assert run.printed == cpython(ODD[name], tmp_path)
    if run.own is None:
        assert [notice.code for notice in run.notices] == ["unread"]


WITHOUT_CONSTRUCTOR = {
    "class attributes": """\
class V:
  data = 0.0
  grad = 0.0
  p = ()
  def __add__(self, o):
    made = V(); made.data = self.data + o.data; made.p = (self, o)
    return made
  def backward(self): self.grad = 1.0
a = V(); a.data = 2.0
b = a + a
""",
    "__new__": """\
class V(tuple):
  def __new__(cls, data, p=()):
    self = super().__new__(cls, (data,)); self.p = p; self.grad = 0.0
    return self
  data = property(lambda self: self[0])
  def __add__(self, o): return V(self.data + o.data, (self, o))
  def backward(self): self.grad = 1.0
a = V(2.0)
b = a + a
""",
}


@pytest.mark.parametrize("way", WITHOUT_CONSTRUCTOR)
def test_a_class_without_a_constructor_has_an_output_and_labels(way: str) -> None:
    source = WITHOUT_CONSTRUCTOR[way]
    run = ran(source)
    assert run.graph is not None
    assert run.frame.data[-1] == 4.0
    assert run.graph.labels[-1] == "b"
    assert run.lines[-1] == source.count("\n")


SUBCLASSES = """\
class Base:
  def __init__(self, data, prev=(), op=''):
    self.data = data; self.grad = 0.0; self.prev = prev; self.op = op
  def __add__(self, o): return type(self)(self.data + o.data, (self, o), '+')
  def __mul__(self, o): return type(self)(self.data * o.data, (self, o), '*')
  def backward(self):
    self.grad = 1.0
    a, b = self.prev
    a.grad, b.grad = b.data, a.data
class Named(Base):
  pass
class Counted(Named):
  def __init__(self, *given):
    super().__init__(*given)
    self.count = 1
  def twice(self): return self + self
"""


@pytest.mark.parametrize(("name", "line"), [("Base", 1), ("Named", 10), ("Counted", 12)])
def test_a_class_that_inherits_its_constructor_is_called_by_its_own_name(name: str, line: int) -> None:
    made = ran(SUBCLASSES + f"a = {name}(2.0)\nb = {name}(3.0)\nc = a * b\nc.backward()")
    assert made.own is not None
    assert (made.own.name, made.own.line, made.own.checked) == (name, line, 2)
    assert made.lines == (17, 18, 19)


def test_an_object_is_counted_once_however_many_constructors_it_goes_through() -> None:
    source = SUBCLASSES + "kept = [Counted(1.0) for _ in range({})]\nkept[0].twice()"
    assert ran(source.format(9), limits=JobLimits(values=10)).graph is not None
    with pytest.raises(LimitError):
        ran(source.format(10), limits=JobLimits(values=10))


BESIDE = """\
import math
class Value:
  def __init__(self, data, prev=(), op='', label=''):
    self.data = data; self.prev = tuple(prev); self.op = op; self.label = label; self.back = None
  def __add__(self, o):
    out = Value(self.data + o.data, (self, o), '+')
    def back(g, grads):
      grads[self] = grads.get(self, 0.0) + g
      grads[o] = grads.get(o, 0.0) + g
    out.back = back
    return out
  def __mul__(self, o):
    out = Value(self.data * o.data, (self, o), '*')
    def back(g, grads):
      grads[self] = grads.get(self, 0.0) + o.data * g
      grads[o] = grads.get(o, 0.0) + o.data * g
    out.back = back
    return out
  def backward(self):
    topo, seen = [], set()
    def walk(v):
      if v not in seen:
        seen.add(v)
        for c in v.prev: walk(c)
        topo.append(v)
    walk(self)
    grads = {self: 1.0}
    for v in reversed(topo):
      if v.back: v.back(grads.get(v, 0.0), grads)
    self.grads = grads
a = Value(2.0); b = Value(-3.0); c = Value(10.0)
e = a*b
L = e + c
L.backward()
"""


def test_grads_in_a_dictionary_are_compared_and_the_method_is_named() -> None:
    wrong = ran(BESIDE)
    assert wrong.own is not None
    assert [(each.method, each.got, each.want) for each in wrong.own.findings] == [("__mul__", -3.0, 2.0)]
    assert wrong.own.expected[1] == 2.0
    assert wrong.frame.grad[:2] == (-3.0, -3.0)
    right = ran(BESIDE.replace("grads.get(o, 0.0) + o.data * g", "grads.get(o, 0.0) + self.data * g"))
    assert right.own is not None
    assert (right.own.agrees, right.own.checked, right.frame.grad[:2]) == (True, 4, (-3.0, 2.0))


ELSEWHERE = """\
a = Value(2.0, label='a'); b = Value(-3.0, label='b')
d = a * b + a
d.backward()
loss = Value(1.0) * 2 + d * 2
loss
"""


def test_a_pass_over_another_object_than_the_output_is_compared() -> None:
    right = ran(ENGINE + ELSEWHERE)
    assert right.own is not None
    assert (right.own.agrees, right.own.checked, right.own.findings) == (True, 4, ())
    made = ran(ENGINE.replace("self.grad += other.data", "self.grad += self.data") + ELSEWHERE)
    assert made.own is not None
    assert made.graph is not None
    assert not made.own.agrees
    finding = made.own.findings[0]
    assert (finding.method, made.graph.labels[finding.node], finding.want) == ("__mul__", "a", -3.0)
    of_d = made.graph.inputs[made.graph.labels.index("d")]
    product = next(each for each in of_d if made.graph.ops[each].name == "mul")
    assert f"on behalf of n{product} (`*`)" in finding.message
    wrong = {made.graph.labels[i]: want for i, want in enumerate(made.own.expected) if want is not None}
    assert wrong == {"a": -2.0}
    assert {made.graph.labels[each.node] for each in made.own.contributions} == {"d", "", "a", "b"}


def test_a_pass_over_an_object_that_the_output_does_not_depend_on_is_compared() -> None:
    source = ENGINE.replace("self.grad += other.data", "self.grad += self.data") + ELSEWHERE
    made = ran(source.replace(" + d * 2", ""))
    assert made.own is not None
    assert made.graph is not None
    assert [each.node for each in made.own.findings] == [made.graph.output]
    assert set(made.own.expected) == {None}
    assert not made.own.contributions


OVERWRITES = """\
class Value:
    def __init__(self, data, children=()):
        self.data, self.grad, self._prev, self._backward = data, 0.0, children, lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))

        def _backward():
            self.grad = out.grad
            other.grad = out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def _backward():
            self.grad = other.data * out.grad
            other.grad = self.data * out.grad

        out._backward = _backward
        return out

    def backward(self):
        order = []

        def visit(node):
            if node not in order:
                for child in node._prev:
                    visit(child)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            node._backward()

a = Value(3.0)
b = Value(2.0)
c = a * b
d = c + a
d.backward()
"""


def test_backward_is_not_blamed_for_grads_that_are_overwritten() -> None:
    own = run_python(Job(OVERWRITES)).own
    assert own is not None
    assert [each.like for each in own.findings] == ["overwrites"]
    rows = {each.op: (each.derivative, each.through) for each in own.operations if "backward" in each.op}
    assert rows["backward(): chain"] == ("right", None)
    assert rows["backward(): diamond"] == ("wrong", "a * b")
    assert rows["backward(): value used twice"] == ("wrong", "a * b")


def test_a_backward_that_visits_one_node_only_is_wrong_on_a_chain() -> None:
    adding = OVERWRITES.replace("grad = o", "grad += o").replace("grad = s", "grad += s")
    own = run_python(Job(adding.replace("reversed(order)", "order[-1:]"))).own
    assert own is not None
    rows = {each.op: (each.derivative, each.through) for each in own.operations if "backward" in each.op}
    assert rows["backward(): chain"] == ("wrong", None)
