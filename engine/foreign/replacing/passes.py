"""The ways of writing `backward()` that are known: each goes depth first, inputs in order, and then back."""

from __future__ import annotations

import ast
from collections.abc import Collection
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from engine.foreign.replacing.expressions import NotReplaceableError

_BUILTINS: Final = frozenset(("reversed", "zip", "set", "next", "None"))
_SHARES: Final = """
    for v in reversed(topo):
        for child, partial in zip(v.INPUTS, v.PARTIALS):
            child.grad += partial * v.grad
"""
_RECURSIVE: Final = """
    topo = []
    visited = set()
    def build(v):
        if v not in visited:
            visited.add(v)
            for child in v.INPUTS:
                build(child)
            topo.append(v)
    build(self)
"""
_WITH_PATH: Final = """
    topo = []
    seen = {self}
    path = [self]
    while path:
        v = path[-1]
        ahead = next((i for i in v.INPUTS if i not in seen), None)
        if ahead is None:
            topo.append(path.pop())
        else:
            seen.add(ahead)
            path.append(ahead)
"""
_SEED: Final = "\n    self.grad = 1\n"
# Text of the method, and whether it calls itself.
_FORMS: Final = tuple(
    (f"def backward(self):\n{body}", is_recursive)
    for walk, is_recursive in ((_RECURSIVE, True), (_WITH_PATH, False))
    for body in (walk + _SEED + _SHARES, _SEED + walk + _SHARES)
)


@dataclass(frozen=True, slots=True)
class PassForm:
    """How a pass is written. seed_is_int: the grad of the output is set to 1, and not to 1.0."""

    is_recursive: bool
    seed_is_int: bool


def pass_form(method: ast.FunctionDef | None, inputs: str, partials: str, bound: Collection[str]) -> PassForm:
    """Raises NotReplaceableError for a pass that is written otherwise."""
    if method is None:
        raise NotReplaceableError("It has no `backward`.")
    if _BUILTINS & set(bound):
        raise NotReplaceableError("The program binds a name that `backward` uses.")
    seeds: list[int | float] = []
    found = _canonical(method, inputs, partials, seeds)
    for form, is_recursive in _FORMS:
        if _of_form(form) == found and len(seeds) == 1:
            return PassForm(is_recursive, type(seeds[0]) is int)
    raise NotReplaceableError("Its `backward` is written in a way that is not known.")


@lru_cache(8)
def _of_form(text: str) -> str:
    (method,) = ast.parse(text).body
    assert isinstance(method, ast.FunctionDef)
    return _canonical(method, "INPUTS", "PARTIALS", [])


def _canonical(method: ast.FunctionDef, inputs: str, partials: str, seeds: list[int | float]) -> str:
    """A method as a string that says nothing of its names, of the order of factors, or of 1 and 1.0."""
    copied = deepcopy(method)
    match copied.body:
        case [ast.Expr(value=ast.Constant(value=str())), *rest]:
            copied.body = rest
    copied.body = [part for each in copied.body for part in _single(each)]
    names: dict[str, str] = {}

    def renamed(name: str) -> str:
        return name if name in _BUILTINS else names.setdefault(name, f"v{len(names)}")

    for each in _in_order(copied):
        match each:
            case ast.Name():
                each.id = renamed(each.id)
            case ast.arg() if each.annotation is None:
                each.arg = renamed(each.arg)
            case ast.FunctionDef() if each is not copied:
                each.name = renamed(each.name)
            case ast.Attribute() if each.attr in (inputs, partials):
                each.attr = "INPUTS" if each.attr == inputs else "PARTIALS"
            case ast.Assign(targets=[ast.Attribute(attr="grad")], value=ast.Constant(value=1 as seed)):
                if type(seed) in (int, float):
                    seeds.append(seed)  # type: ignore[arg-type]  # as was looked at
                    each.value = ast.Name("SEED", ast.Load())
            case ast.BinOp(op=ast.Mult(), left=ast.Attribute(), right=ast.Name()):
                each.left, each.right = each.right, each.left
    return ast.dump(copied)


def _in_order(node: ast.AST) -> list[ast.AST]:
    """All nodes, as they are written."""
    found = [node]
    for child in ast.iter_child_nodes(node):
        found += _in_order(child)
    return found


def _single(statement: ast.stmt) -> list[ast.stmt]:
    """`a, b = x, y` as two assignments, where none of them needs the other."""
    match statement:
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)) if len(
            targets
        ) == len(values) and all(isinstance(target, ast.Name) for target in targets):
            bound = {target.id for target in targets if isinstance(target, ast.Name)}
            read = {each.id for value in values for each in ast.walk(value) if isinstance(each, ast.Name)}
            if not bound & read:
                return [ast.Assign([target], value) for target, value in zip(targets, values, strict=True)]
    return [statement]
