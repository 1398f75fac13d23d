"""A program's text as code that tells of its Values while it runs."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from types import CodeType
from typing import Final

from app.sandbox.child.instrument import engines
from app.sandbox.child.instrument.engines import Engines
from app.sandbox.child.instrument.free import bound_names, free_names
from app.sandbox.child.instrument.names import ECHO, at, call
from app.sandbox.child.instrument.skipping import skip
from app.sandbox.child.instrument.statements import Statements
from app.sandbox.child.modules import is_unavailable
from app.sandbox.child.reusable import asks_unseen, reads_numbers
from app.sandbox.child.session import Session
from engine.errors import ProgramError
from engine.foreign.journal import SourceClass
from engine.notices import Notice
from engine.program.parse import Tree, parse_python, refused
from engine.program.places import Place, placed

# Without any of these names a program makes no Value.
_OF_VALUES: Final = frozenset(
    "Value Neuron Layer MLP Module micrograd backlens engine nn eval exec globals vars builtins".split()
)


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed text, before anything in it was changed. classes: its engine classes, for the journal."""

    tree: Tree
    body: list[ast.stmt]
    notices: list[Notice]
    engines: Engines
    classes: list[SourceClass]
    reads: bool
    asks: bool
    last: ast.stmt | None


def read(text: str, longest: int, file: str | None, attached: AbstractSet[str]) -> Source:
    """The text's statements. attached: top-level names of the modules that come along.

    Raises ProgramError with code ``syntax-error``, and LimitError for one that is too long.
    """
    tree = parse_python(text, longest)
    body, notices = list(tree.body), list(tree.notices)
    if file is None:
        body, skipped = skip(
            body, tree.places,
            lambda module: None if module.partition(".")[0] in attached else is_unavailable(module),
        )  # fmt: skip
        notices += skipped
    found = engines.find(body)
    last = tree.body[-1] if tree.body and body and tree.body[-1] is body[-1] else None
    return Source(
        tree, body, notices, found, [_source_class(node, file) for node in found.all()],
        reads_numbers(body, found), asks_unseen(body), last,
    )  # fmt: skip


def _source_class(node: ast.ClassDef, file: str | None) -> SourceClass:
    methods = {
        each.name: (
            min([each.lineno, *(d.lineno for d in each.decorator_list)]),
            each.end_lineno or each.lineno,
        )
        for each in node.body
        if isinstance(each, ast.FunctionDef)
    }
    for each in node.body:
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Lambda):
            lines = (each.lineno, each.end_lineno or each.lineno)
            methods |= {target.id: lines for target in each.targets if isinstance(target, ast.Name)}
    return SourceClass(node.name, node.lineno, file, methods)


def free_of(source: Source, known: AbstractSet[str]) -> dict[str, Place]:
    """The names that nothing binds, each with the place of its first use."""
    return {name: source.tree.places.of(node) for name, node in free_names(source.body, known).items()}


def bound_of(source: Source) -> frozenset[str]:
    """The names that the text binds."""
    return frozenset(bound_names(source.body))


def makes_values(source: Source) -> bool:
    """Whether the program may make Values at all: it has an engine, or names something of Backlens's."""
    if source.engines.names:
        return True
    for statement in source.body:
        for node in ast.walk(statement):
            match node:
                case ast.Name(id=name) if name in _OF_VALUES:
                    return True
                case ast.alias(name=name) if name.partition(".")[0] in _OF_VALUES:
                    return True
                case ast.ImportFrom(module=str(name)) if name.partition(".")[0] in _OF_VALUES:
                    return True
    return False


def build(source: Source, session: Session, name: str, file: str | None) -> CodeType:
    """The code of a program or an attached module. The tree is changed and used up.

    name: the file that its code objects name. file: None for the program itself.

    Raises ProgramError with code ``syntax-error`` for what only Python's compiler refuses.
    """
    body = source.body
    if file is None and source.last is not None and isinstance(source.last, ast.Expr):
        echoed = source.last
        echoed.value = at(ast.Call(call(ECHO).func, [echoed.value], []), echoed.value)
    if session.makes_values:
        statements = Statements(
            source.engines,
            session.scopes,
            session.given,
            file,
            scoped=session.job.scopes,
            holds=session.lists.steady,
        )
        body = statements.rewrite(body)
    tree = ast.Module(body, [])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return compile(tree, name, "exec", dont_inherit=True)
    except SyntaxError as error:
        # Its columns count code points as the tree's do.
        raise refused(error, source.tree.places) from None
    except (RecursionError, MemoryError, ValueError) as error:
        place = Place(1, 1, 1, 2)
        raise placed(
            ProgramError(f"Python cannot compile this: {error}.", code="syntax-error"), place
        ) from None
