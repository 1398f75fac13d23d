"""An own engine is read and checked: its graph, the method and line of a mistake, silence without one."""

from __future__ import annotations

import sys

import pytest

from engine.foreign.interop import InteropError
from engine.foreign.journal import Journal
from engine.foreign.own import examine
from engine.foreign.own.examine import examine as judged
from tests.engine.foreign.own.running import run
from tests.engine.foreign.own.texts import LECTURE, changed

PROGRAM = """
a = Value(0.5, label="a")
b = Value(4.0, label="b")
w = Value(-1.0, label="w")
x = a * b
p = x ** 3
L = p * w + x
L.backward()
"""


def test_the_lectures_engine_agrees_and_is_read_to_the_last_node() -> None:
    found = run(LECTURE + PROGRAM).examined()
    graph = found.graph
    assert [op.name for op in graph.ops] == "leaf leaf mul constant pow leaf mul add".split() or len(
        graph
    ) == 8
    assert found.own.agrees
    assert found.own.findings == ()
    assert found.own.checked == 7
    assert found.own.expected == (None,) * 8
    assert found.frame.data[graph.output] == -6.0
    a = graph.ids["a"]
    assert found.frame.grad[a] == -44.0
    assert found.lines[a] == LECTURE.count("\n") + 2
    assert found.objects[graph.output] is not None


def test_a_wrong_derivative_names_its_method_and_its_line() -> None:
    text = changed("(self.data ** (other - 1))", "(self.data**other)")
    found = run(text + PROGRAM).examined()
    (finding,) = found.own.findings
    assert (finding.method, finding.op, finding.slot, finding.like) == ("__pow__", "pow", 0, None)
    assert (finding.got, finding.want) == (-24.0, -12.0)
    assert "(self.data**other)" in text.splitlines()[(finding.line or 0) - 1]
    assert found.own.expected[found.graph.ids["a"]] == -44.0
    assert "It should add -12.0." in finding.message


@pytest.mark.parametrize(
    ("before", "after", "method", "like"),
    [
        ("self.grad = 1.0\n", "pass\n", "backward", "no-seed"),
        ("in reversed(topo)", "in topo", "backward", "plain-order"),
        ("                visited.add(v)\n", "", "backward", "visits-twice"),
        ("self.grad += other.data * out.grad", "self.grad = other.data * out.grad", "__mul__", "overwrites"),
        ("            other.grad += self.data * out.grad\n", "", "__mul__", None),
        ("(1 - t**2)", "(1 - t) ** 2", "tanh", None),
    ],
)
def test_each_kind_of_mistake(before: str, after: str, method: str, like: str | None) -> None:
    program = "a = Value(0.5)\nb = a * 3\nL = (b * b + b).tanh() * b\nL.backward()\n"
    found = run(changed(before, after) + program).examined()
    assert not found.own.agrees
    assert {finding.method for finding in found.own.findings} == {method}
    assert found.own.findings[0].like == like


def test_looking_leaves_no_trace() -> None:
    ran = run(LECTURE + PROGRAM)
    a, L = ran.names["a"], ran.names["L"]
    a.data = 100.0
    before = [vars(a).copy(), vars(L).copy()]
    ran.examined()
    assert [vars(a), vars(L)] == before
    assert "__setattr__" not in vars(ran.names["Value"])


def test_what_is_not_an_engine_is_refused() -> None:
    with pytest.raises(InteropError, match="not a node"):
        examine(3.0, Journal())
    with pytest.raises(InteropError, match="not one real double"):
        run(LECTURE + "a = Value([1.0])").examined("a")


def chain(count: int) -> str:
    """A long program: values used twice, leaves set to 0 at the end."""
    return (
        "a = Value(0.9)\nb = Value(0.5)\nx = a\n"
        f"for k in range({count}):\n    x = x * b + a\n"
        "x.backward()\na.grad = b.grad = 0.0\n"
    )


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hundred nodes are a large graph."""
    monkeypatch.setattr(sys.modules[judged.__module__], "LARGE", 200)


@pytest.mark.usefixtures("large")
def test_a_large_graph_that_is_right_is_not_gone_through_again() -> None:
    found = run(LECTURE + chain(120)).examined("x")
    assert len(found.graph) == 242
    assert found.own.agrees
    assert found.own.checked == 480
    assert found.own.contributions == ()


@pytest.mark.usefixtures("large")
def test_a_large_graph_that_is_wrong_is() -> None:
    text = changed("self.grad += other.data * out.grad", "self.grad += other.data")
    found = run(text + chain(120)).examined("x")
    assert {finding.method for finding in found.own.findings} == {"__mul__"}
    assert len(found.own.contributions) > 480


def test_the_cases_of_what_is_wrong_are_theirs_beside_what_is_right() -> None:
    text = changed("self.data ** (other - 1)", "self.data ** other")
    own = run(text + "\n\na = Value(2.0)\nL = a ** 3 * 2\nL.backward()\n").examined().own
    power = next(each for each in own.operations if each.op == "a ** n")
    assert [case.inputs for case in power.tried] == [(2.0, 3.0), (0.5, 2.0), (-1.5, 2.0), (1.0, -1.0)]
    assert (
        [case.data for case in power.tried] == [case.want for case in power.tried] == [8.0, 0.25, 2.25, 1.0]
    )
    assert [case.grads for case in power.tried] == [(24.0,), (0.5,), (4.5,), (-1.0,)]
    assert [case.slopes for case in power.tried] == [(12.0,), (1.0,), (-3.0,), (-1.0,)]
    assert all(each.tried == () for each in own.operations if each.derivative == each.forward == "right")


def test_what_to_do_is_said_where_it_is_certain() -> None:
    end = "\n\na = Value(2.0)\nL = a ** 3 * 2 + a\nL.backward()\n"
    (power,) = run(changed("self.data ** (other - 1)", "self.data ** other") + end).examined().own.findings
    assert power.fix == "The rule is `∂(aᵇ)/∂a = b·aᵇ⁻¹`, times the grad of the result."
    seed = run(changed("self.grad = 1.0", "pass") + end).examined().own.findings[0]
    assert (seed.like, seed.fix is not None and "1.0" in seed.fix) == ("no-seed", True)
