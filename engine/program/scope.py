"""Which names belong to which function: Python's rules, found before anything runs.

A name that a function binds anywhere is the function's own; otherwise it is looked for outward, function by
function, and last among the program's own names. A comprehension is a scope too.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeAlias

Function: TypeAlias = ast.FunctionDef | ast.Lambda
Comprehension: TypeAlias = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_OPENS = (ast.FunctionDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class Scope:
    """The names that one function or comprehension binds; the outermost scope is the program itself."""

    def __init__(self, parent: Scope | None, names: set[str], shared: frozenset[str] = frozenset()) -> None:
        self.parent = parent
        self.names = names
        self.shared = shared

    def hops(self, name: str) -> int | None:
        """How many frames outward the name lives; None for the program's own names and built-ins."""
        if name in self.shared:
            return None
        scope: Scope | None = self
        count = 0
        while scope is not None and scope.parent is not None:
            if name in scope.names:
                return count
            scope, count = scope.parent, count + 1
        return None


def program_scope(body: list[ast.stmt]) -> Scope:
    """The outermost scope."""
    return Scope(None, set(bound(body)))


def function_scope(node: Function, parent: Scope) -> Scope:
    """The scope of a ``def`` or ``lambda``: its parameters and whatever its body binds."""
    arguments = node.args
    names = {a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
    names |= {a.arg for a in (arguments.vararg, arguments.kwarg) if a is not None}
    body: list[ast.AST] = [node.body] if isinstance(node, ast.Lambda) else list(node.body)
    outer = frozenset(declared(body, ast.Global))
    return Scope(parent, (names | set(bound(body))) - outer - set(declared(body, ast.Nonlocal)), outer)


def comprehension_scope(node: Comprehension, parent: Scope) -> Scope:
    """The scope of a comprehension: its targets. What ``:=`` binds inside belongs to the function around."""
    names: set[str] = set()
    for generator in node.generators:
        names.update(n.id for n in ast.walk(generator.target) if isinstance(n, ast.Name))
    return Scope(parent, names, parent.shared)


def bound(body: list[ast.stmt] | list[ast.AST]) -> Iterator[str]:
    """The names that these statements bind, leaving out what inner functions and comprehensions bind."""
    for node in _inside(body):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name.partition(".")[0]


def declared(body: list[ast.AST], kind: type[ast.Global | ast.Nonlocal]) -> Iterator[str]:
    """The names in ``global`` or ``nonlocal`` statements of this function."""
    for node in _inside(body):
        if isinstance(node, kind):
            yield from node.names


def _inside(body: list[ast.stmt] | list[ast.AST]) -> Iterator[ast.AST]:
    stack: list[ast.AST] = list(reversed(body))
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            stack.extend(d for d in (*node.args.defaults, *node.args.kw_defaults) if d is not None)
        elif isinstance(node, _OPENS):
            # Only := reaches out of a comprehension.
            stack.extend(n.target for n in ast.walk(node) if isinstance(n, ast.NamedExpr))
        else:
            stack.extend(reversed(list(ast.iter_child_nodes(node))))
