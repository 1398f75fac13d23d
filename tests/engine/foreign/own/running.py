"""Programs with an engine of their own, run as they are, with a journal kept by hand."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

from engine.foreign.journal import Journal, Made, Pass, SourceClass
from engine.foreign.own import Examined, examine

FILE = "<program>"
PASSES = ("backward", "backprop", "backpropagate", "run_backward", "differentiate")


@dataclass
class Ran:
    """A program's names after it ran, and the notes."""

    names: dict[str, Any]
    journal: Journal = field(default_factory=Journal)

    def examined(self, output: object = None) -> Examined:
        """The check of what the last pass was called on, or of a name."""
        if isinstance(output, str):
            output = self.names[output]
        return examine(self.journal.passes[-1].output if output is None else output, self.journal)


def compiled(text: str) -> CodeType:
    """The program with what notes instances and passes."""
    tree = _Noting().visit(ast.parse(text, FILE))
    return compile(ast.fix_missing_locations(tree), FILE, "exec")


def run(program: str | CodeType, **given: Any) -> Ran:
    """Runs a program."""
    code = compiled(program) if isinstance(program, str) else program
    ran = Ran({"__name__": "__main__", **given})
    journal = ran.journal
    ran.names |= {
        "_note_": _noting(journal),
        "_pass_": _method_pass(journal),
        "_called_": _function_pass(journal),
    }
    exec(code, ran.names)  # noqa: S102  # our own program
    for found in list(ran.names.values()):
        if isinstance(found, type) and found.__module__ == "__main__":
            journal.classes[found] = SourceClass(found.__name__, _line(found), None, {})
    return ran


def _line(kind: type) -> int:
    codes = [each.__code__ for each in vars(kind).values() if hasattr(each, "__code__")]
    return min((code.co_firstlineno for code in codes), default=1)


class _Noting(ast.NodeTransformer):
    """Notes at the end of `__init__`, and around calls of a pass that are outside classes."""

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        note = ast.parse("_note_(self)").body
        names = {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
        for each in node.body:
            if isinstance(each, ast.FunctionDef) and each.name == "__init__":
                each.body += note
        if not names & {"__init__", "__post_init__"} and any(
            "dataclass" in ast.unparse(d) for d in node.decorator_list
        ):
            node.body += ast.parse("def __post_init__(self): _note_(self)").body
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        match node.func:
            case ast.Attribute(value, name) if name in PASSES:
                node.args = [value, ast.Constant(name), *node.args]
                node.func = ast.Name("_pass_", ast.Load())
            case ast.Name(name) if name in PASSES:
                node.args = [node.func, *node.args]
                node.func = ast.Name("_called_", ast.Load())
        return node


def _noting(journal: Journal) -> Callable[[Any], None]:
    known: set[int] = set()
    instances: list[Any] = []
    journal.instances = instances

    def note(instance: Any) -> None:
        if id(instance) in known:
            return
        known.add(id(instance))
        frame: Any = sys._getframe(2)
        method = ""
        while frame is not None and frame.f_code.co_filename == FILE:
            qualified = frame.f_code.co_qualname.split(".<locals>.")[0]
            if "." not in qualified or qualified.rpartition(".")[2] in ("__init__", "<lambda>"):
                if "." not in qualified:
                    break
            elif not method:
                method = qualified.rpartition(".")[2]
            frame = frame.f_back
        instances.append(instance)
        line = frame.f_lineno if frame is not None and frame.f_code.co_filename == FILE else None
        journal.made[id(instance)] = Made(line=line, method=method)

    return note


def _method_pass(journal: Journal) -> Callable[..., Any]:
    def call(thing: Any, name: str, *arguments: Any) -> Any:
        result = getattr(thing, name)(*arguments)
        output = next((each for each in (thing, *arguments) if id(each) in journal.made), thing)
        journal.passes.append(
            Pass(
                output, None, None, 0.0, lambda: getattr(thing, name)(*arguments), _on(thing, name, arguments)
            )
        )
        return result

    return call


def _on(thing: Any, name: str, arguments: tuple[Any, ...]) -> Callable[[Any], object]:
    if arguments:
        return lambda other: getattr(thing, name)(other)
    return lambda other: getattr(other, name)()


def _function_pass(journal: Journal) -> Callable[..., Any]:
    def call(function: Callable[..., Any], *arguments: Any) -> Any:
        result = function(*arguments)
        journal.passes.append(
            Pass(arguments[0], None, None, 0.0, lambda: function(*arguments), lambda other: function(other))
        )
        return result

    return call
