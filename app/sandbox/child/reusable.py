"""Whether other numbers for a program's leaves are only a forward pass, as far as its text says."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Final

from app.sandbox.child.instrument.engines import Engines

_READS: Final = frozenset(
    "print watch str repr float int bool round sorted max min format vars getattr setattr abs hash id dir "
    "map filter sum any all eval exec globals locals".split()
)
_GRADS: Final = frozenset(
    "grad gradient adjoint _grad dx derivative data val value item zero_grad step".split()
)
_CLOCKS: Final = frozenset(("now", "utcnow", "today"))
# Of numpy: seeded by the system where they are given no seed.
_SEEDED: Final = frozenset(
    "default_rng RandomState SeedSequence MT19937 PCG64 PCG64DXSM Philox SFC64".split()
)


def reads_numbers(body: Sequence[ast.stmt], engines: Engines) -> bool:
    """Whether anything outside the engine's own classes may look at a number of it, or set one.

    What is said of a program without an engine of its own is noted while it runs.
    """
    numbers = _GRADS | engines.data
    for node in _outside(body, engines):
        match node:
            case ast.Attribute(attr=name) if name in numbers:
                return True
            case ast.Call(func=ast.Name(id=name)) if name in _READS:
                return True
            case ast.FormattedValue() | ast.If() | ast.While() | ast.IfExp() | ast.Match() | ast.Assert():
                if not _is_main_test(node):
                    return True
            case ast.Compare() | ast.BoolOp() if not _about_main(node):
                return True
            case ast.Try():
                return True
    return False


def asks_unseen(body: Sequence[ast.stmt]) -> bool:
    """Whether the text may ask what cannot be seen as it runs: `datetime` for the time, numpy for a seed."""
    for statement in body:
        for node in ast.walk(statement):
            match node:
                case ast.Attribute(attr=name) if name in _CLOCKS:
                    return True
                case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name), args=given, keywords=words):
                    if name in _SEEDED and not words and all(_is_none(each) for each in given):
                        return True
    return False


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _outside(body: Sequence[ast.stmt], engines: Engines) -> Iterator[ast.AST]:
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.ClassDef) and node in engines:
            continue
        yield node
        waiting.extend(ast.iter_child_nodes(node))


def _about_main(node: ast.AST) -> bool:
    return isinstance(node, ast.Compare) and isinstance(node.left, ast.Name) and node.left.id == "__name__"


def _is_main_test(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and _about_main(node.test)
