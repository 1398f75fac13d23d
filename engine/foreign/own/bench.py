"""Fresh instances of a class, on which its operations can be tried one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from engine.foreign.journal import Journal
from engine.foreign.own.attributes import PASSES, TAKES, Layout
from engine.foreign.own.objects import get, real
from engine.foreign.own.reading import Reading

Function: TypeAlias = Callable[..., Any]


class Bench:
    """Makes instances, computes with them, and runs the program's own pass over what comes out."""

    def __init__(self, reading: Reading, journal: Journal) -> None:
        self.layout: Layout = reading.layout
        self._files = journal.files
        leaves = (k for k, inputs in enumerate(reading.inputs) if not inputs and not reading.is_plain(k))
        self.kind: type = type(reading.objects[next(leaves, -1)])
        plain = (k for k, inputs in enumerate(reading.inputs) if not inputs and reading.takes[k])
        sample = next((reading.objects[k] for k in plain), None)
        self._flags = [] if sample is None else [name for name in TAKES if get(sample, name) is True]
        self._on = next((each.on for each in reversed(journal.passes) if each.on is not None), None)

    def make(self, number: float) -> Any:
        """A leaf that holds this number; None where the class makes none, or makes it hold another."""
        try:
            made = self.kind(number)
            for name in self._flags:
                if get(made, name) is not True:
                    setattr(made, name, True)
        except Exception:
            return None
        return made if self.number(made) == number else None

    @property
    def clips(self) -> bool:
        """Whether the class changes numbers that it is given, so that an op of ops may meet other numbers."""
        return any(self.make(number) is None for number in (2.0, 0.001, 50.0, -50.0))

    def number(self, thing: Any) -> float | None:
        """What it holds; None for anything but an instance."""
        return real(get(thing, self.layout.data)) if self.layout.is_node(thing) else None

    def value(self, function: Function, numbers: Sequence[float]) -> float | None:
        """What a function of fresh leaves comes to; None where it cannot be had."""
        leaves = [self.make(number) for number in numbers]
        if any(leaf is None for leaf in leaves):
            return None
        try:
            return self.number(function(*leaves))
        except Exception:
            return None

    def grads(self, function: Function, numbers: Sequence[float]) -> list[float] | None:
        """The grads of fresh leaves after a pass over a function of them."""
        leaves = [self.make(number) for number in numbers]
        if any(leaf is None for leaf in leaves):
            return None
        try:
            self.run(function(*leaves))
        except Exception:
            return None
        return [self.layout.gradient(leaf) for leaf in leaves]

    @property
    def runs(self) -> bool:
        """Whether it is known how a pass is run."""
        return self._on is not None or self._method() is not None

    def run(self, output: Any) -> None:
        """The program's own pass over this output."""
        method = self._method()
        if method is not None:
            getattr(output, method)()
        elif self._on is not None:
            self._on(output)

    def _method(self) -> str | None:
        return next((name for name in PASSES if callable(getattr(self.kind, name, None))), None)

    def line(self, name: str) -> int | None:
        """Where a method begins."""
        code = getattr(getattr(self.kind, name, None), "__code__", None)
        return None if code is None else code.co_firstlineno

    def file(self, name: str) -> str | None:
        """The file that a method is in, as the run names it."""
        code = getattr(getattr(self.kind, name, None), "__code__", None)
        return None if code is None else self._files.get(code.co_filename)
