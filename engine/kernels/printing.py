"""Plain functions of numbers as the text of one module, with all that they reach.

A function is written as it is defined; only its free names change, because two functions may mean different
things by one name. Knows nothing of ops.
"""

from __future__ import annotations

import ast
import builtins
import copy
from collections.abc import Callable, Collection, Iterable, Iterator
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import Any

from engine.source import NoSourceError, definition

_MODULES = {"math": "math", "numpy": "np"}  # what a function may reach, by the name it is imported under


class Printer:
    """A module under way. ``lines``: what has been written; what a function reaches comes before it."""

    def __init__(self, reserved: Collection[str]) -> None:
        """``reserved``: names that functions take only where `name` says so."""
        self.lines: list[str] = []
        self._reserved = frozenset(reserved)
        self._taken = {*reserved, *dir(builtins), *_MODULES.values()}
        self._names: dict[object, str] = {}

    def function(
        self,
        function: Callable[..., Any],
        decorator: str,
        *,
        name: str | None = None,
        keep: Collection[str] = (),
    ) -> str:
        """Writes a function, unless that was done before.

        Arguments:
            function: one of positional arguments. It may call others and use numbers, `math` and `numpy`.
            decorator: the line above it and above what it calls.
            name: what to call a lambda; and a reserved name, for the function that it is reserved for. By
                default it is the function's own, with a number added if that is taken.
            keep: global names that it uses which the module defines elsewhere.

        Returns:
            Its name in the module.

        Raises:
            NoSourceError: a function that cannot be written.
        """
        return self._write(function, decorator, name or "_lambda", keep)

    def functions(
        self, functions: Iterable[Callable[..., Any]], decorator: str, names: Iterable[str]
    ) -> list[str]:
        """Several functions, written as by ``function``; none of them if one cannot be."""
        before = len(self.lines), set(self._taken), dict(self._names)
        try:
            return [
                self.function(each, decorator, name=name)
                for each, name in zip(functions, names, strict=False)
            ]
        except NoSourceError:
            del self.lines[before[0] :]
            _, self._taken, self._names = before
            raise

    def _write(self, function: Callable[..., Any], decorator: str, wanted: str, keep: Collection[str]) -> str:
        if function in self._names:
            return self._names[function]
        node = definition(function)
        assert isinstance(function, FunctionType)
        _refuse_all_but_plain(function, node.args)
        if wanted not in self._reserved:
            wanted = self._free(wanted if isinstance(node, ast.Lambda) else function.__name__)
        name = self._names[function] = wanted
        put = {
            free: self._reached(value, decorator)
            for free, value in _free_names(function, node)
            if free not in keep
        }
        if {text.partition(".")[0] for text in put.values()} & set(function.__code__.co_varnames):
            raise NoSourceError(f"`{function.__qualname__}` has a variable with the name of a function.")
        self.lines += ["", "", decorator, *_text(name, node, put).splitlines()]
        return name

    def _reached(self, value: object, decorator: str) -> str:
        """The expression for what a function reaches by a name."""
        if isinstance(value, FunctionType):
            return self._write(value, decorator, "_lambda", ())
        if isinstance(value, BuiltinFunctionType) and value.__module__ == "math":
            return f"math.{value.__name__}"
        if isinstance(value, ModuleType) and value.__name__ in _MODULES:
            return _MODULES[value.__name__]
        if isinstance(value, (int, float)):
            return repr(value) if value - value == 0 else _special(value)
        raise NoSourceError(f"{value!r} cannot be written into a module.")

    def _free(self, wanted: str) -> str:
        name, count = wanted, 1
        while name in self._taken:
            count += 1
            name = f"{wanted}_{count}"
        self._taken.add(name)
        return name


def _special(value: float) -> str:
    return "math.nan" if value != value else "math.inf" if value > 0 else "-math.inf"


def _refuse_all_but_plain(function: FunctionType, arguments: ast.arguments) -> None:
    special = arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.defaults
    if special or any(isinstance(constant, CodeType) for constant in function.__code__.co_consts):
        raise NoSourceError(f"`{function.__qualname__}` has special arguments or an inner function.")


def _free_names(function: FunctionType, node: ast.AST) -> Iterator[tuple[str, object]]:
    """The names that a function uses and does not bind, with what they mean; built-in ones are left out."""
    code, known = function.__code__, function.__globals__
    cells = dict(zip(code.co_freevars, function.__closure__ or (), strict=True))
    used = {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
    for name in sorted(used.intersection((*code.co_names, *code.co_freevars))):
        if name in cells:
            yield name, cells[name].cell_contents
        elif name in known:
            yield name, known[name]


def _text(name: str, node: ast.FunctionDef | ast.Lambda, put: dict[str, str]) -> str:
    """The definition under another name, its free names changed, without annotations and docstring."""
    node = copy.deepcopy(node)
    body: list[ast.stmt] = [ast.Return(node.body)] if isinstance(node, ast.Lambda) else node.body
    if isinstance(node, ast.FunctionDef) and ast.get_docstring(node) is not None:
        body = body[1:]
    arguments = ast.arguments([], [ast.arg(each.arg) for each in node.args.args], None, [], [], None, [])
    made = ast.FunctionDef(name, arguments, [_Rename(put).visit(line) for line in body], [], None, None)
    return ast.unparse(ast.fix_missing_locations(made))


class _Rename(ast.NodeTransformer):
    def __init__(self, put: dict[str, str]) -> None:
        self._put = put

    def visit_Name(self, node: ast.Name) -> ast.expr:  # ast's own name
        text = self._put.get(node.id)
        return node if text is None else ast.parse(text, mode="eval").body
