"""Calling: arguments bound to parameters, and the one function through which everything is called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.errors import ProgramError
from engine.nn import Module
from engine.program.frame import Frame
from engine.program.functions import Builtin, Function, Method
from engine.program.kinds import kind, wrong_type
from engine.program.machine import Machine
from engine.program.networks import compute
from engine.program.unavailable import Unavailable, first_absent
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
        unavailable = first_absent(arguments)
        if unavailable is not None and not isinstance(thing.owner, list):
            return unavailable
        thing.builtin.check(arguments, keywords)
        return thing.builtin.function(machine, thing.owner, *arguments, **keywords)
    if which is Builtin:
        unavailable = first_absent(arguments)
        if unavailable is not None and thing.kinds != (TracedValue,):
            return read_over(machine, unavailable)
        thing.check(arguments, keywords)
        return thing.function(machine, *arguments, **keywords)
    if isinstance(thing, Module):
        if len(arguments) != 1 or keywords:
            raise ProgramError(
                f"{type(thing).__name__} is called with one list of inputs.", code="wrong-type"
            )
        return compute(machine, thing, arguments[0])
    if which is Unavailable:
        return read_over(machine, thing)
    raise wrong_type(f"This is {kind(thing)}, and cannot be called.", thing)


def read_over(machine: Machine, unavailable: Unavailable) -> Unavailable:
    """Notes that something that is not run was used here."""
    machine.notice(
        "not-run", f"`{unavailable.text}` comes from {unavailable.module} and is not run: read over."
    )
    return (
        unavailable
        if unavailable.text.endswith(")")
        else Unavailable(unavailable.module, f"{unavailable.text}(…)")
    )


def call_function(
    machine: Machine, function: Function, arguments: list[Any], keywords: Mapping[str, Any]
) -> Any:
    """Runs a function of the program's own."""
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
    try:
        return code.body(Frame(machine, function.frame, names))
    finally:
        machine.place = place
        machine.depth -= 1


def counted(count: int) -> str:
    """``1 argument``, ``2 arguments``."""
    return f"{count} argument{'' if count == 1 else 's'}"


def bind(function: Function, arguments: list[Any], keywords: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters and their arguments, as Python binds them."""
    code = function.code
    names = dict(zip(code.positional, arguments, strict=False))
    extra = arguments[len(code.positional) :]
    if extra and code.rest is None:
        raise ProgramError(
            f"`{code.name}` takes {counted(len(code.positional))}, and got {len(arguments)}.",
            code="wrong-type",
        )
    if code.rest is not None:
        names[code.rest] = tuple(extra)
    by_name = {*code.positional[code.positional_only :], *code.keyword_only}
    others = {}
    for word, argument in keywords.items():
        if word in by_name:
            if word in names:
                raise ProgramError(f"`{code.name}` is given `{word}` twice.", code="wrong-type")
            names[word] = argument
        elif code.keywords is None:
            raise ProgramError(f"`{code.name}` takes no argument named `{word}`.", code="wrong-type")
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
        raise ProgramError(
            f"`{code.name}` needs {counted(len(missing))} more: "
            + ", ".join(f"`{word}`" for word in missing) + ".",
            code="wrong-type",
        )  # fmt: skip
    return names
