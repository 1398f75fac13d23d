"""What a child is asked to run: a program, its files and its numbers. Plain data, so that it can be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.program.limits import Limits
from engine.run import State


@dataclass(frozen=True, slots=True)
class JobLimits:
    """How much the program may use that the operating system does not count.

    text: characters of the program. values: Values made. nodes: of the graph under the output. printed:
    characters that are kept. figures: how many are kept. written: bytes of files that the program writes.
    memory: bytes that it may take, which the operating system sees to; here only for its error. seconds: of
    computing, or None.
    """

    text: int = 200_000
    values: int = 1_000_000
    nodes: int = 200_000
    printed: int = 10_000
    figures: int = 20
    written: int = 2 * 2**20
    memory: int = 2**30
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Live:
    """How a run is followed while it lasts.

    parts: passes are sent with the named lists of leaves. record: graphs of passes are sent, at a stride that
    keeps up. pace: passes a second, None for as fast as it goes. pause_at: the pass after which it waits.
    """

    parts: bool = False
    record: bool = False
    pace: float | None = None
    pause_at: int | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One run of a program.

    files: what it can open or import, by name; names may contain `/`. values, output, state, seed: as a
    request gives them. interpreter: the budgets of a program that is interpreted; events: whether anybody
    listens to them while the program runs. figures, scopes, passes: whether the run must tell them, because
    each takes time. norms: whether passes are to have theirs. live: how it is followed, if somebody does.
    agreed: keys of classes that have passed the check, and may be replaced by one in C.
    """

    source: str
    files: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, float] = field(default_factory=dict)
    output: str | None = None
    state: State = "fresh"
    seed: int = 0
    limits: JobLimits = field(default_factory=JobLimits)
    interpreter: Limits = field(default_factory=Limits)
    events: bool = False
    figures: bool = True
    scopes: bool = True
    passes: bool = True
    norms: bool = False
    live: Live | None = None
    agreed: tuple[str, ...] = ()
