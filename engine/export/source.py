"""What an op is, as Python text: read from ``engine/ops.py`` itself, so that no export says it a second time.

A function that is one expression is written where it is used, with the names of its arguments put in; any
other is a helper that the exported program brings along, with the helpers and numbers that it needs.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from engine import ops
from engine.errors import EngineError
from engine.ops import Op
from engine.source import Definition, definition


@dataclass(frozen=True, slots=True)
class Formula:
    """A function of an op. ``name`` is a helper's name; ``body`` is set when one expression says it all."""

    name: str
    arguments: tuple[str, ...]
    body: ast.expr | None

    def on(self, arguments: Sequence[str]) -> str:
        """The function at these names or numbers, as an expression."""
        if self.body is None:
            return f"{self.name}({', '.join(arguments)})"
        if not any(text.startswith("-") for text in arguments):
            return _template(self).format(*arguments)
        put = dict(
            zip(self.arguments, (ast.parse(text, mode="eval").body for text in arguments), strict=True)
        )
        return ast.unparse(_Put(put).visit(_copy(self.body)))

    def helpers(self) -> set[str]:
        """Names of this module's functions and numbers that the expression uses."""
        return {self.name} if self.body is None else set(_names(self.body)) & _definitions().keys()


@dataclass(frozen=True, slots=True)
class OpSource:
    """An op's value, or how it takes in one term more, and its partials, as formulas.

    A partial's first argument is the op's value.
    """

    value: Formula
    partials: tuple[Formula, ...]

    def helpers(self) -> set[str]:
        """Names of all helpers that its formulas use."""
        return self.value.helpers().union(*(partial.helpers() for partial in self.partials))


@cache
def source_of(op: Op) -> OpSource:
    """Raises EngineError (code ``unknown-op``) for an op that is not in ``engine/ops.py``."""
    functions = [op.fold or op.value, *op.partials]
    if ops.CATALOGUE.get(op.name) is not op or any(each.__module__ != ops.__name__ for each in functions):
        raise EngineError(f"`{op.name}` is not one of the ops that can be written out.", code="unknown-op")
    value, *partials = (_formula(definition(function)) for function in functions)
    return OpSource(value, tuple(partials))


def helper_texts(names: Iterable[str]) -> list[str]:
    """The definitions of these helpers and of all that they need, in the order of their module."""
    known, wanted = _definitions(), set[str]()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in wanted:
            wanted.add(name)
            waiting += set(_names(known[name])) & known.keys()
    return [ast.unparse(_bare(node)) for name, node in known.items() if name in wanted]


def definition_names() -> frozenset[str]:
    """Every name that a helper may have."""
    return frozenset(_definitions())


def as_factor(expression: str) -> str:
    """An expression beside a ×: in brackets unless it is a name, a number or a call."""
    body = ast.parse(expression, mode="eval").body
    return expression if isinstance(body, (ast.Name, ast.Constant, ast.Call)) else f"({expression})"


@cache
def _template(formula: Formula) -> str:
    """The expression with {0}, {1} … for arguments that need no brackets, as a name: filling it in is
    quick, and a minus sign may need them.
    """
    assert formula.body is not None
    put: dict[str, ast.expr] = {name: ast.Name(f"{{{k}}}") for k, name in enumerate(formula.arguments)}
    return ast.unparse(_Put(put).visit(_copy(formula.body)))


def _formula(node: Definition) -> Formula:
    arguments = tuple(argument.arg for argument in node.args.args)
    if isinstance(node, ast.Lambda):
        return Formula("", arguments, node.body)
    only = node.body[-1]
    if len(node.body) == 1 and isinstance(only, ast.Return) and _is_short(only.value):
        return Formula(node.name, arguments, only.value)
    return Formula(node.name, arguments, None)


def _is_short(body: ast.expr | None) -> bool:
    """No conditional, which would be hard to read in the middle of another expression."""
    return body is not None and not any(isinstance(node, ast.IfExp) for node in ast.walk(body))


@cache
def _definitions() -> dict[str, ast.stmt]:
    """The functions and the numbers of the module, by name."""
    found: dict[str, ast.stmt] = {}
    for node in ast.parse(inspect.getsource(ops)).body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = node
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = node
    return found


def _names(node: ast.AST) -> Iterator[str]:
    return (inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name))


def _copy(node: ast.expr) -> ast.expr:
    return ast.parse(ast.unparse(node), mode="eval").body


def _bare(node: ast.stmt) -> ast.stmt:
    """A definition without its annotations and docstring: it is read beside others, not by a type checker."""
    if not isinstance(node, ast.FunctionDef):
        return node
    bare = ast.parse(ast.unparse(node)).body[0]
    assert isinstance(bare, ast.FunctionDef)
    bare.returns = None
    for argument in bare.args.args:
        argument.annotation = None
    if ast.get_docstring(bare) is not None:
        bare.body = bare.body[1:]
    return bare


class _Put(ast.NodeTransformer):
    def __init__(self, put: dict[str, ast.expr]) -> None:
        self._put = put

    def visit_Name(self, node: ast.Name) -> ast.expr:  # ast's own name
        return self._put.get(node.id, node)
