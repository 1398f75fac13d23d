"""How a number is written on a card: the same characters here and in the page.

The page writes new numbers into the cards without asking the server, so both sides must agree to the
last digit. `tests/number_format.json` holds the vectors that both test suites read.

Rounding is half away from zero on the exact double, as JavaScript's toFixed and toExponential do;
Python's own formatting would round 1/32 to 0.0312 where the page shows 0.0313.
"""

import math
from decimal import ROUND_HALF_UP, Context, Decimal

MINUS = "\N{MINUS SIGN}"
NOT_COMPUTED = "\N{EN DASH}"
LONGEST = 9
_FIXED = Context(prec=400, rounding=ROUND_HALF_UP)
_FIVE_DIGITS = Context(prec=5, rounding=ROUND_HALF_UP)
_FOUR_DECIMALS = Decimal("0.0001")
_ALWAYS_LONGER = 1e5


def format_number(number: float) -> str:
    """Four decimals where they fit into nine characters, else five significant digits and an exponent."""
    if math.isnan(number):
        return "nan"
    if math.isinf(number):
        return "inf" if number > 0 else f"{MINUS}inf"
    return (_fixed(number) or _exponent(number)).replace("-", MINUS)


def _fixed(number: float) -> str | None:
    if abs(number) >= _ALWAYS_LONGER:
        return None
    text = str(Decimal(number).quantize(_FOUR_DECIMALS, context=_FIXED))
    vanished = number != 0.0 and text.lstrip("-") == "0.0000"
    return None if vanished or len(text) > LONGEST else text


def _exponent(number: float) -> str:
    return f"{_FIVE_DIGITS.create_decimal_from_float(number):.4e}"
