"""What is to be said of an engine that a program brings along: whether its grads are right, and where not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Verdict: TypeAlias = Literal["right", "wrong", "missing"]
Mistake: TypeAlias = Literal[
    "overwrites", "plain-order", "keeps-interior", "no-seed", "visits-twice", "zeroes-midway"
]


@dataclass(frozen=True, slots=True)
class Contribution:
    """One use of the chain rule as their code made it: what it added to the grad of `node`.

    source, slot: the node whose turn it was and the argument that `node` is of it; None where that cannot be
    told. want: what it should have added, None where nothing should have been. before, after: the grad.
    """

    node: int
    source: int | None
    slot: int | None
    got: float
    want: float | None
    before: float
    after: float
    line: int | None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One contribution that departs from what is right. node, op, slot: where; method, line: who is to blame.

    op and slot are None where the fault is in `backward` itself. like: the known mistake whose numbers these
    exactly are. message: a full sentence. fix: what to do about it, None where nothing certain can be said.
    """

    node: int
    line: int | None
    method: str
    op: str | None
    slot: int | None
    got: float
    want: float
    like: Mistake | None
    message: str
    file: str | None = None
    fix: str | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """One case of an operation. inputs: the numbers of the leaves, then the plain ones that it was given.

    data, want: what it gave and what is right. grads, slopes: theirs and the right ones, a leaf each; all of
    them None where it cannot be told.
    """

    inputs: tuple[float, ...]
    data: float | None
    want: float | None
    grads: tuple[float, ...] | None
    slopes: tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class Operation:
    """One operator or method of the class, tried alone on fresh objects.

    op: as it is written, `a ** n`. cases, wrong: how many were tried, and how many of them were wrong.
    through: the other operation whose fault this one shows, if its own code is not to blame. tried: the
    cases, of an operation that is wrong.
    """

    op: str
    method: str
    line: int | None
    forward: Verdict
    derivative: Verdict
    cases: int
    wrong: int
    through: str | None = None
    file: str | None = None
    tried: tuple[Tried, ...] = ()

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Operation:
        """From what `dataclasses.asdict` makes of one."""
        cases = [
            Tried(
                inputs=tuple(case["inputs"]),
                data=case["data"],
                want=case["want"],
                grads=None if case["grads"] is None else tuple(case["grads"]),
                slopes=None if case["slopes"] is None else tuple(case["slopes"]),
            )
            for case in fields.get("tried", ())
        ]
        return cls(**{**fields, "tried": tuple(cases)})


@dataclass(frozen=True, slots=True)
class OwnEngine:
    """The judgement of a program's own engine.

    checked: how many uses of the chain rule were compared. expected: for each node the right grad where its
    own is not, else None. contributions: of the last pass, in the order in which their code made them.
    key: what distinguishes the text of a class that may be run in C from now on, None for one that may not.
    fast: it was run in C.
    """

    name: str
    line: int | None
    agrees: bool
    checked: int
    operations: tuple[Operation, ...]
    findings: tuple[Finding, ...]
    expected: tuple[float | None, ...]
    contributions: tuple[Contribution, ...]
    file: str | None = None
    key: str | None = None
    fast: bool = False
