"""How a number is written on a card: the same characters here and in the page.

The page writes new numbers into the cards without asking the server, so both sides must agree to the
last digit. `tests/number_format.json` holds the vectors that both test suites read.

Rounding is half away from zero on the exact double, as JavaScript's toFixed and toExponential do;
Python's own formatting would round 1/32 to 0.0312 where the page shows 0.0313.
"""

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

MINUS = "\N{MINUS SIGN}"
NOT_COMPUTED = "\N{EN DASH}"
TO = " \N{HORIZONTAL ELLIPSIS} "
"""Between the ends of a range."""
LONGEST = 9
_FIXED = Context(prec=400, rounding=ROUND_HALF_UP)
_FIVE_DIGITS = Context(prec=5, rounding=ROUND_HALF_UP)
_TWO_DIGITS = Context(prec=2, rounding=ROUND_HALF_UP)
_FOUR_DECIMALS = Decimal("0.0001")
_ALWAYS_LONGER = 1e5


def format_number(number: float) -> str:
    """Four decimals where they fit into nine characters, else five significant digits and an exponent."""
    if math.isnan(number):
        return "nan"
    if math.isinf(number):
        return "inf" if number > 0 else f"{MINUS}inf"
    return (_fixed(number) or _exponent(number)).replace("-", MINUS)


def format_short(number: float) -> str:
    """Three significant digits, or five of a large number without decimals; never more than eight
    characters. What is too small or too large for that has two digits and an exponent."""
    if not math.isfinite(number) or number == 0.0:
        return "0" if number == 0.0 else format_number(number)
    size = abs(number)
    if not 1e-3 <= size < _ALWAYS_LONGER:
        text = f"{_TWO_DIGITS.create_decimal_from_float(number):.1e}"
    else:
        decimals = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3
        text = str(Decimal(number).quantize(Decimal(1).scaleb(-decimals), context=_FIXED))
    return text.replace("e+", "e").replace("-", MINUS)


def format_range(numbers: Sequence[float]) -> str:
    """The least and the greatest of some numbers; one number if all are equal, `nan` if one is."""
    if any(map(math.isnan, numbers)):
        return "nan"
    least, most = min(numbers), max(numbers)
    if least == most:
        return format_number(least)
    return f"{format_short(least)}{TO}{format_short(most)}"


def is_odd(text: str) -> bool:
    """Whether a formatted number, or an end of a range, is not finite."""
    return "nan" in text or "inf" in text


def _fixed(number: float) -> str | None:
    if abs(number) >= _ALWAYS_LONGER:
        return None
    text = str(Decimal(number).quantize(_FOUR_DECIMALS, context=_FIXED))
    vanished = number != 0.0 and text.lstrip("-") == "0.0000"
    return None if vanished or len(text) > LONGEST else text


def _exponent(number: float) -> str:
    return f"{_FIVE_DIGITS.create_decimal_from_float(number):.4e}"
