"""What is skipped, so that a whole notebook runs; and where a program cannot go on without it."""

from __future__ import annotations

import pytest

from engine.errors import ProgramError
from engine.program import run

IMPORTS = "import numpy as np\nimport matplotlib.pyplot as plt\nfrom graphviz import Digraph\nimport torch\n"


def codes(source: str) -> list[tuple[str, int | None]]:
    return [(notice.code, notice.line) for notice in run(source).notices]


def test_imports_are_read_over_each_with_a_notice() -> None:
    assert codes(IMPORTS + "x = Value(1.0)") == [("import", 1), ("import", 2), ("import", 3), ("import", 4)]


@pytest.mark.parametrize(
    "cell",
    [
        "xs = np.arange(-5, 5, 0.25)\nys = 3*xs**2 - 4*xs + 5\nplt.plot(xs, ys)",
        "plt.figure(figsize=(20, 4)); plt.grid();",
        "t = torch.Tensor([2.0]).double(); t.requires_grad = True\nprint('t', t.grad.item())",
        "o = torch.tanh(torch.ones(2) * 2)\no.backward()\nprint(f'{o.data:.4f}')",
        "np.ones(3)[0] = 1\nx, y = np.split(np.ones(4), 2)\n-x + y[0] < 3",
        "rows = [np.ones(2)]\nrows.append(torch.ones(1))\nrows[0].sum()",
        "def f(x): return np.tanh(x)\nplt.plot([f(k) for k in range(3)])",
    ],
)
def test_what_only_uses_them_is_read_over(cell: str) -> None:
    source = f"{IMPORTS}a = Value(2.0)\n{cell}\nL = a * 3\nL.backward()\nprint(a.grad)"
    done = run(source)
    assert done.printed == "3.0\n"
    assert done.graph is not None
    assert done.frame.data[-1] == 6.0
    assert "not-run" in {notice.code for notice in done.notices}
    assert all(notice.line is not None for notice in done.notices)


@pytest.mark.parametrize(
    "cell",
    ["Value(np.random.rand())", "Value(2.0) * np.ones(1)", "if torch.ones(1): pass",
     "for x in np.ones(3): pass",
     "[x for x in np.ones(3)]", "[1, 2][np.argmax([1, 2])]",
     "MLP(2, [1])([1.0, np.ones(1)])",
     "sum([Value(1.0), np.ones(1)])", "a = Value(1.0)\na.data = np.ones(1)", "{np.ones(1): 2}",
     "not np.ones(1)",
     "1 if np.ones(1) else 2", "assert np.ones(1)", "while torch.ones(1): pass"],
)  # fmt: skip
def test_where_a_program_cannot_go_on_without_them_it_says_so(cell: str) -> None:
    with pytest.raises(ProgramError) as caught:
        run(IMPORTS + cell)
    assert caught.value.line is not None
    assert caught.value.line > 4
    assert caught.value.code in ("unsupported", "wrong-type")


def test_a_picture_that_is_rendered_is_read_over() -> None:
    done = run("a = Value(2.0)\nb = a * 3\ndot = draw_dot(b)\ndot.render('gout')\ndot")
    assert done.result is None
    assert [(notice.code, notice.line) for notice in done.notices] == [("not-run", 4)]
    assert done.frame.data[-1] == 6.0


def test_cells_that_are_built_in_here_are_read_over() -> None:
    source = (
        "def trace(root):\n  with open('x') as f: yield root._prev\n"
        "def draw_dot(root):\n  return Digraph(root)\n"
        "a = Value(2.0)\nb = a * 2\ndraw_dot(b)\nc = a * 3"
    )
    done = run(source)
    assert [(n.code, n.line) for n in done.notices] == [("built-in", i) for i in (1, 3)]
    assert done.graph is not None
    assert done.graph.labels[-1] == "b"


def test_other_classes_and_modules_are_refused() -> None:
    for source in (
        "class Dog: pass",
        "class Value: pass",
        "class MLP(Module): pass",
        "import os",
        "from sys import path",
        "from . import x",
        "import numpyx",
    ):
        with pytest.raises(ProgramError) as caught:
            run(source)
        assert caught.value.code == ("needs-sandbox" if source.startswith("class") else "unsupported")
        assert caught.value.hint


@pytest.mark.parametrize(
    "source",
    ["import math\nmath.exp(0.0)", "from math import exp\nexp(0.0)", "import math as m\nm.exp(0.0)",
     "math.exp(0.0)",
     "from __future__ import annotations\nfrom math import exp as e, pi\ne(0)",
     "from micrograd.engine import Value\n1.0"],
)  # fmt: skip
def test_what_can_be_imported(source: str) -> None:
    assert run(source).result == "1.0"


MICROGRAD = """from micrograd.engine import Value

a = Value(-4.0)
b = Value(2.0)
c = a + b
d = a * b + b**3
c += c + 1
c += 1 + c + (-a)
d += d * 2 + (b + a).relu()
d += 3 * d + (b - a).relu()
e = c - d
f = e**2
g = f / 2.0
g += 10.0 / f
print(f'{g.data:.4f}')
g.backward()
print(f'{a.grad:.4f}')
print(f'{b.grad:.4f}')
"""


def test_micrograds_own_first_program() -> None:
    done = run(MICROGRAD)
    assert done.printed == "24.7041\n138.8338\n645.5773\n"
    assert done.graph is not None
    assert done.graph.labels[-1] == "g"
