"""Scopes: statements that keep the stack of open calls and loops. They are subscripts, never calls."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from app.sandbox.child.instrument.names import STACK, at, load

# A slice from here on is always the end of the stack.
_END = 1_000_000


def entered(site: int, place: ast.AST) -> ast.stmt:
    """`stack[end:] = ([site],)`."""
    target = ast.Subscript(load(STACK), ast.Slice(ast.Constant(_END)), ast.Store())
    return at(ast.Assign([target], ast.Tuple([_entry(site)], ast.Load())), place)


def turned(site: int, place: ast.AST) -> ast.stmt:
    """`stack[-1] = [site]`: another turn of the loop."""
    target = ast.Subscript(load(STACK), ast.Constant(-1), ast.Store())
    return at(ast.Assign([target], _entry(site)), place)


def inside(site: int, body: Sequence[ast.stmt], place: ast.AST) -> list[ast.stmt]:
    """The statements with the scope open around them."""
    left = at(ast.Delete([ast.Subscript(load(STACK), ast.Constant(-1), ast.Del())]), place)
    block = ast.Try(body=list(body), handlers=[], orelse=[], finalbody=[left])
    return [entered(site, place), ast.copy_location(block, place)]


def _entry(site: int) -> ast.expr:
    return ast.List([ast.Constant(site)], ast.Load())
