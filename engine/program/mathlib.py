"""``math`` in a program: functions of reals, on plain numbers after NUMERICS.md and on Values where an op
exists.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from engine.ops import CATALOGUE, Op, op
from engine.program.functions import Builtin, Package
from engine.program.kinds import real, wrong_value
from engine.program.machine import Machine
from engine.program.values import TracedValue, is_value
from engine.value import apply


def on_op(entry: Op, name: str | None = None) -> Builtin:
    """A unary op as a function of a Value or a plain number."""
    word = name or entry.name

    def function(machine: Machine, x: Any, /) -> Any:
        if is_value(x):
            return apply(entry, x)
        return entry.value(real(x, f"the argument of `{word}`"))

    return Builtin(word, function)


def _plain(name: str, function: Callable[..., Any], arguments: int = 1) -> Builtin:
    """A function that has no op: plain numbers only; nan where it is not defined, infinity where it
    overflows.
    """

    def compute(numbers: list[float]) -> Any:
        try:
            return function(*numbers)
        except ValueError:
            return math.nan
        except OverflowError:
            return math.inf

    def unary(machine: Machine, x: Any, /) -> Any:
        return compute([real(x, f"the argument of `math.{name}`")])

    def binary(machine: Machine, x: Any, y: Any, /) -> Any:
        return compute([real(x, f"the argument of `math.{name}`"), real(y, f"the argument of `math.{name}`")])

    return Builtin(name, unary if arguments == 1 else binary)


def _whole(name: str, function: Callable[[float], int]) -> Builtin:
    def rounded(machine: Machine, x: Any, /) -> int:
        if type(x) is int:
            return x
        number = real(x, f"the argument of `math.{name}`")
        if not math.isfinite(number):
            raise wrong_value(f"ValueError: cannot convert {number} to an int.")
        return function(number)

    return Builtin(name, rounded)


def _log(machine: Machine, x: Any, base: Any = None, /) -> Any:
    log = op("log")
    if base is None:
        return apply(log, x) if is_value(x) else log.value(real(x, "the argument of `math.log`"))
    if is_value(x):
        return apply(log, x) / log.value(real(base, "the base"))
    return op("div").value(
        log.value(real(x, "the argument of `math.log`")), log.value(real(base, "the base"))
    )


def _logarithm(name: str, function: Callable[[float], float]) -> Builtin:
    def logarithm(machine: Machine, x: Any, /) -> float:
        number = real(x, f"the argument of `math.{name}`")
        return function(number) if number > 0.0 else op("log").value(number)

    return Builtin(name, logarithm)


_OF_POW = "the argument of `math.pow`"


def _pow(machine: Machine, x: Any, y: Any, /) -> Any:
    if isinstance(x, TracedValue) or isinstance(y, TracedValue):
        return apply(
            op("pow"), *(z if is_value(z) else real(z, "the argument of `math.pow`") for z in (x, y))
        )
    return op("pow").value(real(x, "the argument of `math.pow`"), real(y, "the argument of `math.pow`"))


# Words of the catalogue that are functions and not operators, and that math has too.
_SHARED = ("exp log1p expm1 sqrt sin cos tan asin acos atan sinh cosh tanh erf").split()
_REALS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        math.asinh, math.acosh, math.erfc, math.degrees, math.radians, math.isnan, math.isinf, math.isfinite,
    )
}  # fmt: skip
_PAIRS: dict[str, Callable[..., Any]] = {
    "atan2": math.atan2, "hypot": math.hypot, "copysign": math.copysign, "fmod": math.fmod,
}  # fmt: skip

MATH = Package(
    "math",
    {name: on_op(CATALOGUE[name]) for name in _SHARED}
    | {name: _plain(name, function) for name, function in _REALS.items()}
    | {name: _plain(name, function, 2) for name, function in _PAIRS.items()}
    | {
        "floor": _whole("floor", math.floor),
        "ceil": _whole("ceil", math.ceil),
        "trunc": _whole("trunc", math.trunc),
    }
    | {name: _logarithm(name, function) for name, function in (("log2", math.log2), ("log10", math.log10))}
    | {"log": Builtin("log", _log), "pow": Builtin("pow", _pow), "fabs": on_op(CATALOGUE["abs"], "fabs")}
    | {"pi": math.pi, "e": math.e, "tau": math.tau, "inf": math.inf, "nan": math.nan},
)
