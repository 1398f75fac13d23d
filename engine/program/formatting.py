"""Format specs of f-strings, ``{x:.4f}``, with widths paid for before they are made.

The types ``c`` (which can make half a letter) and ``n`` (which asks the machine's language) are left out.
"""

from __future__ import annotations

import re
from typing import Any

from engine.errors import ProgramError
from engine.program.kinds import DATA_HINT, is_number, kind, wrong_value
from engine.program.machine import Machine
from engine.program.reprs import text_of
from engine.program.values import TracedValue

_SPEC = re.compile(
    r"(?:.?[<>=^])?[-+ ]?z?#?0?(?P<width>\d*)[,_]?(?:\.(?P<precision>\d+))?[bdeEfFgGosxX%]?", re.DOTALL
)


def formatted(machine: Machine, thing: Any, spec: str) -> str:
    """What ``f"{thing:spec}"`` gives."""
    if not spec:
        return text_of(machine, thing)
    match = _SPEC.fullmatch(spec)
    if match is None:
        raise ProgramError(
            f"ValueError: `{spec[:40]}` is not a format.",
            code="wrong-value",
            hint="For example `.4f` or `>8`.",
        )
    sizes = [match["width"] or "0", match["precision"] or "0"]
    # Twelve digits are over every budget already, and Python reads no more than 4,300 at once.
    machine.budget.memory(sum(int(size.lstrip("0")[:12] or "0") for size in sizes))
    if type(thing) is TracedValue:
        raise ProgramError("TypeError: a Value cannot be formatted.", code="wrong-type", hint=DATA_HINT)
    if type(thing) is not str and not is_number(thing):
        raise ProgramError(
            f"ValueError: the format `{spec[:40]}` does not fit {kind(thing)}.", code="wrong-type"
        )
    try:
        made = format(thing, spec)
    except (ValueError, OverflowError):
        raise wrong_value(f"ValueError: the format `{spec[:40]}` does not fit {kind(thing)}.") from None
    machine.budget.memory(len(made))
    return made
