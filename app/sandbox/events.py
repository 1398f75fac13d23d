"""What a child tells while the program still runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from engine import watched
from engine.run import Figure, PassRecord

Watched: TypeAlias = watched.Watched
RunState: TypeAlias = Literal["running", "paused", "stopped"]


@dataclass(frozen=True, slots=True)
class Printed:
    """Text that the program printed, as it came."""

    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A named list of leaves. data, grad: little-endian float32 in row order."""

    name: str
    shape: tuple[int, ...]
    data: bytes
    grad: bytes


@dataclass(frozen=True, slots=True)
class NonFinite:
    """The first node of a pass whose number is none. node: its id, if it is in a known graph."""

    node: int | None
    name: str | None
    line: int | None
    what: Literal["nan", "inf"]


@dataclass(frozen=True, slots=True)
class PassDetail:
    """What is sent of a pass to who follows the run.

    seconds: by the clock since the run began, without pauses. of: how many passes the loop makes in all, None
    where that is not known. parts: None where they were not asked for, or would have held the program up.
    recorded: whether the graph was told just before. non_finite: at the first pass that has one.
    """

    seconds: float
    of: int | None = None
    parts: tuple[Part, ...] | None = None
    recorded: bool = False
    non_finite: NonFinite | None = None


@dataclass(frozen=True, slots=True)
class Passed:
    """A backward pass has ended. detail: where somebody follows the run pass by pass."""

    record: PassRecord
    detail: PassDetail | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """The program's graph at a pass that is about to be told, as `encode_run` writes it."""

    number: int
    run: bytes


@dataclass(frozen=True, slots=True)
class Stated:
    """The run continues, waits or ends after so many passes."""

    state: RunState
    number: int


@dataclass(frozen=True, slots=True)
class Obeyed:
    """An order was read and done; or nothing of it, where there are no leaves of these names.

    order: its number.
    """

    order: int
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure was shown or closed."""

    figure: Figure


Event: TypeAlias = Printed | Passed | Recorded | Watched | Stated | Obeyed | Drawn
