"""Which op of the catalogue made a node: by its word, else by its numbers; None for an op of its own.

A word counts only where it gives the data. A node that is known by its numbers alone may be something else
that happens to give the same, so it counts only where its partials are those of the op as well.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, Final

from engine.foreign.own.at_once import COMMUTATIVE, at_once
from engine.foreign.own.makers import op_of
from engine.foreign.own.named import Words
from engine.foreign.own.objects import is_number, real, stored
from engine.foreign.own.reading import Argument, Plain, Reading, Recognised
from engine.foreign.own.words import exponent, operation
from engine.ops import CATALOGUE, Op

_LIKELY: Final = tuple(
    CATALOGUE[name]
    for name in (
        "add", "mul", "sub", "div", "pow", "relu", "neg", "tanh", "exp", "log", "sigmoid", "sqrt", "abs",
        "sin", "cos", "max", "min", "softplus", "tan", "erf", "sinh", "cosh", "atan", "expm1", "log1p",
    )
)  # fmt: skip


def recognise(reading: Reading, partials: Sequence[Sequence[float | None]]) -> list[Recognised | None]:
    """For each position what made it; None for leaves and numbers."""
    words = Words(reading)
    known = at_once(reading, words, partials)
    return [
        known.get(k) or _one(reading, k, words.of(k), partials[k]) if inputs else None
        for k, inputs in enumerate(reading.inputs)
    ]


def _one(reading: Reading, k: int, words: Iterator[str], partials: Sequence[float | None]) -> Recognised:
    said: list[str] = []
    known = False
    for word in words:  # asked for one by one, because the last are the dearest
        if not word:
            continue
        said.append(word)
        op = operation(word) or op_of(word)
        if op is None:
            continue
        known = True
        arguments = _fitting(reading, k, op, word, partials)
        if arguments is not None:
            return Recognised(arguments[0], said[0], arguments[1])
    if not known and not _speaks(said):
        found = _by_numbers(reading, k, partials)
        if found is not None:
            return found
    return Recognised(None, said[0] if said else "", reading.inputs[k])


def _fitting(
    reading: Reading, k: int, op: Op, word: str, partials: Sequence[float | None]
) -> tuple[Op, tuple[Argument, ...]] | None:
    """The op and its arguments in the order that gives the data. Where two do, as of equal numbers, the
    partials decide.
    """
    inputs = reading.inputs[k]
    first = None
    for arguments in _arguments(reading, k, op, word):
        if not _gives(reading, k, op, arguments):
            continue
        if len(inputs) == 2 and op.name in COMMUTATIVE:
            return op, arguments
        if _multiplies(reading, k, op, arguments, partials):
            return op, arguments
        first = first or arguments
    is_one = op.name == "pow" and first == inputs * 2 and reading.data[inputs[0]] == 1.0
    if is_one and partials[0] is not None:
        # 1 to any power is 1: only what was passed on tells the exponent.
        return op, (inputs[0], Plain(partials[0]))
    if first is not None:
        return op, first
    # A sum of many may be called an addition, and a sign alone is a minus.
    for name, kind, count in (("add", "sum", 3), ("sub", "neg", 1)):
        fits = len(inputs) == 1 if count == 1 else len(inputs) >= count
        if op.name == name and fits and _gives(reading, k, CATALOGUE[kind], inputs):
            return CATALOGUE[kind], inputs
    return None


def _speaks(words: Sequence[str]) -> bool:
    """Whether the program names the op at all, by a word that is not known here."""
    return any(not word.startswith("_") and word != "<lambda>" for word in words)


def _by_numbers(reading: Reading, k: int, partials: Sequence[float | None]) -> Recognised | None:
    """The likeliest op that gives both the data and the partials; without partials the only one that gives
    the data; None if there is none.
    """
    inputs = reading.inputs[k]
    known = any(partial is not None for partial in partials)
    giving = [
        (op, arguments)
        for op in _LIKELY
        for arguments in _arguments(reading, k, op, "")
        if _gives(reading, k, op, arguments) and (known or not any(isinstance(x, Plain) for x in arguments))
    ]
    if len(inputs) > 2 and _gives(reading, k, CATALOGUE["sum"], inputs):
        giving.append((CATALOGUE["sum"], inputs))
    if known:
        for op, arguments in giving:
            if _multiplies(reading, k, op, arguments, partials):
                return Recognised(op, op.symbol, arguments)
        if _coincides(reading, k):
            return None
    if len({op for op, _ in giving}) == 1:
        op, arguments = giving[0]
        return Recognised(op, op.symbol, arguments)
    return None


def candidates(reading: Reading, k: int) -> tuple[str, ...]:
    """The names of the ops that give a node's data."""
    return tuple(
        op.name
        for op in _LIKELY
        if any(_gives(reading, k, op, arguments) for arguments in _arguments(reading, k, op, ""))
    )


def _coincides(reading: Reading, k: int) -> bool:
    """Whether these numbers are such that many functions agree on them."""
    arguments = [reading.data[j] for j in reading.inputs[k]]
    out = reading.data[k]
    plain = (0.0, 1.0, 2.0)
    return abs(out) in plain or any(abs(x) in plain or abs(x) == abs(out) for x in arguments)


def _multiplies(
    reading: Reading, k: int, op: Op, arguments: Sequence[Argument], partials: Sequence[float | None]
) -> bool:
    """Whether the program's partials, as far as they are known, are those of this op."""
    numbers = [_number(reading, argument) for argument in arguments]
    inputs = reading.inputs[k]
    for j in dict.fromkeys(inputs):  # of an input that is used twice, both uses together
        known = [partials[slot] for slot, each in enumerate(inputs) if each == j]
        wanted = sum(
            op.partial(slot, reading.data[k], numbers) for slot, each in enumerate(arguments) if each == j
        )
        if None not in known and not _close(sum(filter(None, known)), wanted, 1e-7, 1.0):
            return False
    return True


def _number(reading: Reading, argument: Argument) -> float:
    return argument.number if isinstance(argument, Plain) else reading.data[argument]


def _gives(reading: Reading, k: int, op: Op, arguments: Sequence[Argument]) -> bool:
    numbers = [_number(reading, argument) for argument in arguments]
    scale = max(map(abs, numbers), default=0.0)
    return _close(op.value(*numbers), reading.data[k], 1e-9, scale if math.isfinite(scale) else 0.0)


def _close(a: float, b: float, relative: float, scale: float) -> bool:
    if a == b or (math.isnan(a) and math.isnan(b)):
        return True
    if not (math.isfinite(a) and math.isfinite(b)):
        return False
    return abs(a - b) <= relative * max(abs(a), abs(b)) + 1e-14 * scale


def _arguments(reading: Reading, k: int, op: Op, word: str) -> Iterator[tuple[Argument, ...]]:
    """Every way in which a node's inputs may be the arguments of an op, the likeliest first."""
    inputs = reading.inputs[k]
    if op.arity is None or op.arity == len(inputs):
        yield inputs
        if op.arity == 2:
            yield inputs[::-1]
    elif op.arity == 2 and len(inputs) == 1:
        yield from _with_a_number(reading, k, op, word)


def _with_a_number(reading: Reading, k: int, op: Op, word: str) -> Iterator[tuple[Argument, ...]]:
    """Of an op of two that keeps one input: the same twice, or a plain number that is found or computed."""
    only = reading.inputs[k][0]
    power = exponent(word) if op.name == "pow" else None
    if power is not None:
        yield only, Plain(power)
        return
    if not reading.repeats[k]:
        yield only, only
        if _is_held_twice(reading.objects[k], reading.objects[only]):
            return  # no plain number, even where a wrong grad is that of one
    for number in _numbers(reading.objects[k], reading.layout.data, reading.layout.grad):
        yield only, Plain(number)
        yield Plain(number), only
    solved = _solved(op, reading.data[only], reading.data[k])
    twice = not reading.repeats[k] and _gives(reading, k, op, (only, only))
    if solved is not None and not twice and (word or op.name == "pow"):
        yield only, Plain(solved)
    if reading.repeats[k] and word:
        yield only, only


def _is_held_twice(thing: Any, only: Any) -> bool:
    """Whether a node's function for the way back has one object under two names: both operands of `a + a`."""
    return any(sum(content is only for content in _cells(found)) > 1 for _, found in stored(thing))


def _cells(function: Any) -> Iterator[Any]:
    """What a function has taken from around it."""
    for cell in getattr(function, "__closure__", None) or ():
        try:
            yield cell.cell_contents
        except ValueError:
            continue  # a name without anything yet


def _numbers(thing: Any, data: str, grad: str | None) -> Iterator[float]:
    """Plain numbers that a node, or its function for the way back, keeps."""
    for name, found in stored(thing):
        if name not in (data, grad) and is_number(found):
            yield real(found) or 0.0
        for content in _cells(found):
            if is_number(content):
                yield real(content) or 0.0


def _solved(op: Op, a: float, out: float) -> float | None:
    """The number that makes this of `a`, at its shortest; None where it cannot be told."""
    try:
        match op.name:
            case "add":
                found = out - a
            case "mul":
                found = out / a
            case "div":
                found = a / out
            case "pow":
                found = math.log(out) / math.log(a)
            case _:
                return None
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    for digits in range(1, 17):
        short = float(f"{found:.{digits}g}")
        if _close(op.value(a, short), out, 1e-12, 0.0):
            return short
    return found if math.isfinite(found) else None
