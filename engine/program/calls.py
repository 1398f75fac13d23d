"""Calling: arguments bound to parameters, and the one function through which everything is called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.nn import Module
from engine.program.frame import Frame
from engine.program.functions import Builtin, Function, Method
from engine.program.kinds import kind, wrong_type
from engine.program.machine import Machine
from engine.program.networks import compute
from engine.program.unavailable import MODULES, Unavailable, first_unavailable
from engine.program.values import TracedValue

_NO_KEYWORDS: Mapping[str, Any] = {}


def call(
    machine: Machine, thing: Any, arguments: list[Any], keywords: Mapping[str, Any] = _NO_KEYWORDS
) -> Any:
    """What ``thing(*arguments, **keywords)`` gives."""
    which = type(thing)
    if which is Function:
        return call_function(machine, thing, arguments, keywords)
    machine.budget.step()
    if which is Method:
        unavailable = first_unavailable(arguments)
        if unavailable is not None and not isinstance(thing.owner, list):
            return unavailable
        thing.builtin.check(arguments, keywords)
        return thing.builtin.function(machine, thing.owner, *arguments, **keywords)
    if which is Builtin:
        unavailable = first_unavailable(arguments)
        if unavailable is not None and thing.kinds != (TracedValue,):
            return skip(machine, unavailable)
        thing.check(arguments, keywords)
        return thing.function(machine, *arguments, **keywords)
    if isinstance(thing, Module):
        if len(arguments) != 1 or keywords:
            raise wrong_type(f"`{type(thing).__name__}` is called with one list of inputs.")
        return compute(machine, thing, arguments[0])
    if which is Unavailable:
        return skip(machine, thing)
    raise wrong_type(f"{kind(thing)} is not callable.", thing)


def skip(machine: Machine, unavailable: Unavailable) -> Unavailable:
    """Notes that something that is not available was used here."""
    machine.notice(
        "not-run",
        f"Skipped: `{unavailable.text}` needs {MODULES[unavailable.module]}.",
    )
    return (
        unavailable
        if unavailable.text.endswith(")")
        else Unavailable(unavailable.module, f"{unavailable.text}(…)")
    )


def call_function(
    machine: Machine, function: Function, arguments: list[Any], keywords: Mapping[str, Any]
) -> Any:
    """Runs a function that the program defines."""
    code = function.code
    if (
        not keywords
        and len(arguments) == len(code.positional)
        and code.rest is None
        and not code.keyword_only
    ):
        names = dict(zip(code.positional, arguments, strict=True))
        if code.keywords is not None:
            names[code.keywords] = {}
    else:
        names = bind(function, arguments, keywords)
    machine.enter()
    place = machine.place
    if code.site is not None:
        machine.stack.append([code.site])
    try:
        return code.body(Frame(machine, function.frame, names))
    finally:
        machine.place = place
        machine.depth -= 1
        if code.site is not None:
            machine.stack.pop()


def counted(count: int) -> str:
    """``1 argument``, ``2 arguments``."""
    return f"{count} argument{'' if count == 1 else 's'}"


def bind(function: Function, arguments: list[Any], keywords: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters and their arguments, as Python binds them."""
    code = function.code
    names = dict(zip(code.positional, arguments, strict=False))
    extra = arguments[len(code.positional) :]
    if extra and code.rest is None:
        given = f"{len(arguments)} {'was' if len(arguments) == 1 else 'were'} given"
        raise wrong_type(f"`{code.name}` takes {counted(len(code.positional))} but {given}.")
    if code.rest is not None:
        names[code.rest] = tuple(extra)
    by_name = {*code.positional[code.positional_only :], *code.keyword_only}
    others = {}
    for word, argument in keywords.items():
        if word in by_name:
            if word in names:
                raise wrong_type(f"`{code.name}` got multiple values for argument `{word}`.")
            names[word] = argument
        elif code.keywords is None:
            raise wrong_type(f"`{code.name}` got an unexpected keyword argument `{word}`.")
        else:
            others[word] = argument
    if code.keywords is not None:
        names[code.keywords] = others
    first_default = len(code.positional) - len(function.defaults)
    for i, default in enumerate(function.defaults):
        names.setdefault(code.positional[first_default + i], default)
    for word, default in function.keyword_defaults.items():
        names.setdefault(word, default)
    missing = [word for word in (*code.positional, *code.keyword_only) if word not in names]
    if missing:
        names_ = ", ".join(f"`{word}`" for word in missing)
        raise wrong_type(f"`{code.name}` is missing {counted(len(missing))}: {names_}.")
    return names
