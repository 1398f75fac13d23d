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
    """An example program.

    Arguments:
        about: what it shows, in one line.
        nodes: how many its graph has.
        values: numbers for its free names.
        descent: the one that it is meant for; None for any.
    """

    name: str
    title: str
    about: str
    nodes: int
    source: str
    values: Mapping[str, float] = field(default_factory=dict)
    descent: Plan | None = None


def _example(
    name: str,
    title: str,
    about: str,
    nodes: int,
    values: Mapping[str, float] | None = None,
    descent: Plan | None = None,
) -> Example:
    source = files(__name__).joinpath(f"{name}.py.txt").read_text(encoding="utf-8")
    return Example(name, title, about, nodes, source, values or {}, descent)


EXAMPLES: tuple[Example, ...] = (
    _example("expression", "A small expression", "The lecture's first graph: a product and a sum.", 7),
    _example("neuron", "A neuron", "Two inputs, two weights, a bias and tanh.", 10),
    _example("used_twice", "A value used twice", "Two paths, so two shares add up in one grad.", 5),
    _example("nudge", "Nudging by hand", "A difference quotient beside the grad.", 7),
    _example(
        "training", "Training a network", "A network of two layers and its loss over four examples.", 270
    ),
    _example("by_hand", "Backward by hand", "Every grad set in the program, with the chain rule.", 10),
    _example(
        "formula",
        "A bare formula",
        "Names without a value become sliders.",
        7,
        {"a": 2.0, "b": -3.0, "c": 10.0, "f": -2.0},
    ),
    _example("lecture", "The whole lecture", "Cell after cell, as the lecture types it.", 402),
    _example(
        "moons",
        "micrograd's demo: two moons",
        "A classifier of two classes, with its published losses.",
        38281,
        None,
        Plan(1.0, 100, "linear", 0.1),
    ),
    _example("gpt", "A GPT", "One training step of a small transformer.", 12325),
)
