"""Turning a syntax tree into closures, once: each node becomes a Python function of the frame it runs in.

A closure looks nothing up that was known beforehand, so a loop's thousandth iteration costs no more than
running it. What is outside the language is refused here, before anything runs, with its place and what to
write instead.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from engine.errors import ProgramError
from engine.program.frame import Evaluate, Execute
from engine.program.literals import Literal
from engine.program.places import Place, Places, placed
from engine.program.scope import Scope
from engine.scoping.scopes import Site
from engine.scoping.sites import NAME

# Each takes the node type that is its key in its table.
BuildExpression: TypeAlias = "Callable[[Builder, Any], Evaluate]"
BuildStatement: TypeAlias = "Callable[[Builder, Any], Execute]"


class Builder:
    """Builds closures for one program. ``scope`` is the scope of the code that is being built."""

    def __init__(
        self,
        places: Places,
        scope: Scope,
        expressions: Mapping[type, BuildExpression],
        statements: Mapping[type, BuildStatement],
    ) -> None:
        self.places = places
        self.scope = scope
        self.in_function = False
        self.in_loop = False
        self.literals: list[Literal] = []
        self.sites: list[Site] = []
        self._expressions = expressions
        self._statements = statements

    def expression(self, node: ast.expr) -> Evaluate:
        """The closure that gives the expression's object."""
        build = self._expressions.get(type(node))
        if build is None:
            raise self.unsupported(node)
        return build(self, node)

    def statement(self, node: ast.stmt) -> Execute:
        """The closure that runs the statement; it gives None, or how the statement ended the block."""
        build = self._statements.get(type(node))
        if build is None:
            raise self.unsupported(node)
        return build(self, node)

    def site(self, name: str, node: ast.stmt) -> int:
        """The number of a function or loop that is a scope."""
        self.sites.append(Site(name[:NAME], self.place(node).line))
        return len(self.sites) - 1

    def place(self, node: ast.AST) -> Place:
        """Where the node is."""
        return self.places.of(node)

    def unsupported(self, node: ast.AST, what: str | None = None, hint: str | None = None) -> ProgramError:
        """The error for a construct outside the language."""
        name, instead = OUTSIDE.get(type(node), (f"`{type(node).__name__}`", None))
        code = "needs-sandbox" if isinstance(node, ast.ClassDef) else "unsupported"
        return placed(
            ProgramError(f"{what or name} cannot be used here.", code=code, hint=hint or instead),
            self.first_line(node),
        )

    def first_line(self, node: ast.AST) -> Place:
        """The node's place, cut after its first line: a whole block underlined helps no one."""
        place = self.place(node)
        if place.end_line > place.line:
            return place._replace(end_line=place.line, end_column=place.column + 1)
        return place

    def refuse(
        self, node: ast.AST, message: str, code: str = "syntax-error", hint: str | None = None
    ) -> ProgramError:
        """Another error at a node's place."""
        return placed(ProgramError(message, code=code, hint=hint), self.first_line(node))


# What each construct outside the language is called, and what to write instead.
OUTSIDE: dict[type, tuple[str, str | None]] = {
    ast.ClassDef: (
        "A class of your own",
        "Only Python itself has classes. Value, Module, Neuron, Layer and MLP are built in; use functions.",
    ),
    ast.AsyncFunctionDef: ("`async def`", "Write a plain `def`."),
    ast.AsyncFor: ("`async for`", "Write a plain `for`."),
    ast.AsyncWith: ("`async with`", None),
    ast.Await: ("`await`", None),
    ast.With: ("`with`", "Write its statements without it."),
    ast.Try: ("`try`", "Ask with `if` before it goes wrong."),
    ast.TryStar: ("`try`", "Ask with `if` before it goes wrong."),
    ast.Raise: ("`raise`", "Use `assert condition, message`."),
    ast.Delete: ("`del`", "Give the name another value, or use the list's `pop`."),
    ast.Match: ("`match`", "Use `if` and `elif`."),
    ast.Yield: ("`yield`", "Collect what you want in a list and return it."),
    ast.YieldFrom: ("`yield from`", "Collect what you want in a list and return it."),
}
