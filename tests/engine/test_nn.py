"""Networks: micrograd's signatures, initial weights, groups and the lecture's training run."""

from __future__ import annotations

import random

import pytest

from engine import MLP, Graph, Layer, Neuron, Value
from engine.errors import EngineError
from engine.value import total

XS = [[2.0, 3.0, -1.0], [3.0, -1.0, 0.5], [0.5, 1.0, 1.0], [1.0, 1.0, -1.0]]
YS = [1.0, -1.0, -1.0, 1.0]


def test_the_lectures_training_run() -> None:
    n = MLP(3, [4, 4, 1], rng=random.Random(1337))
    losses = []
    for _ in range(20):
        loss = total((n(x) - y) ** 2 for x, y in zip(XS, YS, strict=True))
        n.zero_grad()
        loss.backward()
        for p in n.parameters():
            p.data += -0.1 * p.grad
        losses.append(loss.data)
    assert losses[0] == pytest.approx(6.005402783252284, abs=1e-9)
    assert losses[1] == pytest.approx(3.2021496469205015, abs=1e-9)
    assert losses[19] == pytest.approx(0.01778187468615766, abs=1e-9)


def test_weights_are_drawn_in_the_lectures_order() -> None:
    ours = [p.data for p in MLP(3, [4, 4, 1], rng=random.Random(5)).parameters()]
    rng = random.Random(5)
    assert ours == [rng.uniform(-1, 1) for _ in range(41)]


def test_the_random_module_is_the_default_source() -> None:
    before = random.getstate()
    try:
        random.seed(1337)
        ours = [p.data for p in MLP(2, [2, 1]).parameters()]
    finally:
        random.setstate(before)
    assert ours == [p.data for p in MLP(2, [2, 1], rng=random.Random(1337)).parameters()]


def test_relu_networks_are_micrograds() -> None:
    n = MLP(2, [3, 1], nonlin="relu", rng=random.Random(1337))
    rng = random.Random(1337)
    expected = [
        x
        for nin, nout in ((2, 3), (3, 1))
        for _ in range(nout)
        for x in [*(rng.uniform(-1, 1) for _ in range(nin)), 0.0]
    ]
    assert [p.data for p in n.parameters()] == expected
    assert repr(n) == (
        "MLP of [Layer of [ReLUNeuron(2), ReLUNeuron(2), ReLUNeuron(2)], Layer of [LinearNeuron(3)]]"
    )


def test_micrograds_flag_for_the_nonlinearity() -> None:
    assert Neuron(2, True).nonlin == "relu"
    assert Neuron(2, False).nonlin == "linear"
    assert Neuron(2, nonlin=False)([1.0, 1.0]).op.name == "sum"


def test_everything_is_labelled_and_grouped() -> None:
    n = MLP(2, [2, 1], name="n")
    first, second = n([1.0, 2.0]), n([3.0, 4.0])
    graph = Graph(first + second)
    assert "n/layer0/neuron1/w1" in graph.ids
    assert "n/layer1/neuron0/b" in graph.ids
    assert {"n", "n[0]", "n[1]", "n[0]/layer1/neuron0", "n[1]/layer0/neuron1"} <= set(graph.prefixes)
    n.rename("net")
    assert {p.group for p in n.parameters()} == {
        "net/layer0/neuron0",
        "net/layer0/neuron1",
        "net/layer1/neuron0",
    }
    assert Graph(n([1.0, 2.0])).groups[-1] == "net[2]/layer1/neuron0"


def test_a_plain_input_is_one_constant_for_all_neurons() -> None:
    graph = Graph(total(Layer(2, 3)([1.0, 2.0])))
    assert sum(map(graph.is_constant, range(len(graph)))) == 2


def test_a_lone_output_is_bare() -> None:
    assert isinstance(Layer(2, 1)([1.0, 2.0]), Value)
    several = Layer(2, 2)([1.0, 2.0])
    assert isinstance(several, list)
    assert len(several) == 2
    assert MLP(2, [1]).parameters()[0].label == "w0"


@pytest.mark.parametrize(
    "make",
    [
        lambda: MLP(2, []),
        lambda: MLP(0, [1]),
        lambda: MLP(2, [0]),
        lambda: Layer(2, -1),
        lambda: Neuron(True),
        lambda: Neuron(2, "softmax"),
        lambda: Neuron(2)([1.0]),
    ],
)
def test_nonsense_is_refused_in_a_sentence(make: object) -> None:
    assert callable(make)
    with pytest.raises(EngineError, match=r"\.$"):
        make()


def test_zero_grad_zeroes() -> None:
    n = MLP(2, [2, 1])
    out = n([1.0, -1.0])
    assert isinstance(out, Value)
    out.backward()
    assert any(p.grad for p in n.parameters())
    n.zero_grad()
    assert not any(p.grad for p in n.parameters())


def test_the_last_layer_may_have_a_nonlinearity_of_its_own() -> None:
    n = MLP(1, [2, 1], nonlin="tanh", last="linear", rng=random.Random(3))
    assert [p.data for p in n.parameters()] == [
        p.data for p in MLP(1, [2, 1], rng=random.Random(3)).parameters()
    ]
    assert repr(n) == "MLP of [Layer of [TanhNeuron(1), TanhNeuron(1)], Layer of [LinearNeuron(2)]]"
    w, b = n.layers[1].neurons[0].w, n.layers[1].neurons[0].b
    hidden = [neuron([Value(0.5)]).data for neuron in n.layers[0].neurons]
    assert n([0.5]).data == pytest.approx(w[0].data * hidden[0] + w[1].data * hidden[1] + b.data)
    assert repr(MLP(1, [1], nonlin="sigmoid")) == "MLP of [Layer of [SigmoidNeuron(1)]]"
    with pytest.raises(EngineError, match="`nonlin` must be"):
        MLP(1, [1], last="softmax")
