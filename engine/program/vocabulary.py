"""The names and strings of a program's text, known before it runs."""

from __future__ import annotations

from dataclasses import dataclass

from engine.program.literals import Literal


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a program is written with.

    assigned: every name that it binds anywhere. free: the names that it reads and that are neither bound nor
    built in. built_in: the names of the language. literals: the strings written in it.
    """

    assigned: frozenset[str] = frozenset()
    free: tuple[str, ...] = ()
    built_in: tuple[str, ...] = ()
    literals: tuple[Literal, ...] = ()
