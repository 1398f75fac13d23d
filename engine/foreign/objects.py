"""Graphs of other libraries as ours: what micrograd and PyTorch keep of a computation, read back.

Neither keeps all of it, so what is read is compared with what the library computed, and what cannot be told
is said. Neither library is imported: their objects are known by what they have.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from engine.collector import building
from engine.errors import EngineError
from engine.ops import CATALOGUE, Op
from engine.value import Value, apply

_POWER = re.compile(r"\*\*(-?[0-9.]+(?:e[-+]?[0-9]+)?|-?inf|nan)\Z", re.IGNORECASE)
_MICROGRAD = {"+": "add", "*": "mul", "ReLU": "relu", "-": "sub", "/": "div", "**": "pow"}
_CHILDREN = ("_prev", "_children", "children", "_parents", "parents", "_inputs", "inputs", "prev")
_WORDS = ("_op", "op", "_operation", "operation")
_LABELS = ("label", "name", "_label")
_TOLERANCE = 1e-9


class InteropError(EngineError):
    """Something of the other library that has no counterpart here, or that it does not keep."""

    default_code = "unmapped"

    def __init__(self, message: str, *, names: tuple[str, ...] = (), hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.names = names


def read(thing: Any) -> Value:
    """The graph under any object that keeps a number, its grad and what it was computed from: our own Value,
    micrograd's, the lecture's, a class of that kind, a scalar tensor of PyTorch.

    Raises InteropError for anything else, and for a graph that cannot be read.
    """
    if isinstance(thing, Value):
        return thing
    if hasattr(thing, "grad_fn"):
        return from_torch(thing)
    if hasattr(thing, "data") and hasattr(thing, "grad") and _attribute(thing, _CHILDREN) is not None:
        return from_micrograd(thing)
    raise InteropError(
        f"A {type(thing).__name__} is not a node of a computation graph.",
        hint="Read are objects with `data`, `grad` and their inputs in `_prev` or `_children`.",
    )


def _attribute(thing: Any, names: Sequence[str]) -> Any:
    """The first of these attributes that it has, or None; methods do not count."""
    found = (getattr(thing, name, None) for name in names)
    return next((each for each in found if each is not None and not callable(each)), None)


@building()
def from_micrograd(root: Any) -> Value:
    """The graph under a ``micrograd.engine.Value``, one of the lecture's or of a class like them, with its
    data and grads. Inputs, op and label may have any of the usual names.

    micrograd keeps inputs as a set, so ``a + a`` and ``a * a`` show one input: an op of two with one has it
    twice. It forgets the order of two: for ``+`` and ``*`` that changes nothing but the layout; for ops of a
    subclass whose order matters, the order that gives the data is taken. A constant looks like a leaf there
    and is one here. Labels are kept where the Value has one. Data that nothing explains is refused.
    Raises InteropError.
    """
    made: dict[int, Any] = {}
    for value, sources in _ordered(root, _children):
        if not hasattr(value, "data"):
            made[id(value)] = _real(value, "input")  # a plain number is a constant
            continue
        inputs = [made[id(source)] for source in _in_order(sources, made)]
        found = _of_micrograd(value, inputs)
        found.label = str(_attribute(value, _LABELS) or "")[:200]
        found.grad = 0.0 if value.grad is None else _real(value.grad, "grad")
        made[id(value)] = found
    found = made[id(root)]
    assert isinstance(found, Value)  # it has data
    return found


def _children(value: Any) -> Collection[Any]:
    found = _attribute(value, _CHILDREN)
    if found is None:
        return ()
    if not isinstance(found, Collection):
        raise InteropError(f"Its inputs are of type {type(found).__name__}, not in a list, a tuple or a set.")
    return found


def _in_order(sources: Collection[Any], made: Mapping[int, Any]) -> list[Any]:
    """Of a set its members in the order in which they were read, which is the same in every run."""
    if not isinstance(sources, set | frozenset):
        return list(sources)
    place = {id_: k for k, id_ in enumerate(made)}
    return sorted(sources, key=lambda source: place[id(source)])


def _real(number: Any, what: str) -> float:
    try:
        return float(number)
    except (TypeError, ValueError):
        raise InteropError(
            f"Its {what} is a {type(number).__name__}, not a real number.", hint="Only scalars are read."
        ) from None
    except OverflowError:
        raise InteropError(f"Its {what} is too large for a double.") from None


def _of_micrograd(value: Any, inputs: list[Any]) -> Value:
    word, data = str(_attribute(value, _WORDS) or ""), _real(value.data, "data")
    if not inputs:
        return Value(data)
    if not word:
        return _by_number(value, inputs)
    power = _POWER.match(word)
    if power and len(inputs) == 1:
        return _agreeing(value, [inputs[0] ** float(power[1])], word)
    name = _MICROGRAD.get(word, word.lower())
    op = CATALOGUE.get(name)
    if op is None:
        raise InteropError(f"Their `{word}` has no op here.", hint="There are: " + ", ".join(CATALOGUE) + ".")
    return _agreeing(value, [apply(op, *arguments) for arguments in _arguments(op, inputs)], word)


def _by_number(value: Any, inputs: list[Any]) -> Value:
    """The one op that gives the data; a class that does not name its ops leaves nothing else to go by."""
    data = float(value.data)
    agreeing = [
        found
        for op in CATALOGUE.values()
        if op.arity is not None or len(inputs) > 2  # of two, a sum is an addition
        for found in (apply(op, *arguments) for arguments in _arguments(op, inputs))
        if _close(found.data, data)
    ]
    names = tuple(dict.fromkeys(found.op.name for found in agreeing))
    if len(names) != 1:
        shown = ", ".join(f"{getattr(source, 'data', source)!r}" for source in inputs)
        raise InteropError(
            f"It cannot be told which op made {data!r} of {shown}.", names=names,
            hint="Keep the op's sign or name with each node, in `_op`.",
        )  # fmt: skip
    agreeing[0].data = data
    return agreeing[0]


def _arguments(op: Op, inputs: list[Any]) -> Iterator[Sequence[Any]]:
    """Every way in which a set of inputs may have been an op's arguments, the likeliest first."""
    if op.arity is None or op.arity == len(inputs):
        yield inputs
        if op.arity == 2:
            yield inputs[::-1]
    elif op.arity == 2 and len(inputs) == 1:
        yield inputs * 2


def _agreeing(value: Any, candidates: list[Value], word: str) -> Value:
    data = float(value.data)
    for found in candidates:
        if _close(found.data, data):
            found.data = data
            return found
    shown = ", ".join(f"{found.data!r}" for found in candidates) or "nothing"
    raise InteropError(
        f"`{word}` with {len(_children(value))} inputs holds {data!r}, but they give {shown}.",
        hint="Was `data` changed after the graph was built? Then build it again first.",
    )


def _close(a: float, b: float) -> bool:
    if a == b or (math.isnan(a) and math.isnan(b)):
        return True
    return math.isclose(a, b, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE)


def _ordered(root: Any, inputs: Callable[[Any], Iterable[Any]]) -> list[tuple[Any, Any]]:
    """Every node with its inputs, which are asked for once; inputs before uses, without recursion.

    Raises InteropError for a cycle.
    """
    order: list[tuple[Any, Any]] = []
    seen, done = {id(root)}, set[int]()
    sources = inputs(root)
    path = [(root, sources, iter(sources))]
    while path:
        node, sources, rest = path[-1]
        for source in rest:
            if id(source) not in seen:
                seen.add(id(source))
                further = inputs(source)
                path.append((source, further, iter(further)))
                break
            if id(source) not in done:
                raise InteropError(f"A {type(source).__name__} is among its own inputs.")
        else:
            done.add(id(node))
            order.append((node, sources))
            path.pop()
    return order


# -- PyTorch -----------------------------------------------------------------------------------------------

_UNARY = {
    "Neg": "neg", "Exp": "exp", "Expm1": "expm1", "Log": "log", "Log1P": "log1p", "Sqrt": "sqrt",
    "Abs": "abs", "Sin": "sin", "Cos": "cos", "Tan": "tan", "Asin": "asin", "Acos": "acos", "Atan": "atan",
    "Sinh": "sinh", "Cosh": "cosh", "Tanh": "tanh", "Sigmoid": "sigmoid", "Relu": "relu", "Erf": "erf",
}  # fmt: skip
# Of two arguments, both of which autograd keeps when it needs them.
_BINARY = {"Mul": "mul", "Div": "div", "Maximum": "max", "Minimum": "min", "Pow": "pow"}
# Of two arguments, of which it keeps none.
_FORGETFUL = ("Add", "Sub", "Rsub")
# What gives a scalar as it is.
_SAME = ("Clone", "Alias", "View", "Reshape", "Squeeze", "Unsqueeze", "ToCopy", "Sum", "Mean")
_OTHER = ("AccumulateGrad", "Softplus", "Logaddexp", "Reciprocal", "Rsqrt", "Stack")
_MAPPED = frozenset((*_UNARY, *_BINARY, *_FORGETFUL, *_SAME, *_OTHER))


@building()
def from_torch(root: Any, labels: Mapping[str, Any] | None = None) -> Value:
    """The graph of a scalar tensor that was computed of scalars alone: walks ``grad_fn``.

    labels: names for leaf tensors. Leaves are the tensors with ``requires_grad``, with their data and grads;
    every other tensor is a constant. Of an op's arguments autograd keeps what its backward needs. It forgets
    the 3 in ``x + 3``; that is found from the sum, where an op that used the sum has kept it or where it is
    the root itself. The numbers are doubles here whatever they were there.
    Raises InteropError, which names the ops that have no counterpart here, the tensors that are not scalars
    and the numbers that were forgotten.
    """
    _check_scalar(root, "The tensor")
    called = {id(tensor): label for label, tensor in (labels or {}).items()}
    if root.grad_fn is None:
        return _leaf(root, called)
    order = [node for node, _ in _ordered(root.grad_fn, _sources)]
    strange = sorted({node.name() for node in order if _kind(node) not in _MAPPED})
    if strange:
        raise InteropError(
            f"PyTorch's {', '.join(strange)} {'has' if len(strange) == 1 else 'have'} no op here.",
            names=tuple(strange),
            hint="Read are scalar graphs of: " + ", ".join(sorted(_MAPPED)) + ".",
        )
    known = _known(order)
    known[id(root.grad_fn)] = root.detach().item()
    made: dict[int, Value | list[Value]] = {}
    for node in order:
        made[id(node)] = _of_torch(
            node, [made.get(id(source)) for source, _ in node.next_functions], known, called
        )
    found = made[id(root.grad_fn)]
    assert isinstance(found, Value)  # the root is a scalar
    if not _close(found.data, root.detach().item()):
        raise InteropError(
            f"The tensor holds {root.item()!r}, but its graph gives {found.data!r}.",
            hint="Was a tensor changed in place after the graph was built? Then build it again first.",
        )
    return found


def _sources(node: Any) -> list[Any]:
    return [source for source, _ in node.next_functions if source is not None]


def _kind(node: Any) -> str:
    """``MulBackward0`` is ``Mul``."""
    return re.sub(r"Backward\d*\Z", "", str(node.name()).rpartition("::")[2])


def _check_scalar(tensor: Any, what: str) -> None:
    if tuple(tensor.shape) != ():
        raise InteropError(f"{what} has the shape {tuple(tensor.shape)}; only scalars are read.")


def _leaf(tensor: Any, called: Mapping[int, str]) -> Value:
    _check_scalar(tensor, "A leaf")
    leaf = Value(tensor.detach().item(), called.get(id(tensor), ""))
    leaf.grad = 0.0 if tensor.grad is None else tensor.grad.item()
    return leaf


def _saved(node: Any, name: str) -> float | None:
    """A number that autograd kept for the backward of this node."""
    try:
        kept = getattr(node, f"_saved_{name}", None)
    except RuntimeError:
        raise InteropError(
            f"PyTorch has freed what {node.name()} kept.",
            names=(node.name(),),
            hint="Read the graph before backward(), or call backward(retain_graph=True).",
        ) from None
    if kept is None or isinstance(kept, int | float):
        return None if kept is None else float(kept)
    _check_scalar(kept, f"An argument of {node.name()}")
    return float(kept.detach().item())


def _known(order: Sequence[Any]) -> dict[int, float]:
    """What nodes came to, where they or their uses have kept it."""
    known: dict[int, float] = {}
    for node in order:
        result = None if _kind(node) == "Stack" else _saved(node, "result")
        if result is not None:
            known[id(node)] = result
        if _kind(node) in _SAME:
            continue
        for (source, _), name in zip(node.next_functions, ("self", _second(node)), strict=False):
            kept = None if source is None else _saved(node, name)
            if kept is not None:
                known[id(source)] = kept
    return known


def _second(node: Any) -> str:
    return "exponent" if _kind(node) == "Pow" else "other"


def _of_torch(
    node: Any, inputs: list[Any], known: Mapping[int, float], called: Mapping[int, str]
) -> Value | list[Value]:
    kind = _kind(node)
    match kind:
        case "AccumulateGrad":
            return _leaf(node.variable, called)
        case "Stack":
            if any(not isinstance(term, Value) for term in inputs):
                raise _forgotten(node)
            return inputs
        case "Sum" if isinstance(inputs[0], list):
            return apply(CATALOGUE["sum"], *inputs[0])
    if any(isinstance(argument, list) for argument in inputs):
        raise InteropError(
            f"{node.name()} is of stacked scalars, which only a sum may be.", names=(node.name(),)
        )
    if kind in _SAME:
        return cast("Value", inputs[0])
    if kind in _UNARY:
        return apply(CATALOGUE[_UNARY[kind]], inputs[0])
    if kind in _FORGETFUL:
        return _sum(node, kind, inputs, known)
    if kind == "Reciprocal":
        return 1.0 / cast("Value", inputs[0])
    if kind == "Rsqrt":
        return cast("Value", inputs[0]) ** -0.5
    if kind == "Softplus":
        beta = _saved(node, "beta") or 1.0
        inside = cast("Value", inputs[0])
        return inside.softplus() if beta == 1.0 else (inside * beta).softplus() / beta
    first, second = (
        (
            argument if argument is not None else _constant(node, name)
            for argument, name in zip((*inputs, None)[:2], ("self", _second(node)), strict=True)
        )
        if kind != "Pow" or len(inputs) == 2
        else _power(node, inputs)
    )
    if kind == "Logaddexp":
        # log(eᵃ + eᵇ) = b + log(1 + eᵃ⁻ᵇ), and PyTorch's own way to a softplus that is exact.
        rest = first if second == 0.0 else first - second
        grown = apply(CATALOGUE["softplus"], rest)
        return grown if second == 0.0 else apply(CATALOGUE["add"], second, grown)
    return apply(CATALOGUE[_BINARY[kind]], first, second)


def _power(node: Any, inputs: list[Any]) -> tuple[Any, Any]:
    """``x ** 2`` and ``2 ** x`` have one input, and differ in the kind of their node."""
    if str(node.name()).endswith("0"):
        return inputs[0], _constant(node, "exponent")
    return _constant(node, "self"), inputs[0]


def _constant(node: Any, name: str) -> float:
    kept = _saved(node, name)
    if kept is None:
        raise _forgotten(node)
    return kept


def _forgotten(node: Any) -> InteropError:
    return InteropError(
        f"PyTorch has not kept a number that {node.name()} used.",
        names=(node.name(),),
        hint="Make it a tensor with requires_grad=True, so that it is part of the graph.",
    )


def _sum(node: Any, kind: str, inputs: list[Any], known: Mapping[int, float]) -> Value:
    """a + αb, a − αb, and b − αa, as ``3 - x`` is kept."""
    alpha = _saved(node, "alpha") or 1.0
    sign = "add" if kind == "Add" else "sub"
    a, b = (None, inputs[0]) if kind == "Rsub" else (*inputs, None)[:2]
    scaled = b if b is None or alpha == 1.0 else b * alpha
    if a is None or scaled is None:
        here = known.get(id(node))
        if here is None:
            raise _forgotten(node)
        factor = -1.0 if sign == "sub" else 1.0
        if a is None:
            return apply(
                CATALOGUE[sign], _rounded(here - factor * scaled.data, here, factor * scaled.data), scaled
            )
        other = _rounded((here - a.data) * factor, here * factor, a.data * factor)
        return apply(CATALOGUE[sign], a, other)
    return apply(CATALOGUE[sign], a, scaled)


def _rounded(found: float, total: float, term: float) -> float:
    """The shortest number near ``found`` that gives the total: 3, where subtracting gave another."""
    for digits in range(1, 17):
        short = float(f"{found:.{digits}g}")
        if short + term == total:
            return short
    return found
