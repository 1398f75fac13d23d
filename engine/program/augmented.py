"""``a += b``: what holds the target is found once, as in Python, and lists and sets change in place."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any, TypeAlias

from engine.errors import EngineError
from engine.program import attributes, containers
from engine.program.arithmetic import OPERATORS
from engine.program.builder import Builder
from engine.program.expressions import SYMBOLS
from engine.program.frame import Evaluate, Execute, Frame
from engine.program.machine import Machine
from engine.program.places import placed
from engine.program.sets import Set
from engine.program.subscripts import load_item
from engine.program.targets import store_item, target

# Finds what holds the target; reads the target there; writes it there.
_Access: TypeAlias = tuple[Evaluate, Callable[[Frame, Any], Any], Callable[[Frame, Any, Any], None]]
_ON_SETS = frozenset("|&-^")


def augmented(builder: Builder, node: ast.AugAssign) -> Execute:
    """The closure of an augmented assignment. A Value that it gives a name is labelled like any other."""
    find, load, store = _access(builder, node.target)
    value, symbol, place = builder.expression(node.value), SYMBOLS[type(node.op)], builder.place(node)

    def execute(frame: Frame) -> None:
        try:
            holder = find(frame)
            old = load(frame, holder)
            store(frame, holder, changed(frame.machine, symbol, old, value(frame)))
        except EngineError as error:
            raise placed(error, place) from None

    return execute


def changed(machine: Machine, symbol: str, old: Any, new: Any) -> Any:
    """What ``old op= new`` leaves in its target."""
    if symbol == "+" and type(old) is list:
        containers.extend(machine, old, new)
        return old
    made = OPERATORS[symbol](machine, old, new)
    if symbol in _ON_SETS and type(old) is Set and type(made) is Set:
        old.items = made.items
        return old
    return made


def _access(builder: Builder, node: ast.expr) -> _Access:
    match node:
        case ast.Name():
            read = builder.expression(ast.copy_location(ast.Name(node.id, ast.Load()), node))
            write = target(builder, node, labels=True)
            return (
                lambda frame: None,
                lambda frame, holder: read(frame),
                lambda frame, holder, thing: write(frame, thing),
            )
        case ast.Attribute(attr=word):
            return (
                builder.expression(node.value),
                lambda frame, holder: attributes.load(frame.machine, holder, word),
                lambda frame, holder, thing: attributes.store(frame.machine, holder, word, thing),
            )
        case ast.Subscript():
            container, index = builder.expression(node.value), builder.expression(node.slice)
            return (
                lambda frame: (container(frame), index(frame)),
                lambda frame, holder: load_item(frame.machine, holder[0], holder[1]),
                lambda frame, holder, thing: store_item(frame.machine, holder[0], holder[1], thing),
            )
    raise builder.unsupported(node)
