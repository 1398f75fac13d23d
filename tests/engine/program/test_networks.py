"""Networks in a program: where their parameters and their calls are grouped, and what they draw."""

from __future__ import annotations

import random

import pytest

from engine.errors import ProgramError
from engine.program import run
from engine.run import Run


def names(done: Run) -> set[str]:
    assert done.graph is not None
    return set(done.graph.names.values())


def groups(done: Run) -> set[str]:
    assert done.graph is not None
    return set(done.graph.prefixes)


def test_parameters_and_calls_are_grouped_under_the_variable() -> None:
    done = run("net = MLP(2, [2, 1])\nnet([1.0, 2.0])\nnet([3.0, 4.0])")
    weights = {f"net/layer0/neuron{j}/w{i}" for j in (0, 1) for i in (0, 1)}
    biases = {"net/layer0/neuron0/b", "net/layer0/neuron1/b", "net/layer1/neuron0/b"}
    assert names(done) == weights | biases | {"net/layer1/neuron0/w0", "net/layer1/neuron0/w1"}
    assert {"net", "net/layer1", "net[1]", "net[1]/layer0/neuron1"} <= groups(done)
    assert "net[0]" not in groups(done)


def test_a_second_name_does_not_rename() -> None:
    done = run("a = MLP(1, [1])\nb = a\nb([1.0])")
    assert names(done) == {"a/layer0/neuron0/w0", "a/layer0/neuron0/b"}


def test_layers_and_neurons_stand_alone_too() -> None:
    done = run("layer = Layer(2, 2)\nunit = Neuron(2)\nunit(layer([1.0, Value(2.0, label='x')]))")
    assert {"layer/neuron1/w0", "unit/w1", "unit/b", "x"} <= names(done)
    assert {"layer[0]/neuron0", "unit[0]"} <= groups(done)


def test_a_network_without_a_variable_has_a_name_all_the_same() -> None:
    assert "mlp/layer0/neuron0/b" in names(run("MLP(1, [1])([1.0])"))


def test_a_lone_output_is_bare_and_several_are_a_list() -> None:
    assert run("isinstance(MLP(1, [1])([1.0]), Value), len(MLP(1, [3])([1.0]))").result == "(True, 3)"


def test_weights_are_drawn_before_the_bias_neuron_by_neuron() -> None:
    draw = random.Random(7)
    wanted = [draw.uniform(-1, 1) for _ in range(9)]
    source = "random.seed(7)\nn = MLP(2, [2, 1])\n[p.data for p in n.parameters()]"
    assert run(source).result == repr(wanted)


@pytest.mark.parametrize("how", ["MLP(2, [2, 1], nonlin='relu')", "MLP(2, [2, 1], 'relu')"])
def test_relu_networks_end_linear_and_draw_no_bias(how: str) -> None:
    done = run(f"n = {how}\nn([1.0, 2.0])\nprint(n.layers[0].neurons[1].b.data)\nn([1.0, 2.0])")
    assert done.printed == "0.0\n"
    assert done.graph is not None
    assert [op.name for op in done.graph.ops].count("relu") == 2
    assert done.graph.ops[-1].name == "sum"


@pytest.mark.parametrize(
    "cell",
    [
        "from micrograd.nn import MLP",
        "from micrograd import nn\nMLP = nn.MLP",
        "import micrograd.nn as nn\nMLP = nn.MLP",
    ],
)
def test_importing_micrograd_makes_relu_the_default(cell: str) -> None:
    assert "ReLU" in run(f"{cell}\nn = MLP(2, [2, 1])\nprint(n)").printed
    assert "ReLU" not in run("n = MLP(2, [2, 1])\nprint(n)").printed


def test_parts_are_reached_as_in_the_lecture() -> None:
    done = run(
        "n = MLP(3, [4, 4, 1])\nloss = n([1.0, 2.0, 3.0])\nloss.backward()\n"
        "print(len(n.parameters()), len(n.layers), len(n.layers[0].neurons), len(n.layers[0].neurons[0].w))\n"
        "before = n.layers[0].neurons[0].w[0].grad\nn.zero_grad()\n"
        "print(before == 0.0, n.layers[0].neurons[0].w[0].grad, n.layers[-1].neurons[0].b.label)\nloss"
    )
    assert done.printed == "41 3 4 3\nFalse 0.0 b\n"
    assert {done.states[i] for i in (done.graph.leaves if done.graph else ())} == {"none"}


def test_a_number_for_a_parameter_is_seen_by_the_program() -> None:
    done = run("n = Neuron(1)\nprint(n.w[0].data)\nn([1.0])", values={"n/w0": 0.25})
    assert done.printed == "0.25\n"


def test_descent_moves_what_networks_made_unless_there_is_none() -> None:
    assert run("x = Value(1.0)\nn = Neuron(1)\ny = n([x])").parameters == ("n/b", "n/w0")
    assert run("x = Value(1.0)\nn = Neuron(1)\ny = x * 2").parameters == ("x",)


@pytest.mark.parametrize(
    "source",
    ["MLP(0, [1])", "MLP(2, [])", "MLP(2, 3)", "MLP(2.0, [1])", "MLP(2, [1.5])", "MLP(2, [1], nonlin='cos')",
     "MLP(2, [1])([1.0])", "MLP(2, [1])(1.0)", "MLP(2, [1])(['a', 'b'])", "MLP(2, [1])(Value(1.0))",
     "Neuron(-1)",
     "Layer(1, 0)", "MLP(2, [1]).weights", "Neuron(1).w.grad",
     "MLP(2, [1])([1, 2], 3)", "MLP(2, [1], nonlin=[])"],
)  # fmt: skip
def test_what_makes_no_network_is_refused_with_a_place(source: str) -> None:
    with pytest.raises(ProgramError) as caught:
        run(source)
    assert (caught.value.line, caught.value.column) == (1, 1)
