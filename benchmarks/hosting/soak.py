"""`python -m benchmarks.hosting.soak [--minutes 10]`: what a server holds under a mixed load, by the minute.

Eight clients evaluate, draw, store, descend, compare and use the tools for agents, each with programs of its
own. What is held at the end is compared with the first minute: what each request leaves behind is seen so.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from itertools import count
from typing import Any, Final

from benchmarks.hosting.polite import Seen
from benchmarks.hosting.server import Target, served
from benchmarks.hosting.talk import Talk, request

CLIENTS: Final = 8
PAUSE: Final = 0.1
SAMPLE_SECONDS: Final = 5.0
GROWTH: Final = 0.10
_NEXT: Final = count()


def main() -> int:
    """0 where it holds no more than a tenth above the first minute."""
    parser = argparse.ArgumentParser(description="A mixed load, and what is held.")
    parser.add_argument("--minutes", type=float, default=10.0)
    minutes = parser.parse_args().minutes
    with served() as target:
        held, seen = asyncio.run(_soaked(target, 60 * minutes))
    each = [_mean(held[k : k + _per_minute()]) for k in range(0, len(held), _per_minute())]
    grown = each[-1] / each[0] - 1
    print(f"MB, minute by minute: {', '.join(f'{number:.0f}' for number in each)}; {grown:+.1%}; {seen}")
    return 0 if grown <= GROWTH else 1


def _per_minute() -> int:
    return round(60 / SAMPLE_SECONDS)


def _mean(numbers: list[float]) -> float:
    return sum(numbers) / len(numbers)


async def _soaked(target: Target, seconds: float) -> tuple[list[float], Seen]:
    over, seen = asyncio.Event(), Seen()
    clients = [asyncio.ensure_future(_client(target.port, k, over, seen)) for k in range(CLIENTS)]
    held = []
    for _ in range(max(1, round(seconds / SAMPLE_SECONDS))):
        await asyncio.sleep(SAMPLE_SECONDS)
        held.append(target.megabytes())
    over.set()
    await asyncio.gather(*clients)
    return held, seen


async def _client(port: int, k: int, over: asyncio.Event, seen: Seen) -> None:
    talk = Talk(port, f"127.0.0.{20 + k}")
    while not over.is_set():
        n = next(_NEXT)
        status, _ = await talk.ask(_request(n))
        seen.add(status, 0.0)
        await asyncio.sleep(PAUSE)
    talk.close()


def _request(n: int) -> bytes:
    """One of each kind in turn; no two programs alike."""
    small = f"a = Value({n}.5, label='a')\nb = Value(2.0, label='b{n % 50}')\nL = (a * b + {n}).tanh()"
    wide = f"v = [Value(k + {n} / 7) for k in range(300)]\nL = sum(each * each for each in v)"
    tool = {"name": "explain_grad", "arguments": {"source": small, "node": "a"}}
    calls: list[tuple[str, Any]] = [
        ("/api/v1/evaluate", {"source": small}),
        ("/api/v1/render", {"source": small}),
        ("/api/v1/graphs", {"source": small}),
        ("/api/v1/snapshots", {"source": small}),
        ("/api/v1/evaluate", {"source": wide, "include": ["frame", "scopes"]}),
        ("/api/v1/descend", {"source": small, "learning_rate": 0.01, "steps": 50}),
        ("/api/v1/compare", {"before": {"source": small}, "after": {"source": small + " * 2"}}),
        ("/mcp", {"jsonrpc": "2.0", "id": n, "method": "tools/call", "params": tool}),
    ]
    path, body = calls[n % len(calls)]
    accept = "application/json, text/event-stream" if path == "/mcp" else "*/*"
    return request("POST", path, body, Accept=accept)


if __name__ == "__main__":
    sys.exit(main())
