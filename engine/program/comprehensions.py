"""Comprehensions and generator arguments: each opens a frame of its own, and each iteration is counted."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

from engine.errors import EngineError
from engine.program.builder import Builder, BuildExpression
from engine.program.comparison import key
from engine.program.expressions import condition
from engine.program.frame import Evaluate, Frame
from engine.program.iteration import iterate
from engine.program.lazy import Lazy
from engine.program.places import Place, placed
from engine.program.scope import Comprehension, comprehension_scope
from engine.program.sets import Set
from engine.program.targets import Store, target


class _Level:
    """One ``for … in … if …`` of a comprehension."""

    __slots__ = ("source", "place", "store", "conditions")

    def __init__(
        self, source: Evaluate, place: Place, store: Store, conditions: list[Callable[[Frame], bool]]
    ) -> None:
        self.source = source
        self.place = place
        self.store = store
        self.conditions = conditions

    def start(self, frame: Frame) -> Iterator[Any]:
        """Begins to go through what ``in`` names."""
        thing = self.source(frame)
        try:
            return iterate(thing, "a loop")
        except EngineError as error:
            raise placed(error, self.place) from None


def _levels(builder: Builder, node: Comprehension) -> tuple[list[_Level], Callable[[Callable[[], Any]], Any]]:
    outer = builder.scope
    inner = comprehension_scope(node, outer)
    levels = []
    for i, generator in enumerate(node.generators):
        if generator.is_async:
            raise builder.unsupported(node, "`async for`", "Write a plain `for`.")
        # The first thing to go through is looked up outside, as in Python.
        builder.scope = outer if i == 0 else inner
        source = builder.expression(generator.iter)
        builder.scope = inner
        store = target(builder, generator.target, labels=False)
        conditions = [condition(builder, test) for test in generator.ifs]
        levels.append(_Level(source, builder.place(generator.iter), store, conditions))
        builder.scope = outer

    def inside(build: Callable[[], Any]) -> Any:
        builder.scope = inner
        built = build()
        builder.scope = outer
        return built

    return levels, inside


def _elements(levels: list[_Level], depth: int, frame: Frame, first: Iterator[Any]) -> Iterator[None]:
    """Runs the loops from ``depth`` inward and pauses in the innermost."""
    level, step = levels[depth], frame.machine.budget.step
    for item in first:
        step()
        level.store(frame, item)
        for test in level.conditions:
            if not test(frame):
                break
        else:
            if depth + 1 == len(levels):
                yield
            else:
                yield from _elements(levels, depth + 1, frame, levels[depth + 1].start(frame))


def _loop(
    levels: list[_Level], depth: int, frame: Frame, first: Iterator[Any], each: Callable[[Frame], None]
) -> None:
    """The same without pausing: one Python call a level instead of a generator."""
    level, step = levels[depth], frame.machine.budget.step
    for item in first:
        step()
        level.store(frame, item)
        for test in level.conditions:
            if not test(frame):
                break
        else:
            if depth + 1 == len(levels):
                each(frame)
            else:
                _loop(levels, depth + 1, frame, levels[depth + 1].start(frame), each)


def list_comprehension(builder: Builder, node: ast.ListComp) -> Evaluate:
    levels, inside = _levels(builder, node)
    element = inside(lambda: builder.expression(node.elt))

    def evaluate(frame: Frame) -> list[Any]:
        made: list[Any] = []
        memory = frame.machine.budget.memory

        def each(inner: Frame) -> None:
            memory(1)
            made.append(element(inner))

        _loop(levels, 0, Frame(frame.machine, frame, {}), levels[0].start(frame), each)
        return made

    return evaluate


def set_comprehension(builder: Builder, node: ast.SetComp) -> Evaluate:
    levels, inside = _levels(builder, node)
    element, place = inside(lambda: builder.expression(node.elt)), builder.place(node.elt)

    def evaluate(frame: Frame) -> Set:
        made = Set()
        machine = frame.machine

        def each(inner: Frame) -> None:
            machine.budget.memory(1)
            made.items[_key(machine, element(inner), place)] = None

        _loop(levels, 0, Frame(machine, frame, {}), levels[0].start(frame), each)
        return made

    return evaluate


def dict_comprehension(builder: Builder, node: ast.DictComp) -> Evaluate:
    levels, inside = _levels(builder, node)
    name, place = inside(lambda: builder.expression(node.key)), builder.place(node.key)
    value = inside(lambda: builder.expression(node.value))

    def evaluate(frame: Frame) -> dict[Any, Any]:
        made: dict[Any, Any] = {}
        machine = frame.machine

        def each(inner: Frame) -> None:
            machine.budget.memory(1)
            word = _key(machine, name(inner), place)
            made[word] = value(inner)

        _loop(levels, 0, Frame(machine, frame, {}), levels[0].start(frame), each)
        return made

    return evaluate


def _key(machine: Any, thing: Any, place: Place) -> Any:
    try:
        return key(machine, thing)
    except EngineError as error:
        raise placed(error, place) from None


def generator(builder: Builder, node: ast.GeneratorExp) -> Evaluate:
    levels, inside = _levels(builder, node)
    element = inside(lambda: builder.expression(node.elt))

    def evaluate(frame: Frame) -> Lazy:
        inner = Frame(frame.machine, frame, {})
        return Lazy(frame.machine, _generated(levels, element, inner, levels[0].start(frame)))

    return evaluate


def _generated(levels: list[_Level], element: Evaluate, frame: Frame, first: Iterator[Any]) -> Iterator[Any]:
    for _ in _elements(levels, 0, frame, first):
        yield element(frame)


COMPREHENSIONS: dict[type, BuildExpression] = {
    ast.ListComp: list_comprehension, ast.SetComp: set_comprehension, ast.DictComp: dict_comprehension,
    ast.GeneratorExp: generator,
}  # fmt: skip
