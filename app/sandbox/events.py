"""What a child tells while the program still runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from engine.run import Figure, PassRecord


@dataclass(frozen=True, slots=True)
class Printed:
    """Text that the program printed, as it came."""

    text: str


@dataclass(frozen=True, slots=True)
class Passed:
    """A backward pass has ended."""

    record: PassRecord


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure was shown or closed."""

    figure: Figure


Event: TypeAlias = Printed | Passed | Drawn
