"""The programs of the examples menu: what the lecture types, in its order, and micrograd's demo.

Each text stands in a file of its own beside this one and runs unchanged; the tests hold its numbers to the
lecture's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Example:
    """A program to begin with. ``values`` are numbers for its free names."""

    name: str
    title: str
    source: str
    values: Mapping[str, float] = field(default_factory=dict)


def _example(name: str, title: str, values: Mapping[str, float] | None = None) -> Example:
    source = files(__name__).joinpath(f"{name}.py.txt").read_text(encoding="utf-8")
    return Example(name, title, source, values or {})


EXAMPLES: tuple[Example, ...] = (
    _example("expression", "A small expression"),
    _example("neuron", "A neuron"),
    _example("used_twice", "A value used twice"),
    _example("nudge", "Nudging by hand"),
    _example("training", "Training a network"),
    _example("by_hand", "Backward by hand"),
    _example("formula", "A bare formula", {"a": 2.0, "b": -3.0, "c": 10.0, "f": -2.0}),
    _example("lecture", "The whole lecture"),
    _example("moons", "micrograd's demo: two moons"),
)
