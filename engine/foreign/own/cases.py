"""What is tried of a class: every operator and method that the catalogue has, and at which numbers."""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from engine.foreign.own.words import operation
from engine.ops import CATALOGUE, NAN, Op

_ONE: Final = ((3.0,), (-1.5,), (0.25,), (-2.0,))
_OWN: Final = ((0.7,), (2.5,), (-0.6,), (-1.3,))
_POWERS: Final = ((2.0, 3), (0.5, 2), (-1.5, 2), (1.0, -1))


@dataclass(frozen=True, slots=True)
class Trial:
    """One operation. text: as it is written. method: that Python calls. function: of the leaves. want: its
    value for plain numbers. points: the leaves' numbers, and what else the function is given.
    """

    text: str
    method: str
    function: Callable[..., Any]
    want: Callable[..., float]
    points: tuple[tuple[tuple[float, ...], tuple[float, ...]], ...]
    is_operator: bool = True
    is_own: bool = False

    @property
    def is_composed(self) -> bool:
        """Whether it has a plain number, or is likely to be made of other operations."""
        return "2" in self.text or "/" in self.text


def trials(kind: type, own: Collection[str] = ()) -> Iterator[Trial]:
    """The operators, then the methods that this class has; own: of its own functions those to be tried."""
    for sign, name, method in (
        ("+", "add", "__add__"),
        ("-", "sub", "__sub__"),
        ("*", "mul", "__mul__"),
        ("/", "div", "__truediv__"),
    ):
        yield from _binary(sign, CATALOGUE[name], method)
    power = CATALOGUE["pow"]
    yield Trial(
        "a ** n", "__pow__", lambda a, n: a**n, power.value,
        tuple(((x,), (n,)) for x, n in _POWERS),
    )  # fmt: skip
    negative = CATALOGUE["neg"]
    yield Trial("-a", "__neg__", operator.neg, negative.value, _points(negative))
    if hasattr(kind, "__abs__"):
        yield Trial("abs(a)", "__abs__", abs, CATALOGUE["abs"].value, _points(CATALOGUE["abs"]))
    for op in CATALOGUE.values():
        for name in (op.name, *op.aliases):
            if op.arity is not None and callable(getattr(kind, name, None)):
                yield _method(op, name)
    for name in sorted(own):
        if operation(name) is None and name.isidentifier() and callable(getattr(kind, name, None)):
            yield _own(name)


def _points(op: Op) -> tuple[tuple[tuple[float, ...], tuple[float, ...]], ...]:
    return tuple((sample, ()) for sample in op.samples[:4])


def _binary(sign: str, op: Op, method: str) -> Iterator[Trial]:
    apply: Callable[[Any, Any], Any] = {
        "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
    }[sign]  # fmt: skip
    reflected = method.replace("__", "__r", 1)
    points = tuple((point, ()) for point in _ONE)
    yield Trial(f"a {sign} b", method, apply, op.value, _points(op))
    yield Trial(f"a {sign} 2", method, lambda a: apply(a, 2), lambda a: op.value(a, 2.0), points)
    yield Trial(f"2 {sign} a", reflected, lambda a: apply(2, a), lambda a: op.value(2.0, a), points)


def _method(op: Op, name: str) -> Trial:
    def function(a: Any, *others: Any) -> Any:
        return getattr(a, name)(*others)

    text = f"a.{name}()" if op.arity == 1 else f"a.{name}(b)"
    return Trial(text, name, function, op.value, _points(op), is_operator=False)


def _own(name: str) -> Trial:
    """A function of their own: there is nothing to compare its value with."""

    def function(a: Any) -> Any:
        return getattr(a, name)()

    points = tuple((point, ()) for point in _OWN)
    return Trial(f"a.{name}()", name, function, lambda _: NAN, points, is_operator=False, is_own=True)
