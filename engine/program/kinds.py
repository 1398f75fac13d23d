"""What the objects of a program are called in an error, and what counts as a number."""

from __future__ import annotations

from typing import Any

from engine.errors import ProgramError
from engine.nn import Module
from engine.program.functions import Builtin, Function, Method, Package
from engine.program.lazy import Lazy
from engine.program.sets import Set
from engine.program.unavailable import Unavailable
from engine.program.values import TracedValue

_KINDS: dict[type, str] = {
    TracedValue: "a Value",
    int: "an int",
    float: "a float",
    bool: "a bool",
    str: "a str",
    type(None): "None",
    list: "a list",
    tuple: "a tuple",
    dict: "a dict",
    range: "a range",
    slice: "a slice",
    Set: "a set",
    Function: "a function",
    Builtin: "a function",
    Method: "a method",
    Package: "a module",
    Lazy: "a generator",
    Unavailable: "something that is not available here",
}
DATA_HINT = "Use its number: `.data`."


def kind(thing: Any) -> str:
    """The name of an object's type, with its article: ``a str``."""
    if isinstance(thing, Module):
        return f"a {type(thing).__name__}"
    return _KINDS.get(type(thing), "something else")


def is_number(thing: Any) -> bool:
    """Whether this is a plain number; bools are, as in Python."""
    return type(thing) in (float, int, bool)


def wrong_type(message: str, *things: Any) -> ProgramError:
    """What Python calls a TypeError.

    Arguments:
        message: what is wrong, as it follows ``TypeError:``.
        things: what it is about; if one of them is a Value, the hint says ``.data``.
    """
    hint = DATA_HINT if any(type(thing) is TracedValue for thing in things) else None
    return ProgramError(f"TypeError: {message}", code="wrong-type", hint=hint)


def wrong_value(message: str) -> ProgramError:
    """What Python calls a ValueError, an IndexError, a KeyError …: ``message`` begins with its name."""
    return ProgramError(message, code="wrong-value")


def whole(thing: Any, what: str) -> int:
    """The thing as an int. Raises the TypeError that says ``what`` must be one."""
    if type(thing) in (int, bool):
        return int(thing)
    if isinstance(thing, Unavailable):
        raise thing.needed(what)
    raise wrong_type(f"{what} must be an int, not {kind(thing)}.", thing)


def real(thing: Any, what: str) -> float:
    """The thing as a double. Raises the TypeError that says ``what`` must be a number."""
    if is_number(thing):
        try:
            return float(thing)
        except OverflowError:
            raise too_large() from None
    if isinstance(thing, Unavailable):
        raise thing.needed(what)
    raise wrong_type(f"{what} must be a number, not {kind(thing)}.", thing)


def too_large() -> ProgramError:
    """The error for an int that no double can hold."""
    return ProgramError(
        "OverflowError: this int is too large for a double. The largest double is about 1.8e308.",
        code="number-out-of-range",
    )
