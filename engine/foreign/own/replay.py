"""The last pass run once more, with every write to a grad noted: what was there, what came, and who wrote it.

A hook on the class notes them, and only while this pass runs, so that the program's own run pays nothing. All
that is changed for it, grads, data and flags, is put back as it was.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import CodeType
from typing import Any, Final, NamedTuple

from engine.foreign.own.attributes import TAKES
from engine.foreign.own.objects import Kept, get, real, stored
from engine.foreign.own.quiet import quiet
from engine.foreign.own.reading import Reading

_DEPTH: Final = 4  # frames that are noted of a write, and that are searched for the node whose turn it is
MOST: Final = 3_000_000


class Write(NamedTuple):
    """One write to a grad.

    node: whose. old, new: its grad. sources: the nodes that may have had their turn, each by position and the
    name of its variable. places: code and line from the write outwards. added: a grad that is given up.
    """

    node: int
    old: float
    new: float
    sources: tuple[tuple[str, int], ...]
    places: tuple[tuple[CodeType, int], ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """writes: None where the class cannot be watched. grad: what the pass left, None where that is not known.
    failed: the name of an exception that it raised.
    """

    writes: tuple[Write, ...] | None
    grad: tuple[float, ...] | None
    failed: str | None = None


UNWATCHED: Final = Replay(None, None)


def replay(reading: Reading, run: Callable[[], object], every: Sequence[Any] = ()) -> Replay:
    """Runs the pass again from grads of 0. Never raises what the program's code raises.

    every: all instances of the program, of which some may have a grad and no part in this graph.
    """
    grad = reading.layout.grad
    if grad is None:
        return UNWATCHED
    with quiet(reading.engine), untouched(reading, every, grad), _from_zero(reading, grad):
        kinds = {type(thing) for k, thing in enumerate(reading.objects) if not reading.is_plain(k)}
        hookable = _hookable(kinds, grad)
        watch = _Watch(reading, grad)
        failed = None
        with watch.on(hookable):
            try:
                run()
            except Exception as error:
                failed = type(error).__name__
        ends = tuple([reading.layout.gradient(thing) for thing in reading.objects])
    if failed is not None or len(watch.writes) >= MOST:
        return Replay(None, None, failed)
    if len(hookable) < len(kinds) or not watch.agrees(ends):
        return Replay(None, ends)
    return Replay(tuple(watch.writes), ends)


def _hookable(kinds: set[type], grad: str) -> list[type]:
    """The classes whose attributes are set the ordinary way."""
    ordinary: Any = object.__setattr__
    return [
        kind
        for kind in kinds
        if getattr(kind, "__setattr__", None) is ordinary and not isinstance(vars(kind).get(grad), property)
    ]


class _Watch:
    """Notes writes to the grad of the graph's instances."""

    def __init__(self, reading: Reading, grad: str) -> None:
        self.reading, self.name = reading, grad
        self.shadow = [0.0] * len(reading)
        self.writes: list[Write] = []

    def agrees(self, ends: tuple[float, ...]) -> bool:
        """Whether what was noted is what the instances hold at the end: nothing was written unseen."""
        return all(a == b or (a != a and b != b) for a, b in zip(self.shadow, ends, strict=True))

    @contextmanager
    def on(self, kinds: list[type]) -> Iterator[None]:
        """While the block runs, writes to instances of these classes are noted."""
        hook = self._hook()
        hooked: list[type] = []
        try:
            for kind in kinds:
                with suppress(TypeError):
                    if "__setattr__" not in vars(kind):
                        kind.__setattr__ = hook  # type: ignore[method-assign,assignment]
                        hooked.append(kind)
            yield
        finally:
            for kind in hooked:
                del kind.__setattr__

    def _hook(self) -> Callable[[Any, str, Any], None]:
        at, name, shadow, writes = self.reading.at, self.name, self.shadow, self.writes
        uses = [set(inputs) for inputs in self.reading.inputs]
        set_attribute = object.__setattr__
        frame_of = sys._getframe

        def hook(instance: Any, attribute: str, value: Any) -> None:
            set_attribute(instance, attribute, value)
            if attribute != name:
                return
            node = at.get(id(instance))
            if node is None or len(writes) >= MOST:
                return
            new = value if type(value) is float else real(value) or 0.0
            frame: Any = frame_of(1)
            places: list[tuple[CodeType, int]] = []
            sources: list[tuple[str, int]] = []
            for _ in range(_DEPTH):
                code = frame.f_code
                places.append((code, frame.f_lineno))
                if not sources:
                    for variable, each in frame.f_locals.items():
                        found = at.get(id(each))
                        if found is not None and node in uses[found]:
                            sources.append((variable, found))
                frame = frame.f_back
                if frame is None or frame.f_code in _OURS:
                    break
            writes.append(Write(node, shadow[node], new, tuple(sources), tuple(places)))
            shadow[node] = new

        return hook


_OURS = {replay.__code__}


@contextmanager
def untouched(reading: Reading, every: Sequence[Any], grad: str) -> Iterator[None]:
    """A block after which the instances outside the graph have the grads that they had before."""
    kept = [(thing, get(thing, grad)) for thing in every if id(thing) not in reading.at]
    try:
        yield
    finally:
        for thing, before in kept:
            if get(thing, grad) is not before:
                with suppress(Exception):
                    _set(thing, grad, before)


@contextmanager
def _from_zero(reading: Reading, grad: str) -> Iterator[None]:
    """The instances as before the pass: its data, grads of 0, flags as fresh instances have them."""
    layout = reading.layout
    things = [thing for k, thing in enumerate(reading.objects) if not reading.is_plain(k)]
    kept = [Kept(thing) for thing in things]
    fresh = _flags(things[-1], layout.data, grad, layout)
    try:
        for k, thing in enumerate(reading.objects):
            if reading.is_plain(k):
                continue
            with suppress(Exception):
                _set(thing, grad, _zero(get(thing, grad)))
                if reading.data[k] != reading.now[k]:
                    _set(thing, layout.data, reading.data[k])
                for name, flag in fresh.items():
                    _set(thing, name, flag)
        yield
    finally:
        for each in kept:
            with suppress(Exception):
                each.put_back()


def _set(thing: Any, name: str, content: Any) -> None:
    try:
        object.__setattr__(thing, name, content)
    except AttributeError:
        setattr(thing, name, content)


def _zero(grad: Any) -> Any:
    """0, of the kind that the grad is: an array that is added to in place must not be the old one."""
    if type(grad).__module__ == "numpy":
        return grad * 0.0 if grad == grad else type(grad)(0.0)
    return 0.0


def _flags(thing: Any, data: str, grad: str, layout: Any) -> dict[str, bool]:
    """Marks such as `visited` that a pass leaves behind: those that a fresh instance has otherwise."""
    kept = (data, grad, *TAKES)
    marks = {name: flag for name, flag in stored(thing) if type(flag) is bool and name not in kept}
    if not marks:
        return {}
    try:
        fresh = dict(stored(type(thing)(1.0)))
    except Exception:
        return {}
    return {
        name: fresh[name]
        for name, flag in marks.items()
        if type(fresh.get(name)) is bool and fresh[name] != flag
    }
