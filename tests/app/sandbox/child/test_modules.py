"""What a program can import, what stands in for other packages, and what is left out without them."""

from __future__ import annotations

import pytest

from app.sandbox.job import JobLimits
from engine.errors import ProgramError
from tests.app.sandbox.child.running import ENGINE, ran

LARGE = JobLimits(printed=1_000_000)


def test_micrograd_is_ours() -> None:
    for imports in (
        "from micrograd.engine import Value\nfrom micrograd.nn import MLP",
        "import micrograd.engine as e, micrograd.nn as n\nValue, MLP = e.Value, n.MLP",
        "import micrograd.engine, micrograd.nn\nValue = micrograd.engine.Value; MLP = micrograd.nn.MLP",
        "from micrograd import engine, nn\nValue, MLP = engine.Value, nn.MLP",
    ):
        run = ran(
            imports
            + "\nnet = MLP(2, [3, 1])\nout = net([Value(1.0), 2.0])\nout.backward()\nprint(net)\nout\n"
        )
        assert (
            run.printed
            == "MLP of [Layer of [ReLUNeuron(2), ReLUNeuron(2), ReLUNeuron(2)], Layer of [LinearNeuron(3)]]\n"
        )
        assert run.graph is not None
        assert "net/layer0/neuron0/w0" in run.parameters
        assert "net[0]/layer1/neuron0" in run.graph.groups


def test_our_packages_are_none_of_the_programs_business() -> None:
    with pytest.raises(ProgramError) as caught:
        ran("import app.settings")
    assert caught.value.exception == "ModuleNotFoundError"
    with pytest.raises(ProgramError) as caught:
        ran("import engine.program")
    assert caught.value.exception == "ModuleNotFoundError"
    assert ran("from backlens import Value\nValue(2.0) * 3\n").result == "Value(data=6.0)"


def test_an_attached_module_wins_over_every_other() -> None:
    files = {
        "engine.py": ENGINE,
        "math2.py": "from math import *\n",
        "json.py": "def dumps(x): return 'mine'\n",
    }
    source = "from engine import Value\nimport json, math2\na = Value(2.0) * 3\n"
    run = ran(source + "print(json.dumps(1), math2.pi)\na\n", files=files)
    assert run.printed == "mine 3.141592653589793\n"
    assert run.own is not None
    assert run.own.file == "engine.py"
    import json

    import engine.value

    assert json.dumps([1]) == "[1]"
    assert engine.value.Value(1.0).data == 1.0


def test_modules_in_folders_and_relative_imports() -> None:
    files = {
        "lib/__init__.py": "", "lib/a.py": "from . import b\nfrom .b import two\nfour = two + b.two\n",
        "lib/b.py": "two = 2\n", "plain/inner.py": "x = __name__, __file__\n", "src/deep.py": "y = 5\n",
    }  # fmt: skip
    source = """\
import lib.a
from plain.inner import x
import deep, importlib
print(lib.a.four, x, deep.y)
print(importlib.import_module('lib.b').two)
"""
    run = ran(source, files=files)
    assert run.printed == "4 ('plain.inner', 'plain/inner.py') 5\n2\n"


def test_errors_in_attached_modules() -> None:
    with pytest.raises(ProgramError) as caught:
        ran("x = 1\nimport bad\n", files={"bad.py": "def f(:\n"})
    assert (caught.value.code, caught.value.file, caught.value.line) == ("syntax-error", "bad.py", 1)
    with pytest.raises(ProgramError) as caught:
        ran("import bad\n", files={"bad.py": "print('so far')\nimport gone\n"})
    assert (caught.value.exception, caught.value.file, caught.value.line) == (
        "ModuleNotFoundError",
        "bad.py",
        2,
    )
    assert caught.value.printed == "so far\n"


def test_what_needs_a_package_that_is_not_here_is_left_out() -> None:
    run = ran("""\
import torch
import torch.nn.functional as F
x = torch.Tensor([2.0]); x.requires_grad = True
y = x * 2
def check():
  assert torch.allclose(y, y)
a = Value(2.0)
b = a * 3
check()
if torch.cuda.is_available():
  device = 'cuda'
x = 5
print(x, b)
""")
    assert run.printed == "5 Value(data=6.0)\n"
    assert [(notice.code, notice.line) for notice in run.notices] == [
        ("import", 1), ("import", 2), ("skipped", 3), ("skipped", 3), ("skipped", 4), ("skipped", 5),
        ("skipped", 9), ("skipped", 10),
    ]  # fmt: skip


def test_a_program_may_do_without_a_package_itself() -> None:
    source = "try:\n  import torch\n  x = 1\nexcept ImportError as e:\n  x = e.name\nprint(x)\n"
    assert ran(source).printed == "torch\n"
    with pytest.raises(ProgramError) as caught:
        ran("def f():\n  import torch\nf()\n")
    assert caught.value.message == "ModuleNotFoundError: No module named 'torch'"


def test_drawing_marks_the_output() -> None:
    for engine in ("", ENGINE):
        run = ran(
            engine + "from graphviz import Digraph\na = Value(2.0)\nb = a * 3\nc = b * 4\ndraw_dot(b)\n"
        )
        assert run.graph is not None
        assert run.graph.labels[-1] == "b"
        assert run.result is None
    run = ran(
        ENGINE
        + """\
from graphviz import Digraph
def trace(root):
  nodes, edges = set(), set()
  for child in root._prev: edges.add((child, root))
  return nodes, edges
def draw_dot(root):
  dot = Digraph(format='svg')
  return dot
def draw(root):
  dot = Digraph(format='svg', graph_attr={'rankdir': 'LR'})
  dot.node(name='a'); dot.edge('a', 'b')
  return dot
a = Value(2.0)
b = a * 3
c = b * 4
draw(c)
draw_dot(b)
print(len(trace(c)))
"""
    )
    assert run.printed == "2\n"
    assert run.graph is not None
    assert run.graph.labels[-1] == "b"
    assert [notice.code for notice in run.notices] == ["built-in", "built-in"]


def test_a_function_called_trace_of_ones_own() -> None:
    source = "def trace(m):\n  return sum(m[i][i] for i in range(2))\nprint(trace([[1, 2], [3, 4]]))\n"
    assert ran(source).printed == "5\n"


def test_notebooks() -> None:
    run = ran("""\
%matplotlib inline
!pip install micrograd
from IPython.display import display, clear_output
a = Value(2.0)
clear_output(wait=True)
display(a)
for k in range(2):
    %time a
""")
    assert run.printed == "Value(data=2.0)\n"
    assert [notice.code for notice in run.notices] == ["magic"] * 3


CALLS = [
    "make_moons(n_samples=30, noise=0.1)",
    "make_moons((5, 9), shuffle=False)",
    "make_circles(25, noise=0.05, factor=0.3)",
    "make_circles((4, 6), random_state=3)",
    "make_blobs(31)",
    "make_blobs(20, centers=[[0, 1], [2, 3]], cluster_std=[1, 2])",
    "make_blobs([5, 6], n_features=3, random_state=7)",
    "make_classification(40)",
    "make_classification(50, 5, n_informative=4, n_redundant=1, n_classes=3, weights=[0.2, 0.5])",
    "make_classification(30, 40, n_informative=33, n_repeated=2, shift=None, scale=None, hypercube=False)",
    "make_classification(30, 12, n_informative=9, n_clusters_per_class=2, random_state=1)",
]


@pytest.mark.parametrize("seed", [0, 1337])
@pytest.mark.parametrize("call", CALLS)
def test_data_is_scikit_learns_to_the_last_bit(call: str, seed: int) -> None:
    import numpy as np

    datasets = pytest.importorskip("sklearn.datasets", reason="the oracle is not installed")
    np.random.seed(seed)
    x, y = eval(f"datasets.{call}", {"datasets": datasets})  # noqa: S307  # one of the texts above
    source = f"""\
import numpy as np
from sklearn.datasets import {call.partition("(")[0]}
np.random.seed({seed})
X, y = {call}
print(X.tolist(), y.tolist(), y.dtype)
"""
    assert ran(source, limits=LARGE).printed == f"{x.tolist()} {y.tolist()} {y.dtype}\n"


def test_numpys_random_numbers_begin_with_the_seed() -> None:
    import numpy as np

    wanted = np.random.RandomState(5).rand()
    assert ran("import numpy as np\nprint(np.random.rand())\n", seed=5).printed == f"{wanted}\n"
