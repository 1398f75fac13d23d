"""``MLP``, ``Layer`` and ``Neuron`` in a program: built under its budgets, drawn from its random numbers, and
grouped under the variable that holds them.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any, TypeVar

from engine.nn import MLP, Layer, Module, Neuron
from engine.program.functions import Builtin
from engine.program.iteration import drain
from engine.program.kinds import is_number, kind, whole, wrong_type, wrong_value
from engine.program.machine import Machine
from engine.program.unavailable import Unavailable
from engine.program.values import TracedValue

# What a network is called until a variable holds it.
UNNAMED = {MLP: "mlp", Layer: "layer", Neuron: "neuron"}


def _nonlin(machine: Machine, given: Any) -> str | bool:
    if given is None:
        return machine.nonlin
    if type(given) in (str, bool):
        return given  # type: ignore[no-any-return]  # str or bool, as just seen
    raise wrong_type(f"`nonlin` must be 'tanh', 'relu', 'sigmoid' or 'linear', not {kind(given)}.", given)


def _reserve(machine: Machine, sizes: list[int]) -> None:
    """Announces the parameters of layers of these sizes before any is made."""
    for size in sizes:
        if size < 1:
            raise wrong_value("ValueError: the sizes of a network are ints from 1.")
    # What making them will count again is only looked at here.
    count = sum((before + 1) * after for before, after in itertools.pairwise(sizes))
    machine.budget.make(count)
    machine.budget.values -= count
    machine.budget.step(count)


def make_neuron(machine: Machine, nin: Any, nonlin: Any = None) -> Neuron:
    size = whole(nin, "the number of inputs")
    _reserve(machine, [size, 1])
    return Neuron(size, _nonlin(machine, nonlin), rng=machine.random, value=machine.parameter)


def make_layer(machine: Machine, nin: Any, nout: Any, nonlin: Any = None) -> Layer:
    before, after = whole(nin, "the number of inputs"), whole(nout, "the number of outputs")
    _reserve(machine, [before, after])
    return Layer(before, after, _nonlin(machine, nonlin), rng=machine.random, value=machine.parameter)


def make_mlp(machine: Machine, nin: Any, nouts: Any, nonlin: Any = None, last: Any = None) -> MLP:
    if not isinstance(nouts, list | tuple):
        raise wrong_type(f"layer sizes must be a list, as in `MLP(3, [4, 4, 1])`, not {kind(nouts)}.")
    sizes = [whole(nin, "the number of inputs"), *(whole(n, "the number of outputs") for n in nouts)]
    _reserve(machine, sizes)
    final = None if last is None else _nonlin(machine, last)
    made = {"last": final, "rng": machine.random, "value": machine.parameter}
    return MLP(sizes[0], sizes[1:], _nonlin(machine, nonlin), **made)  # type: ignore[arg-type]  # a bool is refused by MLP itself


def intact(network: Module) -> list[TracedValue]:
    """A network's parameters. A program has its lists in hand and may have put anything into them.

    Raises ProgramError where one is not what it was made of.
    """
    if isinstance(network, MLP):
        return [parameter for layer in _held(network.layers, "layers", Layer) for parameter in intact(layer)]
    if isinstance(network, Layer):
        return [
            parameter for neuron in _held(network.neurons, "neurons", Neuron) for parameter in intact(neuron)
        ]
    assert isinstance(network, Neuron)
    return [*_held(network.w, "w", TracedValue), *_held([network.b], "b", TracedValue)]


Part = TypeVar("Part")


def _held(found: list[Any], name: str, of: type[Part]) -> list[Part]:
    for each in found:
        if not isinstance(each, of):
            what = "a Value" if of is TracedValue else f"a {of.__name__}"
            raise wrong_type(f"a network's `{name}` holds {kind(each)} where {what} should be.", each)
    if not found:
        raise wrong_value(f"ValueError: a network's `{name}` is empty.")
    return found


def compute(machine: Machine, network: Module, inputs: Any) -> Any:
    """What the network gives for a list of Values and numbers."""
    if isinstance(inputs, TracedValue) or is_number(inputs):
        raise wrong_type(f"`{type(network).__name__}` needs a list of inputs, not {kind(inputs)}.", None)
    items = drain(machine, inputs)
    for item in items:
        if isinstance(item, Unavailable):
            raise item.needed("a network's input")
        if type(item) is not TracedValue and not is_number(item):
            raise wrong_type(f"the inputs of a network are Values and numbers, not {kind(item)}.")
    machine.budget.step(len(intact(network)))
    return network(items)  # type: ignore[operator]  # every network of the language can be called


def name_network(machine: Machine, network: Module, variable: str) -> None:
    """Puts a network that no variable has named yet under the variable that now holds it."""
    if network.name in UNNAMED.values():
        network.rename(variable)
        for parameter in intact(network):
            machine.give(parameter)


def zero_grad(machine: Machine, network: Module) -> None:
    """``network.zero_grad()``."""
    for parameter in intact(network):
        machine.budget.step()
        parameter.grad = 0.0
        machine.record.grad_assigned(parameter, zeroed=True)


def parameters(machine: Machine, network: Module) -> list[Any]:
    """``network.parameters()``."""
    found: list[Any] = intact(network)
    machine.budget.step(len(found))
    machine.budget.memory(len(found))
    return found


METHODS = {name: Builtin(name, function, own=2) for name, function in
           {"zero_grad": zero_grad, "parameters": parameters}.items()}  # fmt: skip
_FIELDS: dict[type, dict[str, Callable[[Any], Any]]] = {
    MLP: {"layers": lambda network: network.layers},
    Layer: {"neurons": lambda layer: layer.neurons},
    Neuron: {"w": lambda neuron: neuron.w, "b": lambda neuron: neuron.b},
}
FIELDS = {which: tuple(fields) for which, fields in _FIELDS.items()}


def field(network: Module, name: str) -> Any:
    """A network's part: ``layers``, ``neurons``, ``w`` or ``b``. Raises KeyError when it has none of the
    name.
    """
    return _FIELDS[type(network)][name](network)
