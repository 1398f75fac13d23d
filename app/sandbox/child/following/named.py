"""Named lists of leaves: what a program calls its parameters, wherever it holds them.

They are looked for from the program's names through lists, dicts and objects of its classes. A list of small
objects that hold the same, such as the neurons of a layer, is one matrix: `layers.0.w`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import FunctionType, MethodType, ModuleType
from typing import Any, Final

from app.sandbox.child.following.engines import Engine
from app.sandbox.codec.bounds import PART_NUMBERS, TEXT
from engine.nn import Module

MOST: Final = 200  # lists
_DEEPEST: Final = 10
_LOOKED_AT: Final = 300_000  # elements
_PLAIN: Final = frozenset((int, float, str, bool, bytes, complex, type(None)))
_CLOSED: Final = (type, ModuleType, FunctionType, MethodType)

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leaves:
    """A list of leaves, in row order."""

    name: str
    shape: tuple[int, ...]
    things: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """What one container holds. path: below it. merged: whether it comes from a list of small objects, whose
    own name says nothing more. flat: whether it is a number or a list of numbers.
    """

    path: Path
    shape: tuple[int, ...]
    things: tuple[Any, ...]
    merged: bool = False

    @property
    def flat(self) -> bool:
        return len(self.shape) < 2


class Finder:
    """Looks for named leaves. modules: those of the program, whose objects are looked into."""

    def __init__(self, engine: Engine, modules: frozenset[str]) -> None:
        self._engine = engine
        self._modules = modules
        self._taken: set[int] = set()
        self._open: set[int] = set()
        self._left = _LOOKED_AT

    def find(self, names: Iterable[tuple[str, Any]]) -> list[Leaves]:
        """The lists under these names, each leaf in the first that holds it."""
        made: list[tuple[str, Path, _Found]] = []
        for name, thing in names:
            if name.startswith("__") or type(thing) in _PLAIN or isinstance(thing, _CLOSED):
                continue
            made += [(name, each.path, each) for each in self._look(thing, 0)]
        return list(_named(made))

    def _look(self, thing: Any, depth: int) -> list[_Found]:
        """What is in one thing."""
        kind = type(thing)
        if kind in _PLAIN or depth > _DEEPEST or self._left < 0 or isinstance(thing, _CLOSED):
            return []
        self._left -= 1
        if self._engine.is_value(thing):
            return self._leaf(thing)
        if id(thing) in self._open:
            return []
        self._open.add(id(thing))
        try:
            if kind is list or kind is tuple:
                return self._list(thing, depth)
            if kind is dict:
                return self._members(thing.items(), depth)
            if isinstance(thing, Module) or kind.__module__ in self._modules:
                return self._members(_attributes(thing), depth)
        finally:
            self._open.discard(id(thing))
        return []

    def _leaf(self, thing: Any) -> list[_Found]:
        if id(thing) in self._taken or not self._engine.is_leaf(thing):
            return []
        self._taken.add(id(thing))
        return [_Found((), (), (thing,))]

    def _leaves(self, things: Sequence[Any]) -> list[_Found]:
        self._left -= len(things)
        ids = set(map(id, things))
        if self._taken.isdisjoint(ids) and len(ids) == len(things):
            self._taken |= ids
            return [_Found((), (len(things),), tuple(things))]
        rest = {id(each): each for each in things if id(each) not in self._taken}
        self._taken |= rest.keys()
        return [_Found((), (len(rest),), tuple(rest.values()))] if rest else []

    def _list(self, things: Sequence[Any], depth: int) -> list[_Found]:
        if not things or type(things[0]) in _PLAIN:
            return []
        if self._engine.are_leaves(things):
            return self._leaves(things)
        rows = [self._look(each, depth + 1) for each in things]
        first = rows[0]
        if any(rows) and all(_are_alike(first, row) for row in rows):
            is_matrix = len(first) == 1 and not first[0].path
            if is_matrix or all(each.flat for each in first):
                return [_stacked(column) for column in zip(*rows, strict=True)]
        return [
            _Found((str(k), *each.path), each.shape, each.things)
            for k, row in enumerate(rows)
            for each in row
        ]

    def _members(self, items: Iterable[tuple[Any, Any]], depth: int) -> list[_Found]:
        made = [
            (str(key), each)
            for key, thing in list(items)
            if type(key) in (str, int) and type(thing) not in _PLAIN
            for each in self._look(thing, depth + 1)
        ]
        short = Counter(each.path for _, each in made if each.merged)
        return [
            _Found(
                each.path if each.merged and short[each.path] == 1 else (key, *each.path),
                each.shape,
                each.things,
            )
            for key, each in made
        ]


def _are_alike(first: list[_Found], row: list[_Found]) -> bool:
    """Whether two elements hold lists of the same names and shapes."""
    return len(first) == len(row) and all(
        a.path == b.path and a.shape == b.shape for a, b in zip(first, row, strict=True)
    )


def _stacked(column: Sequence[_Found]) -> _Found:
    first = column[0]
    things = tuple([thing for each in column for thing in each.things])
    return _Found(first.path, (len(column), *first.shape), things, merged=bool(first.path))


def _named(made: list[tuple[str, Path, _Found]]) -> Iterator[Leaves]:
    """Names that are as short as they can be: without the variable's own, where they stay different."""
    short: dict[str, int] = {}
    for name, path, _ in made:
        key = ".".join(path) or name
        short[key] = short.get(key, 0) + 1
    room = PART_NUMBERS
    for name, path, found in made[:MOST]:
        key = ".".join(path) or name
        room -= len(found.things)
        if room < 0:
            return
        called = key if short[key] == 1 else ".".join((name, *path))
        yield Leaves(called[:TEXT], found.shape, found.things)


def _attributes(thing: Any) -> Iterator[tuple[str, Any]]:
    """What an object holds, in `__dict__` and in `__slots__`, past any code of its class."""
    try:
        own: dict[str, Any] = object.__getattribute__(thing, "__dict__")
    except AttributeError:
        own = {}
    yield from list(own.items())
    for base in type(thing).__mro__:
        for name, member in vars(base).items():
            if type(member).__name__ == "member_descriptor":
                getter: Callable[[Any], Any] = member.__get__
                try:
                    yield name, getter(thing)
                except AttributeError:
                    continue
