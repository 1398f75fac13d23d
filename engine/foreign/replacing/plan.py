"""What a class is made of, read from its text: numbers, operations, its pass. Whatever else it does is a
reason not to replace it.

Read are classes that keep their inputs and local partials in tuples. Closures, sets (whose order is that of
addresses) and passes that are written otherwise are left as they are.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from engine.foreign.own.words import operation
from engine.foreign.replacing.expressions import (
    Instruction,
    Names,
    NotReplaceableError,
    instructions,
    stored,
)
from engine.foreign.replacing.passes import PassForm, pass_form

_PRIMITIVE: Final = ("__add__", "__mul__", "__pow__")
_REFLECTED: Final = {"__radd__": ("__add__", ast.Add), "__rmul__": ("__mul__", ast.Mult)}
_COMPOSED: Final = frozenset(("__neg__", "__sub__", "__rsub__", "__truediv__", "__rtruediv__"))
_SHOWN: Final = frozenset(("__repr__", "__str__"))
# Names by which a program could tell what an object is made of.
_LOOKING: Final = frozenset(
    "getattr setattr hasattr delattr vars dir type globals locals eval exec compile gc weakref inspect copy "
    "pickle ctypes".split()
)


@dataclass(frozen=True, slots=True)
class OwnOp:
    """One way of making an object. method: its name; body: the number; partials: by input."""

    method: str
    body: list[Instruction]
    partials: list[list[Instruction]]


@dataclass(slots=True)
class Plan:
    """How a class is replaced.

    inputs, partials: the attributes that hold them. by_value, by_number: of each binary method the op;
    wraps: plain numbers become objects first. unary: ops by method. kept: methods that stay as they are,
    because they are made of these.
    """

    name: str
    inputs: str
    partials: str
    grad_is_int: bool
    keeps_float: bool
    form: PassForm
    ops: list[OwnOp] = field(default_factory=list)
    by_value: dict[str, int] = field(default_factory=dict)
    by_number: dict[str, int] = field(default_factory=dict)
    wraps: set[str] = field(default_factory=set)
    reflects: set[str] = field(default_factory=set)
    unary: dict[str, int] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)

    def binary(self) -> tuple[tuple[int, int, bool, bool], ...]:
        """The three operators as the core takes them."""
        return tuple(
            (
                self.by_value.get(name, -1),
                self.by_number.get(name, -1),
                name in self.wraps,
                name in self.reflects,
            )
            for name in _PRIMITIVE
        )


def plan_of(node: ast.ClassDef, body: Sequence[ast.stmt]) -> Plan:
    """The plan of an engine class.

    Arguments:
        node: its definition, as it is written.
        body: the program that it is part of.

    Raises:
        NotReplaceableError: for what it does besides.
    """
    return _Reader(node, body).read()


class _Reader:
    def __init__(self, node: ast.ClassDef, body: Sequence[ast.stmt]) -> None:
        self._node = node
        self._body = body
        self._bound = _bound(body)
        self._methods: dict[str, ast.FunctionDef] = {}
        self._data = self._grad = ""

    def read(self) -> Plan:
        node = self._node
        self._check_program()
        for each in node.body:
            match each:
                case ast.Expr(value=ast.Constant(value=str())):
                    continue
                case ast.Assign(targets=[ast.Name(id="__slots__")]):
                    continue
                case ast.FunctionDef(name=name, decorator_list=[]) if name not in self._methods:
                    self._methods[name] = each
                case _:
                    raise NotReplaceableError(f"Line {each.lineno} of it is not a plain method.")
        plan = self._constructed()
        for name, method in self._methods.items():
            if name in _PRIMITIVE:
                self._binary(plan, method)
        for name, method in self._methods.items():
            if name not in ("__init__", "backward", *_PRIMITIVE):
                self._other(plan, method)
        return plan

    def _check_program(self) -> None:
        node = self._node
        if node.bases or node.keywords or node.decorator_list:
            raise NotReplaceableError("It builds on another class, or is decorated.")
        if not any(each is node for each in self._body) or self._bound.count(node.name) != 1:
            raise NotReplaceableError(f"`{node.name}` is bound more than once.")
        inside = {id(each) for each in ast.walk(node)}
        for each in (each for statement in self._body for each in ast.walk(statement)):
            if id(each) in inside:
                continue
            match each:
                case ast.Name(id=name) | ast.alias(name=name) if name in _LOOKING:
                    raise NotReplaceableError(f"The program uses `{name}`, which could tell the difference.")
                case ast.Attribute(attr=name) if name.startswith("__") and name != "__name__":
                    raise NotReplaceableError(f"The program reads `{name}`, which could tell the difference.")
                case ast.Attribute(value=ast.Name(id=name), ctx=ast.Store()) if name == node.name:
                    raise NotReplaceableError("The program changes the class.")
                case ast.ClassDef(bases=bases) if any(
                    isinstance(base, ast.Name) and base.id == node.name for base in bases
                ):
                    raise NotReplaceableError("Another class builds on it.")

    # -- the constructor -----------------------------------------------------------------------------------

    def _constructed(self) -> Plan:
        made = self._methods.get("__init__")
        if made is None:
            raise NotReplaceableError("It has no `__init__`.")
        this, *names = _arguments(made, 4)
        if len(names) != 3 or [_is_empty(each) for each in made.args.defaults] != [True, True]:
            raise NotReplaceableError("Its `__init__` does not take a number, inputs and partials.")
        data, inputs, partials = names
        found: dict[str, str] = {}
        is_int = keeps_float = False
        for statement in _statements(made):
            match statement:
                case ast.Assign(
                    targets=[ast.Attribute(value=ast.Name(id=owner), attr=attribute)], value=value
                ) if owner == this:
                    pass
                case _:
                    raise NotReplaceableError(
                        f"Line {statement.lineno} of its `__init__` does something else."
                    )
            match value:
                case ast.Name(id=name) if name in names:
                    role = name
                case ast.Constant(value=0 as zero) if type(zero) in (int, float):
                    role, is_int = "grad", type(zero) is int
                case ast.Call(func=ast.Name(id="float"), args=[ast.Name(id=name)], keywords=[]) if (
                    name == data
                ):
                    role, keeps_float = data, True
                case _:
                    role = ""
            if role == "" or role in found:
                raise NotReplaceableError(f"It keeps `{attribute}` besides.")
            found[role] = attribute
        if set(found) != {data, "grad", inputs, partials} or "grad" in names:
            raise NotReplaceableError("It does not keep a number, a grad, inputs and partials.")
        if (found[data], found["grad"]) != ("data", "grad"):
            raise NotReplaceableError("Its number or its grad has another name than `data` and `grad`.")
        if self._bound.count("float") and keeps_float:
            raise NotReplaceableError("The program binds `float` itself.")
        form = pass_form(self._methods.get("backward"), found[inputs], found[partials], self._bound)
        return Plan(self._node.name, found[inputs], found[partials], is_int, keeps_float, form)

    # -- operations ----------------------------------------------------------------------------------------

    def _binary(self, plan: Plan, method: ast.FunctionDef) -> None:
        this, other = _arguments(method, 2)
        name, body = method.name, list(_statements(method))
        while body and isinstance(body[0], ast.Assert):
            if not _is_check(body[0].test, other):
                raise NotReplaceableError(f"`{name}` asserts something else.")
            body.pop(0)
            # What is not such a number ends the run, and it is run again as it is written.
        if self._wraps(body, other):
            plan.wraps.add(name)
            plan.by_value[name] = self._made(plan, method, body[1:], this, other, is_value=True)
            return
        match body:
            case [ast.If(test=test, body=first, orelse=[]), *rest] if self._asks(test, other) is not None:
                value, number = (first, rest) if self._asks(test, other) else (rest, first)
                plan.by_value[name] = self._made(plan, method, value, this, other, is_value=True)
                plan.by_number[name] = self._made(plan, method, number, this, other, is_value=False)
                return
        try:
            plan.by_value[name] = self._made(plan, method, body, this, other, is_value=True)
        except NotReplaceableError:
            plan.by_number[name] = self._made(plan, method, body, this, other, is_value=False)

    def _wraps(self, body: Sequence[ast.stmt], other: str) -> bool:
        """Whether it begins with `other = other if isinstance(other, Value) else Value(other)`."""
        match body:
            case [
                ast.Assign(
                    targets=[ast.Name(id=target)],
                    value=ast.IfExp(
                        test=test,
                        body=ast.Name(id=same),
                        orelse=ast.Call(func=ast.Name(id=kind), args=[ast.Name(id=given)], keywords=[]),
                    ),
                ),
                *_,
            ]:
                same_name = target == same == given == other and kind == self._node.name
                return same_name and self._asks(test, other) is True
        return False

    def _asks(self, test: ast.expr, other: str) -> bool | None:
        """Whether a condition is that `other` is an instance (True), or not one (False)."""
        match test:
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                found = self._asks(operand, other)
                return None if found is None else not found
            case ast.Call(
                func=ast.Name(id="isinstance"), args=[ast.Name(id=name), ast.Name(id=kind)], keywords=[]
            ) if name == other and kind == self._node.name and "isinstance" not in self._bound:
                return True
        return None

    def _made(
        self,
        plan: Plan,
        method: ast.FunctionDef,
        body: Sequence[ast.stmt],
        this: str,
        other: str | None,
        *,
        is_value: bool,
    ) -> int:
        """Statements that end by making an object of numbers, as an op of the plan."""
        names = Names(this, other, is_value, "data", self._bound)
        made: list[Instruction] = []
        for statement in body[:-1]:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    made += stored(name, value, names)
                case _:
                    raise NotReplaceableError(
                        f"Line {statement.lineno} of `{method.name}` does something else."
                    )
        match list(body[-1:]):
            case [
                ast.Return(
                    value=ast.Call(
                        func=ast.Name(id=kind),
                        args=[number, ast.Tuple(elts=inputs), ast.Tuple(elts=partials)],
                        keywords=[],
                    )
                )
            ] if kind == self._node.name and len(inputs) == len(partials):
                pass
            case _:
                raise NotReplaceableError(f"`{method.name}` is made of something else.")
        found = [each.id for each in inputs if isinstance(each, ast.Name)]
        if found != ([this, other] if is_value and other is not None else [this]):
            raise NotReplaceableError(f"The inputs of `{method.name}` are not its arguments.")
        made += instructions(number, names)
        op = OwnOp(method.name, made, [instructions(each, names) for each in partials])
        plan.ops.append(op)
        return len(plan.ops) - 1

    def _other(self, plan: Plan, method: ast.FunctionDef) -> None:
        name = method.name
        if name in _REFLECTED:
            of, sign = _REFLECTED[name]
            this, other = _arguments(method, 2)
            match list(_statements(method)):
                case [ast.Return(value=ast.BinOp(left=ast.Name(id=left), op=op, right=ast.Name(id=right)))]:
                    if [left, right] == [this, other] and type(op) is sign and of in self._methods:
                        plan.reflects.add(of)
                        return
            raise NotReplaceableError(f"`{name}` is made of something else.")
        if name in _SHOWN or name in _COMPOSED:
            self._keep(plan, method)
            return
        if name.startswith("_") or operation(name) is None:
            raise NotReplaceableError(f"It has a method `{name}` that is not an operation.")
        try:
            (this,) = _arguments(method, 1)
            plan.unary[name] = self._made(plan, method, list(_statements(method)), this, None, is_value=False)
        except NotReplaceableError:
            self._keep(plan, method)

    def _keep(self, plan: Plan, method: ast.FunctionDef) -> None:
        """A method that is one expression of the class's own operators, or of its number as text."""
        match list(_statements(method)):
            case [ast.Return(value=ast.expr() as value)]:
                pass
            case _:
                raise NotReplaceableError(f"`{method.name}` does more than return something.")
        if method.args.defaults or method.args.vararg or method.args.kwarg or method.args.kwonlyargs:
            raise NotReplaceableError(f"`{method.name}` takes more than an operation does.")
        for each in ast.walk(value):
            match each:
                case ast.Call(func=ast.Attribute(attr=called), args=[], keywords=[]) if (
                    called in self._methods
                ):
                    continue
                case ast.Call() | ast.Lambda() | ast.Await() | ast.Yield() | ast.NamedExpr():
                    raise NotReplaceableError(f"`{method.name}` calls something else.")
                case ast.Attribute(attr=attribute):
                    if attribute not in {"data", "grad", *self._methods}:
                        raise NotReplaceableError(f"`{method.name}` reads `{attribute}`.")
                case ast.Name(id=read) if read not in [each.arg for each in method.args.args]:
                    raise NotReplaceableError(f"`{method.name}` reads `{read}`.")
        plan.kept.append(method.name)


def _bound(body: Sequence[ast.stmt]) -> list[str]:
    """Every name that is bound anywhere, as often as it is; `import math` is as it should be."""
    return list(_names(body))


def _names(body: Sequence[ast.stmt]) -> Iterator[str]:
    for each in (each for statement in body for each in ast.walk(statement)):
        match each:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.alias(name="math", asname=None):
                continue
            case ast.alias(name=name, asname=other):
                yield other or name.partition(".")[0]
            case (
                ast.ExceptHandler(name=str(name))
                | ast.MatchAs(name=str(name))
                | ast.MatchStar(name=str(name))
            ):
                yield name


def _arguments(method: ast.FunctionDef, most: int) -> list[str]:
    given = method.args
    if given.vararg or given.kwarg or given.kwonlyargs or given.posonlyargs or len(given.args) > most:
        raise NotReplaceableError(f"`{method.name}` takes other arguments.")
    if given.defaults and method.name != "__init__":
        raise NotReplaceableError(f"`{method.name}` takes other arguments.")
    names = [each.arg for each in given.args]
    if method.name != "__init__" and len(names) != most:
        raise NotReplaceableError(f"`{method.name}` takes other arguments.")
    return names


def _statements(method: ast.FunctionDef) -> Collection[ast.stmt]:
    match method.body:
        case [ast.Expr(value=ast.Constant(value=str())), *rest]:
            return rest
    return method.body


def _is_empty(default: ast.expr) -> bool:
    return isinstance(default, ast.Tuple) and not default.elts


def _is_check(test: ast.expr, other: str) -> bool:
    """`isinstance(other, (int, float))`."""
    match test:
        case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name(id=name), kinds], keywords=[]):
            names = [each.id for each in ast.walk(kinds) if isinstance(each, ast.Name)]
            return name == other and set(names) == {"int", "float"}
    return False
