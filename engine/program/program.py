"""A program, built once and run as often as wanted: nothing of a run is kept in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.notices import Notice
from engine.program.builder import Builder
from engine.program.builtins import BUILTINS
from engine.program.comprehensions import COMPREHENSIONS
from engine.program.displays import DISPLAYS
from engine.program.expressions import EXPRESSIONS
from engine.program.frame import Evaluate, Execute, Frame
from engine.program.invocation import CALLS
from engine.program.limits import Limits
from engine.program.machine import Machine
from engine.program.parse import parse
from engine.program.places import Place
from engine.program.scope import program_scope
from engine.program.statements import STATEMENTS, block
from engine.program.subscripts import SUBSCRIPTS
from engine.program.vocabulary import Vocabulary
from engine.scoping.scopes import Site

# Cells of the lecture that draw: what they define is built in here.
BUILT_IN_FUNCTIONS = frozenset(("trace", "draw_dot"))


@dataclass(frozen=True, slots=True)
class Program:
    """A program ready to run.

    last: a final expression statement, apart from the body because a notebook echoes it, and its place.
    """

    source: str
    body: Execute
    last: tuple[Evaluate, Place] | None
    vocabulary: Vocabulary
    notices: tuple[Notice, ...]
    sites: tuple[Site, ...]

    def execute(self, machine: Machine) -> Any:
        """Runs it; gives what a final expression statement came to."""
        machine.vocabulary = self.vocabulary
        machine.scopes.sites.extend(self.sites)
        machine.notices.extend(self.notices)
        frame = Frame(machine, None, machine.names)
        self.body(frame)
        if self.last is None:
            return None
        evaluate, machine.place = self.last
        machine.budget.step()
        return evaluate(frame)


def compile_program(source: str, limits: Limits) -> Program:
    """The program that a source is. Raises ProgramError, placed, for whatever is outside the language."""
    tree = parse(source, limits)
    notices = list(tree.notices)
    body: list[ast.stmt] = []
    for node in tree.body:
        notice = _built_in_cell(node)
        if notice is None:
            body.append(node)
        else:
            place = tree.places.of(node)
            notices.append(Notice("built-in", notice, place.line, place.column))
    cells = list(body)
    assigned = frozenset(_assigned(cells))
    builder = Builder(
        tree.places,
        program_scope(body),
        EXPRESSIONS | DISPLAYS | SUBSCRIPTS | CALLS | COMPREHENSIONS,
        STATEMENTS,
    )
    last = None
    if tree.body and body and tree.body[-1] is body[-1]:
        final = body[-1]
        if isinstance(final, ast.Expr):
            body.pop()
            last = (builder.expression(final.value), builder.first_line(final))
    run = block(builder, body)
    vocabulary = Vocabulary(assigned, _free(cells, assigned), tuple(BUILTINS), tuple(builder.literals))
    return Program(source, run, last, vocabulary, tuple(notices), tuple(builder.sites))


def _built_in_cell(node: ast.stmt) -> str | None:
    if isinstance(node, ast.FunctionDef) and node.name in BUILT_IN_FUNCTIONS:
        return f"`{node.name}` is built in. Yours was skipped."
    return None


def _assigned(body: list[ast.stmt]) -> Iterator[str]:
    for statement in body:
        for node in ast.walk(statement):
            match node:
                case ast.Name(id=name, ctx=ast.Store()) | ast.FunctionDef(name=name) | ast.arg(arg=name):
                    yield name
                case ast.alias():
                    yield node.asname or node.name.partition(".")[0]


def _free(body: list[ast.stmt], assigned: frozenset[str]) -> tuple[str, ...]:
    found: dict[str, tuple[int, int]] = {}
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and node.id not in assigned and node.id not in BUILTINS:
                place = (node.lineno, node.col_offset)
                found[node.id] = min(found.get(node.id, place), place)
    return tuple(sorted(found, key=found.__getitem__))
