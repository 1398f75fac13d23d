"""What the loops switch between: one case an op, one an update rule, folded into a chain.

"If the code is mine, do this, else ask the next": inlined, the chain is one switch. Cases take and give plain
numbers, because an array handed from case to case would be counted in and out at each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from engine.descent.rules import Rule
from engine.kernels.functions import Functions, inside
from engine.kernels.tape import FIRST_OP_CODE, TAKES_FIRST, TAKES_SECOND
from engine.ops import CATALOGUE, Op

NOTHING = -1  # the code of an op that a catalogue is without


class Cases:
    """What the loops switch between, made when a loop is compiled and not before: that takes a while.

    pairs: ops of one or two arguments; folds: ops of any arity; codes: their numbers, the folds' last. add,
    multiply: the codes of the n-ary sum and of the product, whose sums of products loops know as one.
    """

    def __init__(
        self, pairs: Sequence[Op], folds: Sequence[Op], codes: Mapping[Op, int], rules: Sequence[Rule]
    ) -> None:
        self._pairs, self._folds, self._codes, self._rules = pairs, folds, codes, rules
        self._compiled = Functions()
        self.first_fold = FIRST_OP_CODE + len(pairs)
        self.add, self.multiply = (codes.get(CATALOGUE[name], NOTHING) for name in ("sum", "mul"))

    @cached_property
    def value(self) -> Any:
        """(code, a, b) -> the value of the op with this code."""
        return _values(self._pairs, self._codes, self._compiled)

    @cached_property
    def partials(self) -> Any:
        """(code, takes, out, a, b) -> the partials of both slots, 0 for one that takes no gradient."""
        return _partials(self._pairs, self._codes, self._compiled)

    @cached_property
    def fold(self) -> Any:
        """(code, is_first, result, term) -> the result of an op of any arity with one term more."""
        return _folds(self._folds, self._codes, self._compiled)

    @cached_property
    def term_partial(self) -> Any:
        """(code, out, term) -> the partial of an op of any arity in that term's slot."""
        return _term_partials(self._folds, self._codes, self._compiled)

    @cached_property
    def update(self) -> Any:
        """(kind, theta, grad, rate, step, settings, memory) -> theta and memory after one step."""
        return _updates(self._rules, self._compiled)


# -- one case an op ------------------------------------------------------------------------------------------


def _values(ops: Sequence[Op], codes: Mapping[Op, int], compiled: Functions) -> Any:
    @inside
    def rest(code, a, b):  # type: ignore[no-untyped-def]
        return a

    for op in ops:
        rest = (_value_of_one if op.arity == 1 else _value_of_two)(codes[op], compiled(op.value), rest)
    return rest


def _value_of_one(mine: int, value: Any, rest: Any) -> Any:
    @inside
    def case(code, a, b):  # type: ignore[no-untyped-def]
        return value(a) if code == mine else rest(code, a, b)

    return case


def _value_of_two(mine: int, value: Any, rest: Any) -> Any:
    @inside
    def case(code, a, b):  # type: ignore[no-untyped-def]
        return value(a, b) if code == mine else rest(code, a, b)

    return case


def _partials(ops: Sequence[Op], codes: Mapping[Op, int], compiled: Functions) -> Any:
    @inside
    def rest(code, takes, out, a, b):  # type: ignore[no-untyped-def]
        return 0.0, 0.0

    for op in ops:
        partials = [compiled(partial) for partial in op.partials]
        if op.arity == 1:
            rest = _partial_of_one(codes[op], partials[0], rest)
        else:
            rest = _partials_of_two(codes[op], partials[0], partials[1], rest)
    return rest


def _partial_of_one(mine: int, partial: Any, rest: Any) -> Any:
    @inside
    def case(code, takes, out, a, b):  # type: ignore[no-untyped-def]
        if code == mine:
            return partial(out, a), 0.0
        return rest(code, takes, out, a, b)

    return case


def _partials_of_two(mine: int, partial_a: Any, partial_b: Any, rest: Any) -> Any:
    @inside
    def case(code, takes, out, a, b):  # type: ignore[no-untyped-def]
        if code == mine:
            return (
                partial_a(out, a, b) if takes & TAKES_FIRST else 0.0,
                partial_b(out, a, b) if takes & TAKES_SECOND else 0.0,
            )
        return rest(code, takes, out, a, b)

    return case


def _folds(ops: Sequence[Op], codes: Mapping[Op, int], compiled: Functions) -> Any:
    @inside
    def rest(code, is_first, result, term):  # type: ignore[no-untyped-def]
        return result

    for op in ops:
        assert op.fold is not None
        rest = _fold(codes[op], compiled(op.fold), op.start, rest)
    return rest


def _fold(mine: int, fold: Any, start: float, rest: Any) -> Any:
    @inside
    def case(code, is_first, result, term):  # type: ignore[no-untyped-def]
        if code == mine:
            return fold(start if is_first else result, term)
        return rest(code, is_first, result, term)

    return case


def _term_partials(ops: Sequence[Op], codes: Mapping[Op, int], compiled: Functions) -> Any:
    @inside
    def rest(code, out, term):  # type: ignore[no-untyped-def]
        return 0.0

    for op in ops:
        rest = _term_partial(codes[op], compiled(op.partials[0]), rest)
    return rest


def _term_partial(mine: int, partial: Any, rest: Any) -> Any:
    @inside
    def case(code, out, term):  # type: ignore[no-untyped-def]
        return partial(out, term) if code == mine else rest(code, out, term)

    return case


# -- one case an update rule ---------------------------------------------------------------------------------


def _updates(rules: Sequence[Rule], compiled: Functions) -> Any:
    @inside
    def rest(kind, theta, grad, rate, step, settings, memory):  # type: ignore[no-untyped-def]
        return theta, memory

    for kind, rule in enumerate(rules):
        rest = _update(kind, compiled(rule.update), rest)
    return rest


def _update(mine: int, update: Any, rest: Any) -> Any:
    @inside
    def case(kind, theta, grad, rate, step, settings, memory):  # type: ignore[no-untyped-def]
        if kind == mine:
            return update(theta, grad, rate, step, settings, memory)
        return rest(kind, theta, grad, rate, step, settings, memory)

    return case


# The same without any op, for a loop whose arguments alone are wanted.
NO_CASES = Cases([], [], {}, [])
