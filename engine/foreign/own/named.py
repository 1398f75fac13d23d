"""What the nodes of a graph say of the ops that made them: words that they hold, and whose work they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from engine.foreign.own.attributes import WORDS
from engine.foreign.own.makers import method_behind
from engine.foreign.own.objects import MISSING, get, has, is_number
from engine.foreign.own.reading import Reading
from engine.foreign.own.words import spelled

_SILENT: Final = (
    "function", "method", "_backward", "backward", "leaf", "input", "const", "constant", "none", "var",
    "variable", "value", "param", "parameter", "scalar", "number",
)  # fmt: skip
_HELD: Final = frozenset((str, type(None)))


class Words:
    """The words of a graph's nodes; for each class, the attributes that may hold one are looked up once."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._names: dict[type, tuple[str, ...]] = {}

    def of(self, position: int) -> Iterator[str]:
        """The words for a node, the most telling first."""
        thing, layout = self.reading.objects[position], self.reading.layout
        kind = type(thing)
        names = self._names.get(kind)
        if names is None:
            names = self._names[kind] = tuple(name for name in WORDS if has(thing, name))
        for name in names:
            found = get(thing, name)
            if found is not MISSING and not layout.is_node(found) and not is_number(found):
                word = spelled(found)
                if word and word.lower() not in _SILENT:
                    yield word
        if kind is not layout.kind:
            yield kind.__name__
        yield self.reading.made[position].method
        yield method_behind(thing, layout.kind)

    def of_all(self) -> Sequence[tuple[str, ...]] | None:
        """The words of every node at once, but for the last, which is the dearest; None where the nodes do
        not hold plain strings.
        """
        reading = self.reading
        if not reading.alike:
            return None
        names = tuple(name for name in WORDS if has(reading.objects[0], name))
        columns = [[get(thing, name) for thing in reading.objects] for name in names]
        if not all(_HELD.issuperset(map(type, column)) for column in columns):
            return None
        kind = type(reading.objects[0])
        named = () if kind is reading.layout.kind else (kind.__name__,)
        held = zip(*columns, strict=True) if columns else [()] * len(reading)
        methods = (made.method for made in reading.made)
        rows = [(*words, method) for words, method in zip(held, methods, strict=True)]
        told = {row: (*filter(_tells, row[:-1]), *named, row[-1]) for row in dict.fromkeys(rows)}
        return [told[row] for row in rows]


def _tells(word: str | None) -> bool:
    return bool(word) and str(word).lower() not in _SILENT
