"""Where assignments go: names, attributes, subscripts, and rows of them."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any, TypeAlias

from engine.errors import EngineError
from engine.nn import Module
from engine.program import attributes
from engine.program.builder import Builder
from engine.program.comparison import key
from engine.program.frame import Frame
from engine.program.iteration import drain
from engine.program.kinds import kind, whole, wrong_type, wrong_value
from engine.program.machine import Machine
from engine.program.networks import name_network
from engine.program.places import placed
from engine.program.unavailable import Unavailable
from engine.program.values import TracedValue
from engine.scoping.sites import names_key

_HOLDERS = frozenset((list, tuple, dict))
Store: TypeAlias = Callable[[Frame, Any], None]


def target(builder: Builder, node: ast.expr, labels: bool, zero: bool = False, holds: bool = False) -> Store:
    """The closure that stores into a target.

    labels: a plain assignment, which labels a Value that has no label yet. zero: what is stored is a plain 0
    that is in the program. holds: it may be a list that is known by its key from then on.
    """
    match node:
        case ast.Name():
            return _name(builder, node, labels)
        case ast.Attribute():
            return _attribute(builder, node, zero)
        case ast.Subscript():
            return _subscript(builder, node, holds and names_key(node.slice))
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return _row(builder, node, parts, labels)
        case ast.Starred():
            return target(builder, node.value, labels)
    raise builder.unsupported(node)


def _name(builder: Builder, node: ast.Name, labels: bool) -> Store:
    word, hops = node.id, builder.scope.hops(node.id)
    outermost = builder.scope.parent is None

    def name_it(machine: Machine, thing: Any) -> None:
        if type(thing) is TracedValue:
            if not thing.label:
                machine.set_label(thing, word)
        elif isinstance(thing, Module):
            name_network(machine, thing, word)
        elif type(thing) in _HOLDERS:
            machine.lists.hold(thing, word)

    def store_global(frame: Frame, thing: Any) -> None:
        machine = frame.machine
        if labels:
            name_it(machine, thing)
            if outermost:
                machine.bind(thing)
        machine.names[word] = thing

    def store_own(frame: Frame, thing: Any) -> None:
        if labels:
            name_it(frame.machine, thing)
        frame.names[word] = thing

    def store_outer(frame: Frame, thing: Any) -> None:
        if labels:
            name_it(frame.machine, thing)
        frame.outward(hops or 0).names[word] = thing

    if hops is None:
        return store_global
    return store_own if hops == 0 else store_outer


def _attribute(builder: Builder, node: ast.Attribute, zero: bool) -> Store:
    owner, word, place = builder.expression(node.value), node.attr, builder.place(node)

    def store(frame: Frame, thing: Any) -> None:
        holder = owner(frame)
        try:
            attributes.store(frame.machine, holder, word, thing, zero)
        except EngineError as error:
            raise placed(error, place) from None

    return store


def _subscript(builder: Builder, node: ast.Subscript, holds: bool) -> Store:
    container, index, place = (
        builder.expression(node.value),
        builder.expression(node.slice),
        builder.place(node),
    )

    def store(frame: Frame, thing: Any) -> None:
        holder = container(frame)
        try:
            at = index(frame)
            store_item(frame.machine, holder, at, thing)
        except EngineError as error:
            raise placed(error, place) from None
        if holds and type(thing) in _HOLDERS and type(at) is str:
            frame.machine.lists.hold(thing, at)

    return store


def store_item(machine: Machine, holder: Any, index: Any, thing: Any) -> None:
    """``holder[index] = thing``."""
    which = type(holder)
    if which is dict:
        machine.budget.memory(1)
        holder[key(machine, index)] = thing
    elif which is list and type(index) is slice:
        _store_slice(machine, holder, index, thing)
    elif which is list:
        at = whole(index, "an index")
        if not -len(holder) <= at < len(holder):
            raise wrong_value(
                f"IndexError: index {str(at)[:40]} is out of range: a list of length {len(holder)}."
            )
        holder[at] = thing
    elif which is not Unavailable:
        raise wrong_type(f"the elements of {kind(holder)} cannot be set.")


def _store_slice(machine: Machine, holder: list[Any], index: slice, thing: Any) -> None:
    new = drain(machine, thing)
    machine.budget.step(1 + len(holder) // 64)
    if index.step not in (None, 1) and len(range(*index.indices(len(holder)))) != len(new):
        raise wrong_value("ValueError: a slice with a step needs exactly as many elements as it has.")
    holder[index] = new


def _row(builder: Builder, node: ast.expr, parts: list[ast.expr], labels: bool) -> Store:
    stores = [target(builder, part, labels) for part in parts]
    stars = [i for i, part in enumerate(parts) if isinstance(part, ast.Starred)]
    place = builder.place(node)
    least = len(parts) - len(stars)

    def store(frame: Frame, thing: Any) -> None:
        machine = frame.machine
        if type(thing) is Unavailable:
            for put in stores:
                put(frame, thing)
            return
        try:
            found = _unpacked(machine, thing, None if stars else len(parts))
            if len(found) < least or (not stars and len(found) > least):
                few = "few" if len(found) < least else "many"
                wanted = f"at least {least}" if stars else str(least)
                raise wrong_value(f"ValueError: too {few} values to unpack: {wanted} expected.")
        except EngineError as error:
            raise placed(error, place) from None
        if stars:
            at, rest = stars[0], len(found) - least
            found[at : at + rest] = [found[at : at + rest]]
        for put, item in zip(stores, found, strict=True):
            put(frame, item)

    return store


def _unpacked(machine: Machine, thing: Any, most: int | None) -> list[Any]:
    if most is not None and type(thing) in (list, tuple):
        machine.budget.step(most)
        return thing[: most + 1] if type(thing) is list else list(thing[: most + 1])
    return drain(machine, thing)
