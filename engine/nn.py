"""Neuron, Layer, MLP, in micrograd's signatures.

``nonlin='tanh'`` is the lecture's network: tanh on every layer, each neuron draws its weights and then its
bias from uniform(−1, 1). ``nonlin='relu'`` is the micrograd package's: relu on every layer but a linear
last one, biases start at 0 and draw nothing. ``last`` chooses the last layer's nonlinearity alone.

Everything a network makes is labelled and grouped, so that it can be drawn as one box: parameters are ``w0
…`` and ``b`` in ``<name>/layerI/neuronJ``; the k-th call computes under ``<name>[k]/layerI/neuronJ``. All
counts from 0.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from engine.errors import EngineError
from engine.ops import op
from engine.value import Value, apply, total


class Source(Protocol):
    """Where initial weights come from: ``random`` itself or a ``random.Random``."""

    def uniform(self, a: float, b: float, /) -> float: ...


MakeValue = Callable[[float, str, str], Value]
NONLINEARITIES = ("tanh", "relu", "sigmoid", "linear")


def check_nonlin(nonlin: object) -> str:
    """The nonlinearity's word; micrograd's True and False mean relu and linear. Raises EngineError."""
    word = ("relu" if nonlin else "linear") if isinstance(nonlin, bool) else nonlin
    if word not in NONLINEARITIES:
        raise EngineError(
            f"`nonlin` must be 'tanh', 'relu', 'sigmoid' or 'linear', not {nonlin!r}.", code="wrong-value"
        )
    return str(word)


def check_size(size: object, what: str) -> int:
    """A count of at least 1. Raises EngineError."""
    if not isinstance(size, int) or isinstance(size, bool) or size < 1:
        raise EngineError(f"The number of {what} must be an int from 1, not {size!r}.", code="wrong-value")
    return size


class Module:
    """What has parameters."""

    name: str
    calls: int

    def parameters(self) -> list[Value]:
        """Every parameter, in the order in which it was made."""
        raise EngineError(f"{type(self).__name__} defines no parameters.")

    def zero_grad(self) -> None:
        """Sets every parameter's grad to 0."""
        for parameter in self.parameters():
            parameter.grad = 0.0

    def rename(self, name: str) -> None:
        """Moves the module, and the groups of its parameters, under another path."""
        self.name = name

    def next_call(self) -> str:
        """The path under which the next call computes."""
        path = f"{self.name}[{self.calls}]"
        self.calls += 1
        return path


class Neuron(Module):
    """One weighted sum of ``nin`` inputs and a bias, through a nonlinearity."""

    def __init__(
        self,
        nin: int,
        nonlin: str | bool = "tanh",
        *,
        rng: Source | None = None,
        value: MakeValue = Value,
        name: str = "neuron",
        bias: bool | None = None,
    ) -> None:
        check_size(nin, "inputs")
        self.nonlin = check_nonlin(nonlin)
        self.calls = 0
        self.name = name
        source = rng or random
        self.w = [value(source.uniform(-1, 1), f"w{i}", name) for i in range(nin)]
        drawn = self.nonlin == "tanh" if bias is None else bias
        self.b = value(source.uniform(-1, 1) if drawn else 0.0, "b", name)

    def __call__(self, x: Sequence[Any]) -> Value:
        return self.compute(lift(x, self.w), self.next_call())

    def compute(self, x: Sequence[Value], group: str) -> Value:
        """The activation for Values ``x``; what it makes is put into ``group``."""
        if len(x) != len(self.w):
            raise EngineError(
                f"This neuron takes {len(self.w)} inputs but {len(x)} were given.", code="wrong-value"
            )
        made = [w * source for w, source in zip(self.w, x, strict=True)]
        made.append(total(made, self.b))
        if self.nonlin != "linear":
            made.append(apply(op(self.nonlin), made[-1]))
        for node in made:
            node.group = group
        return made[-1]

    def parameters(self) -> list[Value]:
        return [*self.w, self.b]

    def rename(self, name: str) -> None:
        super().rename(name)
        for parameter in self.parameters():
            parameter.group = name

    def __repr__(self) -> str:
        word = {"tanh": "Tanh", "relu": "ReLU", "sigmoid": "Sigmoid", "linear": "Linear"}[self.nonlin]
        return f"{word}Neuron({len(self.w)})"


class Layer(Module):
    """``nout`` neurons over the same ``nin`` inputs."""

    def __init__(
        self,
        nin: int,
        nout: int,
        nonlin: str | bool = "tanh",
        *,
        rng: Source | None = None,
        value: MakeValue = Value,
        name: str = "layer",
        bias: bool | None = None,
    ) -> None:
        check_size(nout, "outputs")
        self.calls = 0
        self.name = name
        source = rng or random
        self.neurons = [
            Neuron(nin, nonlin, rng=source, value=value, name=f"{name}/neuron{j}", bias=bias)
            for j in range(nout)
        ]

    def __call__(self, x: Sequence[Any]) -> Any:
        return single(self.compute(lift(x, self.parameters()), self.next_call()))

    def compute(self, x: Sequence[Value], group: str) -> list[Value]:
        """Every neuron's activation; what it makes is put into groups under ``group``."""
        return [neuron.compute(x, f"{group}/neuron{j}") for j, neuron in enumerate(self.neurons)]

    def parameters(self) -> list[Value]:
        return [p for neuron in self.neurons for p in neuron.parameters()]

    def rename(self, name: str) -> None:
        super().rename(name)
        for j, neuron in enumerate(self.neurons):
            neuron.rename(f"{name}/neuron{j}")

    def __repr__(self) -> str:
        return f"Layer of [{', '.join(map(repr, self.neurons))}]"


class MLP(Module):
    """Layers one after another: ``MLP(3, [4, 4, 1])``."""

    def __init__(
        self,
        nin: int,
        nouts: Sequence[int],
        nonlin: str = "tanh",
        *,
        last: str | None = None,
        rng: Source | None = None,
        value: MakeValue = Value,
        name: str = "mlp",
    ) -> None:
        kind = check_nonlin(nonlin)
        final = check_nonlin(last) if last is not None else "linear" if kind == "relu" else kind
        if not nouts:
            raise EngineError("A network has at least one layer: `MLP(3, [4, 4, 1])`.", code="wrong-value")
        self.calls = 0
        self.name = name
        source = rng or random
        sizes = [nin, *nouts]
        self.layers = [
            Layer(
                sizes[i],
                sizes[i + 1],
                final if i == len(nouts) - 1 else kind,
                rng=source,
                value=value,
                name=f"{name}/layer{i}",
                bias=kind == "tanh",
            )
            for i in range(len(nouts))
        ]

    def __call__(self, x: Sequence[Any]) -> Any:
        group = self.next_call()
        values = lift(x, self.layers[0].neurons[0].w)
        for i, layer in enumerate(self.layers):
            values = layer.compute(values, f"{group}/layer{i}")
        return single(values)

    def parameters(self) -> list[Value]:
        return [p for layer in self.layers for p in layer.parameters()]

    def rename(self, name: str) -> None:
        super().rename(name)
        for i, layer in enumerate(self.layers):
            layer.rename(f"{name}/layer{i}")

    def __repr__(self) -> str:
        return f"MLP of [{', '.join(map(repr, self.layers))}]"


def lift(x: Sequence[Any], parameters: Sequence[Value]) -> list[Value]:
    """The inputs as Values. A plain number becomes one constant, shared by every neuron that reads it."""
    return list(_lifted(x, parameters[0]))


def _lifted(x: Sequence[Any], maker: Value) -> Iterator[Value]:
    for item in x:
        yield item if isinstance(item, Value) else maker._constant(item)


def single(values: list[Value]) -> Any:
    """A lone output is returned bare, as in micrograd; several as a list."""
    return values[0] if len(values) == 1 else values
