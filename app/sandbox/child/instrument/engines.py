"""Engine classes, found in a program's tree: a number and a grad in an object with operators."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.sandbox.child.instrument.names import MADE, RECURSION, at, call, load

_OPERATORS = frozenset(
    ("__add__", "__mul__", "__sub__", "__radd__", "__rmul__", "__neg__", "__truediv__", "__pow__")
)
_BACKWARD = frozenset(
    "backward _backward backprop backpropagate grad gradient adjoint _grad derivative zero_grad".split()
)
# What the number of an engine's objects is called, where its constructor does not tell.
USUAL = "data"


@dataclass(slots=True)
class Engines:
    """The engine classes of a program. data: what they call their numbers; nodes: their definitions; bases,
    subclasses: classes that they build on, and that build on them.
    """

    names: set[str] = field(default_factory=set)
    data: set[str] = field(default_factory=set)
    nodes: list[ast.ClassDef] = field(default_factory=list)
    bases: list[ast.ClassDef] = field(default_factory=list)
    subclasses: list[ast.ClassDef] = field(default_factory=list)

    def know(self, elsewhere: Engines) -> None:
        """Their names and numbers too: the text may import them from the texts that define them."""
        self.names |= elsewhere.names
        self.data |= elsewhere.data

    def all(self) -> Iterator[ast.ClassDef]:
        """The engines, what they build on, and what builds on them."""
        yield from (*self.nodes, *self.bases, *self.subclasses)

    def makes(self, node: ast.ClassDef) -> bool:
        """Whether its constructor is where an object is noted: not where it calls that of an engine."""
        made = _constructor(node) if any(node is each for each in self.subclasses) else None
        return made is None or not any(
            isinstance(each, ast.Attribute) and each.attr == "__init__" for each in ast.walk(made)
        )

    def __contains__(self, node: ast.ClassDef) -> bool:
        return any(node is each for each in self.all())


def find(body: Sequence[ast.stmt]) -> Engines:
    """The engine classes in these statements, wherever they are defined."""
    classes = [node for statement in body for node in ast.walk(statement) if isinstance(node, ast.ClassDef)]
    found = Engines()
    for node in classes:
        if _is_engine(node):
            found.nodes.append(node)
            found.names.add(node.name)
            found.data.add(_number_of(node))
    # A class that an engine builds on may hold its constructor.
    waiting = list(found.nodes)
    while waiting:
        wanted = {base.id for base in waiting.pop().bases if isinstance(base, ast.Name)}
        for node in classes:
            if node.name in wanted and node not in found:
                found.bases.append(node)
                found.data.add(_number_of(node))
                waiting.append(node)
    for node in classes:
        names = {each.name for each in (*found.nodes, *found.subclasses)}
        if node not in found and any(isinstance(base, ast.Name) and base.id in names for base in node.bases):
            found.subclasses.append(node)
    return found


def _defined(node: ast.ClassDef) -> Iterator[str]:
    for statement in node.body:
        match statement:
            case ast.FunctionDef(name=name):
                yield name
            case ast.Assign(targets=targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name


def _is_engine(node: ast.ClassDef) -> bool:
    defined = set(_defined(node))
    if not defined & _OPERATORS:
        return False
    if defined & _BACKWARD:
        return True
    words = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
    words |= {
        each.value
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }
    return bool(words & _BACKWARD)


def _constructor(node: ast.ClassDef, name: str = "__init__") -> ast.FunctionDef | None:
    return next((each for each in node.body if isinstance(each, ast.FunctionDef) and each.name == name), None)


def _number_of(node: ast.ClassDef) -> str:
    made = _constructor(node)
    if made is None:
        fields = [each.target.id for each in node.body
                  if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)]  # fmt: skip
        return fields[0] if fields else USUAL
    names = [argument.arg for argument in (*made.args.posonlyargs, *made.args.args)]
    if len(names) < 2:
        return USUAL
    for each in ast.walk(made):
        if isinstance(each, ast.Assign) and any(
            isinstance(part, ast.Name) and part.id == names[1] for part in ast.walk(each.value)
        ):
            for target in each.targets:
                if isinstance(target, ast.Attribute):
                    return target.attr
    return USUAL


def note_instances(node: ast.ClassDef) -> None:
    """Adds the statement that notes each new object, at the beginning of the constructor of this class.

    It is a call, whose frame must not be what exhausts the stack: an instance at the very end of it is left
    out instead.
    """
    made = _constructor(node) or _constructor(node, "__post_init__")
    if made is None:
        if not any("dataclass" in ast.dump(each) for each in node.decorator_list):
            return
        arguments = ast.arguments([], [ast.arg("self")], None, [], [], None, [])
        made = ast.FunctionDef("__post_init__", arguments, [], [], None, None)
        if hasattr(ast, "TypeAlias"):
            made.type_params = []  # type: ignore[attr-defined]  # asked for from 3.12 on
        node.body.append(at(made, node))
    arguments = made.args
    first = [*arguments.posonlyargs, *arguments.args]
    if not first:
        return
    noted = ast.Try(
        body=[ast.Expr(call(MADE, load(first[0].arg)))],
        handlers=[ast.ExceptHandler(load(RECURSION), None, [ast.Pass()])],
        orelse=[],
        finalbody=[],
    )
    made.body.insert(after_docstring(made.body), at(noted, made))


def after_docstring(body: Sequence[ast.stmt]) -> int:
    """Where statements may be added at the beginning of a body."""
    match body:
        case [ast.Expr(value=ast.Constant(value=str())), *_]:
            return 1
    return 0
