"""The tree of scopes: the calls of a program's functions, and the turns of its loops, that make Values.

A program that runs keeps a stack of what is going on: one list an open call or loop, with the number of its
site in the text. Only when a Value is made does such a list get its scope, so that what makes none costs
next to nothing. The stack is changed by subscripts and never by a call, which would be a frame more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# In place of a site: a loop that is at none of its turns yet.
NO_TURN = -1
# Scopes inside one another, of one run, and the characters of all their paths.
DEEPEST, MOST, CHARACTERS = 64, 400_000, 2**25


@dataclass(frozen=True, slots=True)
class Site:
    """A function or loop of the text: its name, as it is shown, and its line."""

    name: str
    line: int
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """One call or turn in which Values were made. number: how many of its name its parent had before."""

    site: Site | None
    parent: int
    number: int


class Scopes:
    """The scopes of one run; index 0 is the whole program. before_opening: is called before one opens."""

    def __init__(self) -> None:
        self.stack: list[list[Any]] = [[None, 0, 0]]
        self.sites: list[Site] = []
        self.opened: list[Opened] = [Opened(None, -1, 0)]
        self.before_opening: Callable[[], None] = lambda: None
        self._counts: dict[tuple[int, str], int] = {}
        self._lengths = [0]
        self._characters = 0

    def site(self, site: Site) -> int:
        """The number by which the rewritten program names a site."""
        self.sites.append(site)
        return len(self.sites) - 1

    def here(self) -> int:
        """The index of the innermost scope, opened if it was not yet."""
        top = self.stack[-1]
        return int(top[1]) if len(top) > 1 else self._open()

    def _open(self) -> int:
        self.before_opening()
        depth = len(self.stack) - 1
        while len(self.stack[depth]) < 2:
            depth -= 1
        scope: int = self.stack[depth][1]
        level: int = self.stack[depth][2]
        for entry in self.stack[depth + 1 :]:
            # What a loop goes through is made before its first turn. In a deep recursion, or a long training,
            # what is further in counts as part of this.
            full = len(self.opened) > MOST or self._characters > CHARACTERS
            if full or level >= DEEPEST or entry[0] == NO_TURN:
                entry += (scope, level)
                continue
            site = self.sites[entry[0]]
            number = self._counts.get((scope, site.name), 0)
            self._counts[scope, site.name] = number + 1
            self.opened.append(Opened(site, scope, number))
            self._lengths.append(self._lengths[scope] + len(site.name) + 9)
            scope = len(self.opened) - 1
            self._characters += self._lengths[scope]
            level += 1
            entry += (scope, level)
        return scope

    def paths(self) -> list[str]:
        """The path of each scope, by index: parents come before what is in them."""
        found: list[str] = []
        for each in self.opened:
            if each.site is None:
                found.append("")
                continue
            above = found[each.parent]
            found.append(f"{above}{'/' if above else ''}{each.site.name}[{each.number}]")
        return found
