"""What a streamed run or descent tells, event by event."""

from __future__ import annotations

from array import array
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Self, TypeAlias

from backlens.client.answers import Document, number


@dataclass(frozen=True, slots=True)
class Printed:
    """Text that the program printed."""

    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A named list of leaves: its numbers in row order."""

    name: str
    shape: tuple[int, ...]
    data: array[float]
    grad: array[float]

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Self:
        """From the JSON of an event."""
        return cls(raw["name"], tuple(raw["shape"]), _floats(raw["data"]), _floats(raw["grad"]))


@dataclass(frozen=True, slots=True)
class Pass:
    """One ``backward()``. number: counted from 1; of: how many the loop makes, where that is known.

    seconds: since the run began, pauses left out. parts: the named lists of leaves, if they were asked for.
    norms, non_finite: as the service writes them; non_finite at the first pass that has such a number.
    """

    number: int
    value: float
    nodes: int | None
    line: int | None
    file: str | None
    seconds: float | None
    of: int | None
    norms: Mapping[str, Any] | None
    parts: tuple[Part, ...] | None
    recorded: bool
    non_finite: Mapping[str, Any] | None
    raw: Mapping[str, Any] = field(repr=False)

    @classmethod
    def of_json(cls, raw: Mapping[str, Any]) -> Self:
        """From the JSON of an event."""
        parts = raw.get("parts")
        return cls(
            number=raw["pass"],
            value=number(raw["value"]),
            nodes=raw["nodes"],
            line=raw["line"],
            file=raw["file"],
            seconds=raw.get("seconds"),
            of=raw.get("of"),
            norms=raw["norms"],
            parts=None if parts is None else tuple(map(Part.of, parts)),
            recorded=raw.get("recorded", False),
            non_finite=raw.get("non_finite"),
            raw=raw,
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """What the program drew with matplotlib."""

    name: str
    line: int | None
    file: str | None
    svg: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Watch:
    """What the program showed with ``watch``. passes: how many came before. value: a matrix in row order."""

    name: str
    line: int | None
    file: str | None
    passes: int
    kind: Literal["number", "list", "matrix", "text"]
    value: float | tuple[float, ...] | str
    shape: tuple[int, ...]
    raw: Mapping[str, Any] = field(repr=False)

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Self:
        """From the JSON of an event."""
        value = raw["value"]
        if raw["kind"] == "number":
            value = number(value)
        elif raw["kind"] != "text":
            value = tuple(map(number, value))
        place = (raw["name"], raw["line"], raw["file"], raw["pass"])
        return cls(*place, raw["kind"], value, tuple(raw["shape"]), raw)


@dataclass(frozen=True, slots=True)
class State:
    """The run continues, waits, or was stopped, after so many passes."""

    state: Literal["running", "paused", "stopped"]
    passes: int


@dataclass(frozen=True, slots=True)
class Step:
    """Progress of a descent. losses: at each step since the event before."""

    step: int
    losses: tuple[float, ...]
    frame: Mapping[str, Any] | None = field(repr=False)

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Self:
        """From the JSON of an event."""
        return cls(raw["step"], tuple(map(number, raw["losses"])), raw["frame"])


@dataclass(frozen=True, slots=True)
class Descended:
    """A whole descent. losses: before the first step and after each; values: of the leaves that moved.

    optimizer: sent back as ``optimizer``, it continues from there. stopped: why it ended early.
    """

    losses: tuple[float, ...]
    values: dict[str, float]
    grads: dict[str, float]
    optimizer: Mapping[str, Any]
    stopped: Mapping[str, Any] | None
    raw: Mapping[str, Any] = field(repr=False)

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Self:
        """From the JSON of an answer, or of the last event with the losses of those before."""
        return cls(
            losses=tuple(map(number, raw["losses"])),
            values={name: number(each) for name, each in raw["values"].items()},
            grads={name: number(each) for name, each in raw["grads"].items()},
            optimizer=raw["optimizer"],
            stopped=raw["stopped"],
            raw=raw,
        )


Event: TypeAlias = Printed | Pass | Figure | Watch | State | Document
"""What a run yields; its document comes last."""

READ: Final[Mapping[str, Callable[[Mapping[str, Any]], Event]]] = {
    "printed": lambda raw: Printed(raw["text"]),
    "pass": Pass.of_json,
    "figure": lambda raw: Figure(raw["name"], raw["line"], raw["file"], raw["svg"]),
    "watch": Watch.of,
    "state": lambda raw: State(raw["state"], raw["pass"]),
    "document": Document.of,
}


def _floats(encoded: str) -> array[float]:
    """Of little-endian float32."""
    found = array("f", b64decode(encoded))
    if _IS_BIG_ENDIAN:
        found.byteswap()
    return found


_IS_BIG_ENDIAN: Final = array("h", [1]).tobytes() == b"\0\1"
