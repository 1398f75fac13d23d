"""Places in a program's text: lines and columns from 1, columns in code points, ends exclusive.

Python's syntax tree counts columns from 0 in UTF-8 bytes; ``count_code_points`` rewrites them once, after the
parse, and nothing else knows.
"""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from engine.errors import EngineError, ProgramError

# What Python's tokenizer ends a line at; str.splitlines knows more.
NEWLINE = re.compile(r"\r\n|\r|\n")


class Place(NamedTuple):
    """From (line, column) up to and not including (end_line, end_column)."""

    line: int
    column: int
    end_line: int
    end_column: int


START = Place(1, 1, 1, 2)


class Places:
    """The places of offsets and syntax-tree nodes in one text."""

    def __init__(self, text: str) -> None:
        self._lines = NEWLINE.split(text)
        self._starts = [0, *(match.end() for match in NEWLINE.finditer(text))]

    def of(self, node: ast.AST) -> Place:
        """The place of a syntax-tree node whose columns count code points, held inside the text."""
        line = min(getattr(node, "lineno", 1), len(self._lines))
        end_line = min(getattr(node, "end_lineno", None) or line, len(self._lines))
        column = min(getattr(node, "col_offset", 0), len(self._lines[line - 1])) + 1
        end_column = min(getattr(node, "end_col_offset", None) or 0, len(self._lines[end_line - 1])) + 1
        if (end_line, end_column) <= (line, column):
            # Python 3.11 has no ends inside f-strings that can be trusted.
            end_line, end_column = line, column + 1
        return Place(line, column, end_line, end_column)

    def text(self, place: Place) -> str:
        """The source at a place, with every line ended by a line feed."""
        lines = self._lines[place.line - 1 : place.end_line]
        lines[-1] = lines[-1][: place.end_column - 1]
        lines[0] = lines[0][place.column - 1 :]
        return "\n".join(lines)

    def hold(self, line: int, column: int) -> Place:
        """One character at this line and column, moved into the text if it lies outside."""
        line = min(max(line, 1), len(self._lines))
        column = min(max(column, 1), len(self._lines[line - 1]) + 1)
        return Place(line, column, line, column + 1)

    def at(self, offset: int, length: int = 1) -> Place:
        """The place of ``length`` characters at an offset of the text, which are in one line."""
        low, high = 0, len(self._starts) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self._starts[middle] <= offset:
                low = middle
            else:
                high = middle - 1
        column = offset - self._starts[low] + 1
        return Place(low + 1, column, low + 1, column + length)


def count_code_points(tree: ast.AST, text: str) -> None:
    """Rewrites the columns of a tree that was parsed from ``text`` from bytes to code points."""
    if text.isascii():
        return
    lines = [line.encode("utf-8", "surrogatepass") for line in NEWLINE.split(text)]
    for node in ast.walk(tree):
        for line_field, column_field in (("lineno", "col_offset"), ("end_lineno", "end_col_offset")):
            line, column = getattr(node, line_field, None), getattr(node, column_field, None)
            if line is not None and column is not None and line <= len(lines):
                setattr(node, column_field, len(lines[line - 1][:column].decode("utf-8", "ignore")))


def placed(error: EngineError, place: Place) -> ProgramError:
    """The error with its place in the text. One that already has a place keeps it: it began further in."""
    if not isinstance(error, ProgramError):
        error = ProgramError(error.message, code=error.code, hint=error.hint)
    if error.line is None:
        error.line, error.column, error.end_line, error.end_column = place
    return error
