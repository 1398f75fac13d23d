"""Programs as the interpreter runs them: on the Values that are built in, without classes of their own."""

from __future__ import annotations

import re
from typing import Final

from app.examples import EXAMPLES

INTERPRETED: Final = [example for example in EXAMPLES if example.name != "gpt"]
"""The examples whose Python is within the interpreter's, once they have no classes."""


def without_classes(source: str) -> str:
    """The program without the cells that define classes."""
    return re.sub(r"(?ms)^class \w+.*?(?=^\S)", "", source)
