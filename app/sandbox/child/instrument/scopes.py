"""Scopes: statements that keep the stack of open calls and loops. They are subscripts, never calls."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from app.sandbox.child.instrument.names import STACK, at, load

# A slice from here on is always the end of the stack.
_END = 1_000_000
_BUILTINS = frozenset(
    "print len range zip enumerate int float str bool isinstance sorted reversed min max abs round open repr "
    "list dict set tuple type super getattr setattr hasattr id any all map filter iter next input".split()
)
_METHODS = frozenset(
    "append extend join format items keys values split strip update add pop insert lower upper replace "
    "startswith endswith write read readlines close sort reverse copy get index count seed shuffle".split()
)
_OF_VALUES = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)
_NUMBERS = frozenset(("data", "grad", "val", "value"))


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


def may_make_values(body: Sequence[ast.stmt]) -> bool:
    """Whether statements call or compute anything but plain numbers and texts, as far as the text says."""
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call) and not _is_plain(node.func):
            return True
        if isinstance(node, ast.BinOp) and isinstance(node.op, _OF_VALUES) and not _is_number(node):
            return True
        if (
            isinstance(node, ast.AugAssign)
            and isinstance(node.op, _OF_VALUES)
            and not _is_number(node.target)
            and not _is_number(node.value)
        ):
            return True
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            waiting.extend(ast.iter_child_nodes(node))
    return False


def _is_plain(function: ast.expr) -> bool:
    match function:
        case ast.Name(id=name):
            return name in _BUILTINS
        case ast.Attribute(attr=name):
            return name in _METHODS
    return False


def _is_number(node: ast.expr) -> bool:
    match node:
        case ast.Constant():
            return True
        case ast.Attribute(attr=name):
            return name in _NUMBERS
        case ast.BinOp(left=left, right=right):
            sides = [side for side in (left, right) if not isinstance(side, ast.Constant)]
            return not sides or any(_is_number(side) for side in sides)
    return False


def is_generator(function: ast.FunctionDef) -> bool:
    """Whether calls of the function are suspended in the middle, so that scopes would not close in order."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            waiting.extend(ast.iter_child_nodes(node))
    return False
