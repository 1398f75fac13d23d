"""The rows of the table: an attack, what it did before there were bounds, and what is to be reached."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.hosting.polite import Impression, Seen, visit
from benchmarks.hosting.server import Target, served
from benchmarks.hosting.talk import ATTACKER, Talk, request

WARM = 2.0
"""Seconds before an attack in which what is slow the first time is done."""
LATE = 3.0
"""Seconds after an attack in which the polite client continues, so that what outlasts it is seen."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line. before: as it was measured before there were bounds. found: as it is now."""

    attack: str
    before: str
    target: str
    found: str
    met: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What was seen during one attack. megabytes: how much more the server held at the end of it."""

    polite: Impression
    attacker: Seen
    megabytes: float


Judge = Callable[[Result], bool]


async def under(target: Target, attack: str, seconds: float) -> Result:
    """The polite client's impression while one other client attacks."""
    over = asyncio.Event()
    asyncio.get_running_loop().call_later(WARM, over.set)
    await visit(target.port, over)
    begin = target.megabytes()
    over.clear()
    polite = asyncio.ensure_future(visit(target.port, over))
    # In a process of its own, so that what it costs there is not taken for what the server costs.
    command = (sys.executable, "-m", "benchmarks.hosting.attacks", attack, str(target.port), str(seconds))
    attacking = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    await asyncio.sleep(seconds)
    grown = target.megabytes() - begin
    told, _ = await attacking.communicate()
    await asyncio.sleep(LATE)
    over.set()
    seen = Seen(Counter({int(status): n for status, n in json.loads(told).items()}))
    return Result(await polite, seen, grown)


def _row(attack: str, before: str, target: str, result: Result, met: bool) -> Row:
    polite = result.polite
    work = polite.work
    found = (
        f"{work.answered:.1%} of {work.statuses.total():,} answered, p50 {work.at(0.5):.2f} s, "
        f"p99 {work.at(0.99):.2f} s; /healthz {polite.healthz.at(0.99):.2f} s, /readyz "
        f"{polite.readyz.at(0.99):.2f} s; {result.megabytes:+,.0f} MB; the attacker: {result.attacker}"
    )
    return Row(attack, before, target, found, met)


def _healthy(result: Result, answered: float, p99: float) -> bool:
    polite = result.polite
    return (
        polite.work.answered >= answered
        and polite.work.at(0.99) <= p99
        and polite.healthz.answered == polite.readyz.answered == 1.0
        and max(polite.healthz.at(0.99), polite.readyz.at(0.99)) <= 0.5
    )


ATTACKS: tuple[tuple[str, str, str, str, Judge], ...] = (
    (
        "60 connections of accepted 2 s programs",
        "100 % 503",
        "≥ 95 %, p99 ≤ 2 s; the attacker gets 429",
        "programs",
        lambda found: _healthy(found, 0.95, 2.0) and found.attacker.statuses[429] > 0,
    ),
    (
        "60 connections of the worst accepted pictures",
        "render p50 14 s, 45 % errors; `/readyz` 5 s",
        "≥ 95 %, p99 ≤ 3 s; `/readyz` ≤ 0.5 s",
        "pictures",
        lambda found: _healthy(found, 0.95, 3.0),
    ),
    (
        "1,000 event streams opened and never read",
        "half of all requests failed; +8 MB each",
        "≥ 95 %; memory flat",
        "streams",
        lambda found: _healthy(found, 0.95, 2.0) and found.megabytes < 200,
    ),
    (
        "40 connections of one-byte chunks",
        "nothing answered, 25 s of recovery",
        "p99 ≤ 0.5 s",
        "chunks",
        lambda found: _healthy(found, 0.95, 0.5),
    ),
    (
        "900 half-sent heads",
        "kept for ever",
        "closed in 10 s",
        "heads",
        lambda found: _healthy(found, 0.95, 0.5),
    ),
    (
        "800 connections of small evaluates",
        "p99 6.7 s, never a 503",
        "shed in < 50 ms; p99 ≤ 1 s for what is taken",
        "small",
        lambda found: _healthy(found, 0.95, 1.0),
    ),
    (
        "8 readers of large answers that stop reading",
        "97 MB held by each",
        "cut after 20 s",
        "unread",
        lambda found: _healthy(found, 0.95, 2.0) and found.megabytes < 8 * 13,
    ),
    (
        "99 snapshots a second, 100 for a client",
        "full in 17 minutes, permanently",
        "the attacker gets 429; others store",
        "snapshots",
        lambda found: _healthy(found, 0.95, 1.0) and found.attacker.statuses[429] > 0,
    ),
    (
        "40 connections of 4 MiB of numbers",
        "0.8 to 1.3 s of the event loop for each",
        "≥ 95 %, p99 ≤ 2 s; memory within 500 MB",
        "bodies",
        lambda found: _healthy(found, 0.95, 2.0) and found.megabytes < 500,
    ),
    (
        "60 connections of `frame` of 80,000 nodes",
        "not measured",
        "≥ 95 %, p99 ≤ 2 s; memory within 500 MB",
        "frames",
        lambda found: _healthy(found, 0.95, 2.0) and found.megabytes < 500,
    ),
    (
        "60 connections of 2 s programs at `/mcp`",
        "not measured",
        "≥ 95 %, p99 ≤ 2 s",
        "tools",
        lambda found: _healthy(found, 0.95, 2.0),
    ),
    (
        "40 connections that leave runs paused",
        "not measured",
        "≥ 95 %, p99 ≤ 2 s; memory within 500 MB",
        "paused",
        lambda found: _healthy(found, 0.95, 2.0) and found.megabytes < 500,
    ),
    (
        "40 connections that leave runs recording",
        "not measured",
        "≥ 95 %, p99 ≤ 2 s; memory within 500 MB",
        "recorded",
        lambda found: _healthy(found, 0.95, 2.0) and found.megabytes < 500,
    ),
)


SETTINGS = {"snapshots": {"BACKLENS_STORED_GRAPHS": "1000"}}
"""Of the server that is attacked so, where a bound would not be met within seconds."""


def attacked(seconds: float, chosen: str = "") -> Iterator[Row]:
    """A row for each attack whose name has this text in it."""
    for name, before, goal, attack, judge in ATTACKS:
        if chosen in name:
            with served(None, **SETTINGS.get(attack, {})) as target:
                result = asyncio.run(under(target, attack, seconds))
            yield _row(name, before, goal, result, judge(result))


def few_descriptors(seconds: float) -> Row:
    """More connections than the server may have descriptors."""
    with served(descriptors=256) as target:
        result = asyncio.run(under(target, "few-heads", seconds))
    met = result.polite.healthz.answered == result.polite.readyz.answered == 1.0
    return _row(
        "300 connections at 256 descriptors", "`/healthz` reset", "descriptors kept for health", result, met
    )


def sizes() -> Iterator[Row]:
    """One request each, and what it leaves behind."""
    with served() as target:
        yield asyncio.run(_too_large(target))
        yield asyncio.run(_deep_group(target))
        yield asyncio.run(_replays(target))
        yield asyncio.run(_writers(target))


async def _too_large(target: Target) -> Row:
    source = "v=[Value(1.0,'l'*190,'g/'*40+'x'*180) for k in range(20000)]\nsum(v)"
    body = {"source": source, "include": ["nodes", "trace", "groups"]}
    status, answer = await Talk(target.port, ATTACKER).ask(request("POST", "/api/v1/evaluate", body))
    met = status == 422 and b"answer-too-large" in answer
    found = f"{status}, {len(answer):,} bytes"
    return Row("122 bytes that answer 98 MB", "98 MB", "422 `answer-too-large`", found, met)


async def _deep_group(target: Target) -> Row:
    begin = target.megabytes()
    body = {"source": "Value(1.0, '', 'a/' * 40000)"}
    status, answer = await Talk(target.port, ATTACKER).ask(request("POST", "/api/v1/evaluate", body))
    grown = target.megabytes() - begin
    found = f"{status}, {grown:+,.0f} MB"
    met = status == 422 and b"limit-exceeded" in answer and grown < 50
    return Row("a group of 40,000 levels", "3.3 GB, kept", "refused", found, met)


WRITERS, WRITES = 50, 10


async def _writers(target: Target) -> Row:
    """Each at an address of its own; what they change is one graph."""
    made = request("POST", "/api/v1/graphs", {"source": "a = Value(2.0, label='a')\nL = (a * a).tanh()"})
    _, answer = await Talk(target.port, ATTACKER).ask(made)
    path = f"/api/v1/graphs/{json.loads(answer)['id']}/step"
    content = request("POST", path, {"learning_rate": 1e-6}, If_Match="*")
    statuses = Seen()

    async def write(k: int) -> None:
        talk = Talk(target.port, f"127.0.0.{10 + k}")
        for _ in range(WRITES):
            status, _ = await talk.ask(content)
            statuses.add(status, 0.0)
        talk.close()

    begin = time.perf_counter()
    await asyncio.gather(*(write(k) for k in range(WRITERS)))
    rate = statuses.statuses[200] / (time.perf_counter() - begin)
    found = f"{statuses}; {rate:,.0f} a second"
    met = statuses.answered == 1.0 and rate >= 100
    return Row(f"{WRITERS} writers of one graph, `If-Match: *`", "13 a second", "≥ 100 a second", found, met)


async def _replays(target: Target) -> Row:
    content = request(
        "POST",
        "/api/v1/evaluate",
        {"source": "v = [Value(1.0, label='l' * 150 + str(k)) for k in range(10000)]\nL = sum(v)"},
        Idempotency_Key="k",
    )
    await Talk(target.port, ATTACKER).ask(content)
    begin = target.megabytes()
    answers = await asyncio.gather(*(Talk(target.port, ATTACKER).ask(content) for _ in range(15)))
    grown = target.megabytes() - begin
    statuses = Seen()
    for status, _ in answers:
        statuses.add(status, 0.0)
    found = f"{statuses}; {grown:+,.0f} MB"
    return Row(
        "15 replays of an `Idempotency-Key`", "+1.5 GB", "nothing above 1 MiB kept", found, grown < 200
    )
