"""The polite client: one request after the other, and health beside it."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from benchmarks.hosting.talk import POLITE, Talk, request

PAUSE = 0.05
_NEXT = count()


@dataclass
class Seen:
    """What one client was answered: statuses, and seconds of each request."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def add(self, status: int, seconds: float) -> None:
        """One answer."""
        self.statuses[status] += 1
        self.seconds.append(seconds)

    @property
    def answered(self) -> float:
        """The share of 2xx."""
        good = sum(n for status, n in self.statuses.items() if 200 <= status < 300)
        return good / max(1, self.statuses.total())

    def at(self, share: float) -> float:
        """The time within which this share had its answer."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0

    def __str__(self) -> str:
        return ", ".join(f"{status or 'none'} × {n:,}" for status, n in sorted(self.statuses.items()))


@dataclass
class Impression:
    """Of the polite client, and of health."""

    work: Seen = field(default_factory=Seen)
    healthz: Seen = field(default_factory=Seen)
    readyz: Seen = field(default_factory=Seen)


async def visit(port: int, until: asyncio.Event) -> Impression:
    """Evaluate, render and store in turn, each with a program of its own, until the event is set."""
    found = Impression()
    await asyncio.gather(
        _work(port, until, found.work),
        _health(port, "/healthz", until, found.healthz),
        _health(port, "/readyz", until, found.readyz),
    )
    return found


async def _work(port: int, until: asyncio.Event, seen: Seen) -> None:
    talk = Talk(port, POLITE)
    calls = ("evaluate", "render", "graphs")
    while not until.is_set():
        n = next(_NEXT)
        await _timed(talk, request("POST", f"/api/v1/{calls[n % 3]}", _program(n)), seen)
        await asyncio.sleep(PAUSE)
    talk.close()


async def _health(port: int, path: str, until: asyncio.Event, seen: Seen) -> None:
    while not until.is_set():
        talk = Talk(port, POLITE)
        await _timed(talk, request("GET", path), seen)
        talk.close()
        await asyncio.sleep(4 * PAUSE)


async def _timed(talk: Talk, content: bytes, seen: Seen) -> None:
    begin = time.perf_counter()
    status, _ = await talk.ask(content)
    seen.add(status, time.perf_counter() - begin)


def _program(n: int) -> dict[str, Any]:
    return {
        "source": f"a = Value({n}.5, label='a')\nb = Value(2.0, label='b{n % 50}')\nL = (a*b + {n}).tanh()"
    }
