"""Python's operators between Values: ``x + y``, ``x + 2.0``, ``2.0 + x`` and the like.

Each comes in two forms that give the same. The general one says what an operator does. The quick one is for
the usual case, two plain Values or one and a float or int, with every call written out: those calls would
take as long as all the rest, and most of a program's time is spent here. What is unusual it leaves to the
general one. The class is handed in, so that this module does not need to know it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from numbers import Real
from typing import Any, TypeAlias

from engine.ops import CONSTANT, Op

Operator: TypeAlias = Callable[[Any, Any], Any]


def operators(kind: type[Any], entry: Op) -> tuple[Operator, Operator]:
    """The functions behind an operator.

    Arguments:
        kind: the class of Values that they are for.
        entry: the op of two arguments that they apply.

    Returns:
        ``x + other``, and ``other + x`` for an ``other`` that is not a Value.
    """
    general, general_reflected = _general(kind, entry)
    both = _quick(kind, entry, general), _quick_reflected(kind, entry, general_reflected)
    # The interpreter tunes the calls in a code object to whom they reach: each op has its own to be tuned.
    for function in both:
        function.__code__ = function.__code__.replace()
    return both


def _general(kind: type[Any], entry: Op) -> tuple[Operator, Operator]:
    """For every Value and every number, subclasses of both too."""
    value = entry.value

    def operator(self: Any, other: Any) -> Any:
        if not isinstance(other, kind):
            if not isinstance(other, Real):
                return NotImplemented  # so that Python says what cannot be added
            other = self._constant(other)
        return self._make(entry, (self, other), value(self.data, other.data))

    def reflected(self: Any, other: Any) -> Any:
        if not isinstance(other, Real):
            return NotImplemented
        first = self._constant(other)
        return self._make(entry, (first, self), value(first.data, self.data))

    return operator, reflected


# Times 1.0 is `float` without a call: it rounds an int as that does, fails alike on one too large, and keeps
# -0.0.


def _quick(kind: type[Any], entry: Op, general: Operator) -> Operator:
    """``x + other``."""
    quick = entry.quick or entry.value
    # `object.__new__(kind)` without putting its argument into a tuple each time, a quarter of what it takes.
    blank: Callable[[], Any] = partial(object.__new__, kind)

    def operator(self: Any, other: Any) -> Any:
        if type(self) is not kind:
            return general(self, other)
        given = type(other)
        if given is kind:
            try:
                data = quick(self.data, other.data)
            except (OverflowError, ValueError):
                return general(self, other)
        elif given is float or given is int:
            try:
                plain = other * 1.0
                data = quick(self.data, plain)
            except (OverflowError, ValueError):
                return general(self, other)
            other = blank()
            other.data = plain
            other.grad = 0.0
            other.op = CONSTANT
            other.inputs = ()
            other.label = other.group = ""
        else:
            return general(self, other)
        made = blank()
        made.data = data
        made.grad = 0.0
        made.op = entry
        made.inputs = (self, other)
        made.label = made.group = ""
        return made

    return operator


def _quick_reflected(kind: type[Any], entry: Op, general: Operator) -> Operator:
    """``other + x``."""
    quick = entry.quick or entry.value
    blank: Callable[[], Any] = partial(object.__new__, kind)

    def reflected(self: Any, other: Any) -> Any:
        given = type(other)
        if type(self) is not kind or (given is not float and given is not int):
            return general(self, other)
        try:
            plain = other * 1.0
            data = quick(plain, self.data)
        except (OverflowError, ValueError):
            return general(self, other)
        first = blank()
        first.data = plain
        first.grad = 0.0
        first.op = CONSTANT
        first.inputs = ()
        first.label = first.group = ""
        made = blank()
        made.data = data
        made.grad = 0.0
        made.op = entry
        made.inputs = (first, self)
        made.label = made.group = ""
        return made

    return reflected
