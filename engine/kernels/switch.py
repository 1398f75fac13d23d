"""What the loops ask about a code: declarations, which the generated module defines from its catalogue.

Its functions are straight chains of ``if code == …``, which a compiler turns into one jump. They take and
give plain numbers, because an array that is handed on is counted in and out.
"""

from __future__ import annotations

from engine.update_rules import Memory, Settings

FIRST_FOLD = 0  # the first code of an op of any number of arguments
ADD = 0  # the code of the sum of any number of terms
MULTIPLY = 0  # the code of the product of two


def value(code: int, a: float, b: float) -> float:
    """The value of an op of one or two arguments."""
    raise NotImplementedError


def partials(code: int, takes: int, out: float, a: float, b: float) -> tuple[float, float]:
    """The partials of both slots, 0 for one that takes no gradient."""
    raise NotImplementedError


def fold(code: int, is_first: bool, result: float, term: float) -> float:
    """The result of an op of any number of arguments with one more term."""
    raise NotImplementedError


def term_partial(code: int, out: float, term: float) -> float:
    """The partial of an op of any number of arguments in the slot of this term."""
    raise NotImplementedError


def update(
    kind: int, theta: float, grad: float, rate: float, step: float, settings: Settings, memory: Memory
) -> tuple[float, Memory]:
    """A parameter and what is remembered of it after one step of the update rule with this code."""
    raise NotImplementedError
