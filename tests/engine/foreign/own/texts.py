"""The engines of the tests as text, and how a program uses each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parents[1] / "engines"
METHODS: Final = ("exp", "log", "tanh", "relu", "sigmoid", "sin", "cos", "sqrt", "abs", "square", "gelu")


@dataclass(frozen=True)
class Engine:
    """text: the class. make: how a leaf is made. run: how the pass is run."""

    name: str
    text: str
    make: str
    run: str
    operators: tuple[str, ...]
    methods: tuple[str, ...]


def _engine(name: str, text: str) -> Engine:
    make = next(
        found
        for found in ("Value", "Scalar", "Var", "Node", "Variable", "Num")
        if re.search(rf"^class {found}\b", text, re.MULTILINE)
    )
    if re.search(r"^def backward\(", text, re.MULTILINE):
        run = "backward({})"
    else:
        run = "{}.backprop()" if "def backprop(" in text else "{}.backward()"
    operators = tuple(sign for sign, method in _SIGNS.items() if f"def {method}(" in text)
    methods = tuple(method for method in METHODS if f"def {method}(" in text)
    return Engine(name, text, make, run, operators, methods)


_SIGNS: Final = {"+": "__add__", "-": "__sub__", "*": "__mul__", "/": "__truediv__", "**": "__pow__"}
ENGINES: Final = {
    path.stem: _engine(path.stem, path.read_text())
    for path in sorted(FOLDER.glob("*.py"))
    if path.stem != "__init__"
}
LECTURE: Final = ENGINES["lecture"].text


def changed(before: str, after: str, text: str = LECTURE) -> str:
    """An engine with one change."""
    assert before in text, before
    return text.replace(before, after, 1)
