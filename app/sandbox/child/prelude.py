"""The names that a program finds without importing anything: Backlens's vocabulary beside Python's own.

They stand where Python's built-ins stand, so that whatever the program defines itself wins. Where the program
brings an engine of its own, Python's own functions stay as they are.
"""

from __future__ import annotations

import builtins
import math
import random
import sys
from collections.abc import Callable, Iterable
from numbers import Real
from types import ModuleType
from typing import Any

from app.sandbox.child.hints import hinted
from app.sandbox.child.session import Session
from app.sandbox.child.values import USE_DATA, Value, kind, real
from engine.data import DATASETS, csv
from engine.graph import topological_order
from engine.nn import MLP, Layer, Module, Neuron, check_size
from engine.ops import CATALOGUE, Op, op
from engine.value import apply, total

# What a network is called until a variable holds it.
UNNAMED = {"MLP": "mlp", "Layer": "layer", "Neuron": "neuron"}
_MISSING = object()


def vocabulary(session: Session, ours: bool) -> dict[str, Any]:
    """The names. ours: the program has no engine of its own, so that `sum`, `max`, `min` and `math` take
    Backlens's Values as ops.
    """
    names: dict[str, Any] = {
        word: _function(session, entry, word)
        for entry in CATALOGUE.values()
        if not entry.token and entry.arity == 1
        for word in (entry.name, *entry.aliases)
        if not hasattr(builtins, word)
    }
    names |= networks(session, "tanh")
    names |= {
        "Value": session.value,
        "Module": Module,
        "math": math_module(session) if ours else math,
        "random": random,
        "draw_dot": lambda root, **words: draw(session, root),
        "trace": trace,
        "display": lambda *things, **words: show(session, things),
        "csv": csv,
    }
    names |= {name: _dataset(name) for name in DATASETS}
    biggest, smallest = _extreme(session, "max"), _extreme(session, "min")
    names |= {"maximum": biggest, "minimum": smallest}
    if ours:
        names |= {"sum": _sum(session), "max": biggest, "min": smallest}
    return names


def networks(session: Session, usual: str) -> dict[str, Any]:
    """`MLP`, `Layer` and `Neuron` whose parameters are the run's Values. usual: their nonlinearity."""

    def chosen(nonlin: Any) -> Any:
        return usual if nonlin is None else nonlin

    class RunNeuron(Neuron):
        def __init__(self, nin: Any, nonlin: Any = None) -> None:
            check_size(nin, "inputs")
            super().__init__(nin, chosen(nonlin), rng=random, value=session.parameter)

        __call__ = _computed(session, Neuron.__call__)
        parameters = Neuron.parameters
        zero_grad = _zeroed

    class RunLayer(Layer):
        def __init__(self, nin: Any, nout: Any, nonlin: Any = None) -> None:
            check_size(nout, "outputs")
            super().__init__(nin, nout, chosen(nonlin), rng=random, value=session.parameter)

        __call__ = _computed(session, Layer.__call__)
        zero_grad = _zeroed

    class RunMLP(MLP):
        def __init__(self, nin: Any, nouts: Any, nonlin: Any = None, *, last: Any = None) -> None:
            if not isinstance(nouts, list | tuple):
                raise TypeError(f"layer sizes must be a list, as in `MLP(3, [4, 4, 1])`, not {kind(nouts)}.")
            super().__init__(nin, nouts, chosen(nonlin), last=last, rng=random, value=session.parameter)

        __call__ = _computed(session, MLP.__call__)
        zero_grad = _zeroed

    made: dict[str, Any] = {"MLP": RunMLP, "Layer": RunLayer, "Neuron": RunNeuron}
    for name, network in made.items():
        network.__name__ = network.__qualname__ = name
        network.__module__ = "micrograd.nn"
        session.kinds.add(network)
    return made


def _computed(session: Session, call: Callable[..., Any]) -> Callable[..., Any]:
    def compute(self: Any, x: Any) -> Any:
        if isinstance(x, Value | Real):
            raise TypeError(f"`{type(self).__name__}` needs a list of inputs, not {kind(x)}.")
        items = list(x)
        for item in items:
            if not isinstance(item, Value):
                real(item, "an input of a network")
        frame = sys._getframe(1)
        known = frame.f_code.co_filename in session.files_of_code
        before, session.site = session.site, (frame.f_code, frame.f_lasti) if known else session.site
        try:
            with session.record.quiet():
                return call(self, items)
        finally:
            session.site = before

    compute.__name__ = "__call__"
    return compute


def _zeroed(self: Any) -> None:
    """Sets every parameter's grad to 0."""
    for parameter in self.parameters():
        parameter.grad = 0.0


def name_network(session: Session, network: Module, variable: str) -> None:
    """Puts a network that no variable has named yet under the variable that now holds it."""
    if getattr(network, "name", None) in UNNAMED.values():
        network.rename(variable)
        for parameter in network.parameters():
            if isinstance(parameter, Value):
                session.give(parameter)


def draw(session: Session, root: Any) -> Any:
    """Marks the output; the picture is the page's."""
    session.record.last_drawn = root
    return Picture()


def show(session: Session, things: Iterable[Any]) -> None:
    """What a notebook's `display` does: the text of each; a picture is the page's."""
    for thing in things:
        if not isinstance(thing, Picture):
            session.output.write(f"{thing!r}\n")


class Picture:
    """What stands for a drawing of graphviz: it can be asked for anything, and draws nothing."""

    def __init__(self, *arguments: Any, **words: Any) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *arguments, **words: None

    def __repr__(self) -> str:
        return "<graph>"


def trace(root: Any) -> tuple[set[Any], set[Any]]:
    """The lecture's `trace`: all nodes and edges under a Value."""
    if not isinstance(root, Value):
        seen: set[Any] = set()
        edges: set[Any] = set()
        waiting = [root]
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                for child in getattr(node, "_prev", ()):
                    edges.add((child, node))
                    waiting.append(child)
        return seen, edges
    nodes = topological_order(root)
    return set(nodes), {(source, node) for node in nodes for source in node.inputs}


def _dataset(name: str) -> Callable[..., Any]:
    known = DATASETS[name]
    order = [parameter.name for parameter in known.parameters]

    def make(*arguments: Any, **words: Any) -> Any:
        if len(arguments) > len(order):
            raise TypeError(f"{name}() takes at most {len(order)} arguments but {len(arguments)} were given")
        return known(**dict(zip(order, arguments, strict=False)), **words)

    make.__name__ = make.__qualname__ = name
    return make


def _function(session: Session, entry: Op, word: str) -> Callable[..., Any]:
    plain = getattr(math, word, None) or getattr(math, entry.name, None)

    def function(x: Any, /) -> Any:
        if isinstance(x, Value):
            with session.record.quiet():
                return apply(entry, x)
        return plain(x) if plain is not None else entry.value(real(x, f"the argument of `{word}`"))

    function.__name__ = function.__qualname__ = word
    return function


def math_module(session: Session) -> ModuleType:
    """Python's `math`, whose functions take a Value where there is an op."""
    made = ModuleType("math", math.__doc__)
    made.__dict__.update(vars(math))
    for word in "exp log1p expm1 sqrt sin cos tan asin acos atan sinh cosh tanh erf".split():
        setattr(made, word, _function(session, CATALOGUE[word], word))
    made.fabs = _function(session, CATALOGUE["abs"], "fabs")  # type: ignore[attr-defined]

    def log(x: Any, base: Any = _MISSING, /) -> Any:
        if not isinstance(x, Value):
            return math.log(x) if base is _MISSING else math.log(x, base)
        with session.record.quiet():
            made = apply(op("log"), x)
        return made if base is _MISSING else made / math.log(base)

    def power(x: Any, y: Any, /) -> Any:
        if not isinstance(x, Value) and not isinstance(y, Value):
            return math.pow(x, y)
        with session.record.quiet():
            return apply(op("pow"), x, y)

    power.__name__ = "pow"
    made.log, made.pow = log, power  # type: ignore[attr-defined]
    return made


def _sum(session: Session) -> Callable[..., Any]:
    def sum(iterable: Iterable[Any], /, start: Any = 0) -> Any:  # noqa: A001
        terms = list(iterable)
        if not isinstance(start, Value) and not any(isinstance(term, Value) for term in terms):
            return builtins.sum(terms, start)
        for term in terms:
            if not isinstance(term, Value | Real):
                raise TypeError(f"`sum` cannot add {kind(term)} to Values.")
        with session.record.quiet():
            return total(terms, start)

    return sum


def _extreme(session: Session, name: str) -> Callable[..., Any]:
    plain: Callable[..., Any] = getattr(builtins, name)
    entry = op(name)

    def choose(*arguments: Any, **words: Any) -> Any:
        items = list(arguments)
        if len(items) == 1 and hasattr(items[0], "__iter__"):
            items = list(items[0])
            arguments = (items,)
        if words or not any(isinstance(item, Value) for item in items):
            return plain(*arguments, **words)
        best = items[0]
        with session.record.quiet():
            for item in items:
                if not isinstance(item, Value | Real):
                    raise hinted(TypeError(f"`{name}` cannot compare {kind(item)} with a Value."), USE_DATA)
            for item in items[1:]:
                is_op = isinstance(best, Value) or isinstance(item, Value)
                best = apply(entry, best, item) if is_op else entry.value(best, item)
        return best

    choose.__name__ = choose.__qualname__ = name
    return choose
