"""Which op of the catalogue made a node: by its word, else by its numbers; None for an op of its own.

A word counts only where it gives the data. A node that is known by its numbers alone may be something else
that happens to give the same, so it counts only where its partials are those of the op as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from engine.foreign.own.at_once import COMMUTATIVE, at_once
from engine.foreign.own.constants import Candidate, Constants, close, gives, number_of
from engine.foreign.own.makers import op_of
from engine.foreign.own.named import Words
from engine.foreign.own.reading import Argument, Plain, Reading, Recognised
from engine.foreign.own.words import operation
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
    constants = Constants(reading, words)
    known = at_once(reading, words, partials)
    return [
        known.get(k) or _one(constants, k, partials[k]) if inputs else None
        for k, inputs in enumerate(reading.inputs)
    ]


def _one(constants: Constants, k: int, partials: Sequence[float | None]) -> Recognised:
    said: list[str] = []
    known = False
    inputs = constants.reading.inputs[k]
    for word in constants.words.of(k):  # asked for one by one, because the last are the dearest
        if not word:
            continue
        said.append(word)
        op = operation(word) or op_of(word)
        if op is None:
            continue
        known = True
        arguments = _fitting(constants, k, op, word, partials)
        if arguments is not None:
            return Recognised(arguments[0], said[0], arguments[1])
    if not known and not _speaks(said):
        found = _by_numbers(constants, k, partials)
        if found is not None:
            return found
    return Recognised(None, said[0] if said else "", inputs)


def _fitting(
    constants: Constants, k: int, op: Op, word: str, partials: Sequence[float | None]
) -> tuple[Op, tuple[Argument, ...]] | None:
    """The op and its arguments in the order that gives the data. Where several do, as of equal numbers, the
    partials decide; where none has these partials, they are wrong only if nothing else can be meant.
    """
    reading = constants.reading
    inputs = reading.inputs[k]
    # A sum of many may be called an addition, and a sign alone is a minus.
    for name, kind, fits in (("add", "sum", len(inputs) > 2), ("sub", "neg", len(inputs) == 1)):
        if op.name == name and fits and gives(reading, k, CATALOGUE[kind], inputs):
            return CATALOGUE[kind], inputs
    first = None
    for arguments, sure in _ways(constants, k, op, word, partials):
        if len(inputs) == 2 and op.name in COMMUTATIVE:
            return op, arguments
        if _multiplies(reading, k, op, arguments, partials) and (sure or partials[0] is not None):
            return op, arguments
        if sure:
            first = first or arguments
    return None if first is None else (op, first)


def _speaks(words: Sequence[str]) -> bool:
    """Whether the program names the op at all, by a word that is not known here."""
    return any(not word.startswith("_") and word != "<lambda>" for word in words)


def _by_numbers(constants: Constants, k: int, partials: Sequence[float | None]) -> Recognised | None:
    """The likeliest op that gives both the data and the partials; without partials the only one that gives
    the data; None if there is none.
    """
    reading = constants.reading
    inputs = reading.inputs[k]
    known = any(partial is not None for partial in partials)
    giving = [
        (op, arguments)
        for op in _LIKELY
        for arguments, _ in _ways(constants, k, op, "", partials)
        if known or not any(isinstance(each, Plain) for each in arguments)
    ]
    if len(inputs) > 2 and gives(reading, k, CATALOGUE["sum"], inputs):
        giving.append((CATALOGUE["sum"], inputs))
    if known:
        for op, arguments in giving:
            if _multiplies(reading, k, op, arguments, partials):
                return Recognised(op, op.symbol, arguments)
        if _coincides(reading, k):
            return None
    if len({op for op, _ in giving}) == 1:
        op, arguments = giving[0]
        if not known or not any(isinstance(each, Plain) for each in arguments):
            return Recognised(op, op.symbol, arguments)
    return None


def candidates(reading: Reading, k: int) -> tuple[str, ...]:
    """The names of the ops that give a node's data."""
    constants = Constants(reading, Words(reading))
    unknown = [None] * len(reading.inputs[k])
    return tuple(op.name for op in _LIKELY if any(True for _ in _ways(constants, k, op, "", unknown)))


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
    numbers = [number_of(reading, argument) for argument in arguments]
    inputs = reading.inputs[k]
    for j in dict.fromkeys(inputs):  # of an input that is used twice, both uses together
        known = [partials[slot] for slot, each in enumerate(inputs) if each == j]
        wanted = sum(
            op.partial(slot, reading.data[k], numbers) for slot, each in enumerate(arguments) if each == j
        )
        if None not in known and not close(sum(filter(None, known)), wanted, 1e-7, 1.0):
            return False
    return True


def _ways(
    constants: Constants, k: int, op: Op, word: str, partials: Sequence[float | None]
) -> Iterator[Candidate]:
    """Every way in which a node's inputs may be the arguments of an op that gives its data."""
    reading = constants.reading
    inputs = reading.inputs[k]
    if op.arity is None or op.arity == len(inputs):
        for arguments in (inputs, inputs[::-1]) if op.arity == 2 else (inputs,):
            if gives(reading, k, op, arguments):
                yield Candidate(arguments, sure=True)
    elif op.arity == 2 and len(inputs) == 1:
        yield from constants.candidates(k, op, word, partials)
