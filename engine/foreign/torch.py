"""PyTorch's scalar graphs as ours: what autograd keeps of a computation, read back.

It does not keep all of it, so what is read is compared with what PyTorch computed, and what cannot be known
is refused. PyTorch is not imported: its objects are known by what they have.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from engine.collector import building
from engine.foreign.interop import InteropError, close, inputs_first
from engine.ops import CATALOGUE
from engine.value import Value, apply

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
    order = [node for node, _ in inputs_first(root.grad_fn, _sources)]
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
    if not close(found.data, root.detach().item()):
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
