"""Attributes: an allow-list for each kind of object. Nothing here asks Python for an attribute by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.errors import ProgramError
from engine.nn import Module
from engine.ops import CATALOGUE, Op
from engine.program import containers, networks, texts
from engine.program.functions import Builtin, Method, Package
from engine.program.kinds import is_number, kind, real, wrong_type
from engine.program.machine import Machine
from engine.program.names import did_you_mean
from engine.program.unavailable import Unavailable
from engine.program.values import TracedValue, is_value
from engine.value import apply


def _op_method(entry: Op) -> Callable[..., Any]:
    if entry.arity == 1:
        return lambda machine, own: apply(entry, own)

    def binary(machine: Machine, own: TracedValue, other: Any) -> Any:
        if not is_value(other) and not is_number(other):
            raise wrong_type(f"`{entry.name}` needs a Value or a number, not {kind(other)}.")
        return apply(entry, own, other)

    return binary


VALUE_METHODS: dict[str, Builtin] = {
    "backward": Builtin("backward", lambda machine, own: _backward(machine, own), own=2),
    "_backward": Builtin("_backward", lambda machine, own: own._backward(), own=2),
} | {
    word: Builtin(word, _op_method(entry), own=2)
    for entry in CATALOGUE.values()
    if not entry.token and entry.arity is not None
    for word in (entry.name, *entry.aliases)
}


def _backward(machine: Machine, own: TracedValue) -> None:
    holder = next((name for name, thing in machine.names.items() if thing is own), None)
    machine.record.differentiated = (own, holder)
    own.backward()


def _prev(machine: Machine, own: TracedValue) -> tuple[Any, ...]:
    machine.budget.step(len(own.inputs))
    return own._prev


def _number(field: Callable[[TracedValue], float]) -> Callable[[Machine, TracedValue], float]:
    def read(machine: Machine, own: TracedValue) -> float:
        machine.record.numbers_used = True
        return field(own)

    return read


_VALUE_FIELDS: dict[str, Callable[[Machine, TracedValue], Any]] = {
    "data": _number(lambda own: own.data),
    "grad": _number(lambda own: own.grad),
    "label": lambda machine, own: own.label,
    "_op": lambda machine, own: own._op,
    "_prev": _prev,
}


def load(machine: Machine, thing: Any, name: str) -> Any:
    """``thing.name``."""
    which = type(thing)
    if which is TracedValue:
        field = _VALUE_FIELDS.get(name)
        if field is not None:
            return field(machine, thing)
        methods = VALUE_METHODS
    elif which is Package:
        if name in thing.items:
            return thing.items[name]
        raise _unknown(f"AttributeError: module `{thing.name}` has no `{name}` here.", name, thing.items)
    elif which is Unavailable:
        return Unavailable(thing.module, f"{thing.text}.{name}")
    elif isinstance(thing, Module):
        if name in networks.FIELDS[which]:
            return networks.field(thing, name)
        methods = networks.METHODS
    else:
        methods = texts.METHODS if which is str else containers.METHODS.get(which, {})
    method = methods.get(name)
    if method is not None:
        return Method(method, thing)
    raise _unknown(f"AttributeError: {kind(thing)} has no attribute `{name}` here.", name, known(thing))


def known(thing: Any) -> list[str]:
    """The attributes that an object of the program has."""
    which = type(thing)
    if which is TracedValue:
        return [*_VALUE_FIELDS, *VALUE_METHODS]
    if isinstance(thing, Module):
        return [*networks.FIELDS[which], *networks.METHODS]
    return list(texts.METHODS if which is str else containers.METHODS.get(which, {}))


def _unknown(message: str, name: str, names: Any) -> ProgramError:
    hint = did_you_mean(name, names)
    if name in ("format", "format_map"):
        hint = 'Write an f-string, as in f"{x:.4f}".'
    return ProgramError(message, code="unknown-attribute", hint=hint)


def store(machine: Machine, thing: Any, name: str, item: Any, zero: bool = False) -> None:
    """``thing.name = item``. ``zero``: the program wrote a plain 0 there, which takes a grad back."""
    if isinstance(thing, Unavailable):
        return
    if type(thing) is not TracedValue or name not in ("data", "grad", "label"):
        hint = did_you_mean(name, ["data", "grad", "label"]) if type(thing) is TracedValue else None
        raise ProgramError(
            f"AttributeError: `{name}` of {kind(thing)} cannot be set here.",
            code="unknown-attribute",
            hint=hint,
        )
    if name == "label":
        machine.set_label(thing, texts.text(item, "a label"))
        return
    assigned = _plain(item, name)
    if name == "data":
        thing.data = assigned
        machine.record.data_assigned(thing)
    else:
        thing.grad = assigned
        machine.record.grad_assigned(thing, zero)


def _plain(item: Any, name: str) -> float:
    if is_value(item):
        raise wrong_type(f"`{name}` must be a number, not a Value.", item)
    return real(item, f"`{name}`")
