"""Mistakes made by changing the syntax trees of the right engines, and whether they are found where they are.

A change is an operator, a sign, a factor, `+=` made `=`, a swapped order, or a line left out. Nothing here
knows what the check looks for.
"""

from __future__ import annotations

import ast
import copy
import gc
import random
import re
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from engine.foreign.own import Examined
from engine.foreign.own.makers import op_of
from tests.engine.foreign.own.random_programs import program
from tests.engine.foreign.own.running import run
from tests.engine.foreign.own.texts import ENGINES, Engine

PROGRAMS = 3
_OTHER: dict[type, list[type]] = {
    ast.Add: [ast.Sub, ast.Mult],
    ast.Sub: [ast.Add, ast.Mult],
    ast.Mult: [ast.Add, ast.Div],
    ast.Div: [ast.Mult],
    ast.Pow: [ast.Mult],
}


@dataclass(frozen=True)
class Mutant:
    """A changed engine. kind: of change. method: the outermost function changed. line: of the change."""

    engine: Engine
    kind: str
    method: str
    line: int
    text: str


@dataclass(frozen=True)
class Outcome:
    """changes: whether any grad is another. found, placed: whether it was found, and in the right method."""

    mutant: Mutant
    changes: bool
    found: bool = False
    placed: bool = False
    said: str = ""


def mutants(engine: Engine) -> Iterator[Callable[[], Mutant]]:
    """Every change of one engine, each made when it is called."""
    tree = ast.parse(engine.text)
    for holder, method in _functions(tree):
        for node in ast.walk(holder):
            for kind, change in _changes(node):
                yield partial(_made, engine, tree, node, kind, change, method)


def _functions(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    for each in tree.body:
        if isinstance(each, ast.ClassDef):
            for inside in each.body:
                if isinstance(inside, ast.FunctionDef) and inside.name not in ("__repr__", "__init__"):
                    yield inside, inside.name if each.name in _CLASSES else f"{each.name}.{inside.name}"
        elif isinstance(each, ast.FunctionDef):
            yield each, each.name


_CLASSES = ("Value", "Scalar", "Var", "Node", "Variable", "Num", "Arithmetic", "Differentiable")
Change = Callable[[Any], None]


def _changes(node: ast.AST) -> Iterator[tuple[str, Change]]:
    match node:
        case ast.BinOp(op=op):
            for other in _OTHER.get(type(op), []):
                yield "operator", partial(_set, name="op", new=other)
            if isinstance(op, ast.Sub | ast.Div | ast.Pow):
                yield "order", _swap
        case ast.AugAssign(op=op):
            yield "+= to =", lambda made: None
            other = ast.Sub if isinstance(op, ast.Add) else ast.Add
            yield "sign", partial(_set, name="op", new=other)
            yield "factor", _double
        case ast.UnaryOp(op=ast.USub()):
            yield "sign", lambda made: setattr(made, "op", ast.UAdd())
        case ast.Constant(value=float() | int()) if not isinstance(node.value, bool):
            yield "number", lambda made: setattr(made, "value", made.value + 1)
        case ast.Call(func=ast.Name("reversed"), args=[_]):
            yield "order", lambda made: setattr(made.func, "id", "list")
        case ast.FunctionDef(body=body) if len(body) > 1:
            for k, statement in enumerate(body):
                if not isinstance(statement, ast.Return | ast.FunctionDef):
                    yield "line left out", partial(_leave_out, k=k)


def _set(made: Any, name: str, new: type) -> None:
    setattr(made, name, new())


def _double(made: ast.AugAssign) -> None:
    made.value = ast.BinOp(made.value, ast.Mult(), ast.Constant(2.0))


def _leave_out(made: ast.FunctionDef, k: int) -> None:
    made.body.pop(k)


def _swap(made: ast.BinOp) -> None:
    made.left, made.right = made.right, made.left


def _made(engine: Engine, tree: ast.Module, node: ast.AST, kind: str, change: Change, method: str) -> Mutant:
    place = next(k for k, each in enumerate(ast.walk(tree)) if each is node)
    other = copy.deepcopy(tree)
    found = next(each for k, each in enumerate(ast.walk(other)) if k == place)
    change(found)
    if kind == "+= to =":
        assert isinstance(found, ast.AugAssign)
        _replace(other, found, ast.Assign([found.target], found.value, lineno=found.lineno))
    line = getattr(node, "lineno", 0)
    return Mutant(engine, kind, method, line, ast.unparse(ast.fix_missing_locations(other)))


def _replace(tree: ast.AST, old: ast.stmt, new: ast.stmt) -> None:
    for each in ast.walk(tree):
        body = getattr(each, "body", None)
        if isinstance(body, list) and old in body:
            body[body.index(old)] = new
        other = getattr(each, "orelse", None)
        if isinstance(other, list) and old in other:
            other[other.index(old)] = new


class _TooLongError(Exception):
    """The changed program does not end."""


def _too_long(*_: object) -> None:
    raise _TooLongError


def _ran(text: str, engine: Engine, k: int) -> tuple[list[float], Examined] | None:
    # What a signal raises inside a callback of the collector is lost: there is no collection meanwhile, nor a
    # callback where a changed program makes one.
    gc.disable()
    callbacks, gc.callbacks[:] = list(gc.callbacks), []
    signal.signal(signal.SIGALRM, _too_long)
    signal.setitimer(signal.ITIMER_REAL, 2.0)
    try:
        ran = run(text + "\n\n" + program(engine, 50 + k))
        found = ran.examined("out")
    except Exception:
        return None  # it raises, or does not end: Python says so, and nothing is to be found
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        gc.callbacks[:] = callbacks
        gc.enable()
    names = sorted(name for name in ran.names if re.fullmatch(r"[a-d]|v\d|out", name))
    return [_grad(ran.names[name]) for name in names], found


def _grad(thing: object) -> float:
    for name in ("grad", "gradient", "adjoint"):
        if hasattr(thing, name):
            return float(getattr(thing, name) or 0.0)
    return 0.0


def outcome(mutant: Mutant) -> Outcome:
    """What the check says of a changed engine, over some programs."""
    changes = found = placed = False
    said = ""
    for k in range(PROGRAMS):
        right = _ran(mutant.engine.text, mutant.engine, k)
        if right is None:
            continue
        mine = _ran(mutant.text, mutant.engine, k)
        if mine is None or mine[0] == right[0]:
            continue
        if all(abs(a - b) <= 1e-9 * max(abs(a), abs(b)) for a, b in zip(mine[0], right[0], strict=True)):
            continue
        changes = True
        methods = {each.method for each in mine[1].own.findings} | {
            each.method
            for each in mine[1].own.operations
            if "wrong" in (each.forward, each.derivative) and each.through is None
        }
        found = found or bool(methods)
        placed = placed or any(_same(mutant, method) for method in methods)
        said = said or f"{sorted(methods)}"
        if placed:
            break
    return Outcome(mutant, changes, found, placed, said)


def _same(mutant: Mutant, method: str) -> bool:
    """Whether a method is the one that was changed: itself, a part of the pass, or the class of its op."""
    if method == mutant.method or (method == "backward" and mutant.method in _OF_THE_PASS):
        return True
    op = op_of(mutant.method)
    return "." in mutant.method and op is not None and op_of(method) is op


# What engines of the tests have outside `backward` for the sake of the pass alone.
_OF_THE_PASS = (
    "backprop", "propagate", "_collect", "_count", "_pass_on", "sorted", "accumulate", "_give",
    "Tape.gradient", "zero", "__receive", "_Value__receive",
)  # fmt: skip


def sample(count: int) -> list[Mutant]:
    """So many changes, spread over the engines."""
    every = [mutant for engine in ENGINES.values() for mutant in mutants(engine)]
    return [make() for make in random.Random(13).sample(every, min(count, len(every)))]


def table(count: int) -> None:
    """Prints, by kind of change, how many change a grad, are found, and in the right method."""
    outcomes = [outcome(mutant) for mutant in sample(count)]
    rows: dict[str, Counter[str]] = {}
    for each in outcomes:
        for name in (each.mutant.kind, "all"):
            row = rows.setdefault(name, Counter())
            row.update(made=1, changes=each.changes, found=each.found, placed=each.placed)
        if each.changes and not each.placed:
            mutant = each.mutant
            place = f"{mutant.engine.name} {mutant.method} line {mutant.line} ({mutant.kind})"
            print(f"{place}: {each.said or 'not found'}")
    print("| change | made | change a grad | found | in the right method |\n|---|---|---|---|---|")
    for name, row in sorted(rows.items(), key=lambda item: item[0] == "all"):
        share = row["placed"] / row["changes"] if row["changes"] else 1.0
        print(
            f"| {name} | {row['made']} | {row['changes']} | {row['found']} | {row['placed']} ({share:.1%}) |"
        )
