"""What the catalogue says in words is what it computes: formulas and rules are read as mathematics."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest

from engine.ops import CATALOGUE, Op

ENTRIES = list(CATALOGUE.values())
SLOTS = [(entry, slot) for entry in ENTRIES for slot in range(len(entry.rules))]
NAMES = "ab"
FUNCTIONS: dict[str, Any] = {name: entry.value for name, entry in CATALOGUE.items()} | {
    "pi": math.pi,
    "sign": lambda x: math.copysign(1.0, x) if x else 0.0,
}
READINGS = (
    (r"^(1 if .*), (½) at a tie, (else 0)$", r"\1 else \2 if a == b \3"),
    (r", else", " else"),
    (r"sign of (\w), 0 at 0", r"sign(\1)"),
    (r"\|(.*)\|", r"abs(\1)"),
    (r"aᵇ⁻¹", "a**(b-1)"),
    (r"aᵇ", "a**b"),
    (r"(\w+)²\((\w)\)", r"\1(\2)**2"),
    (r"²", "**2"),
    (r"(\d)√", r"\1*√"),
    (r"√(\w)", r"√(\1)"),
    (r"√", "sqrt"),
    (r"π", "pi"),
    (r"log (\w)", r"log(\1)"),
    (r"σ\(", "sigmoid("),
    (r"·", "*"),
    (r"−", "-"),
    (r"½", "0.5"),
)


def read(text: str, arguments: tuple[float, ...]) -> float:
    """The number that a formula gives, of which a and b are the arguments."""
    for pattern, meaning in READINGS:
        text = re.sub(pattern, meaning, text)
    return float(eval(text, FUNCTIONS | dict(zip(NAMES, arguments, strict=False))))  # noqa: S307  # ours


def points(entry: Op) -> list[tuple[float, ...]]:
    """Its samples, and where it has a kink."""
    found = list(entry.samples)
    if entry.kink:
        found += [(0.0,)] if entry.arity == 1 else [(2.0, 2.0), (-1.0, -1.0)]
    return found


def test_the_reader_reads() -> None:
    assert read("−a/b²", (6.0, 2.0)) == -1.5
    assert read("1/(2√a)", (4.0,)) == 0.25
    assert read("1 if a > b, ½ at a tie, else 0", (1.0, 1.0)) == 0.5


@pytest.mark.parametrize("entry", [e for e in ENTRIES if e.arity is not None], ids=lambda entry: entry.name)
def test_a_formula_is_the_value(entry: Op) -> None:
    for arguments in points(entry):
        assert read(entry.formula, arguments) == pytest.approx(entry.value(*arguments), rel=1e-12)


@pytest.mark.parametrize(("entry", "slot"), SLOTS, ids=lambda part: getattr(part, "name", str(part)))
def test_a_rule_is_the_partial(entry: Op, slot: int) -> None:
    derivative, _, right = entry.rule(slot).partition(" = ")
    if entry.arity is None:
        assert derivative == "∂(a₁+a₂+…)/∂aᵢ"
        assert float(right) == entry.partial(0, 6.0, (1.0, 2.0, 3.0))
        return
    made, _, variable = derivative.rpartition("/")
    assert variable == f"∂{NAMES[slot]}"
    for arguments in points(entry):
        value = entry.value(*arguments)
        assert read(made.removeprefix("∂"), arguments) == pytest.approx(value, rel=1e-12)
        partial = entry.partial(slot, value, arguments)
        assert read(right, arguments) == pytest.approx(partial, rel=1e-12), arguments


def test_each_slot_has_the_rule_of_its_own() -> None:
    for entry in ENTRIES:
        if entry.arity is None:
            assert {entry.rule(slot) for slot in range(5)} == set(entry.rules)
        else:
            assert tuple(entry.rule(slot) for slot in range(entry.arity)) == entry.rules
            assert len(set(entry.rules)) == entry.arity
