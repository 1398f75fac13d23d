"""Plain functions of numbers as the text of one module, with all that they reach.

A function is written as it is defined; only its free names change, because two functions may mean different
things by one name. Knows nothing of ops.
"""

from __future__ import annotations

import ast
import builtins
import copy
from collections.abc import Callable, Collection, Iterator, Mapping
from textwrap import indent
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import Any

from engine.source import Definition, NoSourceError, definition

_MODULES = {"math": "math", "numpy": "np"}  # what a function may reach, by the name it is imported under


class Printer:
    """A module under way. ``lines``: what has been written; what a function reaches comes before it."""

    def __init__(self, reserved: Collection[str]) -> None:
        """``reserved``: names that no function may take for itself."""
        self.lines: list[str] = []
        self._reserved = frozenset(reserved)
        self._taken = {*reserved, *dir(builtins), *_MODULES.values()}
        self._names: dict[object, str] = {}

    def write(
        self, functions: Mapping[str, Callable[..., Any]], decorator: str, declared: Collection[str] = ()
    ) -> list[str]:
        """Writes all of these functions that are not written yet, or none if one of them cannot be.

        Arguments:
            functions: functions of positional arguments, which may call others and use numbers, `math` and
                `numpy`. Each keeps its own name, with a number added if that is taken. Its key is the name of
                a lambda; and a reserved name is given to the function whose key it is.
            decorator: the line above each of them and above what they call.
            declared: global names that they use and that the module defines elsewhere.

        Returns:
            Their names in the module.

        Raises:
            NoSourceError: one of them cannot be written.
        """
        before = len(self.lines), set(self._taken), dict(self._names)
        try:
            return [self._write(each, decorator, key, declared) for key, each in functions.items()]
        except NoSourceError:
            del self.lines[before[0] :]
            _, self._taken, self._names = before
            raise

    def _write(
        self, function: Callable[..., Any], decorator: str, key: str, declared: Collection[str]
    ) -> str:
        if function in self._names:
            return self._names[function]
        node = definition(function)
        assert isinstance(function, FunctionType)
        _refuse_all_but_plain(function, node.args)
        own = key if isinstance(node, ast.Lambda) else function.__name__
        name = self._names[function] = key if key in self._reserved else self._free(own)
        put = {
            free: self._reached(value, decorator)
            for free, value in _free_names(function, node)
            if free not in declared
        }
        if {text.partition(".")[0] for text in put.values()} & set(function.__code__.co_varnames):
            raise NoSourceError(f"`{function.__qualname__}` has a variable with the name of a function.")
        self.lines += ["", "", decorator, *_text(name, node, put)]
        return name

    def _reached(self, value: object, decorator: str) -> str:
        """The expression for what a function reaches by a name."""
        if isinstance(value, FunctionType):
            return self._write(value, decorator, "function", ())
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
    used = {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)} - {*code.co_varnames}
    for name in sorted(used.intersection((*code.co_names, *code.co_freevars))):
        if name in cells:
            yield name, cells[name].cell_contents
        elif name in known:
            yield name, known[name]


def _text(name: str, node: Definition, put: dict[str, str]) -> Iterator[str]:
    """The definition under another name, its free names changed, without annotations and docstring."""
    node = copy.deepcopy(node)
    body: list[ast.stmt] = [ast.Return(node.body)] if isinstance(node, ast.Lambda) else node.body
    if isinstance(node, ast.FunctionDef) and ast.get_docstring(node) is not None:
        body = body[1:]
    yield f"def {name}({', '.join(argument.arg for argument in node.args.args)}):"
    for statement in body:
        yield from indent(ast.unparse(_Rename(put).visit(statement)), "    ").splitlines()


class _Rename(ast.NodeTransformer):
    def __init__(self, put: dict[str, str]) -> None:
        self._put = put

    def visit_Name(self, node: ast.Name) -> ast.expr:  # ast's own name
        text = self._put.get(node.id)
        return node if text is None else ast.parse(text, mode="eval").body
