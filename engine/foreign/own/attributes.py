"""The reader's table: a row for each way of writing an engine, by the names that its attributes have.

What is in the table is found by name. What is not is found by what it holds: a number, a grad, other nodes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from engine.foreign.interop import InteropError
from engine.foreign.own.inputs import Way, nothing, way_of
from engine.foreign.own.objects import MISSING, get, has, is_number, present, real, stored, type_name

DATA: Final = (
    "data", "val", "value", "v", "x", "_data", "_value", "_val", "num", "number", "scalar", "primal", "item",
    "out", "val_",
)  # fmt: skip
GRAD: Final = (
    "grad", "gradient", "adjoint", "_grad", "dx", "derivative", "deriv", "adj", "bar", "g", "d", "der",
    "grad_value", "dval", "dvalue", "_gradient", "_adjoint", "grd", "delta",
)  # fmt: skip
WORDS: Final = (
    "_op", "op", "operation", "_operation", "op_name", "opname", "_op_name", "operator", "_operator", "kind",
    "op_type", "_kind", "symbol", "type", "fn", "func", "function", "_fn", "grad_fn", "_ctx", "ctx",
    "creator",
)  # fmt: skip
LABELS: Final = ("label", "name", "_label", "_name")
PASSES: Final = (
    "backward", "backprop", "back_propagate", "backpropagate", "backpropagation", "run_backward", "backwards",
    "compute_gradients", "compute_grads", "gradients", "differentiate", "back", "reverse", "propagate",
)  # fmt: skip
# Flags of nodes that take no grad: theirs is not compared.
TAKES: Final = (
    "requires_grad",
    "_requires_grad",
    "require_grad",
    "needs_grad",
    "trainable",
    "track_grad",
    "differentiable",
)
CLOSURES: Final = (
    "_backward", "_backward_fn", "backward_fn", "grad_fn", "_grad_fn", "_bwd", "bwd", "_back", "vjp", "_vjp",
    "pullback", "_pullback", "backprop_fn", "_backprop", "_propagate", "chain", "_chain", "backward_step",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layout:
    """How one class writes its engine. grad: None where it keeps none. inputs: how they are read."""

    kind: type
    data: str
    grad: str | None
    inputs: Way

    def number(self, thing: Any) -> float:
        """Its data. Raises InteropError for data that is not one real double."""
        found = get(thing, self.data)
        number = real(found)
        if number is None:
            if type(found) is int:
                raise InteropError("Its data is too large for a double.")
            raise InteropError(
                f"Its data is a {type_name(found)}, not one real double, so it is not checked.",
                hint="Only scalars are read.",
            )
        return number

    def gradient(self, thing: Any) -> float:
        """Its grad; 0 where it has none."""
        if self.grad is None:
            return 0.0
        return real(get(thing, self.grad)) or 0.0

    def is_node(self, thing: Any) -> bool:
        """Whether it is an instance of the engine rather than a number or anything else."""
        return isinstance(thing, self.kind) or has(thing, self.data)

    def takes_grad(self, thing: Any) -> bool:
        """Whether a pass is to give it a grad, as far as a flag of its class says."""
        return all(get(thing, name) is not False for name in present(thing, TAKES))

    def label(self, thing: Any) -> str:
        """What the program calls it, by an attribute of its own."""
        for name in LABELS:
            found = get(thing, name)
            if isinstance(found, str) and found:
                return str(found)
        return ""


def layout_of(root: Any) -> Layout:
    """How the class of this instance writes its engine. Raises InteropError where nothing looks like one."""
    if isinstance(root, type | str | bytes) or real(root) is not None:
        raise _no_node(root)
    grad = _grad(root)
    data = _data(root, grad)
    kind = _family(type(root), data)
    way = way_of(root, lambda thing: isinstance(thing, kind) or _is_alike(thing, data))
    if grad is None and way is nothing:
        raise _no_node(root)
    return Layout(kind, data, grad, way)


def _no_node(root: Any) -> InteropError:
    return InteropError(
        f"A {type(root).__name__} is not a node of a computation graph.",
        hint="Read are objects with `data`, `grad` and their inputs in `_prev` or `_children`.",
    )


def _is_alike(thing: Any, data: str) -> bool:
    return not callable(thing) and has(thing, data) and real(thing) is None


def _data(root: Any, grad: str | None) -> str:
    named = [name for name in DATA if has(root, name) and not callable(get(root, name)) and name != grad]
    for name in named:
        if is_number(get(root, name)):
            return name
    if named:
        return named[0]  # of which `Layout.number` then says what is wrong with it
    for name, found in stored(root):
        if name != grad and is_number(found):
            return name
    raise _no_node(root)


def _grad(root: Any) -> str | None:
    for name in GRAD:
        found = get(root, name)
        if found is not MISSING and (found is None or is_number(found)):
            return _behind(root, name)
    for name, found in stored(root):
        likely = any(part in name.lower() for part in ("grad", "adj", "deriv", "bar"))
        if likely and "requires" not in name and (found is None or is_number(found)):
            return name
    return None


def _behind(root: Any, name: str) -> str:
    """The attribute that a property shows: it is written where the property is not."""
    if not any(isinstance(vars(base).get(name), property) for base in type(root).__mro__):
        return name
    shown = get(root, name)
    return next((held for held, found in stored(root) if held.endswith(name) and found is shown), name)


def _family(kind: type, data: str) -> type:
    """The most general class of the program's that this one is, so that ops may be classes of their own."""
    bases = [base for base in kind.__mro__ if base.__module__ not in ("builtins", "abc", "typing")]
    return bases[-1] if bases else kind
