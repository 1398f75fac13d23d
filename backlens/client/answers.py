"""Answers with types. ``raw`` is always the whole JSON, for whatever has no attribute here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self


def number(raw: Any) -> float:
    """A double as the contract writes it: one that is not finite is a string."""
    return float(raw)


def _numbers(raw: Mapping[str, Any]) -> dict[str, float]:
    return {name: number(each) for name, each in raw.items()}


@dataclass(frozen=True, slots=True)
class Node:
    """One node: its numbers, its op, and the ids of its inputs, one a slot, with the partial by each.

    A partial is None in a constant's slot.
    """

    id: str
    op: str
    label: str
    group: str
    data: float
    grad: float
    grad_state: str
    inputs: tuple[str, ...]
    partials: tuple[float | None, ...]

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Self:
        """From the JSON of a graph document."""
        return cls(
            id=raw["id"],
            op=raw["op"],
            label=raw["label"],
            group=raw["group"],
            data=number(raw["data"]),
            grad=number(raw["grad"]),
            grad_state=raw["grad_state"],
            inputs=tuple(slot["node"] for slot in raw["inputs"]),
            partials=tuple(
                None if slot["partial"] is None else number(slot["partial"]) for slot in raw["inputs"]
            ),
        )


@dataclass(frozen=True, kw_only=True)
class Document:
    """A graph with its numbers. grads: by leaf name. parameters: what a descent moves by default. window: the
    nodes that were asked for with ``window``, in its order; then there are no grads and parameters.
    """

    output: str | None
    value: float | None
    structure: str | None
    grads: dict[str, float]
    parameters: tuple[str, ...]
    nodes: tuple[Node, ...]
    window: tuple[Node, ...]
    printed: str
    notices: tuple[str, ...]
    raw: Mapping[str, Any] = field(repr=False)

    @classmethod
    def of(cls, raw: Mapping[str, Any], **more: Any) -> Self:
        """From the JSON of an answer; ``more`` is what only a kind of document has."""
        return cls(
            output=raw["output"],
            value=None if raw["value"] is None else number(raw["value"]),
            structure=raw["structure"],
            grads=_numbers(raw["grads"]),
            parameters=tuple(raw["parameters"]),
            nodes=tuple(Node.of(each) for each in raw["nodes"]),
            window=tuple(Node.of(each) for each in raw.get("window", {}).get("nodes", ())),
            printed=raw["printed"],
            notices=tuple(notice["message"] for notice in raw["notices"]),
            raw=raw,
            **more,
        )


@dataclass(frozen=True, kw_only=True)
class Stored(Document):
    """A graph that the service keeps. Its id is the key to it: who has it may change the graph."""

    id: str
    revision: int

    @classmethod
    def of(cls, raw: Mapping[str, Any], **more: Any) -> Self:
        """From the JSON of an answer."""
        return super().of(raw, id=raw["id"], revision=raw["revision"], **more)


@dataclass(frozen=True, kw_only=True)
class Stepped(Stored):
    """A kept graph after a descent. losses: before the first step and after each."""

    losses: tuple[float, ...]
    optimizer: Mapping[str, Any]
    stopped: Mapping[str, Any] | None

    @classmethod
    def of(cls, raw: Mapping[str, Any], **more: Any) -> Self:
        """From the JSON of an answer."""
        return super().of(
            raw,
            losses=tuple(map(number, raw["losses"])),
            optimizer=raw["optimizer"],
            stopped=raw["stopped"],
            **more,
        )


@dataclass(frozen=True, slots=True)
class Match:
    """One row of what was found. copies: how many there are of it; the first is described."""

    name: str
    path: str
    scope: str
    line: int | None
    copies: int
    count: int
    nodes: tuple[str, ...]
    shape: tuple[int, ...]
    data: float | None
    grad: float | None

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Self:
        """From the JSON of an answer."""
        data, grad = (None if raw[name] is None else number(raw[name]) for name in ("data", "grad"))
        lists = {"nodes": tuple(raw["nodes"]), "shape": tuple(raw["shape"])}
        return cls(**{**raw, **lists, "data": data, "grad": grad})


@dataclass(frozen=True, slots=True)
class Found:
    """What a query finds of one kind. count: all of it; rows: how many rows that makes."""

    count: int
    rows: int
    matches: tuple[Match, ...]

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Self:
        """From the JSON of an answer."""
        return cls(raw["count"], raw["rows"], tuple(Match.of(each) for each in raw["matches"]))


@dataclass(frozen=True, slots=True)
class First:
    """Where numbers begin to differ. before, after: the node's id in either graph; numbers: in either."""

    before: str
    after: str
    name: str
    line: int | None
    numbers: tuple[float, float]

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Self:
        """From the JSON of an answer."""
        old, new = map(number, raw["numbers"])
        return cls(raw["before"], raw["after"], raw["name"], raw["line"], (old, new))


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Two graphs beside each other. new, gone: ids of nodes that only one has. pairs: by kind, the ids before
    and after of the nodes that both have: `same`, `other_op`, `other_data`, `other_grad`.
    """

    equal: bool
    new: tuple[str, ...]
    gone: tuple[str, ...]
    pairs: dict[str, tuple[tuple[str, str], ...]]
    first_value: First | None
    first_grad: First | None
    raw: Mapping[str, Any] = field(repr=False)

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Self:
        """From the JSON of an answer."""
        nodes = raw["nodes"]
        both = ("same", "other_op", "other_data", "other_grad")
        return cls(
            equal=raw["equal"],
            new=tuple(nodes["new"]),
            gone=tuple(nodes["gone"]),
            pairs={
                kind: tuple(zip(nodes[kind]["before"], nodes[kind]["after"], strict=True)) for kind in both
            },
            first_value=raw["first_value"] and First.of(raw["first_value"]),
            first_grad=raw["first_grad"] and First.of(raw["first_grad"]),
            raw=raw,
        )


@dataclass(frozen=True, slots=True)
class File:
    """A picture, or a graph as another tool's text. A notebook shows it if it is an SVG or a PNG."""

    media: str
    content: bytes

    @property
    def text(self) -> str:
        """The content of a form that is text."""
        return self.content.decode()

    def save(self, path: str | Path) -> None:
        """Writes it to a file."""
        Path(path).write_bytes(self.content)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        plain = {"text/plain": f"<{self.media}, {len(self.content):,} bytes>"}
        shown: dict[str, Callable[[], Any]] = {
            "image/svg+xml": lambda: self.text,
            "image/png": lambda: self.content,
        }
        return plain | ({self.media: shown[self.media]()} if self.media in shown else {})


@dataclass(frozen=True, slots=True)
class Link:
    """A snapshot. url: to be pasted anywhere. forms: addresses of its other forms, by suffix."""

    key: str
    url: str
    forms: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RunState:
    """A run of the service. state: ``running``, ``paused``, ``stopped``, ``ended``; passes: how many it made.

    recorded: the passes that can be asked for. seconds: pauses left out.
    """

    id: str
    state: str
    passes: int
    recorded: tuple[int, ...]
    seconds: float | None

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Self:
        """From the JSON of an answer."""
        recorded = tuple(raw.get("recorded") or ())
        return cls(raw["id"], raw["state"], raw["pass"], recorded, raw.get("seconds"))
