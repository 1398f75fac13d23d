"""The journal of a run, in which things are looked up when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from engine.foreign.journal import Journal, Made


class Instances(Sequence[Any]):
    """The objects that were there when the program ended. look: finds them."""

    def __init__(self, look: Callable[[], list[Any]]) -> None:
        self._look = look
        self._found: list[Any] | None = None

    def _all(self) -> list[Any]:
        if self._found is None:
            self._found = self._look()
        return self._found

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Any]:
        return iter(self._all())

    def __getitem__(self, index: Any) -> Any:
        return self._all()[index]


class RunJournal(Journal):
    """look: tells what is known of the objects with these ids."""

    def __init__(self, look: Callable[[Iterable[int]], list[Made]]) -> None:
        super().__init__()
        self._look = look

    def made_of(self, ids: Iterable[int]) -> list[Made]:
        return self._look(ids)
