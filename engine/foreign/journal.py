"""What is noted of a program's own engine while the program runs, for the check after it.

The running of programs writes it, the reader of own engines reads it. Nothing here touches an object of the
program: it is kept, and that is all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final


@dataclass(slots=True)
class Made:
    """Where an instance was made. label: from assignment, "" for none. scope: index of its scope.

    method: the innermost method of the engine class that was at work, such as `__add__`; "" for an instance
    that the program made itself. A leaf that a method made is a plain number that an op wrapped.
    """

    line: int | None = None
    file: str | None = None
    label: str = ""
    scope: int = 0
    method: str = ""


@dataclass(frozen=True, slots=True)
class Pass:
    """One backward pass. output: what it was called on. replay: runs the same pass once more.

    on: runs such a pass on another instance, where that is more than its method `backward`: a function of the
    program. None where it cannot be told. number: which of the program's passes this is, from 1. over: which
    of those over this output.
    """

    output: Any
    line: int | None
    file: str | None
    value: float
    replay: Callable[[], object]
    on: Callable[[Any], object] | None = None
    number: int = 1
    over: int = 1


@dataclass(frozen=True, slots=True)
class SourceClass:
    """A class of the program's text. methods: the first and last line of each; nested functions count."""

    name: str
    line: int
    file: str | None
    methods: dict[str, tuple[int, int]]


@dataclass(slots=True)
class Journal:
    """The notes of one run.

    instances: every instance of an engine class in the order of making. made: by
    `id(instance)`. passes: the last one last; earlier ones may be left out. data_before: by `id(instance)`,
    the instance and the number that the last pass saw, for instances whose data was changed since. classes:
    of the program and its files, by the class object. sources: text by file name, None for the program
    itself. files: by the name that code has for its file, the attached file, None for the program itself.
    """

    instances: Sequence[Any] = field(default_factory=list)
    made: dict[int, Made] = field(default_factory=dict)
    passes: list[Pass] = field(default_factory=list)
    data_before: dict[int, tuple[Any, Any]] = field(default_factory=dict)
    classes: dict[type, SourceClass] = field(default_factory=dict)
    sources: dict[str | None, str] = field(default_factory=dict)
    files: dict[str, str | None] = field(default_factory=dict)

    def made_of(self, ids: Iterable[int]) -> list[Made]:
        """What was noted of the instances with these ids."""
        made = self.made.get
        return [made(each, NOWHERE) for each in ids]


NOWHERE: Final = Made()
