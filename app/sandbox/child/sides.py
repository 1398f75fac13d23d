"""On which side of a program's own engine code lies: in a method of its classes, or where these are used."""

from __future__ import annotations

from collections.abc import Mapping
from types import CodeType
from typing import Any, Final

from engine.foreign.journal import SourceClass

# In another part of the program, in a method of its engine, or elsewhere, as constructors are, through which
# any method makes an object.
OUTSIDE: Final = 1
INSIDE: Final = 0
ELSEWHERE: Final = -1
_CONSTRUCTORS = ("__init__", "__new__", "__post_init__")


class Sides:
    """The sides of all code that was asked about. classes: the engine classes of the texts."""

    def __init__(self, files: Mapping[str, str | None]) -> None:
        self.classes: list[SourceClass] = []
        # By `id`, because a code object is hashed by all that is in it, each time; so it has to be kept.
        self.known: dict[int, int] = {}
        self._looked_at: list[CodeType] = []
        self._files = files

    def maker_of(self, frame: Any) -> tuple[Any, CodeType | None]:
        """The frame outside the engine's classes that makes an object, and the innermost method."""
        inner = None
        while frame is not None:
            code = frame.f_code
            side = self.known.get(id(code))
            if side is None:
                side = self._look(code)
            if side == OUTSIDE:
                break
            if side == INSIDE and inner is None:
                inner = code
            frame = frame.f_back
        return frame, inner

    def _look(self, code: CodeType) -> int:
        """On which side of the engine's classes code lies."""
        side = ELSEWHERE
        if code.co_filename in self._files:
            side = OUTSIDE
            if code.co_name != "<module>" and self.method(code) is not None:
                side = ELSEWHERE if code.co_name in _CONSTRUCTORS else INSIDE
        self.known[id(code)] = side
        self._looked_at.append(code)
        return side

    def method(self, code: CodeType) -> tuple[SourceClass, str] | None:
        """The engine class of the text that code lies in, and its method."""
        file, line = self._files[code.co_filename], code.co_firstlineno
        for each in self.classes:
            if each.file == file:
                for name, (first, last) in each.methods.items():
                    if first <= line <= last:
                        return each, name
        return None

    def source_of(self, engine: type) -> SourceClass | None:
        """The class of the texts that an engine is."""
        for function in vars(engine).values():
            code = getattr(function, "__code__", None)
            if code is not None and code.co_filename in self._files:
                found = self.method(code)
                if found is not None:
                    return found[0]
        return next((each for each in self.classes if each.name == engine.__name__), None)
