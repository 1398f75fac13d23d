"""JSON as this service reads it: RFC 8259, no deeper than a limit, only values that every reader can hold.

Python's own reader takes NaN and Infinity, turns 1e999 into infinity, makes half characters out of lone
surrogates and recurses at each level. Here each is refused with its place in the text. Knows nothing of HTTP.
"""

import json
import math
import re
from itertools import accumulate
from typing import Any, Final, NoReturn

from app.http.problems import Place, ProblemError

DEPTH: Final = 20
CONTAINERS: Final = 300_000
"""Arrays and objects of one body: each takes 80 bytes, and two to write."""

_STRING: Final = (
    r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?'  # possessive, and to the end if unclosed: one look at each character
)
_NUMBER: Final = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"
_STRINGS: Final = re.compile(_STRING, re.DOTALL)
_MARKS: Final = re.compile(rf"{_STRING}|[\[\]{{}}]", re.DOTALL)
_TOKENS: Final = re.compile(rf"{_STRING}|-?Infinity|NaN|{_NUMBER}", re.DOTALL)
_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")
# A string up to the first escape that is half of a pair, in one go: an escape may take two bytes, and a loop
# over them a second for a large body.
_WHOLE: Final = re.compile(
    r"(?:[^\\]++|\\[^u]|\\u(?![dD][89a-fA-F])|\\u[dD][89abAB]..\\u[dD][c-fC-F]..)*+", re.DOTALL
)
# Only such a number can be beyond a double. Others need no look at each, a second for two million.
_LARGE: Final = re.compile(r"[0-9]{200}|[eE]\+?[0-9]{3}")
_STEPS: Final = {"[": 1, "{": 1, "]": -1, "}": -1}
_NOT_BRACKETS: Final = re.compile(r"[^\[\]{}]+")


def parse(body: bytes, depth: int = DEPTH) -> Any:
    """The value that these bytes encode. Raises ProblemError `invalid-json`, placed in the text."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse(body[: error.start].decode("utf-8"), error.start, "The body is not UTF-8 text.")
    if not text.strip(" \t\r\n"):
        _refuse(text, 0, "The body is empty.", "Send a JSON object with a `source`.")
    _check_depth(text, depth)
    _check_surrogates(text)
    double, integer = (_double, _integer) if _LARGE.search(text) else (None, None)
    try:
        return json.loads(text, parse_constant=_not_json, parse_float=double, parse_int=integer)
    except json.JSONDecodeError as error:
        _refuse(text, error.pos, f"The body is not valid JSON: {error.msg}.")
    except _NumberError as error:
        _refuse(text, _position(text, str(error)), _number_detail(str(error)), _NUMBER_HINT)


_HALF: Final = "The body holds half of a surrogate pair."
_NUMBER_HINT: Final = (
    "Numbers are finite here; leave the field out, or write a number that a double can hold."
)


class _NumberError(ValueError):
    """A number token that is refused; its text."""


def _not_json(token: str) -> NoReturn:
    raise _NumberError(token)


def _double(token: str) -> float:
    number = float(token)
    if math.isinf(number):
        raise _NumberError(token)
    return number


def _integer(token: str) -> int:
    """An integer that a double can hold; its length is looked at first, as reading it is work."""
    if len(token) > 310 or math.isinf(float(token)):
        raise _NumberError(token)
    return int(token)


def _number_detail(token: str) -> str:
    if token.endswith(("NaN", "Infinity")):
        return f"{token} is not JSON."
    shown = token if len(token) <= 40 else f"{token[:20]}… ({len(token):,} characters)"
    return f"The number {shown} is beyond the range of a double."


def _position(text: str, token: str) -> int:
    """Where this token first occurs outside a string."""
    return next((match.start() for match in _TOKENS.finditer(text) if match.group() == token), 0)


def _check_depth(text: str, depth: int) -> None:
    """Refuse before the reader recurses. Few brackets cannot be deep, so most texts are not scanned."""
    if text.count("[") + text.count("{") <= depth:
        return
    brackets = _NOT_BRACKETS.sub("", _STRINGS.sub("", text))
    if max(accumulate(map(_STEPS.__getitem__, brackets)), default=0) <= depth:
        if brackets.count("[") + brackets.count("{") > CONTAINERS:
            _refuse(
                text,
                0,
                f"The body has more than {CONTAINERS:,} arrays and objects.",
                limit=("json_containers", CONTAINERS),
            )
        return
    level = 0
    for mark in _MARKS.finditer(text):
        level += _STEPS.get(mark.group(), 0)
        if level > depth:
            _refuse(
                text,
                mark.start(),
                f"The body nests deeper than {depth} levels.",
                limit=("json_depth", depth),
            )


def _check_surrogates(text: str) -> None:
    """Refuse an escape that is half of a pair: no text encoding can carry what it would become."""
    if not _SURROGATE.search(text):
        return
    found = _WHOLE.match(text)
    end = found.end() if found else 0
    if _SURROGATE.match(text, end):
        _refuse(text, end, _HALF)


def _refuse(text: str, position: int, detail: str, hint: str | None = None, limit: Any = None) -> NoReturn:
    line = text.count("\n", 0, position) + 1
    column = position - (text.rfind("\n", 0, position) + 1) + 1
    raise ProblemError("invalid-json", detail, hint, Place(line, column), limit) from None
