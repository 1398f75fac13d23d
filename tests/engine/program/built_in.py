"""Programs as the interpreter runs them: on the Values that are built in, without classes of their own."""

from __future__ import annotations

import re


def without_classes(source: str) -> str:
    """The program without the cells that define classes."""
    return re.sub(r"(?ms)^class \w+.*?(?=^\S)", "", source)
