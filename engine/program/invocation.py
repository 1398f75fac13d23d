"""Call expressions, ``def`` and ``lambda``."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from engine.errors import EngineError, ProgramError
from engine.program.builder import Builder, BuildExpression
from engine.program.calls import call
from engine.program.displays import items
from engine.program.frame import Evaluate, Execute, Frame
from engine.program.functions import Code, Function
from engine.program.kinds import kind, wrong_type
from engine.program.places import placed
from engine.program.scope import Function as FunctionNode
from engine.program.scope import function_scope
from engine.program.targets import target
from engine.program.unavailable import Unavailable


def call_(builder: Builder, node: ast.Call) -> Evaluate:
    """``f(a, *rest, word=b, **more)``."""
    callee, arguments, place = builder.expression(node.func), items(builder, node.args), builder.place(node)
    if not node.keywords:

        def plain(frame: Frame) -> Any:
            thing = callee(frame)
            given = arguments(frame)
            machine = frame.machine
            machine.place = place
            try:
                return call(machine, thing, given)
            except EngineError as error:
                raise placed(error, place) from None

        return plain
    words = _keywords(builder, node)

    def with_keywords(frame: Frame) -> Any:
        thing = callee(frame)
        given = arguments(frame)
        machine = frame.machine
        try:
            named = words(frame)
            machine.place = place
            return call(machine, thing, given, named)
        except EngineError as error:
            raise placed(error, place) from None

    return with_keywords


def _keywords(builder: Builder, node: ast.Call) -> Callable[[Frame], dict[str, Any]]:
    parts = [(word.arg, builder.expression(word.value)) for word in node.keywords]

    def evaluate(frame: Frame) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for word, part in parts:
            thing = part(frame)
            if word is not None:
                new = {word: thing}
            elif type(thing) is dict and all(type(name) is str for name in thing):
                frame.machine.budget.step(len(thing))
                new = thing
            elif type(thing) is Unavailable:
                new = {}
            else:
                raise wrong_type(f"`**` needs a dict whose keys are strings, not {kind(thing)}.")
            for name in new:
                if name in made:
                    raise ProgramError(f"`{name}` is given twice.", code="wrong-type")
            made.update(new)
        return made

    return evaluate


def definition(
    builder: Builder, node: FunctionNode, name: str, body: Callable[[], Execute], site: int | None = None
) -> Evaluate:
    """The closure that makes the function; ``body`` builds what it runs, inside the function's scope.

    site: of the scope that its calls open.
    """
    spec = node.args
    defaults = [builder.expression(default) for default in spec.defaults]
    keyword_defaults = [
        (argument.arg, builder.expression(default))
        for argument, default in zip(spec.kwonlyargs, spec.kw_defaults, strict=True)
        if default is not None
    ]
    outer, in_function, in_loop = builder.scope, builder.in_function, builder.in_loop
    builder.scope, builder.in_function, builder.in_loop = function_scope(node, outer), True, False
    code = Code(
        name=name,
        positional=[argument.arg for argument in (*spec.posonlyargs, *spec.args)],
        positional_only=len(spec.posonlyargs),
        keyword_only=[argument.arg for argument in spec.kwonlyargs],
        rest=None if spec.vararg is None else spec.vararg.arg,
        keywords=None if spec.kwarg is None else spec.kwarg.arg,
        body=body(),
        site=site,
    )
    builder.scope, builder.in_function, builder.in_loop = outer, in_function, in_loop

    def make(frame: Frame) -> Function:
        return Function(
            code,
            tuple([default(frame) for default in defaults]),
            {word: default(frame) for word, default in keyword_defaults},
            frame,
        )

    return make


def lambda_(builder: Builder, node: ast.Lambda) -> Evaluate:
    return definition(builder, node, "<lambda>", lambda: builder.expression(node.body))


def named(builder: Builder, node: ast.NamedExpr) -> Evaluate:
    """``(a := b)``, which labels as an assignment does."""
    value, store = builder.expression(node.value), target(builder, node.target, labels=True)

    def evaluate(frame: Frame) -> Any:
        thing = value(frame)
        store(frame, thing)
        return thing

    return evaluate


CALLS: dict[type, BuildExpression] = {ast.Call: call_, ast.Lambda: lambda_, ast.NamedExpr: named}
