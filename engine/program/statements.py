"""Statements. A statement gives None, or how it ended the block that it is in."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from engine.errors import EngineError, ProgramError
from engine.program.augmented import augmented
from engine.program.builder import Builder, BuildStatement
from engine.program.expressions import condition
from engine.program.frame import Evaluate, Execute, Frame
from engine.program.imports import import_, import_from
from engine.program.invocation import definition
from engine.program.iteration import iterate
from engine.program.places import placed
from engine.program.reprs import text_of
from engine.program.targets import Store, target
from engine.scoping import sites
from engine.scoping.scopes import NO_TURN

# How a statement ended its block: one of these two, or a Return.
BREAK, CONTINUE = "break", "continue"


class Return:
    """A ``return`` on its way out of a function."""

    __slots__ = ("thing",)

    def __init__(self, thing: Any) -> None:
        self.thing = thing


def block(builder: Builder, nodes: list[ast.stmt]) -> Execute:
    """Statements one after another, each for one step."""
    statements = [(builder.statement(node), builder.first_line(node)) for node in nodes]

    def execute(frame: Frame) -> Any:
        machine = frame.machine
        step = machine.budget.step
        for run, place in statements:
            machine.place = place
            step()
            ended = run(frame)
            if ended is not None:
                return ended
        return None

    return execute


def expression(builder: Builder, node: ast.Expr) -> Execute:
    evaluate = builder.expression(node.value)

    def execute(frame: Frame) -> None:
        evaluate(frame)

    return execute


def _stores_zero(node: ast.expr) -> bool:
    """Whether the expression is a plain 0 or 0.0."""
    return isinstance(node, ast.Constant) and type(node.value) in (int, float) and node.value == 0


def assign(builder: Builder, node: ast.Assign | ast.AnnAssign) -> Execute:
    """``a = b = …``; an annotation is ignored."""
    if node.value is None:
        return lambda frame: None
    value = builder.expression(node.value)
    zero = _stores_zero(node.value)
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    holds = sites.may_hold_list(node.value)
    stores = [target(builder, where, labels=True, zero=zero, holds=holds) for where in targets]
    if len(stores) == 1:
        (store,) = stores
        return lambda frame: store(frame, value(frame))

    def execute(frame: Frame) -> None:
        thing = value(frame)
        for put in stores:
            put(frame, thing)

    return execute


def if_(builder: Builder, node: ast.If) -> Execute:
    test, body = condition(builder, node.test), block(builder, node.body)
    if not node.orelse:
        return lambda frame: body(frame) if test(frame) else None
    other = block(builder, node.orelse)
    return lambda frame: body(frame) if test(frame) else other(frame)


def _body(builder: Builder, nodes: list[ast.stmt]) -> Execute:
    around, builder.in_loop = builder.in_loop, True
    built = block(builder, nodes)
    builder.in_loop = around
    return built


def for_(builder: Builder, node: ast.For) -> Execute:
    source, place = builder.expression(node.iter), builder.place(node.iter)
    store = target(builder, node.target, labels=False)
    body, other = _body(builder, node.body), block(builder, node.orelse)
    site = _site(builder, node)

    def execute(frame: Frame) -> Any:
        machine = frame.machine
        thing = source(frame)
        try:
            found = iterate(thing, "a loop")
        except EngineError as error:
            raise placed(error, place) from None
        for item in found:
            machine.budget.step()
            store(frame, item)
            if site is not None:
                machine.stack[-1] = [site]
            ended = body(frame)
            if ended is None or ended is CONTINUE:
                continue
            return None if ended is BREAK else ended
        return other(frame)

    return execute if site is None else _scoped(execute)


def while_(builder: Builder, node: ast.While) -> Execute:
    test, body, other = condition(builder, node.test), _body(builder, node.body), block(builder, node.orelse)
    site = _site(builder, node)

    def execute(frame: Frame) -> Any:
        machine = frame.machine
        step = machine.budget.step
        while test(frame):
            step()
            if site is not None:
                machine.stack[-1] = [site]
            ended = body(frame)
            if ended is None or ended is CONTINUE:
                continue
            return None if ended is BREAK else ended
        return other(frame)

    return execute if site is None else _scoped(execute)


def _site(builder: Builder, node: ast.For | ast.While) -> int | None:
    """The site of a loop whose turns are scopes."""
    return builder.site(sites.loop_name(node), node) if sites.may_make_values(node.body) else None


def _scoped(execute: Execute) -> Execute:
    """The loop with an entry of the stack that each turn replaces by one of its own."""

    def run(frame: Frame) -> Any:
        stack = frame.machine.stack
        stack.append([NO_TURN])
        try:
            return execute(frame)
        finally:
            stack.pop()

    return run


def _leaves_loop(how: str) -> Callable[[Builder, ast.stmt], Execute]:
    def build(builder: Builder, node: ast.stmt) -> Execute:
        if not builder.in_loop:
            raise builder.refuse(node, f"SyntaxError: `{how}` outside a loop.")
        return lambda frame: how

    return build


def pass_(builder: Builder, node: ast.stmt) -> Execute:
    return lambda frame: None


def scope_words(builder: Builder, node: ast.Global | ast.Nonlocal) -> Execute:
    """``global`` and ``nonlocal`` took effect when the scopes were made."""
    if not builder.in_function:
        raise builder.refuse(node, "SyntaxError: this is outside a function.")
    if isinstance(node, ast.Nonlocal):
        for word in node.names:
            if builder.scope.hops(word) is None:
                raise builder.refuse(node, f"SyntaxError: no binding for nonlocal `{word}`.")
    return lambda frame: None


def return_(builder: Builder, node: ast.Return) -> Execute:
    if not builder.in_function:
        raise builder.refuse(node, "SyntaxError: `return` outside a function.")
    if node.value is None:
        return lambda frame: Return(None)
    value = builder.expression(node.value)
    return lambda frame: Return(value(frame))


def def_(builder: Builder, node: ast.FunctionDef) -> Execute:
    if node.decorator_list:
        raise builder.unsupported(node.decorator_list[0], "A decorator")
    site = builder.site(node.name, node) if sites.may_make_values(node.body) else None
    make = definition(builder, node, node.name, lambda: _function_body(builder, node.body), site)
    store: Store = target(builder, ast.copy_location(ast.Name(node.name, ast.Store()), node), labels=False)
    return lambda frame: store(frame, make(frame))


def _function_body(builder: Builder, nodes: list[ast.stmt]) -> Evaluate:
    body = block(builder, nodes)

    def run(frame: Frame) -> Any:
        ended = body(frame)
        return None if ended is None else ended.thing

    return run


def assert_(builder: Builder, node: ast.Assert) -> Execute:
    test, place = condition(builder, node.test), builder.place(node.test)
    message = None if node.msg is None else builder.expression(node.msg)

    def execute(frame: Frame) -> None:
        if not test(frame):
            said = "" if message is None else text_of(frame.machine, message(frame))[:200]
            sentence = f"AssertionError: {said}" if said else "AssertionError."
            raise placed(ProgramError(sentence, code="assertion-failed"), place)

    return execute


STATEMENTS: dict[type, BuildStatement] = {
    ast.Expr: expression, ast.Assign: assign, ast.AnnAssign: assign, ast.AugAssign: augmented, ast.If: if_,
    ast.For: for_, ast.While: while_, ast.Break: _leaves_loop(BREAK), ast.Continue: _leaves_loop(CONTINUE),
    ast.Pass: pass_, ast.Global: scope_words, ast.Nonlocal: scope_words, ast.Return: return_,
    ast.FunctionDef: def_, ast.Assert: assert_, ast.Import: import_, ast.ImportFrom: import_from,
}  # fmt: skip
