"""Flat chains, `a + b + c + …`, taken apart before Python's parser sees them.

Python's tree of n added terms is n levels deep, and which depth a CPython refuses (or survives) differs from
version to version. A chain longer than ``LONG`` is cut out of the text, its place filled with a letter that
no program can write as a name, and its terms are parsed a few at a time. Every character keeps its line and
column.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from engine.program.tokens import Token

LONG = 50
# Chain k stands in the text as the k-th letter from here: outside what the language allows in names.
MARK = 0x4E00
_WORDS = frozenset(
    "and or not in is if else for lambda return assert while elif from import as def yield await del "
    "raise".split()
)
# Operators that bind tighter than every chain, or stand in front of an operand.
_TIGHT = frozenset(("**", ".", "~", "+", "-", "*"))
# From tighter to looser: a chain of one level is broken by everything looser.
_LEVELS = (frozenset(("*", "/", "//", "%", "@")), frozenset(("+", "-")))


class Chain(ast.expr):
    """Operands of one precedence joined left to right: ``first``, then for each link its op and ``right``.

    A link is a BinOp whose ``left`` stands for all that came before it.
    """

    _fields = ("first", "links")
    first: ast.expr
    links: list[ast.BinOp]


@dataclass(slots=True)
class Cut:
    """One chain in the text.

    chunks: offset, text and number of terms of each piece that is parsed on its own. operators: what stands
    in front of each piece but the first.
    """

    letter: str
    chunks: list[tuple[int, str, int]]
    operators: list[str]


@dataclass(slots=True)
class _Run:
    start: int = -1
    end: int = -1
    operators: list[Token] = field(default_factory=list)


def cut(text: str, found: Iterable[Token]) -> tuple[str, list[Cut]]:
    """The text with every long chain replaced by one letter and blanks, and the chains."""
    letters = list(text)
    cuts: list[Cut] = []
    stack = [[_Run(), _Run()]]
    operand = False
    for token in found:
        runs = stack[-1]
        if token.kind == "open":
            _extend(runs, token)
            stack.append([_Run(), _Run()])
            operand = False
            continue
        if token.kind == "close":
            _finish(runs, 2, letters, cuts)
            if len(stack) > 1:
                stack.pop()
            _extend(stack[-1], token)
            operand = True
            continue
        level = next((k for k, words in enumerate(_LEVELS) if operand and token.text in words), None)
        if token.kind == "op" and level is not None:
            _finish(runs, level, letters, cuts)
            runs[level].operators.append(token)
            operand = False
        elif token.kind in ("newline", "magic") or _breaks(token):
            _finish(runs, 2, letters, cuts)
            operand = False
        elif not (token.text in ("*", "**") and runs[1].start < 0):
            _extend(runs, token)
            operand = token.kind in ("name", "number", "string", "other")
    for runs in reversed(stack):
        _finish(runs, 2, letters, cuts)
    return "".join(letters), cuts


def _breaks(token: Token) -> bool:
    if token.kind == "name":
        return token.text in _WORDS
    return token.kind == "op" and token.text not in _TIGHT


def _extend(runs: list[_Run], token: Token) -> None:
    for run in runs:
        if run.start < 0:
            run.start = token.start
        run.end = token.end


def _finish(runs: list[_Run], levels: int, letters: list[str], cuts: list[Cut]) -> None:
    for level in range(levels):
        run = runs[level]
        if len(run.operators) > LONG and run.operators[-1].end < run.end:
            cuts.append(_take(run, letters, len(cuts)))
        runs[level] = _Run()


def _take(run: _Run, letters: list[str], number: int) -> Cut:
    chunks, operators, start = [], [], run.start
    for first in range(0, len(run.operators) + 1, LONG):
        if first:
            joint = run.operators[first - 1]
            operators.append(joint.text)
            start = joint.end
        after = first + LONG - 1
        end = run.operators[after].start if after < len(run.operators) else run.end
        terms = min(LONG, len(run.operators) + 1 - first)
        chunks.append((start, "".join(letters[start:end]), terms))
    for i in range(run.start, run.end):
        continued = letters[i] == "\\" and letters[i + 1] in "\r\n"
        if letters[i] not in "\r\n" and not continued:
            letters[i] = " "
    letters[run.start] = chr(MARK + number)
    return Cut(letters[run.start], chunks, operators)


def chain(cut: Cut, parse: Callable[[int, str], ast.expr]) -> Chain:
    """The chain's operands, parsed piece by piece with ``parse(offset, text)``."""
    first: ast.expr | None = None
    links: list[ast.BinOp] = []
    signs = {"+": ast.Add, "-": ast.Sub, "*": ast.Mult, "/": ast.Div, "//": ast.FloorDiv, "%": ast.Mod,
             "@": ast.MatMult}  # fmt: skip
    for k, (offset, text, terms) in enumerate(cut.chunks):
        spine: list[ast.BinOp] = []
        node = parse(offset, text)
        for _ in range(terms - 1):
            assert isinstance(node, ast.BinOp)  # as many operators of this level as were counted
            spine.append(node)
            node = node.left
        if first is None:
            first = node
        else:
            links.append(ast.copy_location(ast.BinOp(first, signs[cut.operators[k - 1]](), node), node))
        links.extend(reversed(spine))
    assert first is not None  # a cut has at least one chunk
    for link in links:
        link.left = ast.copy_location(ast.Constant(None), link)
    made = ast.copy_location(Chain(), first)
    made.first, made.links = first, links
    if links:
        made.end_lineno, made.end_col_offset = links[-1].end_lineno, links[-1].end_col_offset
    return made
