"""Operators on plain numbers, strings and containers, with their budgets; Values bring their own.

Plain numbers follow NUMERICS.md as ops do: ``/`` and ``**`` never raise and are never complex.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, TypeAlias

from engine.ops import op
from engine.program.kinds import is_number, kind, real, too_large, wrong_type, wrong_value
from engine.program.machine import Machine
from engine.program.sets import Set
from engine.program.unavailable import Unavailable
from engine.program.values import TracedValue

Operate: TypeAlias = Callable[[Machine, Any, Any], Any]
_DIV, _POW = op("div").value, op("pow").value
# Ints below this need no check of their bits.
_SMALL = 1 << 500


def _bounded(machine: Machine, number: int) -> int:
    if not -_SMALL < number < _SMALL:
        machine.budget.bits(number.bit_length())
    return number


def _add_numbers(machine: Machine, a: Any, b: Any) -> Any:
    made = a + b
    return made if type(made) is float else _bounded(machine, made)


def _sub_numbers(machine: Machine, a: Any, b: Any) -> Any:
    made = a - b
    return made if type(made) is float else _bounded(machine, made)


def _mul_numbers(machine: Machine, a: Any, b: Any) -> Any:
    made = a * b
    return made if type(made) is float else _bounded(machine, made)


def _div_numbers(machine: Machine, a: Any, b: Any) -> float:
    return a / b if b else _DIV(float(a), 0.0 * b if type(b) is float else 0.0)


def _pow_numbers(machine: Machine, a: Any, b: Any) -> Any:
    if type(a) is not float and type(b) is not float and b >= 0:
        if abs(a) > 1:
            machine.budget.bits((abs(a).bit_length() - 1) * b)
        return _bounded(machine, a**b)
    return _POW(float(a), float(b))


def _whole_parts(name: str, compute: Callable[[Any, Any], Any]) -> Operate:
    def operate(machine: Machine, a: Any, b: Any) -> Any:
        if not b:
            raise wrong_value(f"ZeroDivisionError: `{name}` by zero.")
        return compute(a, b)

    return operate


def _shift_left(machine: Machine, a: int, b: int) -> int:
    if b < 0:
        raise wrong_value("ValueError: negative shift count.")
    if a:
        machine.budget.bits(abs(a).bit_length() + b)
    return a << b


def _shift_right(machine: Machine, a: int, b: int) -> int:
    if b < 0:
        raise wrong_value("ValueError: negative shift count.")
    return a >> min(b, machine.limits.integer_bits)


def _repeat(machine: Machine, a: Any, b: Any) -> Any:
    """``[0.0] * 5``, either way round, paid for before it is made; None if this is not a repetition."""
    things, count = (b, a) if type(a) in (int, bool) else (a, b)
    if type(things) not in (list, tuple, str) or type(count) not in (int, bool):
        return None
    total = len(things) * max(int(count), 0)
    machine.budget.memory(total)
    machine.budget.step(1 + total // (64 if type(things) is str else 1))
    return things * int(count) if total else things[:0]


def _join(machine: Machine, a: Any, b: Any) -> Any:
    """``[1] + [2]``, paid for before it is made; None if nothing is joined."""
    if type(a) is not type(b) or type(a) not in (list, tuple, str):
        return None
    total = len(a) + len(b)
    machine.budget.memory(total)
    machine.budget.step(1 + total // (64 if type(a) is str else 1))
    return a + b


def _sets(keep: Callable[[Set, Set], list[Any]]) -> Operate:
    def operate(machine: Machine, a: Any, b: Any) -> Any:
        if type(a) is not Set or type(b) is not Set:
            return None
        machine.budget.step(len(a) + len(b))
        machine.budget.memory(len(a) + len(b))
        return Set(keep(a, b))

    return operate


def merged(a: Set, b: Set) -> list[Any]:
    """What is in either."""
    return [*a, *b]


def common(a: Set, b: Set) -> list[Any]:
    """What is in both."""
    return [x for x in a if x in b]


def without(a: Set, b: Set) -> list[Any]:
    """What is in the first alone."""
    return [x for x in a if x not in b]


def either(a: Set, b: Set) -> list[Any]:
    """What is in one of them alone."""
    return without(a, b) + without(b, a)


def _merge(machine: Machine, a: Any, b: Any) -> Any:
    if type(a) is dict and type(b) is dict:
        machine.budget.step(len(a) + len(b))
        machine.budget.memory(len(a) + len(b))
        return a | b
    return _sets(merged)(machine, a, b)


def _nothing(machine: Machine, a: Any, b: Any) -> Any:
    return None


def _text_hint(symbol: str, a: Any) -> str | None:
    if symbol == "%" and type(a) is str:
        return 'Write an f-string, as in f"{x:.4f}".'
    if symbol == "^":
        return "A power is written `**`."
    return None


_CANNOT = {
    "+": "cannot add {a} and {b}.",
    "-": "cannot subtract {b} from {a}.",
    "*": "cannot multiply {a} by {b}.",
    "/": "cannot divide {a} by {b}.",
    "**": "cannot raise {a} to the power of {b}.",
}


def operator_on(
    symbol: str,
    on_values: Callable[[Any, Any], Any] | None,
    on_numbers: Operate | None,
    on_others: Operate = _nothing,
    whole_only: bool = False,
) -> Operate:
    """The operator from what it does on Values, on plain numbers and on everything else."""
    numbers = (int, bool) if whole_only else (float, int, bool)

    def operate(machine: Machine, a: Any, b: Any) -> Any:
        kind_a, kind_b = type(a), type(b)
        if kind_a is TracedValue or kind_b is TracedValue:
            if on_values is not None and (kind_a is kind_b or is_number(a) or is_number(b)):
                return on_values(a, b)
            unavailable = a if kind_a is Unavailable else b
            if type(unavailable) is Unavailable:
                raise unavailable.needed("a Value")
        elif kind_a in numbers and kind_b in numbers and on_numbers is not None:
            try:
                return on_numbers(machine, a, b)
            except OverflowError:
                raise too_large() from None
        elif kind_a is Unavailable or kind_b is Unavailable:
            return a if kind_a is Unavailable else b
        else:
            made = on_others(machine, a, b)
            if made is not None:
                return made
        sentence = _CANNOT.get(symbol, f"cannot use `{symbol}` on {{a}} and {{b}}.")
        error = wrong_type(sentence.format(a=kind(a), b=kind(b)))
        error.hint = _text_hint(symbol, a)
        raise error

    return operate


OPERATORS: dict[str, Operate] = {
    "+": operator_on("+", operator.add, _add_numbers, _join),
    "-": operator_on("-", operator.sub, _sub_numbers, _sets(without)),
    "*": operator_on("*", operator.mul, _mul_numbers, _repeat),
    "/": operator_on("/", operator.truediv, _div_numbers),
    "**": operator_on("**", operator.pow, _pow_numbers),
    "//": operator_on("//", None, _whole_parts("//", operator.floordiv)),
    "%": operator_on("%", None, _whole_parts("%", operator.mod)),
    "@": operator_on("@", None, None),
    "<<": operator_on("<<", None, _shift_left, whole_only=True),
    ">>": operator_on(">>", None, _shift_right, whole_only=True),
    "&": operator_on("&", None, lambda machine, a, b: a & b, _sets(common), whole_only=True),
    "|": operator_on("|", None, lambda machine, a, b: a | b, _merge, whole_only=True),
    "^": operator_on("^", None, lambda machine, a, b: a ^ b, _sets(either), whole_only=True),
}


def negative(machine: Machine, thing: Any) -> Any:
    """``-thing``."""
    if type(thing) is TracedValue or is_number(thing):
        return -thing
    return _sign("-", thing)


def positive(machine: Machine, thing: Any) -> Any:
    """``+thing``."""
    if type(thing) is TracedValue or is_number(thing):
        return +thing
    return _sign("+", thing)


def inverted(machine: Machine, thing: Any) -> Any:
    """``~thing``."""
    # Python is about to refuse ~ of a bool.
    return ~int(thing) if type(thing) in (int, bool) else _sign("~", thing)


def _sign(symbol: str, thing: Any) -> Unavailable:
    if type(thing) is Unavailable:
        return thing
    raise wrong_type(f"cannot use `{symbol}` on {kind(thing)}.")


def truth(thing: Any) -> bool:
    """Whether an ``if`` takes this for true. A Value is refused, so that no branch hides one."""
    which = type(thing)
    if which is TracedValue:
        raise wrong_type("a Value cannot be used as a condition.", thing)
    if which is Unavailable:
        raise thing.needed("a condition")
    return bool(thing)


def absolute(machine: Machine, thing: Any) -> Any:
    """``abs(thing)``."""
    if type(thing) is TracedValue or is_number(thing):
        return abs(thing)
    return real(thing, "the argument of `abs`")
