"""What is right in its own way is left alone, and what real programs did wrong is named."""

from __future__ import annotations

import pytest

from tests.engine.foreign.own.running import run
from tests.engine.foreign.own.texts import ENGINES, LECTURE, changed

TRAINING = """
xs = [Value(0.5), Value(-1.0)]
w = [Value(0.3, label="w0"), Value(-0.2, label="w1")]
for step in range(4):
    out = sum((a * b for a, b in zip(xs, w)), Value(0.1)).tanh()
    loss = (out - 0.7) ** 2
    {zero}
    loss.backward()
    for p in w:
        p.data -= 0.1 * p.grad
    {after}
"""
PLAIN = "a = Value(2.0, label='a')\nb = a * 3 + a\nL = b * b\nL.backward()\n"


def noting(program: str) -> str:
    """The program with its changes of data noted, as a run notes them."""
    return program.replace("p.data -= 0.1 * p.grad", "_changed_(p); p.data -= 0.1 * p.grad")


@pytest.mark.parametrize("zero", ["pass", "for p in w: p.grad = 0.0"])
@pytest.mark.parametrize("after", ["pass", "for p in w: p.grad = 0.0", "for p in w: p.grad *= 0"])
def test_training_loops_are_right_whenever_they_zero(zero: str, after: str) -> None:
    before: dict[int, tuple[object, float]] = {}
    ran = run(
        LECTURE + noting(TRAINING.format(zero=zero, after=after)),
        _changed_=lambda p: before.update({id(p): (p, p.data)}),
    )
    ran.journal.data_before |= before
    found = ran.examined("loss")
    assert found.own.findings == ()
    assert found.own.agrees
    assert found.own.checked > 5
    assert found.graph.custom is None


def test_updates_that_nobody_noted_are_no_faults() -> None:
    found = run(LECTURE + TRAINING.format(zero="pass", after="pass")).examined("loss")
    assert found.own.findings == ()


def test_a_leak_below_zero_is_another_function() -> None:
    text = ENGINES["own_functions"].text
    found = run(text + "\n\na = Value(-2.0)\nb = a.relu()\nL = b * 1.0\nL.backward()\n").examined()
    assert found.own.agrees
    assert [op.name for op in found.graph.ops].count("custom") == 1
    assert found.frame.data[1] == -0.2
    assert found.frame.grad[0] == pytest.approx(0.1)


def test_a_constructor_may_clip() -> None:
    text = changed("self.data = data\n", "self.data = max(-1.0, min(1.0, data))\n")
    found = run(text + "\n\na = Value(5)\nb = a * 0.5 + a\nb.backward()\n").examined()
    assert found.own.findings == ()
    assert found.own.agrees
    assert found.frame.data[0] == 1.0


@pytest.mark.parametrize("slope", ["0.0", "1.0", "0.5"])
def test_any_slope_between_the_sides_will_do_at_a_kink(slope: str) -> None:
    text = changed(
        "def exp(self):",
        f"""def relu(self):
        out = Value(max(self.data, 0.0), (self,), "relu")

        def _backward():
            s = 1.0 if self.data > 0 else {slope} if self.data == 0 else 0.0
            self.grad += s * out.grad

        out._backward = _backward
        return out

    def exp(self):""",
    )
    found = run(text + "\n\na = Value(0.0)\nb = a.relu() * 3 + a\nb.backward()\n").examined()
    assert found.own.agrees
    assert found.own.checked == 4


def test_two_passes_over_one_graph_keep_interior_grads() -> None:
    found = run(
        LECTURE + "\na = Value(2.0, label='a')\nL = (a * a) * 3\nL.backward()\nL.backward()\n"
    ).examined()
    (finding,) = found.own.findings
    assert finding.like == "keeps-interior"
    assert finding.method == "backward"
    a = found.graph.ids["a"]
    assert found.frame.grad[a] == 36.0
    assert found.own.expected[a] == 24.0


HOSTILE = {
    "an equality that raises": "def __eq__(self, other): 1 / 0\n    __hash__ = object.__hash__",
    "an equality that is always true": "def __eq__(self, other): return True\n    __hash__ = object.__hash__",
    "attributes for any name": "def __getattr__(self, name): return lambda *a: self",
    "properties that raise": "@property\n    def value(self): raise RuntimeError('no')",
    "no truth, no length": "def __bool__(self): raise TypeError\n    def __len__(self): raise TypeError",
    "a hook of its own": "def __setattr__(self, name, value): object.__setattr__(self, name, value)",
}


@pytest.mark.parametrize("change", HOSTILE.values(), ids=HOSTILE)
def test_whatever_their_objects_do_they_are_read(change: str) -> None:
    text = changed("def __repr__(self):", f"{change}\n\n    def __repr__(self):")
    found = run(text + "\n\n" + PLAIN).examined()
    assert found.own.findings == ()
    assert found.frame.grad[found.graph.ids["a"]] == 64.0


def test_a_pass_that_cannot_be_run_again_is_no_fault() -> None:
    text = changed(
        "self.grad = 1.0\n",
        "self.grad = 1.0\n        assert not Value.passed\n        Value.passed = True\n",
    )
    text = text.replace("class Value:", "class Value:\n    passed = False", 1)
    found = run(text + "\n\n" + PLAIN).examined()
    assert found.own.findings == ()


def test_what_is_printed_and_drawn_by_lot_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    text = changed(
        "for node in reversed(topo):",
        "for node in reversed(topo):\n            print('at', node, random.random())",
    )
    ran = run("import random\n" + text + "\n\n" + PLAIN)
    capsys.readouterr()
    import random

    state = random.getstate()
    assert ran.examined().own.agrees
    assert random.getstate() == state
    assert capsys.readouterr().out == ""


def test_numbers_that_are_not_doubles_are_said_to_be_so() -> None:
    from engine.foreign.interop import InteropError

    with pytest.raises(InteropError, match="complex"):
        run(LECTURE + "\n\na = Value(1j)\n").examined("a")


# -- rows of real programs ---------------------------------------------------------------------------------


def test_a_set_grad_overwrites() -> None:
    text = LECTURE.replace("self.grad += 1.0 * out.grad", "self.grad = out.grad").replace(
        "other.grad += 1.0 * out.grad", "other.grad = out.grad"
    )
    found = run(text + "\n\na = Value(3.0)\nb = a + a\nb.backward()\n").examined()
    (finding,) = found.own.findings
    assert (finding.method, finding.like) == ("__add__", "overwrites")
    assert found.frame.grad[0] == 1.0
    assert found.own.expected[0] == 2.0


def test_the_grad_of_the_wrong_object() -> None:
    text = changed("other.grad += 1.0 * out.grad", "other.grad += self.grad").replace(
        "set(_children)", "list(_children)"
    )
    found = run(
        text + "\n\na = Value(1, label='a')\nb = Value(1, label='b')\nL = (a+b)*4 + a*2\nL.backward()\n"
    ).examined()
    assert found.own.expected[found.graph.ids["b"]] == 4.0
    assert {finding.method for finding in found.own.findings} == {"__add__"}


def test_a_wrong_tanh() -> None:
    found = run(
        changed("(1 - t**2)", "(1 - t)**2") + "\n\na = Value(0.6)\nL = a.tanh()\nL.backward()\n"
    ).examined()
    (finding,) = found.own.findings
    assert (finding.method, round(finding.got, 4), round(finding.want, 4)) == ("tanh", 0.2143, 0.7116)


def test_a_minus_that_passes_a_plus() -> None:
    text = ENGINES["integers"].text.replace("other.grad -= out.grad", "other.grad += out.grad")
    found = run(text + "\n\na = Value(3)\nb = Value(1)\nL = a - b\nL.backward()\n").examined()
    (finding,) = found.own.findings
    assert (finding.method, finding.got, finding.want) == ("__sub__", 1.0, -1.0)


RECURSIVE = """        self.grad = 1.0

        def go(v):
            v._backward()
            for child in v._prev:
                go(child)

        go(self)
"""


def test_a_pass_in_plain_order() -> None:
    start = LECTURE.index("        topo = []")
    text = (LECTURE[:start] + RECURSIVE).replace("set(_children)", "list(_children)")
    found = run(
        text + "\n\na = Value(2.0)\nb = Value(3.0)\nc = a * b\nd = c + a\ne = d * c\ne.backward()\n"
    ).examined()
    assert found.own.findings
    assert {finding.method for finding in found.own.findings} == {"backward"}
    assert found.own.findings[0].like in ("plain-order", "visits-twice")
    assert any(expected is not None for expected in found.own.expected)


@pytest.mark.parametrize("default", ["True", "False"])
def test_what_takes_no_grad_gets_none(default: str) -> None:
    text = changed("requires_grad=True", f"requires_grad={default}", ENGINES["requires_grad"].text)
    program = "x = Value(2.0, False)\nw = Value(3.0, True)\nc = x * x\nL = c * w + x\nL.backward()\n"
    found = run(text + "\n\n" + program).examined()
    assert found.own.findings == ()
    assert found.own.agrees
    assert [op.name for op in found.graph.ops].count("leaf") == 1
    wrong = changed("other.grad += self.data * out.grad", "other.grad += self.data", text)
    program = program.replace("L = c * w + x", "L = (c * w) * 3 + x")
    assert [each.method for each in run(wrong + "\n\n" + program).examined().own.findings] == ["__mul__"]


def test_a_method_of_an_ops_name_may_do_something_else() -> None:
    text = changed("def exp(self):", "def log(self):\n        print(self.data)\n\n    def exp(self):")
    found = run(text + "\n\n" + PLAIN).examined()
    assert found.own.agrees
    assert [each.forward for each in found.own.operations if each.op == "a.log()"] == ["missing"]


def test_an_operator_without_a_return_is_wrong_forward() -> None:
    text = changed("def __neg__(self):\n        return self * -1", "def __neg__(self):\n        self * -1")
    found = run(text + "\n\n" + PLAIN).examined()
    assert found.own.findings == ()
    assert not found.own.agrees
    wrong = [each for each in found.own.operations if each.forward == "wrong" and each.through is None]
    assert [(each.op, each.method) for each in wrong] == [("-a", "__neg__")]


def test_a_leaf_from_a_constructor_of_ones_own_is_a_leaf() -> None:
    text = changed(
        "def __repr__(self):", "@classmethod\n    def of(cls, x): return cls(x)\n\n    def __repr__(self):"
    )
    ran = run(text + "\n\nb = Value.of(2.0) * 3.0\nb.backward()\n")
    assert [op.name for op in ran.examined().graph.ops] == ["leaf", "constant", "mul"]
