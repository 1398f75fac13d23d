"""Numbers that come with the request, in place of the literals of an engine's leaves."""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

# What an engine's constructor calls the label, and the number, when it is given by keyword.
_LABELS = frozenset(("label", "name", "_label"))
_NUMBERS = frozenset(("data", "value", "val", "x", "v"))


def replace_literal(
    node: ast.Assign | ast.AnnAssign, given: Mapping[str, float], classes: AbstractSet[str]
) -> None:
    """`a = Value(2.0)` with a number for `a`: the literal becomes that number."""
    made = node.value
    if not given or not isinstance(made, ast.Call):
        return
    called = made.func.id if isinstance(made.func, ast.Name) else getattr(made.func, "attr", None)
    if called not in classes:
        return
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    names += [
        keyword.value.value
        for keyword in made.keywords
        if keyword.arg in _LABELS
        and isinstance(keyword.value, ast.Constant)
        and isinstance(keyword.value.value, str)
    ]
    number = next((given[name] for name in names if name in given), None)
    if number is None:
        return
    if made.args:
        made.args[0] = _in_place_of(made.args[0], number)
    else:
        for keyword in made.keywords:
            if keyword.arg in _NUMBERS:
                keyword.value = _in_place_of(keyword.value, number)
                return


def _in_place_of(old: ast.expr, number: float) -> ast.expr:
    inner = old.operand if isinstance(old, ast.UnaryOp) and isinstance(old.op, ast.USub | ast.UAdd) else old
    if not isinstance(inner, ast.Constant) or type(inner.value) not in (int, float):
        return old
    whole = type(inner.value) is int and float(number).is_integer()
    return ast.copy_location(ast.Constant(int(number) if whole else float(number)), old)


def read_again(node: ast.expr) -> ast.expr:
    """The same expression, to be read."""
    return copy.deepcopy(node)
