"""Names that a program reads and nothing binds: the leaves of a bare formula, if they have a number."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet


def free_names(body: Sequence[ast.stmt], known: AbstractSet[str]) -> dict[str, ast.Name]:
    """The names by their first use. known: what the program finds without binding it."""
    bound = set(_bound(body))
    if "*" in bound:
        return {}
    found: dict[str, ast.Name] = {}
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and node.id not in bound and node.id not in known:
                first = found.setdefault(node.id, node)
                if (node.lineno, node.col_offset) < (first.lineno, first.col_offset):
                    found[node.id] = node
    return dict(sorted(found.items(), key=lambda each: (each[1].lineno, each[1].col_offset)))


def bound_names(body: Sequence[ast.stmt]) -> set[str]:
    """Every name that the program binds anywhere."""
    return set(_bound(body))


def _bound(body: Sequence[ast.stmt]) -> Iterator[str]:
    for statement in body:
        for node in ast.walk(statement):
            match node:
                case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                    yield name
                case (
                    ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name)
                    | ast.arg(arg=name)
                ):  # fmt: skip
                    yield name
                case ast.alias(name=name, asname=other):
                    yield other or name.partition(".")[0]
                case (
                    ast.ExceptHandler(name=str(name))
                    | ast.MatchAs(name=str(name))
                    | ast.MatchStar(name=str(name))
                ):
                    yield name
                case ast.MatchMapping(rest=str(name)):
                    yield name
                case ast.Global(names=names):
                    yield from names
