"""JSON as this service reads it: RFC 8259, no deeper than a limit, only values that every reader can hold.

Python's own reader takes NaN and Infinity, turns 1e999 into infinity, makes half characters out of lone
surrogates and recurses at each level. Here each is refused with its place in the text. Knows nothing of HTTP.
"""

import json
import math
import re
from typing import Any, Final, NoReturn

from app.http.problems import Place, ProblemError

DEPTH: Final = 20

_STRING: Final = (
    r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?'  # possessive, and to the end if unclosed: one look at each character
)
_NUMBER: Final = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"
_MARKS: Final = re.compile(rf"{_STRING}|[\[\]{{}}]", re.DOTALL)
_TOKENS: Final = re.compile(rf"{_STRING}|-?Infinity|NaN|{_NUMBER}", re.DOTALL)
_ESCAPES: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)
_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")


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
    try:
        return json.loads(text, parse_constant=_not_json, parse_float=_double, parse_int=_integer)
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
    level = 0
    for mark in _MARKS.finditer(text):
        if mark.group() in ("[", "{"):
            level += 1
            if level > depth:
                _refuse(
                    text,
                    mark.start(),
                    f"The body nests deeper than {depth} levels.",
                    limit=("json_depth", depth),
                )
        elif mark.group() in ("]", "}"):
            level -= 1


def _check_surrogates(text: str) -> None:
    """Refuse an escape that is half of a pair: no text encoding can carry what it would become."""
    if not _SURROGATE.search(text):
        return
    high: re.Match[str] | None = None
    for escape in _ESCAPES.finditer(text):
        code = int(escape.group(1) or "0", 16)
        is_low = 0xDC00 <= code <= 0xDFFF
        follows = high is not None and high.end() == escape.start()
        if is_low != follows or (high and not follows):
            _refuse(text, (high or escape).start(), _HALF)
        high = escape if 0xD800 <= code <= 0xDBFF else None
    if high:
        _refuse(text, high.start(), _HALF)


def _refuse(text: str, position: int, detail: str, hint: str | None = None, limit: Any = None) -> NoReturn:
    line = text.count("\n", 0, position) + 1
    column = position - (text.rfind("\n", 0, position) + 1) + 1
    raise ProblemError("invalid-json", detail, hint, Place(line, column), limit) from None
