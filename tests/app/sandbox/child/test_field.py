"""What learners' programs do: each is given the answer that CPython gives, to the letter and the last bit."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from engine.errors import ProgramError
from engine.run import Run
from tests.app.sandbox.child.running import ENGINE, LINES, ORDERED, cpython, ran


def beside(source: str, folder: Path, files: Mapping[str, str] | None = None) -> Run:
    """The run of a program that prints what CPython prints."""
    run = ran(source, files=files or {})
    assert run.printed == cpython(source, folder, files)
    assert run.printed
    return run


def grads(run: Run) -> dict[str, float]:
    """Grads by label."""
    assert run.graph is not None
    return {label: grad for label, grad in zip(run.graph.labels, run.frame.grad, strict=True) if label}


def expected(run: Run, label: str) -> float | None:
    """The right grad of a node where its own is not."""
    assert run.graph is not None
    assert run.own is not None
    return run.own.expected[run.graph.labels.index(label)]


def changed(old: str, new: str, program: str) -> str:
    """A program under the engine with one mistake in it."""
    assert old in ORDERED
    return ORDERED.replace(old, new) + program


def test_an_addition_that_overwrites(tmp_path: Path) -> None:
    program = changed(
        "self.grad += 1.0 * out.grad\n      other.grad += 1.0 * out.grad",
        "self.grad = out.grad\n      other.grad = out.grad",
        "a = Value(3.0); b = a + a; b.backward()\nprint(a.grad)\n",
    )
    run = beside(program, tmp_path)
    assert grads(run)["a"] == 1.0
    assert expected(run, "a") == 2.0
    assert run.own is not None
    assert run.own.findings[0].like == "overwrites"


@pytest.mark.parametrize(
    "wrapped", ["", "other = other if isinstance(other, Value) else Value(other)"], ids=["plain", "wrapped"]
)
def test_an_addition_that_overwrites_where_a_set_keeps_the_operand_once(wrapped: str, tmp_path: Path) -> None:
    # 3 + 3, and the grad that is left is that of 3 + a plain number.
    program = changed(
        "self.grad += 1.0 * out.grad\n      other.grad += 1.0 * out.grad",
        "self.grad = out.grad\n      other.grad = out.grad",
        "a = Value(3.0); b = a + a; b.backward()\nprint(a.grad)\n",
    )
    wraps = "other = other if isinstance(other, Value) else Value(other)"
    as_a_set = program.replace("self._prev = _children", "self._prev = set(_children)")
    assert as_a_set != program
    assert wraps in program
    run = beside(as_a_set.replace(wraps, wrapped or "pass"), tmp_path)
    assert expected(run, "a") == 2.0
    assert run.own is not None
    assert run.own.findings[0].like == "overwrites"


def test_a_grad_of_the_wrong_object(tmp_path: Path) -> None:
    program = changed(
        "other.grad += 1.0 * out.grad", "other.grad += self.grad",
        "a = Value(1.0); b = Value(1.0)\nL = (a+b)*4 + a*2\nL.backward()\nprint(a.grad, b.grad)\n",
    )  # fmt: skip
    run = beside(program, tmp_path)
    assert (grads(run)["a"], grads(run)["b"]) == (6.0, 6.0)
    assert expected(run, "b") == 4.0


def test_a_power_that_returns_nothing(tmp_path: Path) -> None:
    program = changed("out._backward = _backward\n    return out\n\n  def __rmul__", "\n  def __rmul__",
                      "a = Value(3.0)\nb = a**2 * 0.5\n")  # fmt: skip
    with pytest.raises(ProgramError) as caught:
        ran(program)
    assert caught.value.message == "TypeError: unsupported operand type(s) for *: 'NoneType' and 'float'"
    assert caught.value.line == program.count("\n")
    assert caught.value.column == 5


def test_a_wrong_tanh(tmp_path: Path) -> None:
    program = "x = Value(0.6)\no = x.tanh()\no.backward()\nprint(x.grad)\n"
    run = beside(changed("(1 - t**2)", "(1 - t)**2", program),
                 tmp_path)  # fmt: skip
    assert grads(run)["x"] == pytest.approx(0.2143, abs=1e-4)
    assert expected(run, "x") == pytest.approx(0.7116, abs=1e-4)
    assert run.own is not None
    assert [finding.method for finding in run.own.findings] == ["tanh"]


def test_a_subtraction_that_adds(tmp_path: Path) -> None:
    program = changed(
        "  def __sub__(self, other): return self + (-other)\n",
        """\
  def __sub__(self, other):
    out = Value(self.data - other.data, (self, other), '-')
    def _backward():
      self.grad += out.grad
      other.grad += out.grad
    out._backward = _backward
    return out
""",
        "a = Value(5.0)\nb = Value(2.0)\nc = a - b\nc.backward()\nprint(a.grad, b.grad)\n",
    )
    run = beside(program, tmp_path)
    assert (grads(run)["a"], grads(run)["b"]) == (1.0, 1.0)
    assert (expected(run, "a"), expected(run, "b")) == (None, -1.0)


def test_backward_in_plain_order(tmp_path: Path) -> None:
    program = changed(
        """\
    build_topo(self)
    self.grad = 1.0
    for node in reversed(topo):
      node._backward()
""",
        """\
    self.grad = 1.0
    def go(v):
      v._backward()
      for child in v._prev:
        go(child)
    go(self)
""",
        "a = Value(2.0)\nb = Value(3.0)\nc = a*b\nd = c + a\ne = d*c\ne.backward()\nprint(a.grad, b.grad)\n",
    )
    run = ran(program)
    assert run.own is not None
    assert not run.own.agrees


def test_a_class_without_multiplication(tmp_path: Path) -> None:
    source = """\
class Value:
  def __init__(self, d): self.data = d; self.grad = 0
  def __add__(self, o): return 1
"""
    with pytest.raises(ProgramError) as caught:
        ran(source + "a = Value(1.0)\nb = Value(2.0)\na*b\n")
    assert caught.value.message == "TypeError: unsupported operand type(s) for *: 'Value' and 'Value'"
    assert (caught.value.line, caught.value.column, caught.value.end_column) == (6, 1, 4)


LEAKING = "x = Value(-2.0)\ny = x.relu()\ny.backward()\nprint(y, x.grad)\n"


def test_a_relu_that_leaks(tmp_path: Path) -> None:
    leaky = """\
  def relu(self):
    out = Value(self.data if self.data > 0 else 0.1 * self.data, (self,), 'relu')
    def _backward():
      self.grad += (1.0 if self.data > 0 else 0.1) * out.grad
    out._backward = _backward
    return out
  def backward(self):
"""
    program = changed("  def backward(self):\n", leaky, LEAKING)
    run = beside(program, tmp_path)
    assert run.frame.data[-1] == -0.2
    assert grads(run)["x"] == 0.1
    assert run.own is not None
    assert run.own.agrees


def test_a_constructor_that_clips(tmp_path: Path) -> None:
    program = changed(
        "self.data = data", "self.data = max(-1.0, min(1.0, data))", "a = Value(5)\nprint(a.data)\na\n"
    )
    run = beside(program, tmp_path)
    assert run.frame.data == (1.0,)


def test_texts_of_its_own(tmp_path: Path) -> None:
    program = changed('return f"Value(data={self.data})"', 'return f"<{self.label} {self.grad}>"',
                      "a = Value(5, label='a')\nprint(a)\na\n")  # fmt: skip
    assert beside(program, tmp_path).result == "<a 0.0>"


def test_printing_in_backward_and_ints(tmp_path: Path) -> None:
    program = "a = Value(2)*Value(3)\nprint(a)\nb = a * 4\nb.backward()\nprint('done')\n"
    line = "      self.grad += other.data"
    program = changed(line, f"      print('mul', self, other)\n{line}", program)
    run = beside(program, tmp_path)
    assert run.printed.count("mul") == 2
    assert "data=6)" in run.printed


def test_networks_of_its_own(tmp_path: Path) -> None:
    program = (
        ORDERED
        + """
import random
class Neuron:
  def __init__(self, n):
    self.w = [Value(random.gauss(0, 1)) for _ in range(n)]
    self.b = Value(0.0)
  def __call__(self, x):
    return sum((w*x for w, x in zip(self.w, x)), self.b).tanh()
  def parameters(self): return [self.b] + self.w
class Layer:
  def __init__(self, nin, nout): self.neurons = [Neuron(nin) for _ in range(nout)]
  def __call__(self, x):
    out = [n(x) for n in self.neurons]
    return out[0] if len(out) == 1 else out
  def parameters(self): return [p for n in self.neurons for p in n.parameters()]
class MLP:
  def __init__(self, nin, nouts):
    sz = [nin] + nouts
    self.layers = [Layer(a, b) for a, b in zip(sz, sz[1:])]
  def __call__(self, x):
    for layer in self.layers: x = layer(x)
    return x
  def parameters(self): return [p for l in self.layers for p in l.parameters()]
random.seed(7)
net = MLP(3, [4, 4, 1])
n = Neuron(2)
print(n([1.0, 2.0, 3.0]))
out = net([1.0, 2.0, -1.0])
out.backward()
for p in net.parameters(): print(p.data, p.grad)
"""
    )
    assert beside(program, tmp_path).own is not None


def test_main(tmp_path: Path) -> None:
    beside('def main():\n  print(__name__, __doc__)\nif __name__ == "__main__": main()\n', tmp_path)


def test_files(tmp_path: Path) -> None:
    program = "docs = [line.strip() for line in open('input.txt')]\nprint(docs)\n"
    beside(program, tmp_path, {"input.txt": "emma\nolivia\nzoë\n"})
    with pytest.raises(ProgramError) as caught:
        ran(program)
    assert caught.value.code == "missing-file"
    assert caught.value.names == ("input.txt",)
    assert caught.value.line == 1
    assert "Attach `input.txt`" in str(caught.value.hint)


def test_modules_of_its_own(tmp_path: Path) -> None:
    files = {
        "value.py": ENGINE, "nets/__init__.py": "from .layers import twice\n",
        "nets/layers.py": "from value import Value\ndef twice(x):\n  y = x * 2\n  return y\n",
        "random.py": "seed = 7\n",
    }  # fmt: skip
    program = """\
from value import Value
import nets.layers, random
from nets import twice
a = Value(2.0)
b = twice(a)
b.backward()
print(b, a.grad, random.seed, nets.layers.twice is twice)
"""
    run = beside(program, tmp_path, files)
    assert run.graph is not None
    assert run.files[run.graph.labels.index("y")] == "nets/layers.py"
    assert run.lines[run.graph.labels.index("y")] == 3
    assert run.files[run.graph.labels.index("a")] is None
    assert run.own is not None
    assert (run.own.file, run.own.line) == ("value.py", 3)
    with pytest.raises(ProgramError) as caught:
        ran("from broken import f\nf(0)\n", files={"broken.py": "def f(x):\n  return 1/x\n"})
    assert (caught.value.file, caught.value.line, caught.value.column) == ("broken.py", 2, 10)


def test_choices(tmp_path: Path) -> None:
    program = "print([random.choices(range(5), weights=[1,2,3,4,5])[0] for _ in range(9)])\n"
    beside("import random\nrandom.seed(3)\n" + program, tmp_path)
    assert ran("import random\nprint(random.random())", seed=9).printed == f"{random.Random(9).random()}\n"


def test_moons(tmp_path: Path) -> None:
    run = ran("""\
import numpy as np
from sklearn.datasets import make_moons
np.random.seed(1337)
X, y = make_moons(n_samples=100, noise=0.1)
y = y*2 - 1
print(X[:, 0].tolist(), y.tolist())
""")
    datasets = pytest.importorskip("sklearn.datasets", reason="the oracle is not installed")
    np.random.seed(1337)
    x, y = datasets.make_moons(n_samples=100, noise=0.1)
    assert run.printed == f"{x[:, 0].tolist()} {(y * 2 - 1).tolist()}\n"


def test_a_long_descent(tmp_path: Path) -> None:
    program = (
        ENGINE
        + """
params = [Value(float(i)) for i in range(4000)]
for step in range(10):
  for p in params: p.grad = 2 * p.data
  lr = 0.1
  for p in params:
    p.data -= lr * p.grad
print(sum(p.data for p in params))
"""
    )
    beside(program, tmp_path)


def test_python_as_it_is(tmp_path: Path) -> None:
    beside(
        """\
from contextlib import contextmanager
try:
  1 / 0
except ZeroDivisionError as e:
  print(e)
def squares(n):
  for k in range(n):
    yield k * k
print(list(squares(5)))
@contextmanager
def block():
  print('in')
  yield 5
  print('out')
with block() as x: print(x)
""",
        tmp_path,
    )


@pytest.mark.parametrize("source", ["    a = Value(2.0)\n    b = a * 3\n", " Value(2.0) * 3", "  2 + 3"])
def test_indented_throughout(source: str) -> None:
    assert ran(source).result in (None, "Value(data=6.0)", "5")


def test_backward_twice(tmp_path: Path) -> None:
    run = ran("a = Value(2.0)\nb = (a*a)*3\nb.backward()\nb.backward()\na.grad\n")
    assert run.result == "24.0"


def test_a_long_sum_that_is_stale(tmp_path: Path) -> None:
    run = ran("a = Value(2.0)\nb = a\nfor k in range(12000):\n  b = b + 1.0\nb.backward()\na.data -= 0.1\n")
    assert run.states[0] == "stale"
    assert run.graph is not None
    assert len(run.graph) == 24001


def test_where_a_leaf_is(tmp_path: Path) -> None:
    run = ran(ENGINE + "a = Value(2.0)\nb = a * 3\nb\n")
    assert run.lines[0] == LINES + 1
