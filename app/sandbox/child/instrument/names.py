"""The names by which added statements reach Backlens. Two underscores on both sides are never mangled."""

from __future__ import annotations

import ast
from typing import Final, TypeVar

TYPE: Final = "__backlens_type__"
KINDS: Final = "__backlens_kinds__"
LABEL: Final = "__backlens_label__"
HELD: Final = "__backlens_held__"
HOLDERS: Final = "__backlens_holders__"
BOX: Final = "__backlens_box__"
STACK: Final = "__backlens_stack__"
ENGINE: Final = "__backlens_engine__"
MADE: Final = "__backlens_made__"
ECHO: Final = "__backlens_echo__"
SUBJECT: Final = "__backlens_subject__"
PASSED: Final = "__backlens_passed__"
DATA: Final = "__backlens_data__"
REPLACE: Final = "__backlens_replace__"
RECURSION: Final = "__backlens_recursion__"

N = TypeVar("N", bound=ast.AST)


def at(node: N, place: ast.AST) -> N:
    """The node and all in it, which has no place yet, at the place of another."""
    ast.copy_location(node, place)
    return ast.fix_missing_locations(node)


def load(name: str) -> ast.Name:
    """A name that is read."""
    return ast.Name(name, ast.Load())


def call(name: str, *arguments: ast.expr) -> ast.Call:
    """A call of one of these names."""
    return ast.Call(load(name), list(arguments), [])
