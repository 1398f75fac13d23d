"""What people call their ops: signs, words, names of methods and classes, each as an op of the catalogue."""

from __future__ import annotations

import enum
import re
from functools import lru_cache
from typing import Any

from engine.foreign.own.objects import MISSING, get
from engine.ops import CATALOGUE, Op

_WORDS: dict[str, str] = {
    "add": "+ plus addition radd iadd",
    "sub": "- − minus subtract subtraction rsub isub",
    "mul": "* × · times mult multiply multiplication product prod rmul imul",
    "div": "/ ÷ truediv divide division rtruediv rdiv itruediv",
    "pow": "** ^ power rpow ipow exponentiation",
    "neg": "negative negate negation unary- u-",
    "exp": "exponential",
    "log": "ln logarithm",
    "sqrt": "√ squareroot",
    "abs": "|x| |a| absolute",
    "sigmoid": "σ sigma sig logistic",
    "relu": "rectifier",
    "tanh": "hyperbolictangent",
    "max": "maximum",
    "min": "minimum",
    "sum": "Σ sigma_sum",
    "sin": "sine",
    "cos": "cosine",
    "softplus": "",
}  # fmt: skip
_NAMES: dict[str, str] = {name: name for name in CATALOGUE} | {
    word: name for name, words in _WORDS.items() for word in words.split()
}
_POWER = re.compile(
    r"(?:\*\*|\^|pow(?:er)?[_ (]*)\s*\(?(-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]+)?)\)?\Z",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"(?:_?(?:backward|backprop|bwd|op|operation|node|value|var|function|func|fn|grad|gate))+\Z"
)
_PLAIN_SIGN = re.compile(r"(?:[-+*/]|\*\*)-?[0-9.]+\Z")


@lru_cache(4_096)
def operation(word: str) -> Op | None:
    """The op of the catalogue that is called so, None for a word that is not known."""
    name = _NAMES.get(word)
    if name is None:
        folded = word.strip().lower().strip("_")
        name = _NAMES.get(folded) or _NAMES.get(_ENDS.sub("", folded))
    if name is None and _POWER.match(word.strip()):
        name = "pow"
    if name is None and _PLAIN_SIGN.match(word.strip()):
        name = _NAMES[re.sub(r"-?[0-9.]+\Z", "", word.strip()) or "-"]
    return None if name is None else CATALOGUE[name]


def exponent(word: str) -> float | None:
    """The exponent that the word of a power names, as micrograd's `**3` does."""
    found = _POWER.match(word.strip())
    return float(found[1]) if found else None


def spelled(thing: Any) -> str:
    """The word that an object stands for: a string, an enum's member, a function, a class or its object."""
    if thing is None or thing is MISSING:
        return ""
    if isinstance(thing, str):
        return str(thing)
    if isinstance(thing, enum.Enum):
        return thing.name
    if isinstance(thing, type):
        return thing.__name__
    name = get(thing, "__name__")
    if isinstance(name, str):
        return "" if name == "<lambda>" else name
    for attribute in ("name", "symbol", "op"):
        found = get(thing, attribute)
        if isinstance(found, str) and found:
            return found
    return type(thing).__name__
