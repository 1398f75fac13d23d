"""Top-level statements that cannot run: what needs a package that is not here, and cells that draw."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence

from engine.notices import Notice
from engine.program.places import Places
from engine.program.program import BUILT_IN_FUNCTIONS

_KINDS = (ast.Import, ast.ImportFrom)


def skip(
    body: Sequence[ast.stmt], places: Places, is_unavailable: Callable[[str], str | None]
) -> tuple[list[ast.stmt], list[Notice]]:
    """The statements that are left, and what is said of the others.

    is_unavailable: what a package is called that is not here, None for any other.
    """
    kept: list[ast.stmt] = []
    notices: list[Notice] = []
    gone: dict[str, str] = {}

    def left_out(node: ast.stmt, code: str, message: str) -> None:
        place = places.of(node)
        notices.append(Notice(code, message, place.line, place.column))

    for node in body:
        if isinstance(node, _KINDS):
            missing, rest = _imported(node, is_unavailable)
            gone |= missing
            if missing:
                package = next(iter(missing.values()))
                left_out(node, "import", f"{package} is not available here. Import skipped.")
            if rest is not None:
                kept.append(rest)
            continue
        if _draws(node):
            left_out(node, "built-in", f"`{node.name}` is built in. Yours was skipped.")  # type: ignore[attr-defined]
            continue
        used = next((name for name in _used(node) if name in gone), None)
        if used is None:
            for name in _bound(node):
                gone.pop(name, None)
            kept.append(node)
            continue
        for name in _bound(node):
            gone.setdefault(name, gone[used])
        left_out(node, "skipped", f"Skipped: `{used}` needs {gone[used]}, which is not available here.")
    return kept, notices


def _imported(
    node: ast.stmt, is_unavailable: Callable[[str], str | None]
) -> tuple[dict[str, str], ast.stmt | None]:
    """The names that an import cannot bind, each with its package; and what is left of the statement."""
    if isinstance(node, ast.ImportFrom):
        package = None if node.level or node.module is None else is_unavailable(node.module)
        if package is None:
            return {}, node
        return {alias.asname or alias.name: package for alias in node.names}, None
    assert isinstance(node, ast.Import)  # the other kind of import
    missing = {}
    rest = []
    for alias in node.names:
        package = is_unavailable(alias.name)
        if package is None:
            rest.append(alias)
        else:
            missing[alias.asname or alias.name.partition(".")[0]] = package
    if not missing:
        return {}, node
    return missing, ast.copy_location(ast.Import(rest), node) if rest else None


def _draws(node: ast.stmt) -> bool:
    if not isinstance(node, ast.FunctionDef) or node.name not in BUILT_IN_FUNCTIONS:
        return False
    if node.name == "draw_dot":
        return True
    words = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
    return bool(words & {"_prev", "_children", "children", "prev", "parents", "_parents", "inputs"})


def _used(node: ast.stmt) -> Iterator[str]:
    """The names that running the statement reads. What a class's methods read waits until they are called."""
    if isinstance(node, ast.Try):
        return
    waiting: list[ast.AST] = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load):
            yield each.id
        elif isinstance(each, ast.ClassDef):
            waiting.extend([*each.bases, *each.keywords, *each.decorator_list])
            waiting.extend(inner for inner in each.body if not isinstance(inner, ast.FunctionDef))
            continue
        waiting.extend(ast.iter_child_nodes(each))


def _bound(node: ast.stmt) -> Iterator[str]:
    """The names that the statement binds."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
            return
    for each in ast.walk(node):
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            yield each.id
