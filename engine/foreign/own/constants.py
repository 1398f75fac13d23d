"""The plain number of an op of two whose node keeps one input: `a ** 3`, where 3 is not a node.

A node may keep many a number that has nothing to do with its op: a count, an id, a depth. So one counts only
where it gives the data, and it is blamed for a wrong partial only where nothing else can be meant: where it
is a parameter of the method that made the node, or is confirmed by other nodes of the op, or where the data
leave no other number open.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from engine.foreign.own.makers import functions, method_of, op_of
from engine.foreign.own.named import Words
from engine.foreign.own.objects import is_number, real, stored
from engine.foreign.own.reading import Argument, Plain, Reading
from engine.foreign.own.words import exponent
from engine.ops import Op

_PROBES: Final = (2.0, 3.0, -1.0, 0.5)


class Candidate(NamedTuple):
    """The arguments of an op in one way of reading a node. sure: no other number can be meant."""

    arguments: tuple[Argument, ...]
    sure: bool


class Constants:
    """The plain numbers of the nodes of one reading."""

    def __init__(self, reading: Reading, words: Words) -> None:
        self.reading, self.words = reading, words
        self._alike: dict[tuple[str, str], list[int]] = {}
        self._kept_elsewhere: dict[tuple[str, tuple[str, str]], bool] = {}
        self._confirmed: dict[tuple[str, str, tuple[str, str]], bool] = {}

    def candidates(self, k: int, op: Op, word: str, partials: Sequence[float | None]) -> Iterator[Candidate]:
        """Every way in which this op may have made a node of one input, the likeliest first."""
        reading = self.reading
        only = reading.inputs[k][0]
        power = exponent(word) if op.name == "pow" else None
        if power is not None:
            yield Candidate((only, Plain(power)), sure=True)
            return
        twice = not reading.repeats[k] and op.kink is None and gives(reading, k, op, (only, only))
        if twice and _is_held_twice(reading.objects[k], reading.objects[only]):
            yield Candidate((only, only), sure=True)
            return  # no plain number, even where a wrong grad is that of one
        kept = [
            (self._is_confirmed(name, k, op), each)
            for name, number in _kept(reading, k)
            for each in _sides(only, number)
            if gives(reading, k, op, each) and not self._is_coincidence(name, k, op, each)
        ]
        confirmed = [each for is_confirmed, each in kept if is_confirmed]
        if confirmed:
            yield from (Candidate(each, sure=True) for each in confirmed)
            return
        if twice or (reading.repeats[k] and word and op.kink is None and gives(reading, k, op, (only, only))):
            kept.insert(0, (False, (only, only)))
        if word or op.name == "pow":
            kept += [(False, each) for each in _solved(reading, k, op) if gives(reading, k, op, each)]
        # What a program does not name may be any function, and of many numbers each may be meant. A method
        # that is not the op's may only be called so, and some number always gives the data.
        is_open = not word or self._is_open(k, op)
        sure = not is_open and op_of(reading.made[k].method) is op
        yield from (Candidate(each, sure) for _, each in kept)
        if word and is_open and partials[0] is not None:
            yield from (
                Candidate(each, sure=False)
                for number in _told_by(partials[0])
                for each in _sides(only, number)
                if gives(reading, k, op, each)
            )

    def _is_open(self, k: int, op: Op) -> bool:
        """Whether many a number gives the data, as of 1 to any power."""
        only = self.reading.inputs[k][0]
        x = self.reading.data[only]
        return any(
            gives(self.reading, k, op, each) and not _is_determined(self.reading, k, op, each)
            for probe in (*_PROBES, x - 1.0, x + 1.0)
            for each in _sides(only, probe)
        )

    def _is_coincidence(self, name: str, k: int, op: Op, arguments: tuple[Argument, ...]) -> bool:
        """Whether nodes of other ops keep a number of this name as well, and any other would do."""
        return self._is_everywhere(name, self._group(k)) and not _is_determined(
            self.reading, k, op, arguments
        )

    def _is_confirmed(self, name: str, k: int, op: Op) -> bool:
        """Whether numbers of this name are what the op is about."""
        group = self._group(k)
        key = (name, op.name, group)
        found = self._confirmed.get(key)
        if found is None:
            found = self._confirmed[key] = self._confirm(name, op, group, k)
        return found

    def _confirm(self, name: str, op: Op, group: tuple[str, str], k: int) -> bool:
        reading = self.reading
        if self._is_everywhere(name, group):
            return False
        by_side: list[set[float]] = [set(), set()]  # numbers that the data leave no choice of
        fits = [True, True]
        for j in self._alike[group]:
            number = next((number for each, number in _kept(reading, j) if each == name), None)
            if number is None:
                continue
            for side, arguments in enumerate(_sides(reading.inputs[j][0], number)):
                fits[side] = fits[side] and gives(reading, j, op, arguments)
                if fits[side] and _is_determined(reading, j, op, arguments):
                    by_side[side].add(number)
        if _is_parameter(reading, k, name):
            return any(fits)
        return any(fit and len(numbers) > 1 for fit, numbers in zip(fits, by_side, strict=True))

    def _group(self, k: int) -> tuple[str, str]:
        """Nodes of one input that one method made and that have one word."""
        if not self._alike:
            for j, inputs in enumerate(self.reading.inputs):
                if len(inputs) == 1:
                    self._alike.setdefault(self._key(j), []).append(j)
        return self._key(k)

    def _key(self, k: int) -> tuple[str, str]:
        return self.reading.made[k].method, next(iter(self.words.of(k)), "")

    def _is_everywhere(self, name: str, group: tuple[str, str]) -> bool:
        """Whether leaves or nodes of other ops keep a number of this name too."""
        key = (name, group)
        found = self._kept_elsewhere.get(key)
        if found is None:
            own = set(self._alike[group])
            found = self._kept_elsewhere[key] = any(
                k not in own and any(each == name and is_number(held) for each, held in stored(thing))
                for k, thing in enumerate(self.reading.objects)
            )
        return found


def number_of(reading: Reading, argument: Argument) -> float:
    """An argument as a number."""
    return argument.number if isinstance(argument, Plain) else reading.data[argument]


def gives(reading: Reading, k: int, op: Op, arguments: Sequence[Argument]) -> bool:
    """Whether an op of these arguments gives the data of a node."""
    numbers = [number_of(reading, argument) for argument in arguments]
    scale = max(map(abs, numbers), default=0.0)
    return close(op.value(*numbers), reading.data[k], 1e-9, scale if math.isfinite(scale) else 0.0)


def close(a: float, b: float, relative: float, scale: float) -> bool:
    """Whether two numbers are the same but for rounding."""
    if a == b or (math.isnan(a) and math.isnan(b)):
        return True
    if not (math.isfinite(a) and math.isfinite(b)):
        return False
    return abs(a - b) <= relative * max(abs(a), abs(b)) + 1e-14 * scale


def _sides(only: int, number: float) -> tuple[tuple[Argument, ...], ...]:
    return (only, Plain(number)), (Plain(number), only)


def _is_determined(reading: Reading, k: int, op: Op, arguments: tuple[Argument, ...]) -> bool:
    """Whether the data tell this number from others."""
    if not math.isfinite(reading.data[k]):
        return False
    for change in (2.0, -2.0, None):
        others = tuple(
            Plain(each.number * 1.001 if change is None else each.number + change)
            if isinstance(each, Plain)
            else each
            for each in arguments
        )
        if others != arguments and gives(reading, k, op, others):
            return False
    return True


def _is_held_twice(thing: Any, only: Any) -> bool:
    """Whether a node's function for the way back has one object under two names: both operands of `a + a`."""
    return any(sum(content is only for _, content in _cells(found)) > 1 for _, found in stored(thing))


def _cells(function: Any) -> Iterator[tuple[str, Any]]:
    """What a function has taken from around it, with its names."""
    names = getattr(getattr(function, "__code__", None), "co_freevars", ())
    for name, cell in zip(names, getattr(function, "__closure__", None) or (), strict=False):
        try:
            yield name, cell.cell_contents
        except ValueError:
            continue  # a name without anything yet


def _kept(reading: Reading, k: int) -> Iterator[tuple[str, float]]:
    """Plain numbers that a node, or its function for the way back, keeps, with their names."""
    layout = reading.layout
    for name, found in stored(reading.objects[k]):
        if name not in (layout.data, layout.grad) and is_number(found):
            yield name, real(found) or 0.0
        for inside, content in _cells(found):
            if is_number(content):
                yield f"{name}()[{inside}]", real(content) or 0.0


def _is_parameter(reading: Reading, k: int, name: str) -> bool:
    """Whether a name inside a node's function is a parameter of the method around it."""
    variable = name.rpartition("[")[2].rstrip("]")
    if variable == name:
        return False
    kind = reading.engine
    for function in functions(reading.objects[k]):
        method = getattr(kind, method_of(function.__code__, kind), None)
        code = getattr(method, "__code__", None)
        if code is not None and variable in code.co_varnames[1 : code.co_argcount]:
            return True
    return False


def _told_by(partial: float) -> Iterator[float]:
    """Numbers of which one may be meant, by the partial, where the data tell nothing."""
    yield from (partial, -partial)
    if partial != 0.0:
        yield 1.0 / partial
    if partial < 700.0:
        yield math.exp(partial)


def _solved(reading: Reading, k: int, op: Op) -> Iterator[tuple[Argument, ...]]:
    """The number that makes this of the input, at its shortest, on either side of it."""
    only = reading.inputs[k][0]
    x, out = reading.data[only], reading.data[k]
    for side in (0, 1):
        try:
            found = _inverse(op.name, side, x, out)
        except (ValueError, ZeroDivisionError, OverflowError):
            continue
        if found is None or not math.isfinite(found):
            continue
        yield _sides(only, _shortest(reading, k, op, side, found))[side]


def _inverse(name: str, side: int, x: float, out: float) -> float | None:
    match name, side:
        case "add", 0:
            return out - x
        case "mul", 0:
            return out / x
        case "sub", _:
            return out + x if side else x - out
        case "div", _:
            return out * x if side else x / out
        case "pow", 0:
            return math.log(abs(out)) / math.log(abs(x))
        case "pow", 1:
            return out ** (1.0 / x) if out > 0.0 else None
        case (("max" | "min"), 0):
            return out
    return None


def _shortest(reading: Reading, k: int, op: Op, side: int, found: float) -> float:
    x = reading.data[reading.inputs[k][0]]
    for digits in range(1, 17):
        short = float(f"{found:.{digits}g}")
        arguments = (short, x) if side else (x, short)
        if close(op.value(*arguments), reading.data[k], 1e-12, 0.0):
            return short
    return found
