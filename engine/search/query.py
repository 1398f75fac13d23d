"""A query, as somebody types it: words and conditions, separated by spaces, all of which must hold.

    attn            a word: somewhere in a name, upper and lower case alike
    op:tanh         made by this op; the op's name alone means the same, or a name that holds it
    line:12         made by this line of the program
    grad>1          a comparison of `data` or `grad` with a number: < <= = >= >
    nan, inf        a data or grad that is not a number, or is infinite

Knows no graph. The page reads queries by the same rules (``static/src/compute/find.ts``).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final, Literal, cast

from engine.errors import EngineError
from engine.ops import CATALOGUE, CUSTOM

Field = Literal["data", "grad"]
Sign = Literal["<", "<=", "=", ">=", ">"]

OPS: Final = frozenset({"leaf", "constant", CUSTOM, *CATALOGUE})
NON_FINITE: Final = ("nan", "inf")

_TOKEN: Final = re.compile(r"\S+")
_COMPARISON: Final = re.compile(r"(data|grad)(<=|>=|<|>|=)(.*)", re.IGNORECASE)
_SIGNS: Final = str.maketrans({"≤": "<=", "≥": ">=", "−": "-"})


class QueryError(EngineError):
    """A query that cannot be read. column, end_column: the part at fault, from 1, the end exclusive."""

    default_code = "bad-query"

    def __init__(self, message: str, *, column: int, end_column: int, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.column = column
        self.end_column = end_column


@dataclass(frozen=True, slots=True)
class Comparison:
    """``grad>1``"""

    field: Field
    sign: Sign
    number: float


@dataclass(slots=True)
class Query:
    """What must hold. words: in lower case, in the order typed."""

    words: list[str] = field(default_factory=list)
    ops: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    comparisons: list[Comparison] = field(default_factory=list)
    non_finite: list[str] = field(default_factory=list)

    @property
    def has_conditions(self) -> bool:
        """Whether more is asked than words."""
        return bool(self.ops or self.lines or self.comparisons or self.non_finite)


def read_query(text: str) -> Query:
    """The query that a string holds; an empty one asks for everything.

    Raises:
        QueryError: a condition that cannot be read.
    """
    found = Query()
    for part in _TOKEN.finditer(text):
        _read(part.group().translate(_SIGNS), part, found)
    return found


def _read(token: str, part: re.Match[str], found: Query) -> None:
    lower = token.lower()
    if comparison := _COMPARISON.fullmatch(token):
        name, sign, number = comparison.groups()
        found.comparisons.append(
            Comparison(cast("Field", name.lower()), cast("Sign", sign), _number(name + sign, number, part))
        )
    elif lower.startswith("op:"):
        found.ops.append(_op(lower[3:], part))
    elif lower.startswith("line:"):
        found.lines.append(_line(lower[5:], part))
    elif lower in NON_FINITE:
        found.non_finite.append(lower)
    else:
        found.words.append(lower)


def _number(before: str, text: str, part: re.Match[str]) -> float:
    if not text:
        raise _fault(part, f"A number is missing after `{before}`.")
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if "_" in text or math.isnan(number):
        raise _fault(part, f"`{text}` is not a number.", "Write one such as 0.5, −2 or 1e-3.")
    return number


def _op(name: str, part: re.Match[str]) -> str:
    if not name:
        raise _fault(part, "The name of an op is missing after `op:`.", "Write one such as `op:tanh`.")
    if name not in OPS:
        near = get_close_matches(name, sorted(OPS), 1)
        hint = f"Did you mean `op:{near[0]}`?" if near else "Write one such as `op:tanh`."
        raise _fault(part, f"There is no op `{name}`.", hint)
    return name


def _line(text: str, part: re.Match[str]) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < len(text) < 10 and int(text)):
        what = f"`{text}` is not a line" if text else "A line is missing after `line:`"
        raise _fault(part, f"{what}.", "Write its number, as in `line:12`.")
    return int(text)


def _fault(part: re.Match[str], message: str, hint: str | None = None) -> QueryError:
    return QueryError(message, column=part.start() + 1, end_column=part.end() + 1, hint=hint)
