"""What the lecture types runs unchanged and gives the lecture's numbers."""

from __future__ import annotations

import json

import pytest

from app.examples import EXAMPLES
from engine import Graph, autodiff
from engine.errors import ProgramError
from engine.program import run
from engine.run import Run, settle
from tests.engine.program.built_in import INTERPRETED, without_classes

TEXTS = {example.name: example.source for example in EXAMPLES}
BUILT_IN = without_classes(TEXTS["lecture"])
EXACT = 1e-12


def fresh(source: str, **values: float) -> tuple[Graph, list[float], dict[str, float], Run]:
    """A program's graph, its data after a forward pass, and every labelled node's fresh grad."""
    done = run(source, values=values)
    assert done.graph is not None
    data = autodiff.forward(done.graph, settle(done, values))
    grads = autodiff.backward(done.graph, data)
    labels = {label: grads[i] for i, label in enumerate(done.graph.labels) if label}
    return done.graph, data, labels, done


def left(done: Run) -> dict[str, tuple[float, str, int]]:
    """What a program left on its labelled nodes: grad, grad state, passes."""
    assert done.graph is not None
    return {
        label: (done.frame.grad[i], done.states[i], done.passes[i])
        for i, label in enumerate(done.graph.labels)
        if label
    }


def test_the_examples_are_the_lectures_in_its_order_and_then_networks() -> None:
    assert [example.name for example in EXAMPLES] == [
        "expression", "neuron", "used_twice", "nudge", "training", "by_hand", "formula", "lecture", "moons",
        "gpt",
    ]  # fmt: skip


def test_leaves_and_labels() -> None:
    graph, data, grads, done = fresh(TEXTS["expression"])
    assert data[graph.output] == -8.0
    assert grads == {"a": 6.0, "b": -4.0, "c": -2.0, "e": -2.0, "d": -2.0, "f": 4.0, "L": 1.0}
    assert done.lines == (1, 2, 4, 3, 5, 6, 7)
    assert done.reusable


@pytest.mark.parametrize("ending", ["o = n.tanh()", "e = (2*n).exp(); o = (e - 1) / (e + 1)"])
def test_the_neuron_and_its_exp_form(ending: str) -> None:
    source = TEXTS["neuron"].replace("o = n.tanh(); o.label = 'o'", f"{ending}; o.label = 'o'")
    assert ending in source
    graph, data, grads, done = fresh(source)
    assert data[graph.output] == pytest.approx(0.7071067811865476, abs=EXACT)
    wanted = {"x1": -1.5, "w1": 1.0, "x2": 0.5, "w2": 0.0}
    assert {k: grads[k] for k in wanted} == pytest.approx(wanted, abs=EXACT)
    # o.backward() has left the same.
    assert {k: left(done)[k][0] for k in wanted} == pytest.approx(wanted, abs=EXACT)


def test_a_value_used_twice() -> None:
    done = run(TEXTS["used_twice"])
    assert done.printed == "2.0\n-3.0 -8.0\n"
    assert left(done)["a"] == (-3.0, "fresh", 1)


def test_nudging_by_hand() -> None:
    slope = "def f(x): return 3*x**2 - 4*x + 5\n"
    assert run(slope + "f(3.0)").result == "20.0"
    quotient = run(slope + "h = 0.000001\nx = 3.0\n(f(x + h) - f(x))/h").result
    assert quotient is not None
    assert float(quotient) == pytest.approx(14.0, abs=1e-4)
    assert "-3.9999999999995595" in run(TEXTS["nudge"]).printed


def test_all_four_leaves_moved_and_the_expression_run_again() -> None:
    again = "\nL.backward()\n" + "".join(f"{k}.data += 0.01 * {k}.grad\n" for k in "abcf")
    graph, data, _, done = fresh(TEXTS["expression"] + again + "e = a*b\nd = e + c\nL = d * f\nprint(L.data)")
    assert data[graph.output] == pytest.approx(-7.286496, abs=EXACT)
    assert float(done.printed) == pytest.approx(-7.286496, abs=EXACT)
    assert not done.reusable


def test_training_a_network() -> None:
    losses = [float(line.split()[1]) for line in run(TEXTS["training"]).printed.splitlines()]
    assert len(losses) == 20
    assert losses[0] == pytest.approx(6.005402783252284, abs=1e-9)
    assert losses[1] == pytest.approx(3.2021496469205015, abs=1e-9)
    assert losses[19] == pytest.approx(0.01778187468615766, abs=1e-9)


def test_a_networks_parameters_are_what_descent_moves() -> None:
    done = run(TEXTS["training"])
    assert len(done.parameters) == 41
    assert {"n/layer0/neuron0/w0", "n/layer2/neuron0/b"} <= set(done.parameters)
    assert done.graph is not None
    assert {"n", "n/layer2/neuron0", "n[79]/layer0/neuron3"} <= set(done.graph.prefixes)


def test_backward_by_hand() -> None:
    first = [float(x) for x in run(TEXTS["by_hand"]).printed.splitlines()[0].split()]
    assert first == pytest.approx([-1.5, 1.0, 0.5, 0.0], abs=EXACT)
    neuron = TEXTS["neuron"].replace("o.backward()", "")
    one = left(run(neuron + "o.grad = 1.0; o._backward()"))
    assert one["n"][0] == pytest.approx(0.5, abs=EXACT)
    assert one["b"][0] == 0.0
    two = left(run(neuron + "o.grad = 1.0; o._backward(); n._backward()"))
    assert two["b"][0] == two["x1*w1 + x2*w2"][0] == pytest.approx(0.5, abs=EXACT)
    assert two["x1"][0] == 0.0


def test_the_lectures_own_topological_order() -> None:
    source = TEXTS["neuron"].replace("o.backward()", "") + (
        "topo = []\nvisited = set()\n"
        "def build_topo(v):\n  if v not in visited:\n    visited.add(v)\n"
        "    for child in v._prev:\n      build_topo(child)\n    topo.append(v)\n"
        "build_topo(o)\no.grad = 1.0\n"
        "for node in reversed(topo):\n  node._backward()\n"
        "print(len(topo))"
    )
    done = run(source)
    assert done.printed == "10\n"
    assert {k: left(done)[k][0] for k in ("x1", "w1", "x2", "w2")} == pytest.approx(
        {"x1": -1.5, "w1": 1.0, "x2": 0.5, "w2": 0.0}, abs=EXACT
    )


def test_a_bare_formula() -> None:
    graph, data, grads, _ = fresh(TEXTS["formula"], a=2.0, b=-3.0, c=10.0, f=-2.0)
    assert data[graph.output] == -8.0
    assert {k: grads[k] for k in "abcf"} == {"a": 6.0, "b": -4.0, "c": -2.0, "f": 4.0}


@pytest.mark.parametrize("terms", ["+".join(["x"] * 1000), "-".join(["x"] * 1000), "*".join(["x"] * 1000)])
def test_a_formula_of_1_000_terms(terms: str) -> None:
    graph, data, _, _ = fresh(terms, x=1.0)
    assert len(graph) == 1000
    assert data[graph.output] == {"+": 1000.0, "-": -998.0, "*": 1.0}[terms[1]]


def test_100_nested_parentheses() -> None:
    graph, data, _, _ = fresh("(" * 100 + "x + 1" + ")" * 100, x=2.0)
    assert data[graph.output] == 3.0


def test_the_whole_lecture_in_one_text() -> None:
    for part in ("%matplotlib", "import torch", "def trace", "def draw_dot"):
        assert part in BUILT_IN
    done = run(BUILT_IN)
    codes = {notice.code for notice in done.notices}
    assert {"magic", "built-in", "import"} <= codes
    assert done.graph is not None
    lines = done.printed.splitlines()
    assert any("-7.286496" in line or "-7.28649" in line for line in lines)
    assert any(line.startswith("19 ") for line in lines)


def as_text(done: Run) -> str:
    return json.dumps(
        [done.frame.data, done.frame.grad, done.states, done.printed, done.result, done.parameters]
    )


def test_the_lecture_with_its_own_classes_is_refused_and_not_replaced() -> None:
    with pytest.raises(ProgramError) as caught:
        run(TEXTS["lecture"])
    assert (caught.value.code, caught.value.line) == ("needs-sandbox", 41)


@pytest.mark.parametrize("name", [example.name for example in INTERPRETED])
def test_the_same_program_gives_the_same_bytes(name: str) -> None:
    values = {"a": 2.0, "b": -3.0, "c": 10.0, "f": -2.0} if name == "formula" else {}
    first, second = (run(without_classes(TEXTS[name]), values=values) for _ in range(2))
    assert as_text(first) == as_text(second)
    assert first.graph is not None
    assert second.graph is not None
    assert first.graph.structure == second.graph.structure
