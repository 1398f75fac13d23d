"""What the program's objects are called when a sentence speaks of them, and what counts as a number."""

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
    int: "a whole number",
    float: "a number",
    bool: "a truth value",
    str: "a text",
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
    Unavailable: "something that was not run",
}
DATA_HINT = "Use its number: `.data`."


def kind(thing: Any) -> str:
    """The noun for an object of the program, with its article."""
    if isinstance(thing, Module):
        return f"a {type(thing).__name__}"
    return _KINDS.get(type(thing), "something else")


def a_kind(thing: Any) -> str:
    """The same at the beginning of a sentence."""
    noun = kind(thing)
    return noun[0].upper() + noun[1:]


def is_number(thing: Any) -> bool:
    """Whether this is a plain number; truth values are, as in Python."""
    return type(thing) in (float, int, bool)


def wrong_type(message: str, *things: Any) -> ProgramError:
    """A ``wrong-type`` error, with the hint that fits when one of the things is a Value."""
    hint = DATA_HINT if any(type(thing) is TracedValue for thing in things) else None
    return ProgramError(message, code="wrong-type", hint=hint)


def whole(thing: Any, what: str) -> int:
    """A whole number, or the error that says what needs one."""
    if type(thing) in (int, bool):
        return int(thing)
    if isinstance(thing, Unavailable):
        raise thing.needed(what)
    raise wrong_type(f"{what} must be a whole number, not {kind(thing)}.", thing)


def real(thing: Any, what: str) -> float:
    """A plain number as a double, or the error that says what needs one."""
    if is_number(thing):
        try:
            return float(thing)
        except OverflowError:
            raise too_large() from None
    if isinstance(thing, Unavailable):
        raise thing.needed(what)
    raise wrong_type(f"{what} must be a number, not {kind(thing)}.", thing)


def too_large() -> ProgramError:
    """The error for a whole number that has no double."""
    return ProgramError(
        "This whole number is too large for a double, whose largest is about 1.8e308.",
        code="number-out-of-range",
    )
