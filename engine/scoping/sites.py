"""Which functions and loops of a program are scopes: those that may make Values, as far as the text says.

It is asked before the program runs, so that what certainly makes none costs nothing while it does.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

NAME = 64
"""Characters of a scope's name."""

_BUILTINS = frozenset(
    "print watch len range zip enumerate int float str bool isinstance sorted reversed min max abs round "
    "open repr list dict set tuple type super getattr setattr hasattr id any all map filter iter next "
    "input".split()
)
_METHODS = frozenset(
    "append extend join format items keys values split strip update add pop insert lower upper replace "
    "startswith endswith write read readlines close sort reverse copy get index count seed shuffle".split()
)
_OF_VALUES = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)
_NUMBERS = frozenset(("data", "grad", "val", "value"))
_NO_LISTS = (
    ast.Constant, ast.JoinedStr, ast.UnaryOp, ast.BinOp, ast.BoolOp, ast.Compare, ast.Lambda, ast.NamedExpr,
    ast.GeneratorExp, ast.Set, ast.SetComp,
)  # fmt: skip
_SUSPENDED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def loop_name(node: ast.For | ast.While) -> str:
    """What a loop's scope is called: `for k`, `while`."""
    return f"for {ast.unparse(node.target)}"[:NAME] if isinstance(node, ast.For) else "while"


def may_hold_list(value: ast.expr | None) -> bool:
    """Whether what an expression gives may be a list, as far as the text says."""
    return not isinstance(value, _NO_LISTS)


def is_steady(node: ast.expr) -> bool:
    """Whether reading it twice does what reading it once does."""
    match node:
        case ast.Name() | ast.Constant():
            return True
        case ast.Attribute(value=value):
            return is_steady(value)
        case ast.Subscript(value=value, slice=index):
            return is_steady(value) and is_steady(index)
    return False


def names_key(node: ast.expr) -> bool:
    """Whether a subscript may be a name, as in `weights['wq']`, that can be read again."""
    match node:
        case ast.Constant(value=value):
            return isinstance(value, str)
        case ast.JoinedStr(values=parts):
            return all(
                is_steady(part.value) and part.format_spec is None
                for part in parts
                if isinstance(part, ast.FormattedValue)
            )
    return isinstance(node, ast.Name)


def _unknown(_: ast.expr) -> bool:
    return False


def may_make_values(body: Sequence[ast.stmt], is_plain: Callable[[ast.expr], bool] = _unknown) -> bool:
    """Whether statements call or compute anything but plain numbers and texts, as far as the text says.

    is_plain: whether an expression certainly gives no Value.
    """
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call | ast.BinOp) and is_plain(node):
            continue
        if isinstance(node, ast.Call) and not _is_plain(node.func):
            return True
        if isinstance(node, ast.BinOp) and isinstance(node.op, _OF_VALUES) and not _is_number(node):
            return True
        if (
            isinstance(node, ast.AugAssign)
            and isinstance(node.op, _OF_VALUES)
            and not _is_number(node.target)
            and not _is_number(node.value)
            and not (is_plain(node.target) and is_plain(node.value))
        ):
            return True
        if not isinstance(node, _SUSPENDED):
            waiting.extend(ast.iter_child_nodes(node))
    return False


def is_generator(function: ast.FunctionDef) -> bool:
    """Whether calls of the function are suspended in the middle, so that scopes would not close in order."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(node, _SUSPENDED):
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
