"""Names of a program that hold numbers, texts and the like and never a Value, as far as the text says.

What is assigned to them needs no label, and a loop of nothing else is not a scope: so it runs as fast as it
does elsewhere. A name counts only if each of its assignments in its scope is plain.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_ALWAYS: Final = frozenset(
    "len int float str bool ord chr repr hash id isinstance callable range format bin hex oct".split()
)
_OF_PLAIN: Final = frozenset("abs min max round sum divmod pow complex".split())
_MODULES: Final = frozenset(("math", "time", "random"))
_HIDDEN: Final = frozenset(("exec", "eval", "globals", "locals", "vars", "__import__", "__builtins__"))
_ROUNDS: Final = 20
_INNER: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True, slots=True)
class Plain:
    """names: those that never hold a Value. bound: by this program in any other way than a plain assignment
    or an import of a module that gives numbers for numbers. modules: names of such modules.
    """

    names: frozenset[str] = frozenset()
    bound: frozenset[str] = frozenset()
    modules: frozenset[str] = frozenset()

    def holds(self, node: ast.expr) -> bool:
        """Whether an expression gives no Value. Not by recursion: a sum may have thousands of terms."""
        waiting = [node]
        while waiting:
            match waiting.pop():
                case ast.Constant() | ast.JoinedStr():
                    pass
                case ast.Name(id=name) if name in self.names:
                    pass
                case ast.UnaryOp(operand=operand):
                    waiting.append(operand)
                case ast.BinOp(left=left, right=right):
                    waiting += (left, right)
                case ast.BoolOp(values=values):
                    waiting += values
                case ast.Compare(left=left, comparators=others):
                    waiting += (left, *others)
                case ast.IfExp(test=test, body=body, orelse=orelse):
                    waiting += (test, body, orelse)
                case ast.Call(func=func, args=args, keywords=[]) if self._keeps_plain(func):
                    waiting += args
                case ast.Call(func=ast.Name(id=name)) if name in _ALWAYS and name not in self.bound:
                    pass
                case _:
                    return False
        return True

    def _keeps_plain(self, function: ast.expr) -> bool:
        """Whether a function gives numbers and the like for such."""
        match function:
            case ast.Name(id=name):
                return name in _OF_PLAIN and name not in self.bound
            case ast.Attribute(value=ast.Name(id=name)):
                return name in self.modules
        return False

    def without(self, body: Sequence[ast.stmt]) -> Plain:
        """Inside a class, whose own names are not looked into."""
        assigned, others, modules = _bindings(body)
        own = others | assigned.keys() | modules
        return Plain(self.names - own, self.bound | own, self.modules - own)


def plain_names(body: Sequence[ast.stmt], outer: Plain, arguments: ast.arguments | None = None) -> Plain:
    """Of the statements of a program or a function, without those of functions in it."""
    assigned, others, modules = _bindings(body)
    if arguments is not None:
        others |= {each.arg for each in ast.walk(arguments) if isinstance(each, ast.arg)}
    modules -= others | assigned.keys()
    own = others | assigned.keys()
    bound = outer.bound | own
    counted = {"range", "enumerate"}.isdisjoint(bound)
    for name in [name for name, values in assigned.items() if None in values and not counted]:
        others.add(name)
    names = (outer.names - own - modules) | (assigned.keys() - others)
    known = Plain(names, bound, (outer.modules - own) | modules)
    for _ in range(_ROUNDS):
        wrong = {
            name
            for name, values in assigned.items()
            if name in known.names and not all(value is None or known.holds(value) for value in values)
        }
        if not wrong:
            return known
        known = Plain(known.names - wrong, known.bound, known.modules)
    return Plain(outer.names - own - modules, known.bound, known.modules)


_Bindings = tuple[dict[str, list[ast.expr | None]], set[str], set[str]]


def _bindings(body: Sequence[ast.stmt]) -> _Bindings:
    """By name the values that are assigned to it, None for a number that counts; names that are bound
    otherwise; and modules that give numbers for numbers.
    """
    assigned: dict[str, list[ast.expr | None]] = {}
    others: set[str] = set()
    modules: set[str] = set()
    understood: set[int] = set()

    def bind(target: ast.expr, value: ast.expr | None) -> None:
        if isinstance(target, ast.Name):
            assigned.setdefault(target.id, []).append(value)
            understood.add(id(target))
            return
        match target, value:
            case ast.Tuple(elts=targets), ast.Tuple(elts=values) if len(targets) == len(values):
                for each, its in zip(targets, values, strict=True):
                    bind(each, its)

    nodes = list(_own(body))
    for node in nodes:
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    bind(target, value)
            case ast.AnnAssign(target=ast.Name() as name, value=ast.expr() as value):
                bind(name, value)
            case ast.AugAssign(target=ast.Name() as name, value=value):
                bind(name, value)
            case ast.For(target=ast.Name() as name, iter=ast.Call(func=ast.Name(id="range"))):
                bind(name, None)
            case ast.For(
                target=ast.Tuple(elts=[ast.Name() as name, _]), iter=ast.Call(func=ast.Name(id="enumerate"))
            ):
                bind(name, None)
            case ast.Import(names=names):
                for each in names:
                    is_plain = each.name in _MODULES and each.asname in (None, each.name)
                    (modules if is_plain else others).add(each.asname or each.name.partition(".")[0])
    for node in nodes:
        others |= _bound_otherwise(node, understood)
    if "*" in others:
        others |= assigned.keys()
    return assigned, others, modules


def _bound_otherwise(node: ast.AST, understood: set[int]) -> set[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            return set() if id(node) in understood else {name}
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name, *_declared(node)}
        case ast.ImportFrom(names=names):
            return {each.asname or each.name for each in names}
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            return set(names)
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            return {name}
        case ast.MatchMapping(rest=str(name)):
            return {name}
    return set()


def is_open(body: Sequence[ast.stmt]) -> bool:
    """Whether a program may bind names in ways that its text does not show."""
    return any(isinstance(node, ast.Name) and node.id in _HIDDEN for each in body for node in ast.walk(each))


def _declared(node: ast.AST) -> set[str]:
    """Names that functions inside may assign to out here."""
    return {
        name for each in ast.walk(node) if isinstance(each, ast.Global | ast.Nonlocal) for name in each.names
    }


def _own(body: Sequence[ast.stmt]) -> Iterator[ast.AST]:
    """The nodes of these statements in their own scope. A comprehension binds its own, but for `:=`."""
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, _INNER):
            continue
        if isinstance(node, _COMPREHENSIONS):
            waiting += [each.target for each in ast.walk(node) if isinstance(each, ast.NamedExpr)]
            continue
        waiting.extend(ast.iter_child_nodes(node))
