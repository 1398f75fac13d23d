"""Built-ins that make one kind of object from another: ``float``, ``int``, ``list`` and the like."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from engine.program.arithmetic import truth
from engine.program.containers import pairs, set_of
from engine.program.iteration import drain
from engine.program.kinds import real, wrong_value
from engine.program.machine import Machine
from engine.program.reprs import text_of
from engine.program.sets import Set


def _read(name: str, written: str, convert: Callable[[str], Any]) -> Any:
    try:
        return convert(written)
    except ValueError:
        raise wrong_value(f"ValueError: `{name}` cannot convert {written[:40]!r}.") from None


def float_(machine: Machine, x: Any = 0.0, /) -> float:
    if type(x) is str:
        machine.budget.step(1 + len(x) // 64)
        return float(_read("float", x, float))
    return real(x, "the argument of `float`")


def int_(machine: Machine, x: Any = 0, /) -> int:
    if type(x) is str:
        machine.budget.bits(3 * len(x.strip()))
        made = int(_read("int", x, int))
        machine.budget.bits(made.bit_length())
        return made
    if type(x) in (int, bool):
        return int(x)
    number = real(x, "the argument of `int`")
    if not math.isfinite(number):
        raise wrong_value(f"ValueError: cannot convert {number} to an int.")
    return int(number)


def str_(machine: Machine, x: Any = "", /) -> str:
    return text_of(machine, x)


def bool_(machine: Machine, x: Any = False, /) -> bool:
    return truth(x)


def list_(machine: Machine, iterable: Any = (), /) -> list[Any]:
    return drain(machine, iterable)


def tuple_(machine: Machine, iterable: Any = (), /) -> tuple[Any, ...]:
    return tuple(drain(machine, iterable))


def set_(machine: Machine, iterable: Any = (), /) -> Set:
    return set_of(machine, iterable)


def dict_(machine: Machine, iterable: Any = (), /, **keywords: Any) -> dict[Any, Any]:
    machine.budget.memory(len(keywords))
    return pairs(machine, iterable) | keywords
