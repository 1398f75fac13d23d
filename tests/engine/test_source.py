"""Definitions of functions, found in their files."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from typing import Any

import pytest

from engine.ops import CATALOGUE
from engine.source import NoSourceError, definition
from engine.update_rules import RULES

FUNCTIONS = [
    *(each for op in CATALOGUE.values() for each in (op.fold or op.value, *op.partials)),
    *(rule.update for rule in RULES.values()),
]


def contents(function: Callable[..., Any]) -> tuple[object, ...]:
    code = function.__code__
    return code.co_names, code.co_varnames, code.co_consts, code.co_code


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda each: each.__name__)
def test_a_definition_compiles_to_the_function(function: Callable[..., Any]) -> None:
    node = definition(function)
    names: dict[str, Any] = {}
    text = ast.unparse(node) if isinstance(node, ast.FunctionDef) else f"made = {ast.unparse(node)}"
    exec(f"from __future__ import annotations\nimport math\n{text}", names)  # noqa: S102  # compared, not called
    again = names[node.name if isinstance(node, ast.FunctionDef) else "made"]
    assert contents(again) == contents(function)


def test_one_lambda_inside_another() -> None:
    outer: Callable[..., Any] = lambda a: lambda b: b * 2.0  # noqa: E731
    assert ast.unparse(definition(outer)) == "lambda a: lambda b: b * 2.0"
    assert ast.unparse(definition(outer(1.0))) == "lambda b: b * 2.0"


def test_lambdas_of_one_line_that_return_numbers_are_told_apart() -> None:
    found = [lambda a: 0.0, lambda a: 1.0, lambda a: -1.0, lambda a: -0.0]
    assert [ast.unparse(definition(each)) for each in found] == [
        "lambda a: 0.0", "lambda a: 1.0", "lambda a: -1.0", "lambda a: -0.0",
    ]  # fmt: skip


def test_what_was_not_written_in_a_file_has_no_definition() -> None:
    names: dict[str, Any] = {}
    exec("def f(a): return a", names)  # noqa: S102
    for function in (names["f"], math.sin, print):
        with pytest.raises(NoSourceError):
            definition(function)
