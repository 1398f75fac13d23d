"""What is to be said of an engine that a program brings along: whether its grads are right, and where not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

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
    exactly are. message: a full sentence.
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


@dataclass(frozen=True, slots=True)
class Operation:
    """One operator or method of the class, tried alone on fresh objects.

    op: as it is written, `a ** n`. cases, wrong: how many were tried, and how many of them were wrong.
    through: the other operation whose fault this one shows, if its own code is not to blame.
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


@dataclass(frozen=True, slots=True)
class OwnEngine:
    """The judgement of a program's own engine.

    checked: how many uses of the chain rule were compared. expected: for each node the right grad where its
    own is not, else None. contributions: of the last pass, in the order in which their code made them.
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
