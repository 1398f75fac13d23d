"""The definition of a function, found again in the file that it was written in.

What is written elsewhere from the op catalogue, exports and compiled loops, is made of these definitions, so
that no op is written a second time.
"""

from __future__ import annotations

import ast
import linecache
from collections.abc import Callable
from functools import lru_cache
from types import CodeType, FunctionType
from typing import Any

Definition = ast.FunctionDef | ast.Lambda


class NoSourceError(LookupError):
    """A function's definition is not there, or cannot be written elsewhere."""


def definition(function: Callable[..., Any]) -> Definition:
    """The syntax tree of a ``def`` or ``lambda``, shared: copy it before changing it.

    Raises NoSourceError for what was not written in Python, or in a file that is not there.
    """
    if not isinstance(function, FunctionType):
        raise NoSourceError(f"{function!r} was not written in Python.")
    code = function.__code__
    text = "".join(linecache.getlines(code.co_filename, function.__globals__))
    found = _definitions(text).get((code.co_name, code.co_firstlineno), [])
    around = [node for node in found if isinstance(node, ast.FunctionDef) or _holds(node, code)]
    if not around:
        raise NoSourceError(f"The source of `{code.co_qualname}` is not there.")
    if len(around) > 1:
        # Python 3.12 forgets where a lambda is that only returns a number; the number tells which it is.
        around = [node for node in around if _numbers(node) == repr(code.co_consts)] or around
    return around[-1]


@lru_cache(maxsize=16)
def _definitions(text: str) -> dict[tuple[str, int], list[Definition]]:
    """All definitions in a file by name and first line; one inside another comes after it."""
    found: dict[tuple[str, int], list[Definition]] = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            found.setdefault((node.name, first), []).append(node)
        elif isinstance(node, ast.Lambda):
            found.setdefault(("<lambda>", node.lineno), []).append(node)
    return found


def _numbers(node: Definition) -> str:
    """The constants of a lambda's code, written out because 0.0 and -0.0 are equal."""
    if not isinstance(node, ast.Lambda):
        return ""
    made = compile(ast.Expression(node), "lambda", "eval").co_consts
    return repr(next(code for code in made if isinstance(code, CodeType)).co_consts)


def _holds(node: ast.Lambda, code: CodeType) -> bool:
    """Whether all that the code does is written within this lambda: several may share a line."""
    body = node.body
    begin, end = (body.lineno, body.col_offset), (body.end_lineno, body.end_col_offset)
    for line, end_line, column, end_column in code.co_positions():
        if None in (line, end_line, column, end_column) or column == end_column:
            continue  # what every function begins with has no place
        if (line, column) < begin or (end_line, end_column) > end:
            return False
    return [argument.arg for argument in node.args.args] == [*code.co_varnames[: code.co_argcount]]
