"""The strings written in a program, and where each of their characters is in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from engine.program.places import Place

_OPENING = re.compile(r"[A-Za-z]{0,2}(\"\"\"|\'\'\'|\"|\')")


@dataclass(frozen=True, slots=True)
class Literal:
    """A string as it is written in a program. value: the very object that it gives. begin: the line and
    column of its first letter; None where what is written differs from the text, as with escapes.
    """

    value: str
    begin: tuple[int, int] | None

    def place(self, line: int, column: int, end_column: int) -> Place | None:
        """The place in the program of columns in a line of the text, which all count from 1."""
        if self.begin is None:
            return None
        first = self.begin[0] + line - 1
        shift = self.begin[1] - 1 if line == 1 else 0
        return Place(first, column + shift, first, end_column + shift)


def literal(value: str, place: Place, written: str) -> Literal:
    """The literal at this place; ``written`` is the source there, quotes included."""
    opening = _OPENING.match(written)
    if opening is None or written[opening.end() : -len(opening[1])] != value:
        return Literal(value, None)
    return Literal(value, (place.line, place.column + opening.end()))


def find(literals: Iterable[Literal], text: str) -> Literal | None:
    """The literal that gave this object, through however many names it went."""
    return next((each for each in literals if each.value is text), None)
