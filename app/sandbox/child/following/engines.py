"""How numbers, grads and inputs are read of the run's Values and of objects of the program's own engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from types import WrapperDescriptorType
from typing import Any, Protocol

from app.sandbox.child.own import Own
from app.sandbox.child.values import Value
from engine.foreign.own.attributes import layout_of
from engine.foreign.own.inputs import Collected
from engine.foreign.own.objects import forget
from engine.ops import LEAF
from engine.value import Value as Plain

_fields: Any = Plain
_PLAIN_HOLDERS = frozenset((list, tuple, set, frozenset))


class Engine(Protocol):
    """What following needs to know of the objects of a graph."""

    def is_value(self, thing: Any) -> bool:
        """Whether it is one."""

    def is_leaf(self, thing: Any) -> bool:
        """Whether it is one that was computed from no others."""

    def are_leaves(self, things: Sequence[Any]) -> bool:
        """Whether all of them are leaves."""

    def data(self, things: Iterable[Any]) -> Iterator[Any]:
        """Their numbers."""

    def grads(self, things: Iterable[Any]) -> Iterator[Any]:
        """Their grads."""

    def inputs(self, thing: Any) -> Iterable[Any]:
        """What it was computed from, plain numbers left out."""


class Ours:
    """The run's Values. Their fields are read past the properties that note a read."""

    _data: Callable[[Any], float] = staticmethod(_fields.data.__get__)
    _grad: Callable[[Any], float] = staticmethod(_fields.grad.__get__)

    def is_value(self, thing: Any) -> bool:
        return isinstance(thing, Value)

    def is_leaf(self, thing: Any) -> bool:
        return thing.op is LEAF

    def are_leaves(self, things: Sequence[Any]) -> bool:
        return all(issubclass(kind, Value) for kind in set(map(type, things))) and all(
            thing.op is LEAF for thing in things
        )

    def data(self, things: Iterable[Any]) -> Iterator[Any]:
        return map(self._data, things)

    def grads(self, things: Iterable[Any]) -> Iterator[Any]:
        return map(self._grad, things)

    def inputs(self, thing: Any) -> Iterable[Any]:
        found: Iterable[Any] = thing.inputs
        return found


class Theirs:
    """Objects of an engine of the program's. root: one that was computed from others.

    Raises InteropError where it cannot be read, or where its numbers are not plain attributes: a property is
    the program's own code.
    """

    def __init__(self, own: Own, root: Any) -> None:
        layout = layout_of(root)
        forget()
        for name in (layout.data, layout.grad):
            if name is None or _is_computed(type(root), name):
                raise NotFollowedError
        self._own = own
        self._way = layout.inputs
        self._kept: Callable[[Any], Any] | None = None
        if isinstance(layout.inputs, Collected) and not _is_computed(type(root), layout.inputs.name):
            self._kept = attrgetter(layout.inputs.name)
        self._get_data = attrgetter(layout.data)
        self._get_grad = attrgetter(layout.grad or "")

    def is_value(self, thing: Any) -> bool:
        return self._own.is_instance(thing)

    def is_leaf(self, thing: Any) -> bool:
        return not (self._way(thing).items if self._kept is None else self._kept(thing))

    def are_leaves(self, things: Sequence[Any]) -> bool:
        if not self._own.engines.issuperset(map(type, things)):
            return False
        return not any(map(self._kept, things)) if self._kept else all(map(self.is_leaf, things))

    def data(self, things: Iterable[Any]) -> Iterator[Any]:
        return map(self._get_data, things)

    def grads(self, things: Iterable[Any]) -> Iterator[Any]:
        return (0.0 if each is None else each for each in map(self._get_grad, things))

    def inputs(self, thing: Any) -> Iterable[Any]:
        found = () if self._kept is None else self._kept(thing)
        if type(found) not in _PLAIN_HOLDERS or self._kept is None:
            found = self._way(thing).items
        engines = self._own.engines
        if engines.issuperset(map(type, found)):
            return found
        return [each for each in found if type(each) in engines]


def all_under(engine: Engine, root: Any) -> list[Any]:
    """An object and all that it was computed from, each once."""
    found, seen = [root], {id(root)}
    inputs = engine.inputs
    for thing in found:  # which grows meanwhile
        for each in inputs(thing):
            if id(each) not in seen:
                seen.add(id(each))
                found.append(each)
    return found


class NotFollowedError(Exception):
    """The engine's objects cannot be read without running the program's code."""


def _is_computed(kind: type, name: str) -> bool:
    """Whether an attribute is one that code of a class gives."""
    for base in kind.__mro__:
        found = vars(base).get("__getattribute__")
        # That of a class in C is not the program's.
        if found is not None and not isinstance(found, WrapperDescriptorType):
            return True
        if name in vars(base):
            return isinstance(vars(base)[name], property) or not hasattr(vars(base)[name], "__objclass__")
    return False
