"""The programs of the examples menu: what the lecture types, in its order, micrograd's demo, and a GPT.

Each program is a file of its own beside this one and runs unchanged; tests compare its numbers with the
lecture's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Literal


@dataclass(frozen=True, slots=True)
class Plan:
    """The descent that a program is meant for, as POST /descend takes it."""

    learning_rate: float
    steps: int
    schedule: Literal["constant", "linear", "cosine"] = "constant"
    final: float = 0.0


@dataclass(frozen=True, slots=True)
class Example:
    """An example program. ``values`` are numbers for its free names, ``descent`` is None for any."""

    name: str
    title: str
    source: str
    values: Mapping[str, float] = field(default_factory=dict)
    descent: Plan | None = None


def _example(
    name: str, title: str, values: Mapping[str, float] | None = None, descent: Plan | None = None
) -> Example:
    source = files(__name__).joinpath(f"{name}.py.txt").read_text(encoding="utf-8")
    return Example(name, title, source, values or {}, descent)


EXAMPLES: tuple[Example, ...] = (
    _example("expression", "A small expression"),
    _example("neuron", "A neuron"),
    _example("used_twice", "A value used twice"),
    _example("nudge", "Nudging by hand"),
    _example("training", "Training a network"),
    _example("by_hand", "Backward by hand"),
    _example("formula", "A bare formula", {"a": 2.0, "b": -3.0, "c": 10.0, "f": -2.0}),
    _example("lecture", "The whole lecture"),
    _example("moons", "micrograd's demo: two moons", None, Plan(1.0, 100, "linear", 0.1)),
    _example("gpt", "A GPT"),
)
