"""How the program's objects are written out: ``repr``, ``str`` and ``print``."""

from __future__ import annotations

from typing import Any

from engine.nn import Module
from engine.program.comparison import DEEPEST
from engine.program.functions import Builtin, Function, Method, Package
from engine.program.kinds import wrong_value
from engine.program.lazy import Lazy
from engine.program.machine import Machine
from engine.program.networks import intact
from engine.program.sets import Set
from engine.program.unavailable import Unavailable
from engine.program.values import TracedValue


def text_of(machine: Machine, thing: Any) -> str:
    """``str(thing)``."""
    return thing if type(thing) is str else repr_of(machine, thing)


def repr_of(machine: Machine, thing: Any) -> str:
    """``repr(thing)``, with its characters paid for."""
    if type(thing) in (int, float, bool, type(None)):
        made = repr(thing)
    else:
        parts: list[str] = []
        _write(machine, thing, parts, ())
        made = "".join(parts)
    machine.budget.memory(len(made))
    return made


def _write(machine: Machine, thing: Any, parts: list[str], around: tuple[int, ...]) -> None:
    machine.budget.step()
    which = type(thing)
    if which is TracedValue:
        machine.record.numbers_used = True
        parts.append(repr(thing))
    elif which is str:
        machine.budget.memory(len(thing))
        parts.append(repr(thing))
    elif which in (list, tuple, dict, Set):
        _write_container(machine, thing, parts, around)
    elif which in (Function, Builtin, Method, Package, Lazy, Unavailable):
        parts.append(_name_of(thing))
    elif isinstance(thing, Module):
        machine.budget.step(len(intact(thing)))
        parts.append(repr(thing))
    else:
        parts.append(repr(thing))


_BRACKETS = {list: ("[", "]"), tuple: ("(", ")"), dict: ("{", "}"), Set: ("{", "}")}


def _write_container(machine: Machine, thing: Any, parts: list[str], around: tuple[int, ...]) -> None:
    opening, closing = _BRACKETS[type(thing)]
    if id(thing) in around:
        parts.append(f"{opening}...{closing}")
        return
    if len(around) > DEEPEST:
        raise wrong_value(f"RecursionError: this is nested more than {DEEPEST} levels deep.")
    if type(thing) is Set and not len(thing):
        parts.append("set()")
        return
    parts.append(opening)
    for i, item in enumerate(list(thing)):
        parts.append(", " if i else "")
        _write(machine, item, parts, (*around, id(thing)))
        if type(thing) is dict:
            parts.append(": ")
            _write(machine, thing[item], parts, (*around, id(thing)))
    parts.append(",)" if type(thing) is tuple and len(thing) == 1 else closing)


def _name_of(thing: Any) -> str:
    match thing:
        case Function():
            return f"<function {thing.code.name}>"
        case Builtin():
            return f"<built-in {thing.name}>"
        case Method():
            return f"<method {thing.builtin.name}>"
        case Package():
            return f"<module {thing.name}>"
        case Unavailable():
            return f"<{thing.text}, not run>"
    return "<generator>"
