"""The budgets of a program, by name: what ``GET /limits`` tells and what a ``LimitError`` names."""

from __future__ import annotations

from dataclasses import dataclass

# Unit and meaning of each field of Limits, in the same order.
_ABOUT: dict[str, tuple[str, str]] = {
    "text": ("characters", "length of a program's text"),
    "terms": ("terms", "operands that `+` and `-`, or `*` and `/`, join without parentheses"),
    "nodes": ("nodes", "size of the graph under one output"),
    "values": ("Values", "Values that one program makes, constants included"),
    "turns": ("turns", "statements, iterations and calls; a built-in costs one for each element it touches"),
    "held": (
        "elements and characters",
        "what lists, dicts, sets and strings hold, counted before they are made",
    ),
    "integer_bits": ("bits", "size of any int"),
    "depth": ("calls", "functions that are running inside one another"),
    "seconds": ("seconds", "processor time of one program"),
    "descent": ("steps × nodes", "work of one descent"),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one program may use. Every field is a budget of its own; its unit is in the catalogue."""

    text: int = 20_000
    terms: int = 1_000
    nodes: int = 100_000
    values: int = 300_000
    turns: int = 1_000_000
    held: int = 1_000_000
    integer_bits: int = 1_024
    depth: int = 200
    seconds: float = 2.0
    descent: int = 200_000_000

    def catalogue(self) -> dict[str, dict[str, int | float | str]]:
        """Every budget as ``{name: {"value", "unit", "about"}}``."""
        return {
            name: {"value": getattr(self, name), "unit": unit, "about": about}
            for name, (unit, about) in _ABOUT.items()
        }
