"""The methods of strings. What a method makes is paid for before it is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.program.functions import Builtin
from engine.program.iteration import drain
from engine.program.kinds import kind, whole, wrong_type, wrong_value
from engine.program.machine import Machine


def text(thing: Any, what: str) -> str:
    """The thing as a str. Raises the TypeError that says ``what`` must be one."""
    if type(thing) is not str:
        raise wrong_type(f"{what} must be a str, not {kind(thing)}.", thing)
    return thing


def _pay(machine: Machine, *sizes: int) -> None:
    machine.budget.memory(sum(sizes))
    machine.budget.step(1 + sum(sizes) // 64)


def _same_size(change: Callable[[str], str]) -> Callable[[Machine, str], str]:
    def method(machine: Machine, own: str) -> str:
        # Upper case can be up to three letters for one.
        _pay(machine, 3 * len(own))
        return change(own)

    return method


def _asks(question: Callable[[str], bool]) -> Callable[[Machine, str], bool]:
    def method(machine: Machine, own: str) -> bool:
        machine.budget.step(1 + len(own) // 64)
        return question(own)

    return method


def _strips(strip: Callable[[str, str | None], str]) -> Callable[..., str]:
    def method(machine: Machine, own: str, chars: Any = None) -> str:
        _pay(machine, len(own))
        return strip(own, None if chars is None else text(chars, "what is stripped"))

    return method


def split(machine: Machine, own: str, sep: Any = None, maxsplit: Any = -1) -> list[str]:
    _pay(machine, 2 * len(own))
    if sep is not None and not text(sep, "the separator"):
        raise wrong_value("ValueError: empty separator.")
    parts = own.split(sep, max(-1, min(whole(maxsplit, "the number of splits"), len(own))))
    machine.budget.step(len(parts))
    return parts


def splitlines(machine: Machine, own: str) -> list[str]:
    _pay(machine, 2 * len(own))
    parts = own.splitlines()
    machine.budget.step(len(parts))
    return parts


def join(machine: Machine, own: str, iterable: Any) -> str:
    parts = [text(part, "each joined item") for part in drain(machine, iterable)]
    _pay(machine, sum(map(len, parts)) + len(own) * max(len(parts) - 1, 0))
    return own.join(parts)


def replace(machine: Machine, own: str, old: Any, new: Any, count: Any = -1) -> str:
    old, new = text(old, "what is replaced"), text(new, "the replacement")
    times = own.count(old)
    limit = whole(count, "the number of replacements")
    if limit >= 0:
        times = min(times, limit)
    _pay(machine, len(own), max(times * (len(new) - len(old)), 0))
    return own.replace(old, new, times)


def _finds(find: Callable[[str, str], int]) -> Callable[[Machine, str, Any], int]:
    def method(machine: Machine, own: str, sub: Any) -> int:
        machine.budget.step(1 + len(own) // 64)
        return find(own, text(sub, "what is looked for"))

    return method


def index(machine: Machine, own: str, sub: Any) -> int:
    found = _finds(str.find)(machine, own, sub)
    if found < 0:
        raise wrong_value("ValueError: substring not found.")
    return found


def _edges(test: Callable[[str, Any], bool]) -> Callable[[Machine, str, Any], bool]:
    def method(machine: Machine, own: str, affix: Any) -> bool:
        choices = affix if type(affix) is tuple else (affix,)
        machine.budget.step(len(choices))
        return any(test(own, text(choice, "what is looked for")) for choice in choices)

    return method


def _pads(pad: Callable[[str, int, str], str]) -> Callable[..., str]:
    def method(machine: Machine, own: str, width: Any, fillchar: Any = " ") -> str:
        size, fill = whole(width, "the width"), text(fillchar, "the fill character")
        if len(fill) != 1:
            raise wrong_value("TypeError: the fill character must be exactly one character long.")
        _pay(machine, max(size, len(own)))
        return pad(own, size, fill)

    return method


def zfill(machine: Machine, own: str, width: Any) -> str:
    size = whole(width, "the width")
    _pay(machine, max(size, len(own)))
    return own.zfill(size)


_METHODS: dict[str, Callable[..., Any]] = {
    "upper": _same_size(str.upper),
    "lower": _same_size(str.lower),
    "title": _same_size(str.title),
    "capitalize": _same_size(str.capitalize),
    "swapcase": _same_size(str.swapcase),
    "strip": _strips(str.strip),
    "lstrip": _strips(str.lstrip),
    "rstrip": _strips(str.rstrip),
    "split": split,
    "splitlines": splitlines,
    "join": join,
    "replace": replace,
    "find": _finds(str.find),
    "rfind": _finds(str.rfind),
    "index": index,
    "count": _finds(str.count),
    "startswith": _edges(str.startswith),
    "endswith": _edges(str.endswith),
    "ljust": _pads(str.ljust),
    "rjust": _pads(str.rjust),
    "center": _pads(str.center),
    "zfill": zfill,
    "isdigit": _asks(str.isdigit),
    "isalpha": _asks(str.isalpha),
    "isalnum": _asks(str.isalnum),
    "isspace": _asks(str.isspace),
    "isupper": _asks(str.isupper),
    "islower": _asks(str.islower),
}
METHODS = {name: Builtin(name, function, own=2) for name, function in _METHODS.items()}
