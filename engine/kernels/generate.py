"""Writes the module of compiled loops: one plain Python module, made of the catalogue's own functions.

First what the ops and the update rules are made of, then the functions that ``engine.kernels.switch``
declares, one ``if`` an op, then the loops. numba compiles it; without its decorators it would run as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from inspect import signature
from typing import Any

from engine.kernels import loops, switch
from engine.kernels.printing import Printer
from engine.kernels.tape import FIRST_OP_CODE, TAKES_FIRST, TAKES_SECOND
from engine.ops import CATALOGUE, Op
from engine.source import NoSourceError
from engine.update_rules import Rule

NONE = -1  # the code of an op that a catalogue is without
SWITCH: tuple[Callable[..., Any], ...] = (
    switch.value,
    switch.partials,
    switch.fold,
    switch.term_partial,
    switch.update,
)
LOOPS = (loops.forward, loops.backward, loops.descend)
_DECLARED = {"FIRST_FOLD", "ADD", "MULTIPLY", *(each.__name__ for each in SWITCH)}
_DECORATORS = {
    # Divisions are guarded by the ops themselves.
    "plain": "error_model='numpy'",
    "inlined": "error_model='numpy', forceinline=True",
    # Called by `descend`, not woven into it: with all registers to itself a loop takes the same time wherever
    # its arrays lie; woven in, a chain took up to twice as long. The interpreter's lock is not needed.
    "loop": "error_model='numpy', nogil=True",
}


@dataclass(frozen=True, slots=True)
class Generated:
    """A module's text, and how it numbers ops and update rules.

    codes: of every op that is in the loops, those of any number of arguments from ``first_fold`` on. add,
    multiply: of the sum and the product, whose sums of products loops know as one node; NONE without them.
    """

    text: str
    codes: Mapping[Op, int]
    rules: Mapping[Rule, int]
    first_fold: int
    add: int
    multiply: int


def generate(ops: Iterable[Op], rules: Sequence[Rule]) -> Generated:
    """The module for these ops and update rules.

    An op of three or more arguments, or one whose functions cannot be written into a module, has no code and
    is left to the readable loop. Raises NoSourceError for an update rule that cannot be written.
    """
    printer = Printer([*_DECLARED, *_DECORATORS, *(each.__name__ for each in LOOPS), "njit"])
    written = {op: names for op in ops if (names := _functions(printer, op)) is not None}
    pairs = [op for op in written if op.arity is not None]
    folds = [op for op in written if op.arity is None]
    codes = {op: code for code, op in enumerate([*pairs, *folds], FIRST_OP_CODE)}
    updates = printer.write({f"_{rule.name}": rule.update for rule in rules}, "@plain")
    first_fold = FIRST_OP_CODE + len(pairs)
    add, multiply = (codes.get(CATALOGUE[name], NONE) for name in ("sum", "mul"))
    cases = [
        [(codes[op], _value(op, written[op][0])) for op in pairs],
        [(codes[op], _partials(op, written[op][1:])) for op in pairs],
        [(codes[op], _fold(op, written[op][0])) for op in folds],
        [(codes[op], f"{written[op][1]}(out, term)") for op in folds],
        [(kind, f"{name}(theta, grad, rate, step, settings, memory)") for kind, name in enumerate(updates)],
    ]
    others = ("a", "(0.0, 0.0)", "result", "0.0", "(theta, memory)")
    printer.lines += ["", "", f"FIRST_FOLD = {first_fold}", f"ADD = {add}", f"MULTIPLY = {multiply}"]
    for declared, each, other in zip(SWITCH, cases, others, strict=True):
        printer.lines += _switch(declared, each, other)
    printer.write({loop.__name__: loop for loop in LOOPS}, "@loop", _DECLARED)
    text = "\n".join([*_head(), *printer.lines, ""])
    kinds = {rule: kind for kind, rule in enumerate(rules)}
    return Generated(text, codes, kinds, first_fold, add, multiply)


def _head() -> Iterator[str]:
    yield '"""Written by engine.kernels.generate from the op catalogue and the update rules."""'
    yield ""
    yield from ("import math", "", "import numpy as np", "from numba import njit", "")
    for name, options in _DECORATORS.items():
        yield f"{name} = njit({options})"


def _functions(printer: Printer, op: Op) -> list[str] | None:
    """The names of an op's functions, once written: its value, or how it takes in a term; its partials."""
    if op.arity not in (None, 1, 2):
        return None
    names = [f"{op.name}_value", f"{op.name}_da", f"{op.name}_db"]
    try:
        return printer.write(dict(zip(names, (op.fold or op.value, *op.partials), strict=False)), "@plain")
    except NoSourceError:
        return None


def _value(op: Op, name: str) -> str:
    return f"{name}(a)" if op.arity == 1 else f"{name}(a, b)"


def _partials(op: Op, names: Sequence[str]) -> str:
    if op.arity == 1:
        return f"({names[0]}(out, a), 0.0)"
    first, second = (
        f"{name}(out, a, b) if takes & {bit} else 0.0"
        for name, bit in zip(names, (TAKES_FIRST, TAKES_SECOND), strict=True)
    )
    return f"({first}, {second})"


def _fold(op: Op, name: str) -> str:
    return f"{name}({op.start!r} if is_first else result, term)"


def _switch(declared: Callable[..., Any], cases: Iterable[tuple[int, str]], other: str) -> Iterator[str]:
    """The function so declared: the result of the case with this code, or of no case."""
    arguments = list(signature(declared).parameters)
    yield from ("", "", "@inlined", f"def {declared.__name__}({', '.join(arguments)}):")
    for code, result in cases:
        yield from (f"    if {arguments[0]} == {code}:", f"        return {result}")
    yield f"    return {other}"
