"""What a program shows with `watch(name, thing)`: a number, a list or a matrix of numbers, or text."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final, Literal, TypeAlias

WatchKind: TypeAlias = Literal["number", "list", "matrix", "text"]
Number: TypeAlias = Callable[[Any], float | None]

NAME: Final = 200  # characters
NAMES: Final = 200
TEXT: Final = 2_000  # characters
NUMBERS: Final = 65_536  # of one thing
NUMBERS_KEPT: Final = 4 * NUMBERS  # of the last things of all names
_DIMENSIONS: Final = 2


@dataclass(frozen=True, slots=True)
class Watched:
    """What the program showed under a name.

    number: how many passes came before. value: a number, the numbers of a list or a matrix in row order, or
    text.
    """

    name: str
    line: int | None
    file: str | None
    number: int
    kind: WatchKind
    value: float | tuple[float, ...] | str
    shape: tuple[int, ...] = ()


class WrongNameError(TypeError):
    """A name that is not a string."""


def watched(name: Any, thing: Any, number: Number, text: Callable[[Any], str]) -> Watched:
    """A thing as it is shown; where and when, the caller adds.

    Arguments:
        name: what it is called.
        thing: anything.
        number: of a number or a Value what it is, None for anything else.
        text: what anything else is shown as.

    Raises:
        WrongNameError: for a name that is not a string.
    """
    if not isinstance(name, str):
        raise WrongNameError(f"the name of what is watched must be a str, not {type(name).__name__}.")
    plain = Watched(name[:NAME], None, None, 0, "text", "")
    if isinstance(thing, str):
        return replace(plain, value=thing[:TEXT])
    found = number(thing)
    if found is not None:
        return replace(plain, kind="number", value=found)
    numbers, shape = _array(thing) or _rows(thing, number) or (None, ())
    if numbers is None:
        return replace(plain, value=text(thing)[:TEXT])
    kind: WatchKind = "list" if len(shape) == 1 else "matrix"
    return replace(plain, kind=kind, value=numbers, shape=shape)


def fitting(last: Mapping[str, Watched]) -> tuple[Watched, ...]:
    """The last things of all names, without those that are too many numbers together."""
    kept, room = [], NUMBERS_KEPT
    for each in last.values():
        room -= len(each.value) if isinstance(each.value, tuple) else 1
        if room >= 0:
            kept.append(each)
    return tuple(kept)


def _rows(thing: Any, number: Number) -> tuple[tuple[float, ...], tuple[int, ...]] | None:
    """The numbers of a list, or of rows of one length; None for anything else."""
    if not isinstance(thing, list | tuple):
        return None
    if thing and all(isinstance(row, list | tuple) for row in thing):
        width = len(thing[0])
        if any(len(row) != width for row in thing) or not width:
            return None
        rows: Sequence[Any] = thing[: max(1, NUMBERS // width)]
        numbers = _numbers(list(chain.from_iterable(row[:NUMBERS] for row in rows)), number)
        return None if numbers is None else (numbers, (len(rows), min(width, NUMBERS)))
    numbers = _numbers(thing[:NUMBERS], number)
    return None if numbers is None else (numbers, (len(numbers),))


def _numbers(things: Sequence[Any], number: Number) -> tuple[float, ...] | None:
    found = []
    for each in things:
        one = number(each)
        if one is None:
            return None
        found.append(one)
    return tuple(found)


def _array(thing: Any) -> tuple[tuple[float, ...], tuple[int, ...]] | None:
    """The numbers of an array of numpy's; None for anything else."""
    numpy = sys.modules.get("numpy")
    if numpy is None or type(thing) is not numpy.ndarray or thing.dtype.kind not in "iufb":
        return None
    if thing.ndim == 1:
        part = thing[:NUMBERS]
    elif thing.ndim == _DIMENSIONS and thing.shape[1]:
        part = thing[: max(1, NUMBERS // thing.shape[1]), :NUMBERS]
    else:
        return None
    return tuple(part.astype(float).ravel().tolist()), part.shape
